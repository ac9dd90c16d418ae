#pragma once

// The room's own: memory of one call or of one set of contexts, freed as a whole.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace deed::rdf::detail {

class Arena {
public:
    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    void* allocate(std::size_t size) {
        size = (size + 7) & ~std::size_t{7};
        if (size > left_) add_block(size);
        std::byte* start = next_;
        next_ += size;
        left_ -= size;
        return start;
    }

    template <typename T, typename... Arguments>
    T* make(Arguments&&... arguments) {
        static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 8);
        return new (allocate(sizeof(T))) T(std::forward<Arguments>(arguments)...);
    }

    /// The texts one after the other.
    std::string_view join(std::initializer_list<std::string_view> parts) {
        std::size_t size = 0;
        for (const std::string_view part : parts) size += part.size();
        char* text = static_cast<char*>(allocate(size));
        char* end = text;
        for (const std::string_view part : parts) {
            if (!part.empty()) std::memcpy(end, part.data(), part.size());
            end += part.size();
        }
        return {text, size};
    }
    std::string_view keep(std::string_view text) { return join({text}); }

    std::size_t size() const { return total_; }

private:
    static constexpr std::size_t kFirstBlock = 16 << 10;
    static constexpr std::size_t kLargestBlock = 1 << 20;

    void add_block(std::size_t at_least) {
        const std::size_t size = at_least > next_size_ ? at_least : next_size_;
        if (next_size_ < kLargestBlock) next_size_ *= 2;
        blocks_.push_back(std::unique_ptr<std::byte[]>(new std::byte[size]));
        next_ = blocks_.back().get();
        left_ = size;
        total_ += size;
    }

    std::vector<std::unique_ptr<std::byte[]>> blocks_;
    std::byte* next_ = nullptr;
    std::size_t left_ = 0;
    std::size_t next_size_ = kFirstBlock;
    std::size_t total_ = 0;
};

/// A list that grows in an arena and never shrinks. Trivially destructible, cheap to copy: a copy
/// refers to the same elements until one of the two grows.
template <typename T>
class List {
public:
    void push(Arena& arena, const T& element) {
        if (size_ == capacity_) grow(arena, size_ == 0 ? 1 : std::size_t{size_} * 2);
        new (data_ + size_++) T(element);
    }
    void reserve(Arena& arena, std::size_t size) {
        if (size > capacity_) grow(arena, size);
    }
    void append(Arena& arena, const List& more) {
        for (const T& element : more) push(arena, element);
    }

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    T* begin() { return data_; }
    T* end() { return data_ + size_; }
    const T* begin() const { return data_; }
    const T* end() const { return data_ + size_; }
    T& operator[](std::size_t index) { return data_[index]; }
    const T& operator[](std::size_t index) const { return data_[index]; }

private:
    void grow(Arena& arena, std::size_t capacity) {
        static_assert(std::is_trivially_copyable_v<T>);
        T* data = static_cast<T*>(arena.allocate(capacity * sizeof(T)));
        if (size_ != 0)
            std::memcpy(static_cast<void*>(data), static_cast<const void*>(data_),
                        size_ * sizeof(T));
        data_ = data;
        capacity_ = static_cast<std::uint32_t>(capacity);
    }

    T* data_ = nullptr;
    std::uint32_t size_ = 0;
    std::uint32_t capacity_ = 0;
};

}  // namespace deed::rdf::detail

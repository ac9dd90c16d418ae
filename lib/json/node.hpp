#pragma once

// The room's own: what a Value points to. Not for other rooms.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "lib/json/document.hpp"

namespace deed::json {

namespace detail {

/// Every recursion over values is bounded by this, whatever the caller's Limits say.
inline constexpr std::size_t kDepthCap = 256;
/// Lengths are held in 32 bits.
inline constexpr std::size_t kBytesCap = std::size_t{1} << 30;
/// Objects of more members than this carry an index.
inline constexpr std::size_t kUnindexedMembers = 16;

/// 16 bytes. `size` counts bytes, elements or members.
struct Node {
    Type type = Type::null;
    /// Of a boolean: its value. Of a string: it holds nothing that JSON text must escape.
    bool flag = false;
    std::uint32_t size = 0;
    union {
        const char* text = nullptr;  ///< string: its UTF-8; number: its spelling
        const Node* elements;
        const MemberNode* members;
    };

    std::string_view view() const { return {text, size}; }
};

struct MemberNode {
    Node name;
    Node value;
};

/// Memory of one document, freed as a whole.
struct Arena {
    explicit Arena(std::size_t first_block) { add_block(first_block); }
    ~Arena();
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    /// Room for `count` objects, uninitialised.
    template <typename T>
    T* allocate(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 8);
        return reinterpret_cast<T*>(allocate_bytes(count * sizeof(T)));
    }

    Node root;
    std::size_t max_depth = 0;
    bool wipe = false;  ///< overwritten before it is freed

private:
    std::byte* allocate_bytes(std::size_t size) {
        size = (size + 7) & ~std::size_t{7};
        if (size > left_) add_block(size);
        std::byte* start = next_;
        next_ += size;
        left_ -= size;
        return start;
    }
    void add_block(std::size_t at_least);

    struct Block {
        std::unique_ptr<std::byte[]> memory;
        std::size_t size;
    };
    std::vector<Block> blocks_;
    std::byte* next_ = nullptr;
    std::size_t left_ = 0;
    std::size_t next_size_ = 0;
};

/// Order of two UTF-8 texts by their UTF-16 code units (RFC 8785, 3.2.3): negative, 0 or positive.
int compare_utf16(std::string_view a, std::string_view b);

/// Room for an object of `count` members and its index.
MemberNode* allocate_members(Arena& arena, std::size_t count);

/// Completes an object whose members stand in place. Returns a member whose name occurred before
/// it, or null.
const MemberNode* index_members(MemberNode* members, std::size_t count);

/// The positions of an object's members in UTF-16 order of their names; only of objects of more
/// than kUnindexedMembers.
std::span<const std::uint32_t> sorted_positions(const Node& object);

/// The member of that name, or null.
const MemberNode* find_member(const Node& object, std::string_view name);

inline std::span<const MemberNode> members_of(const Node& object) {
    return {object.members, object.size};
}
inline std::span<const Node> elements_of(const Node& array) { return {array.elements, array.size}; }

}  // namespace detail

/// The room's way between a handle and its node.
struct Access {
    static const detail::Node& node(Value value) { return *value.node_; }
    static Value value(const detail::Node& node) { return Value(&node); }
};

}  // namespace deed::json

#include "registry-contracts/client/evm/wire/abi_type.hpp"

#include <charconv>
#include <optional>

#include "registry-contracts/client/evm/wire/errors.hpp"

namespace deed::registry::evm {

/// Reads one type by recursive descent; names are kept as they were read, being canonical.
class AbiTypeParser {
public:
    explicit AbiTypeParser(std::string_view text) : text_(text) {}

    Result<AbiType> parse() {
        DEED_TRY(AbiType type, any(AbiType::kMaxDepth));
        if (position_ != text_.size()) return malformed();
        return type;
    }

private:
    using Kind = AbiType::Kind;

    Error malformed() const {
        constexpr std::size_t kShown = 100;
        return {errors::kAbiTypeMalformed,
                "'" + std::string(text_.substr(0, kShown)) + "' is no type of the ABI"};
    }

    bool skip(char c) {
        if (position_ == text_.size() || text_[position_] != c) return false;
        ++position_;
        return true;
    }

    std::string_view word() {
        const std::size_t begin = position_;
        while (position_ < text_.size() && text_[position_] >= 'a' && text_[position_] <= 'z')
            ++position_;
        return text_.substr(begin, position_ - begin);
    }

    /// Nothing where no digit stands.
    Result<std::optional<std::size_t>> number() {
        const char* begin = text_.data() + position_;
        std::size_t value = 0;
        const auto [end, failure] = std::from_chars(begin, text_.data() + text_.size(), value);
        if (end == begin) return std::optional<std::size_t>();
        if (failure != std::errc() || *begin == '0') return malformed();
        position_ += static_cast<std::size_t>(end - begin);
        return std::optional(value);
    }

    Result<AbiType> any(unsigned depth_left) {
        if (depth_left == 0) return malformed();
        const std::size_t begin = position_;
        DEED_TRY(AbiType type, skip('(') ? tuple(depth_left) : atomic());
        type.name_ = text_.substr(begin, position_ - begin);
        while (skip('[')) {
            if (--depth_left == 0) return malformed();
            DEED_TRY(AbiType array, array_of(std::move(type)));
            type = std::move(array);
            type.name_ = text_.substr(begin, position_ - begin);
        }
        return type;
    }

    Result<AbiType> tuple(unsigned depth_left) {
        AbiType type;
        type.kind_ = Kind::tuple;
        type.head_words_ = 0;
        do {
            DEED_TRY(AbiType member, any(depth_left - 1));
            type.is_dynamic_ = type.is_dynamic_ || member.is_dynamic_;
            type.head_words_ += member.head_words_;
            if (type.head_words_ > AbiType::kMaxHeadWords) return malformed();
            type.parts_.push_back(std::move(member));
        } while (skip(','));
        if (!skip(')')) return malformed();
        if (type.is_dynamic_) type.head_words_ = 1;
        return type;
    }

    Result<AbiType> array_of(AbiType element) {
        AbiType type;
        DEED_TRY(const auto count, number());
        if (!skip(']')) return malformed();
        type.kind_ = count ? Kind::fixed_array : Kind::array;
        type.is_dynamic_ = !count || element.is_dynamic_;
        if (count) {
            if (*count > AbiType::kMaxHeadWords / element.head_words_) return malformed();
            type.size_ = *count;
            type.head_words_ = *count * element.head_words_;
        }
        if (type.is_dynamic_) type.head_words_ = 1;
        type.parts_.push_back(std::move(element));
        return type;
    }

    Result<AbiType> atomic() {
        AbiType type;
        const std::string_view name = word();
        DEED_TRY(const auto size, number());
        type.size_ = size.value_or(0);
        if (name == "uint" || name == "int") {
            type.kind_ = name == "uint" ? Kind::uint : Kind::integer;
            if (!size || type.size_ > 256 || type.size_ % 8 != 0) return malformed();
            return type;
        }
        if (name == "bytes" && size) {
            type.kind_ = Kind::fixed_bytes;
            if (type.size_ > 32) return malformed();
            return type;
        }
        if (size) return malformed();
        if (name == "address") {
            type.kind_ = Kind::address;
        } else if (name == "bool") {
            type.kind_ = Kind::boolean;
        } else if (name == "bytes" || name == "string") {
            type.kind_ = name == "bytes" ? Kind::bytes : Kind::string;
            type.is_dynamic_ = true;
        } else {
            return malformed();
        }
        return type;
    }

    std::string_view text_;
    std::size_t position_ = 0;
};

Result<AbiType> AbiType::parse(std::string_view text) {
    constexpr std::size_t kMaxText = 4096;
    if (text.size() > kMaxText) return Error(errors::kAbiTypeMalformed, "the type is too long");
    return AbiTypeParser(text).parse();
}

}  // namespace deed::registry::evm

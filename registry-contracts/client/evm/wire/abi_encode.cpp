#include <algorithm>

#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/evm/wire/abi.hpp"
#include "registry-contracts/client/evm/wire/errors.hpp"

namespace deed::registry::evm {
namespace {

using Kind = AbiType::Kind;

Error mismatch(const AbiType& type) {
    return {errors::kAbiValueMismatch, "a value is none of " + type.to_string()};
}

/// Whether a number in two's complement fits `bits` bits.
bool fits_signed(const Uint256& value, std::size_t bits) {
    const Word word = value.to_word();
    const std::uint8_t sign = word[0] & 0x80 ? 0xff : 0x00;
    const std::size_t first = word.size() - bits / 8;
    const bool extended = std::all_of(word.begin(), word.begin() + first,
                                      [sign](std::uint8_t byte) { return byte == sign; });
    return extended && (word[first] & 0x80) == (sign & 0x80);
}

Result<Word> number_word(const AbiType& type, const AbiValue& value) {
    const Uint256* number = value.as_uint();
    if (number == nullptr) return mismatch(type);
    const bool fits = type.kind() == Kind::uint ? number->bit_width() <= type.size()
                                                : fits_signed(*number, type.size());
    if (!fits) return mismatch(type);
    return number->to_word();
}

/// Appends heads and tails of values of one level.
class Encoder {
public:
    explicit Encoder(Bytes& out) : out_(out) {}

    /// `type_at(i)` is the type of value i.
    template <typename TypeAt>
    Result<void> sequence(std::span<const AbiValue> values, TypeAt type_at) {
        const std::size_t begin = out_.size();
        std::size_t head_words = 0;
        for (std::size_t i = 0; i < values.size(); ++i) head_words += type_at(i).head_words();
        out_.reserve(begin + 32 * head_words);
        std::vector<std::size_t> offsets;  // where those of dynamic values stand
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (type_at(i).is_dynamic()) {
                offsets.push_back(out_.size());
                word(Word{});
            } else {
                DEED_CHECK(one(type_at(i), values[i]));
            }
        }
        std::size_t next = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!type_at(i).is_dynamic()) continue;
            const Word offset = Uint256(out_.size() - begin).to_word();
            std::copy(offset.begin(), offset.end(),
                      out_.begin() + static_cast<std::ptrdiff_t>(offsets[next++]));
            DEED_CHECK(one(type_at(i), values[i]));
        }
        return {};
    }

private:
    void word(const Word& value) { append(out_, value); }

    Result<void> one(const AbiType& type, const AbiValue& value) {
        switch (type.kind()) {
            case Kind::bytes:
            case Kind::string:
                return byte_string(type, value);
            case Kind::array:
            case Kind::fixed_array:
                return elements(type, value);
            case Kind::tuple:
                return members(type, value);
            default:
                break;
        }
        DEED_TRY(const Word encoded, abi_encode_word(type, value));
        word(encoded);
        return {};
    }

    Result<void> byte_string(const AbiType& type, const AbiValue& value) {
        const Bytes* bytes = value.as_bytes_value();
        if (bytes == nullptr) return mismatch(type);
        if (type.kind() == Kind::string && !is_utf8(*bytes)) return mismatch(type);
        word(Uint256(bytes->size()).to_word());
        append(out_, *bytes);
        out_.resize(out_.size() + (32 - bytes->size() % 32) % 32);
        return {};
    }

    Result<void> elements(const AbiType& type, const AbiValue& value) {
        const AbiValue::List* list = value.as_list();
        if (list == nullptr) return mismatch(type);
        if (type.kind() == Kind::array) {
            word(Uint256(list->size()).to_word());
        } else if (list->size() != type.size()) {
            return mismatch(type);
        }
        const AbiType& element = type.element();
        return sequence(*list, [&element](std::size_t) -> const AbiType& { return element; });
    }

    Result<void> members(const AbiType& type, const AbiValue& value) {
        const AbiValue::List* list = value.as_list();
        const auto& types = type.members();
        if (list == nullptr || list->size() != types.size()) return mismatch(type);
        return sequence(*list, [&types](std::size_t i) -> const AbiType& { return types[i]; });
    }

    Bytes& out_;
};

}  // namespace

AbiValue AbiValue::integer(std::int64_t value) {
    Word word;
    word.fill(value < 0 ? 0xff : 0x00);
    for (std::size_t i = 0; i < 8; ++i)
        word[31 - i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * i));
    return integer(word);
}

Result<Word> abi_encode_word(const AbiType& type, const AbiValue& value) {
    Word word{};
    switch (type.kind()) {
        case Kind::uint:
        case Kind::integer:
            return number_word(type, value);
        case Kind::boolean:
            if (value.as_boolean() == nullptr) return mismatch(type);
            word[31] = *value.as_boolean() ? 1 : 0;
            return word;
        case Kind::address:
            if (value.as_address() == nullptr) return mismatch(type);
            std::copy(value.as_address()->begin(), value.as_address()->end(), word.begin() + 12);
            return word;
        case Kind::fixed_bytes: {
            const Bytes* bytes = value.as_bytes_value();
            if (bytes == nullptr || bytes->size() != type.size()) return mismatch(type);
            std::copy(bytes->begin(), bytes->end(), word.begin());
            return word;
        }
        default:
            return mismatch(type);
    }
}

Result<Bytes> abi_encode(std::span<const AbiType> types, std::span<const AbiValue> values) {
    if (types.size() != values.size())
        return Error(errors::kAbiValueMismatch, std::to_string(values.size()) +
                                                    " values were given for " +
                                                    std::to_string(types.size()) + " parameters");
    Bytes out;
    DEED_CHECK(Encoder(out).sequence(
        values, [types](std::size_t i) -> const AbiType& { return types[i]; }));
    return out;
}

}  // namespace deed::registry::evm

#include <algorithm>

#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/evm/wire/abi.hpp"
#include "registry-contracts/client/evm/wire/errors.hpp"

namespace deed::registry::evm {
namespace {

using Kind = AbiType::Kind;
constexpr std::size_t kWord = 32;

Error not_canonical(const char* what) { return {errors::kAbiNotCanonical, what}; }

bool all_zero(ByteView bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

Result<AbiValue> number(const AbiType& type, const Word& word) {
    const AbiValue value = AbiValue::integer(word);
    if (!abi_encode_word(type, value))
        return Error(errors::kAbiNotCanonical, "a number exceeds " + type.to_string());
    return value;
}

Result<AbiValue> from_word(const AbiType& type, const Word& word) {
    const ByteView bytes(word);
    switch (type.kind()) {
        case Kind::boolean:
            if (!all_zero(bytes.first(31)) || word[31] > 1)
                return not_canonical("a boolean is neither 0 nor 1");
            return AbiValue::boolean(word[31] == 1);
        case Kind::address: {
            if (!all_zero(bytes.first(12)))
                return not_canonical("an address has more than 20 bytes");
            Address address;
            std::copy(word.begin() + 12, word.end(), address.begin());
            return AbiValue::address(address);
        }
        case Kind::fixed_bytes:
            if (!all_zero(bytes.subspan(type.size())))
                return not_canonical("the padding of a value is not zero");
            return AbiValue::bytes(bytes.first(type.size()));
        default:
            return number(type, word);
    }
}

/// Reads heads and tails in the order in which they stand, from the front to the end.
class Decoder {
public:
    explicit Decoder(ByteView input) : input_(input) {}

    /// `count` values; `type_at(i)` is the type of value i. The caller bounds `count`.
    template <typename TypeAt>
    Result<AbiValue::List> sequence(std::size_t count, TypeAt type_at) {
        const std::size_t begin = position_;
        AbiValue::List values;
        values.reserve(count);
        std::vector<std::size_t> offsets;
        for (std::size_t i = 0; i < count; ++i) {
            if (type_at(i).is_dynamic()) {
                DEED_TRY(const std::size_t offset, size_word());
                offsets.push_back(offset);
                values.push_back(AbiValue::boolean(false));  // its place, until the tail is read
            } else {
                DEED_TRY(AbiValue value, one(type_at(i)));
                values.push_back(std::move(value));
            }
        }
        std::size_t next = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (!type_at(i).is_dynamic()) continue;
            if (offsets[next++] != position_ - begin)
                return not_canonical("an offset does not lead to the next value");
            DEED_TRY(values[i], one(type_at(i)));
        }
        return values;
    }

    Result<void> finish() const {
        if (position_ == input_.size()) return {};
        return Error(errors::kAbiTrailingBytes, "the ABI data goes on after its values");
    }

private:
    std::size_t left() const { return input_.size() - position_; }

    Result<ByteView> take(std::size_t size) {
        if (left() < size) return Error(errors::kAbiTruncated, "the ABI data ends too early");
        position_ += size;
        return input_.subspan(position_ - size, size);
    }

    Result<Word> word() {
        DEED_TRY(const ByteView bytes, take(kWord));
        Word word;
        std::copy(bytes.begin(), bytes.end(), word.begin());
        return word;
    }

    /// An offset or a length; one that leads beyond the input is refused at once.
    Result<std::size_t> size_word() {
        DEED_TRY(const Word encoded, word());
        const Uint256 size = Uint256::from_word(encoded);
        if (size > Uint256(input_.size()))
            return Error(errors::kAbiTruncated, "an offset or a length leads beyond the data");
        return size.to_u64();
    }

    Result<AbiValue> one(const AbiType& type) {
        switch (type.kind()) {
            case Kind::bytes:
            case Kind::string:
                return byte_string(type);
            case Kind::array: {
                DEED_TRY(const std::size_t count, size_word());
                return elements(type.element(), count);
            }
            case Kind::fixed_array:
                return elements(type.element(), type.size());
            case Kind::tuple: {
                const auto& types = type.members();
                DEED_TRY(auto list,
                         sequence(types.size(),
                                  [&types](std::size_t i) -> const AbiType& { return types[i]; }));
                return AbiValue::list(std::move(list));
            }
            default:
                break;
        }
        DEED_TRY(const Word encoded, word());
        return from_word(type, encoded);
    }

    Result<AbiValue> byte_string(const AbiType& type) {
        DEED_TRY(const std::size_t size, size_word());
        DEED_TRY(const ByteView bytes, take(size));
        DEED_TRY(const ByteView padding, take((kWord - size % kWord) % kWord));
        if (!all_zero(padding)) return not_canonical("the padding of a value is not zero");
        if (type.kind() == Kind::string && !is_utf8(bytes))
            return Error(errors::kAbiNotUtf8, "a string is not UTF-8");
        return AbiValue::bytes(bytes);
    }

    Result<AbiValue> elements(const AbiType& element, std::size_t count) {
        // Every element takes a word at least, so this bounds what is reserved.
        if (count > left() / (kWord * element.head_words()))
            return Error(errors::kAbiTruncated, "an array has more elements than the data");
        DEED_TRY(auto list,
                 sequence(count, [&element](std::size_t) -> const AbiType& { return element; }));
        return AbiValue::list(std::move(list));
    }

    ByteView input_;
    std::size_t position_ = 0;
};

}  // namespace

Result<AbiValue::List> abi_decode(std::span<const AbiType> types, ByteView encoded) {
    Decoder decoder(encoded);
    DEED_TRY(auto values, decoder.sequence(types.size(), [types](std::size_t i) -> const AbiType& {
        return types[i];
    }));
    DEED_CHECK(decoder.finish());
    return values;
}

}  // namespace deed::registry::evm

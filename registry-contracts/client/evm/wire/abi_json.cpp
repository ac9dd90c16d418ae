#include "registry-contracts/client/evm/wire/abi_json.hpp"

#include "registry-contracts/client/evm/wire/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {
namespace {

using Kind = AbiType::Kind;

Error mismatch(const AbiType& type) {
    return {errors::kAbiValueMismatch, "a JSON value is none of " + type.to_string()};
}

/// Two's complement of a magnitude.
Word negated(const Uint256& magnitude) {
    Word word = magnitude.to_word();
    unsigned carry = 1;
    for (std::size_t i = word.size(); i-- > 0;) {
        const unsigned sum = static_cast<std::uint8_t>(~word[i]) + carry;
        word[i] = static_cast<std::uint8_t>(sum);
        carry = sum >> 8;
    }
    return word;
}

Result<AbiValue> number_from(const AbiType& type, json::Value value) {
    std::string text;
    if (const auto integer = value.is_number() ? value.integer() : std::nullopt) {
        text = std::to_string(*integer);
    } else if (const auto string = value.string_if()) {
        text = *string;
    }
    const bool negative = text.starts_with('-') && type.kind() == Kind::integer;
    if (negative) text.erase(0, 1);
    const auto magnitude =
        text.starts_with("0x") ? Uint256::from_quantity(text) : Uint256::from_decimal(text);
    if (!magnitude) return mismatch(type);
    // The most negative number has a magnitude of its own; all others fit one bit less.
    const Word word = negative ? negated(*magnitude) : magnitude->to_word();
    const bool sign = (word[0] & 0x80) != 0;
    if (type.kind() == Kind::integer && sign != negative && !magnitude->is_zero())
        return mismatch(type);
    return AbiValue::integer(word);
}

Result<AbiValue> list_from(const AbiType& type, json::Value value) {
    if (!value.is_array()) return mismatch(type);
    const json::Array array = value.array();
    const bool is_tuple = type.kind() == Kind::tuple;
    if (is_tuple && array.size() != type.members().size()) return mismatch(type);
    AbiValue::List list;
    std::size_t i = 0;
    for (const json::Value part : array) {
        DEED_TRY(AbiValue element,
                 abi_value_from_json(is_tuple ? type.members()[i++] : type.element(), part));
        list.push_back(std::move(element));
    }
    return AbiValue::list(std::move(list));
}

Result<AbiValue> text_from(const AbiType& type, std::string_view text) {
    if (type.kind() == Kind::string) return AbiValue::text(text);
    if (type.kind() == Kind::address) {
        DEED_TRY(const Address address, parse_account(text));
        return AbiValue::address(address);
    }
    const auto bytes = from_hex(text);
    if (!bytes) return mismatch(type);
    return AbiValue::bytes(*bytes);
}

}  // namespace

Result<AbiValue> abi_value_from_json(const AbiType& type, json::Value value) {
    switch (type.kind()) {
        case Kind::uint:
        case Kind::integer:
            return number_from(type, value);
        case Kind::boolean:
            if (!value.is_boolean()) return mismatch(type);
            return AbiValue::boolean(value.boolean());
        case Kind::array:
        case Kind::fixed_array:
        case Kind::tuple:
            return list_from(type, value);
        default:
            break;
    }
    const auto text = value.string_if();
    if (!text) return mismatch(type);
    return text_from(type, *text);
}

}  // namespace deed::registry::evm

#pragma once

#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"
#include "registry-contracts/client/address.hpp"
#include "registry-contracts/client/evm/wire/abi_type.hpp"
#include "registry-contracts/client/evm/wire/uint256.hpp"

namespace deed::registry::evm {

/// A value of some ABI type. Which type it fits is asked when it is encoded.
class DEED_API AbiValue {
public:
    using List = std::vector<AbiValue>;

    static AbiValue uint(const Uint256& value) { return AbiValue(value); }
    static AbiValue integer(std::int64_t value);
    /// In two's complement of 256 bits.
    static AbiValue integer(const Word& value) { return AbiValue(Uint256::from_word(value)); }
    static AbiValue boolean(bool value) { return AbiValue(value); }
    static AbiValue address(const Address& value) { return AbiValue(value); }
    /// For bytes1 to bytes32, bytes, and string.
    static AbiValue bytes(ByteView value) { return AbiValue(to_bytes(value)); }
    static AbiValue text(std::string_view value) { return bytes(as_bytes(value)); }
    /// The elements of an array or the members of a tuple.
    static AbiValue list(List value) { return AbiValue(std::move(value)); }

    // What is of another kind is nothing.
    const Uint256* as_uint() const { return std::get_if<Uint256>(&value_); }
    const bool* as_boolean() const { return std::get_if<bool>(&value_); }
    const Address* as_address() const { return std::get_if<Address>(&value_); }
    const Bytes* as_bytes_value() const { return std::get_if<Bytes>(&value_); }
    const List* as_list() const { return std::get_if<List>(&value_); }

    friend bool operator==(const AbiValue&, const AbiValue&) = default;

private:
    using Variant = std::variant<Uint256, bool, Address, Bytes, List>;
    explicit AbiValue(Variant value) : value_(std::move(value)) {}
    Variant value_;
};

/// Encodes values as the parameters of a call: heads, then tails in order. `abi.value_mismatch`
/// where a value does not fit its type.
DEED_API Result<Bytes> abi_encode(std::span<const AbiType> types, std::span<const AbiValue> values);

/// The one word of a value of a type that is neither dynamic nor a tuple or an array;
/// `abi.value_mismatch`. EIP-712 encodes such values alike.
DEED_API Result<Word> abi_encode_word(const AbiType& type, const AbiValue& value);

/// The inverse of abi_encode, which takes nothing else: every offset is the one that the encoder
/// writes, padding is zero, so that no two encodings have one meaning, nothing is read twice, and
/// work and memory stay linear in the input. `abi.truncated`, `abi.not_canonical`,
/// `abi.trailing_bytes`, `abi.not_utf8`.
DEED_API Result<AbiValue::List> abi_decode(std::span<const AbiType> types, ByteView encoded);

}  // namespace deed::registry::evm

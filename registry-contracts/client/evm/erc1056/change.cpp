#include "registry-contracts/client/evm/erc1056/change.hpp"

#include <algorithm>
#include <string>

#include "lib/error/assert.hpp"
#include "registry-contracts/client/evm/wire/abi_signature.hpp"

namespace deed::registry::evm {
namespace {

/// A function of the registry, by its signature without the parameters that all of them have.
struct Function {
    std::string name;
    std::string types;  ///< ",bytes32,address" and so on
    AbiValue::List values;
    Bytes packed;  ///< the parameters as abi.encodePacked() has them
};

Bytes packed(std::initializer_list<ByteView> parts) {
    Bytes bytes;
    for (const ByteView part : parts) append(bytes, part);
    return bytes;
}

Function function_of(const ChangeOwner& change) {
    return {"changeOwner", ",address", {AbiValue::address(change.owner)}, packed({change.owner})};
}

Function function_of(const AddDelegate& change) {
    const Uint256 validity(change.validity);
    return {"addDelegate",
            ",bytes32,address,uint256",
            {AbiValue::bytes(change.type), AbiValue::address(change.delegate),
             AbiValue::uint(validity)},
            packed({change.type, change.delegate, validity.to_word()})};
}

Function function_of(const RevokeDelegate& change) {
    return {"revokeDelegate",
            ",bytes32,address",
            {AbiValue::bytes(change.type), AbiValue::address(change.delegate)},
            packed({change.type, change.delegate})};
}

Function function_of(const SetAttribute& change) {
    const Uint256 validity(change.validity);
    return {"setAttribute",
            ",bytes32,bytes,uint256",
            {AbiValue::bytes(change.name), AbiValue::bytes(change.value), AbiValue::uint(validity)},
            packed({change.name, change.value, validity.to_word()})};
}

Function function_of(const RevokeAttribute& change) {
    return {"revokeAttribute",
            ",bytes32,bytes",
            {AbiValue::bytes(change.name), AbiValue::bytes(change.value)},
            packed({change.name, change.value})};
}

Function function_of(const Erc1056Change& change) {
    return std::visit([](const auto& one) { return function_of(one); }, change);
}

Bytes encode(const std::string& signature, const AbiValue::List& values) {
    const auto function = AbiSignature::parse(signature);
    DEED_ASSERT(function.has_value());
    auto data = function->encode_call(values);
    DEED_ASSERT(data.has_value());
    return std::move(data).value();
}

}  // namespace

std::optional<Word> erc1056_name(std::string_view text) {
    Word name{};
    if (text.size() > name.size() || text.ends_with('\0')) return std::nullopt;
    std::ranges::copy(as_bytes(text), name.begin());
    return name;
}

Bytes encode_own_change(const Address& identity, const Erc1056Change& change) {
    const Function function = function_of(change);
    AbiValue::List values{AbiValue::address(identity)};
    values.insert(values.end(), function.values.begin(), function.values.end());
    return encode(function.name + "(address" + function.types + ")", values);
}

Bytes encode_signed_change(const Address& identity, const Erc1056Change& change,
                           const RecoverableSignature& signature) {
    constexpr std::uint64_t kFirstV = 27;
    const Function function = function_of(change);
    AbiValue::List values{AbiValue::address(identity), AbiValue::uint(kFirstV + signature.y_parity),
                          AbiValue::bytes(signature.r), AbiValue::bytes(signature.s)};
    values.insert(values.end(), function.values.begin(), function.values.end());
    return encode(function.name + "Signed(address,uint8,bytes32,bytes32" + function.types + ")",
                  values);
}

crypto::Digest256 erc1056_digest(const Address& registry, const Uint256& nonce,
                                 const Address& identity, const Erc1056Change& change) {
    constexpr std::uint8_t kPrefix[] = {0x19, 0x00};
    const Function function = function_of(change);
    return crypto::keccak256(packed(
        {kPrefix, registry, nonce.to_word(), identity, as_bytes(function.name), function.packed}));
}

}  // namespace deed::registry::evm

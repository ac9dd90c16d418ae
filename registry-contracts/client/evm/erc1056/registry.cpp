#include "registry-contracts/client/evm/erc1056/registry.hpp"

#include "lib/error/assert.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/wire/abi_signature.hpp"

namespace deed::registry::evm {

/// A function of one address that returns one word: "owner(address)" and its result's type.
Result<AbiValue> Erc1056Registry::ask(std::string_view function, const Address& about,
                                      const BlockRef& ref, Call& call) {
    const bool is_owner = function.starts_with("identityOwner");
    const auto signature = AbiSignature::parse(function);
    const auto type = AbiType::parse(is_owner ? "address" : "uint256");
    DEED_ASSERT(signature.has_value() && type.has_value());
    const AbiValue argument = AbiValue::address(about);
    const auto data = signature->encode_call({&argument, 1});
    DEED_ASSERT(data.has_value());
    DEED_TRY(const Bytes answer, node_.call_contract({.to = address_, .data = *data}, ref, call));
    // A call of an address without code succeeds and returns nothing.
    if (answer.empty()) DEED_CHECK(node_.code(address_, ref, call));
    DEED_TRY(AbiValue::List values, abi_decode({&*type, 1}, answer));
    return std::move(values[0]);
}

Result<Address> Erc1056Registry::owner(const Address& identity, const BlockRef& ref, Call& call) {
    DEED_TRY(const AbiValue value, ask("identityOwner(address)", identity, ref, call));
    return *value.as_address();
}

Result<Uint256> Erc1056Registry::nonce(const Address& account, const BlockRef& ref, Call& call) {
    DEED_TRY(const AbiValue value, ask("nonce(address)", account, ref, call));
    return *value.as_uint();
}

Result<std::uint64_t> Erc1056Registry::changed(const Address& identity, const BlockRef& ref,
                                               Call& call) {
    DEED_TRY(const AbiValue value, ask("changed(address)", identity, ref, call));
    return value.as_uint()->to_u64();
}

}  // namespace deed::registry::evm

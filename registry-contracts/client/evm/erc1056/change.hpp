#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "registry-contracts/client/evm/signing/account_signer.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

// What the owner of an identity can have an ERC-1056 registry record (EthereumDIDRegistry).

namespace deed::registry::evm {

/// Names and types stand in 32 bytes, zeros behind them.
struct ChangeOwner {
    Address owner{};  ///< zero: the identity has none any more
};
struct AddDelegate {
    Word type{};
    Address delegate{};
    std::uint64_t validity = 0;  ///< seconds from the block's time on
};
struct RevokeDelegate {
    Word type{};
    Address delegate{};
};
struct SetAttribute {
    Word name{};
    Bytes value;
    std::uint64_t validity = 0;  ///< seconds from the block's time on
};
struct RevokeAttribute {
    Word name{};
    Bytes value;
};
using Erc1056Change =
    std::variant<ChangeOwner, AddDelegate, RevokeDelegate, SetAttribute, RevokeAttribute>;

/// The text and zeros behind it; nothing where it has more than 32 bytes or ends with a zero.
DEED_API std::optional<Word> erc1056_name(std::string_view text);

/// The call's data for a transaction of the owner's own account.
DEED_API Bytes encode_own_change(const Address& identity, const Erc1056Change& change);
/// The call's data for a transaction of anybody, with the owner's signature.
DEED_API Bytes encode_signed_change(const Address& identity, const Erc1056Change& change,
                                    const RecoverableSignature& signature);

/// What the owner signs so that anybody can have the change recorded: Keccak-256 of 0x1900, the
/// registry, the nonce, the identity, the function's name and its parameters, packed. It names no
/// chain: a registry of the same address on another chain takes the same signature, if the nonce
/// fits there.
DEED_API crypto::Digest256 erc1056_digest(const Address& registry, const Uint256& nonce,
                                          const Address& identity, const Erc1056Change& change);

}  // namespace deed::registry::evm

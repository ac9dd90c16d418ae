#pragma once

#include <array>

#include "lib/crypto/key.hpp"
#include "registry-contracts/client/address.hpp"
#include "registry-contracts/client/evm/wire/chain_hash.hpp"
#include "registry-contracts/client/evm/wire/uint256.hpp"

namespace deed::registry::fisco {

// What FISCO BCOS has in common with Ethereum's chains.
using evm::ChainHash;
using evm::hash_on_chain;
using evm::Uint256;
using evm::Word;

/// x ‖ y of a point, without SEC1's first byte.
using PointBytes = std::array<std::uint8_t, 64>;

/// The account of a key: the last 20 bytes of the chain's hash of its point.
DEED_API Address account_of(ChainHash hash, const PointBytes& point);

/// The point of a secp256k1 or SM2 key.
DEED_API PointBytes point_of(const crypto::PublicKey& key);

/// The address that a 3.x node writes without 0x, or with it; letters of either case.
/// `evm.account_malformed`.
DEED_API Result<Address> parse_loose_account(std::string_view text);

}  // namespace deed::registry::fisco

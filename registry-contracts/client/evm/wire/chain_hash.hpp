#pragma once

#include "lib/crypto/hash.hpp"

namespace deed::registry::evm {

/// The hash by which a chain names everything: transactions, selectors and topics of contracts,
/// accounts. Ethereum's chains have Keccak-256; chains of FISCO BCOS have either.
enum class ChainHash : std::uint8_t { keccak256, sm3 };

inline crypto::Digest256 hash_on_chain(ChainHash hash, ByteView message) {
    return hash == ChainHash::sm3 ? crypto::sm3(message) : crypto::keccak256(message);
}

}  // namespace deed::registry::evm

#pragma once

#include <memory>

#include "registry-contracts/client/evm/signing/account_signer.hpp"
#include "tests/support/signers.hpp"

namespace deed::test {

inline std::unique_ptr<registry::evm::AccountSigner> wallet_of(ByteView secret) {
    return must(registry::evm::AccountSigner::from_key(must(crypto::PrivateKey::from_raw(
        crypto::KeyType::secp256k1, crypto::SecretBytes::copy_of(secret)))));
}

/// One whose secret key is 32 times the byte.
inline std::unique_ptr<registry::evm::AccountSigner> wallet_of(std::uint8_t byte) {
    return wallet_of(Bytes(32, byte));
}

}  // namespace deed::test

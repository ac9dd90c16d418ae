#pragma once

#include <memory>
#include <stdexcept>

#include "lib/crypto/key.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::test {

/// The value; ends the test by an exception where there is none.
template <typename T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().to_string());
    return std::move(result).value();
}

inline void must(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().to_string());
}

/// A signer whose secret is 32 times the byte.
inline std::unique_ptr<crypto::Signer> signer_of(crypto::KeyType type, std::uint8_t byte) {
    const Bytes secret(32, byte);
    return crypto::PrivateKey::into_signer(
        must(crypto::PrivateKey::from_raw(type, crypto::SecretBytes::copy_of(secret))));
}

/// A controller whose secret key is 32 times the byte.
inline std::unique_ptr<crypto::Signer> controller(std::uint8_t byte) {
    return signer_of(crypto::KeyType::secp256k1, byte);
}

}  // namespace deed::test

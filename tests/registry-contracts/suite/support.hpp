#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "lib/crypto/key.hpp"
#include "lib/error/call.hpp"
#include "registry-contracts/client/ledger.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::registry::test {

/// The value; fails the test by an exception where there is none.
template <typename T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().to_string());
    return std::move(result).value();
}

inline std::unique_ptr<crypto::Signer> signer_of(crypto::KeyType type, std::uint8_t byte) {
    const Bytes secret(32, byte);
    return crypto::PrivateKey::into_signer(
        must(crypto::PrivateKey::from_raw(type, crypto::SecretBytes::copy_of(secret))));
}

/// A controller whose secret key is 32 times the byte.
inline std::unique_ptr<crypto::Signer> controller(std::uint8_t byte) {
    return signer_of(crypto::KeyType::secp256k1, byte);
}

inline Address address_of(crypto::Signer& signer) {
    return must(registry::address_of(signer.public_key()));
}

inline Timestamp at_second(std::int64_t seconds) {
    return must(Timestamp::from_unix_seconds(seconds));
}

inline Bytes bytes_of(std::string_view text) { return to_bytes(as_bytes(text)); }

}  // namespace deed::registry::test

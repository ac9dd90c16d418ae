#pragma once

#include <memory>
#include <string>

#include "lib/crypto/key.hpp"
#include "lib/error/call.hpp"
#include "registry-contracts/client/ledger.hpp"
#include "tests/support/signers.hpp"

namespace deed::registry::test {

using deed::test::controller;
using deed::test::must;
using deed::test::signer_of;

inline Address address_of(crypto::Signer& signer) {
    return must(registry::address_of(signer.public_key()));
}

inline Timestamp at_second(std::int64_t seconds) {
    return must(Timestamp::from_unix_seconds(seconds));
}

inline Bytes bytes_of(std::string_view text) { return to_bytes(as_bytes(text)); }

}  // namespace deed::registry::test

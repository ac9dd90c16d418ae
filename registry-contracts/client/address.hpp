#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "lib/crypto/key.hpp"
#include "lib/error/result.hpp"
#include "lib/tlog/note.hpp"

namespace deed::registry {

/// A subject or controller (specs/ledger-entries.md section 2).
using Address = std::array<std::uint8_t, 20>;

/// The address of a secp256k1 or SM2 key; `operation.unsupported_controller` for other key types.
DEED_API Result<Address> address_of(const crypto::PublicKey& key);

/// "0x" and 40 lower-case hexadecimal digits.
DEED_API std::string to_string(const Address& address);
/// The inverse; `registry.address_malformed` for anything else.
DEED_API Result<Address> parse_address(std::string_view text);

/// The network of a log (section 1): "l" and 32 base32 characters.
DEED_API std::string network_of(const tlog::VerifierKey& log);

/// "deed-log.invalid/" and 16 hexadecimal digits (section 1).
DEED_API std::string default_log_origin(const crypto::PublicKey& log_key);

}  // namespace deed::registry

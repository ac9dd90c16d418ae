#pragma once

#include <string>
#include <string_view>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"
#include "registry-contracts/client/address.hpp"
#include "registry-contracts/client/evm/wire/uint256.hpp"

namespace deed::registry::evm {

/// "0x" and lower-case digits, as the JSON-RPC API writes data.
DEED_API std::string to_hex(ByteView bytes);
/// The inverse, digits of either case; `evm.hex_malformed`.
DEED_API Result<Bytes> from_hex(std::string_view text);
/// 32 bytes; `evm.hex_malformed` for any other number.
DEED_API Result<Word> word_from_hex(std::string_view text);

/// An account's address with its checksum (EIP-55): "0x5aAeb6…".
DEED_API std::string to_checksummed(const Address& address);
/// 0x and 40 digits: all letters of one case, or in the case that the checksum prescribes.
/// `evm.account_malformed`, `evm.account_checksum`.
DEED_API Result<Address> parse_account(std::string_view text);

}  // namespace deed::registry::evm

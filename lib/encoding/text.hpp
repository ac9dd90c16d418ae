#pragma once

#include <string>
#include <string_view>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed {

// Every decoder takes the whole text, refuses what its encoder would not print (wrong alphabet,
// wrong case, padding where none is due, bits left over) and fails with `encoding.malformed`
// unless said otherwise.

/// Lower-case hexadecimal (RFC 4648 section 8 in lower case).
DEED_API std::string hex_encode(ByteView bytes);
/// Accepts lower case only; an odd length is refused.
DEED_API Result<Bytes> hex_decode(std::string_view text);

/// Base32, alphabet a-z2-7, no padding (RFC 4648 section 6 in lower case).
DEED_API std::string base32_encode(ByteView bytes);
DEED_API Result<Bytes> base32_decode(std::string_view text);

/// Base64 with padding (RFC 4648 section 4).
DEED_API std::string base64_encode(ByteView bytes);
DEED_API Result<Bytes> base64_decode(std::string_view text);

/// Base64url without padding (RFC 4648 section 5, RFC 7515 section 2).
DEED_API std::string base64url_encode(ByteView bytes);
DEED_API Result<Bytes> base64url_decode(std::string_view text);

/// Base58 with the Bitcoin alphabet. Texts over 8,192 characters are refused
/// (`encoding.too_long`): the algorithm is quadratic.
DEED_API std::string base58btc_encode(ByteView bytes);
DEED_API Result<Bytes> base58btc_decode(std::string_view text);

}  // namespace deed

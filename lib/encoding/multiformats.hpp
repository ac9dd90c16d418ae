#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed {

/// Bases of the multibase table (multiformats/multibase) that Deed reads and writes. The value is
/// the prefix character.
enum class Multibase : char {
    base16 = 'f',  ///< lower-case hexadecimal
    base16upper = 'F',
    base32 = 'b',  ///< lower case, no padding
    base32upper = 'B',
    base58btc = 'z',
    base64 = 'm',  ///< no padding
    base64pad = 'M',
    base64url = 'u',  ///< no padding
    base64urlpad = 'U'
};

/// The base named as in the multibase table ("base58btc"), or `encoding.unsupported_base`.
DEED_API Result<Multibase> multibase_from_name(std::string_view name);

/// Prefix character and encoded bytes.
DEED_API std::string multibase_encode(Multibase base, ByteView bytes);

/// Decodes any base above; other prefixes are `encoding.unsupported_base`.
DEED_API Result<Bytes> multibase_decode(std::string_view text);

/// Decodes, and requires this very base: `encoding.wrong_base` otherwise. Data Integrity proofs
/// and did:key allow base58btc only.
DEED_API Result<Bytes> multibase_decode(std::string_view text, Multibase required);

/// Unsigned varint (multiformats/unsigned-varint), 1 to 9 bytes; `value` is below 2^63.
DEED_API void append_varint(Bytes& out, std::uint64_t value);

struct Varint {
    std::uint64_t value;
    std::size_t size;  ///< bytes read
};
/// Reads the varint that `bytes` starts with. Longer than needed, over 9 bytes or cut short is
/// `encoding.malformed`.
DEED_API Result<Varint> read_varint(ByteView bytes);

/// Multicodec codes (multiformats/multicodec, table.csv) used by Deed.
namespace multicodec {
inline constexpr std::uint64_t kSha2_256 = 0x12;
inline constexpr std::uint64_t kSecp256k1Pub = 0xe7;
inline constexpr std::uint64_t kBls12381G1Pub = 0xea;
inline constexpr std::uint64_t kBls12381G2Pub = 0xeb;
inline constexpr std::uint64_t kX25519Pub = 0xec;
inline constexpr std::uint64_t kEd25519Pub = 0xed;
inline constexpr std::uint64_t kP256Pub = 0x1200;
inline constexpr std::uint64_t kP384Pub = 0x1201;
inline constexpr std::uint64_t kP521Pub = 0x1202;
inline constexpr std::uint64_t kRsaPub = 0x1205;
inline constexpr std::uint64_t kSm2Pub = 0x1206;
inline constexpr std::uint64_t kEd25519Priv = 0x1300;
inline constexpr std::uint64_t kSecp256k1Priv = 0x1301;
inline constexpr std::uint64_t kX25519Priv = 0x1302;
inline constexpr std::uint64_t kRsaPriv = 0x1305;
inline constexpr std::uint64_t kP256Priv = 0x1306;
inline constexpr std::uint64_t kP384Priv = 0x1307;
inline constexpr std::uint64_t kP521Priv = 0x1308;
inline constexpr std::uint64_t kBls12381G1Priv = 0x1309;
inline constexpr std::uint64_t kBls12381G2Priv = 0x130a;
inline constexpr std::uint64_t kSm2Priv = 0x1310;
}  // namespace multicodec

/// Multihash: varint code, varint length, digest.
DEED_API Bytes multihash(std::uint64_t code, ByteView digest);

}  // namespace deed

#pragma once

// Internal to lib/crypto: the structures that hold keys, read with reasons and in place, and
// written into memory that is wiped.

#include <cstdint>
#include <initializer_list>
#include <string>

#include "lib/crypto/der.hpp"
#include "lib/crypto/wiping.hpp"
#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::crypto::der {

inline constexpr std::uint8_t kBitString = 0x03;
inline constexpr std::uint8_t kOctetString = 0x04;
inline constexpr std::uint8_t kNull = 0x05;
inline constexpr std::uint8_t kOid = 0x06;
/// A context-specific tag, constructed or not.
constexpr std::uint8_t explicit_tag(std::uint8_t number) { return 0xa0 | number; }
constexpr std::uint8_t implicit_tag(std::uint8_t number) { return 0x80 | number; }

/// Walks over elements one after another. Views point into the input, so that secrets are not
/// copied. Lengths must be of the shortest form; `crypto.der_malformed` for everything that is not
/// as asked for, `crypto.der_trailing_bytes` from finish().
class Reader {
public:
    explicit Reader(ByteView input) : rest_(input) {}

    bool at_end() const { return rest_.empty(); }
    bool next_is(std::uint8_t tag) const { return !rest_.empty() && rest_[0] == tag; }

    /// The content of the next element, which must have this tag.
    Result<ByteView> take(std::uint8_t tag);
    Result<Reader> enter(std::uint8_t tag);
    /// Past the next element, whatever it is.
    Result<void> skip();
    /// An integer from 0 on, below 2^56.
    Result<std::uint64_t> number();
    /// The bytes of a bit string of whole bytes.
    Result<ByteView> whole_bits(std::uint8_t tag = kBitString);
    Result<void> take_null();
    Result<void> finish() const;

private:
    ByteView rest_;
};

/// Tag, length, and the parts one after another.
SecretBuffer element(std::uint8_t tag, std::initializer_list<ByteView> parts);
SecretBuffer number(std::uint64_t value);
SecretBuffer bit_string(ByteView bytes, std::uint8_t tag = kBitString);

/// "1.2.840.10045.2.1", of the content of an OID.
std::string dotted(ByteView oid);

}  // namespace deed::crypto::der

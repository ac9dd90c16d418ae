#pragma once

// Internal to lib/crypto: the little DER (X.690) that signatures and RSA keys are made of.

#include <optional>

#include "lib/encoding/bytes.hpp"

namespace deed::crypto::der {

inline constexpr std::uint8_t kInteger = 0x02;
inline constexpr std::uint8_t kSequence = 0x30;

/// Takes one element of this tag off the front and gives its content. Nothing, unless its length is
/// minimal, below 65536 and within `input`.
std::optional<ByteView> take(ByteView& input, std::uint8_t tag);

/// Takes an INTEGER that is not negative, in its one minimal form, without a leading zero byte;
/// zero is one zero byte.
std::optional<ByteView> take_unsigned(ByteView& input);

/// Appends tag, length and content; `content` is below 65536 bytes.
void append_element(Bytes& out, std::uint8_t tag, ByteView content);

/// Appends an INTEGER of this big-endian number, which may have leading zeros but is not empty.
void append_unsigned(Bytes& out, ByteView number);

/// RSAPublicKey (RFC 8017 appendix A.1.1): views of its numbers without leading zeros, or nothing
/// if it is not DER or more than that.
struct RsaNumbers {
    ByteView n;
    ByteView e;
};
std::optional<RsaNumbers> read_rsa_public_key(ByteView der);
Bytes rsa_public_key(ByteView n, ByteView e);

}  // namespace deed::crypto::der

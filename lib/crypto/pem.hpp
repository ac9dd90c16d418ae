#pragma once

// Internal to lib/crypto: one PEM block (RFC 7468).

#include <string>
#include <string_view>

#include "lib/crypto/secret.hpp"
#include "lib/error/result.hpp"

namespace deed::crypto::pem {

struct Block {
    std::string label;
    SecretBytes content;
};

inline constexpr std::string_view kBegin = "-----BEGIN ";

/// The one block that the text consists of. `crypto.pem_malformed`, `crypto.pem_several_blocks`,
/// and `crypto.weak_key_encryption` for the encryption that OpenSSL used to write into the head.
Result<Block> parse(std::string_view text);
/// Lines of 64 characters, the last with its line feed.
SecretBytes print(std::string_view label, ByteView content);

}  // namespace deed::crypto::pem

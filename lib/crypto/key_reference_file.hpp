#pragma once

#include <string>
#include <string_view>

#include "lib/crypto/key_store.hpp"

/// The files NAME.ref.json, as specs/key-references.md defines them. Internal.
namespace deed::crypto::key_reference_file {

inline constexpr std::string_view kSuffix = ".ref.json";
inline constexpr std::string_view kFormat = "deed/key-reference/v1";
/// A reference of 2,048 bytes whose every byte is escaped, and a public key.
inline constexpr std::size_t kMaxBytes = 16 * 1024;

/// The key, whose `reference` is set. `key_reference.newer_format`, else `key_reference.damaged`
/// for everything that print() would not print.
DEED_API Result<KeyInfo> parse(ByteView bytes);

/// The canonical form and a line feed. A bug unless `reference` is set.
DEED_API std::string print(const KeyInfo& key);

}  // namespace deed::crypto::key_reference_file

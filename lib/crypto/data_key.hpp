#pragma once

#include <string_view>

#include "lib/crypto/hash.hpp"
#include "lib/crypto/secret.hpp"
#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::crypto {

/// Seals many small things, and tells them apart by keyed hashes, without asking the key store for
/// each (specs/key-store.md, "Data keys"). Made by KeyStore::data_key(). Thread-safe.
class DEED_API DataKey {
public:
    /// 32 bytes each.
    DataKey(SecretBytes sealing_key, SecretBytes token_key);

    /// XChaCha20-Poly1305 under a fresh nonce; `associated` is bound, not stored. 41 bytes longer
    /// than `plain`.
    Bytes seal(ByteView associated, ByteView plain) const;
    /// `key_store.cannot_open` for another key, other associated data or any change;
    /// `key_store.newer_format`. The answer stands in ordinary memory, which the caller wipes:
    /// locked pages for each of a million rows are more than a system has.
    Result<Bytes> open(const SecretAccess& access, ByteView associated, ByteView sealed) const;

    /// Keyed BLAKE2b of `data`: the same for the same data, and tells nothing to who lacks the key.
    /// Who may guess, and wants no two purposes to share tokens, puts the purpose into the data.
    Digest256 token(ByteView data) const;

private:
    SecretBytes sealing_key_;
    SecretBytes token_key_;
};

}  // namespace deed::crypto

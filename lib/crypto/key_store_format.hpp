#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/crypto/key.hpp"
#include "lib/crypto/secret.hpp"
#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"
#include "lib/json/document.hpp"
#include "lib/json/writer.hpp"
#include "lib/time/timestamp.hpp"

/// The files of the key store and their sealing, as specs/key-store.md defines them. Internal.
namespace deed::crypto::key_store_format {

using Nonce = std::array<std::uint8_t, 24>;
using Salt = std::array<std::uint8_t, 16>;

/// Bound on both kinds of files; they are below 500 bytes.
inline constexpr std::size_t kMaxFileBytes = 16 * 1024;

struct KdfParameters {
    std::int64_t opslimit = 2;
    std::int64_t memlimit = std::int64_t{64} << 20;  ///< bytes
    Salt salt{};
};

/// master.json
struct MasterFile {
    KdfParameters kdf;
    Nonce nonce{};
    Bytes sealed;  ///< 48 bytes
};

/// NAME.key.json
struct KeyFile {
    std::string name;
    PublicKey public_key;
    Timestamp created;
    Nonce nonce{};
    Bytes sealed;  ///< 16 bytes more than the private key
};

/// 1 to 64 of [a-z0-9._-], starting with a letter or digit.
bool is_key_name(std::string_view name);

/// The JSON document, once its "format" is `format` followed by the version 1:
/// `key_store.newer_format`, else `key_store.damaged`.
Result<json::Document> parse_document(ByteView bytes, std::string_view format);

/// The member "kdf" of `root`, within the limits of specs/key-store.md (`key_store.damaged`), and
/// its value as it is written.
Result<KdfParameters> parse_kdf(json::Value root);
void write_kdf(json::Writer& writer, const KdfParameters& kdf);

/// `key_store.newer_format`, else `key_store.damaged` for everything that print() would not print.
/// KDF parameters are within their limits afterwards.
Result<MasterFile> parse_master_file(ByteView bytes);
/// The same; also `crypto.unsupported_key_type`.
Result<KeyFile> parse_key_file(ByteView bytes);

std::string print(const MasterFile& file);
std::string print(const KeyFile& file);

/// What `sealed` is bound to: the canonical file without it.
std::string associated_data(const MasterFile& file);
std::string associated_data(const KeyFile& file);

/// Argon2id: 32 bytes, or `key_store.out_of_memory`.
Result<SecretBytes> passphrase_key(const SecretBytes& passphrase, const KdfParameters& kdf);

/// The subkeys of a master key.
SecretBytes keys_subkey(const SecretBytes& master_key);
SecretBytes context_subkey(const SecretBytes& master_key, std::string_view context);
/// The two halves of a data key.
SecretBytes data_subkey(const SecretBytes& master_key, std::string_view context);
SecretBytes token_subkey(const SecretBytes& master_key, std::string_view context);

/// XChaCha20-Poly1305: ciphertext and tag, 16 bytes longer than `plain`.
Bytes seal(const SecretBytes& key, const Nonce& nonce, ByteView associated, ByteView plain);
Bytes seal(const SecretBytes& key, const Nonce& nonce, ByteView associated,
           const SecretBytes& plain);
/// Nothing if key, nonce, associated or sealed data are not those of seal().
std::optional<SecretBytes> open(const SecretBytes& key, const Nonce& nonce, ByteView associated,
                                ByteView sealed);

/// Data sealed for a context: version byte, nonce, ciphertext and tag.
Bytes seal_data(const SecretBytes& master_key, std::string_view context, const Nonce& nonce,
                ByteView plain);
/// `key_store.cannot_open`, `key_store.newer_format`.
Result<SecretBytes> open_data(const SecretBytes& master_key, std::string_view context,
                              ByteView sealed);

}  // namespace deed::crypto::key_store_format

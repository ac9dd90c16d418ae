#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/crypto/data_key.hpp"
#include "lib/crypto/key.hpp"
#include "lib/crypto/key_reference.hpp"
#include "lib/crypto/secret.hpp"
#include "lib/error/call.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::crypto {

/// Asked for the passphrase when, and only when, a secret must be opened or made.
class DEED_API PassphraseSource {
public:
    virtual ~PassphraseSource() = default;
    /// `for_new_store`: the answer will protect a new store, so a terminal asks twice.
    /// `key_store.no_passphrase` when none can be had.
    virtual Result<SecretBytes> passphrase(bool for_new_store, Call& call) = 0;
};

/// What a key file says without its secret.
struct KeyInfo {
    std::string name;
    PublicKey public_key;
    Timestamp created;
    std::optional<KeyReference> reference = std::nullopt;  ///< where it is, if not in the store
};

/// Private keys in a folder: one file a key, each sealed (XChaCha20-Poly1305) by the store's master
/// key, which is itself sealed by a passphrase (Argon2id, 64 MiB). Parameters, key name and public
/// key are bound as associated data. Files are 0600 and replaced atomically; the format is in
/// specs/key-store.md. Listing needs no passphrase. Thread-safe. The passphrase is asked at most
/// once for an object, a refusal or wrong answer being final; an interrupted prompt may come again.
///
/// Every method may fail with `key_store.damaged` or `key_store.newer_format` (naming the file),
/// `io.loose_permissions` and `io.failed`; those that need the passphrase also with
/// `key_store.wrong_passphrase`, `key_store.no_passphrase`, `key_store.empty_passphrase` and
/// `key_store.out_of_memory`.
class DEED_API KeyStore {
public:
    virtual ~KeyStore() = default;

    /// All keys, sorted by name. An absent folder is an empty store.
    virtual Result<std::vector<KeyInfo>> list(Call& call) const = 0;
    /// `key_store.not_found` if there is none of that name.
    virtual Result<KeyInfo> find(std::string_view name, Call& call) const = 0;
    /// The key with this public half, if the store has it.
    virtual Result<std::optional<KeyInfo>> find(const PublicKey& key, Call& call) const = 0;

    /// Makes, seals and durably stores a key. The first key of a store makes the store.
    /// `key_store.exists` if the name is taken, `key_store.bad_name` unless it is 1 to 64 of
    /// [a-z0-9._-], starting with a letter or digit. `io.locked` if another process keeps
    /// the store's lock for seconds.
    virtual Result<KeyInfo> generate(std::string_view name, KeyType type, Call& call) = 0;

    /// Opens one key. `key_store.not_found` if there is none of that name, `key_store.damaged` if
    /// its file was changed or belongs to another store.
    virtual Result<std::unique_ptr<Signer>> signer(std::string_view name, Call& call) = 0;

    /// Seals and opens small private data (salts of evidence, say) under a key derived from the
    /// master key and `context`, which also is bound as associated data. `key_store.no_store`
    /// before the first key is made; `key_store.cannot_open` for data of another context or store,
    /// or data that was changed.
    virtual Result<Bytes> seal(std::string_view context, ByteView secret, Call& call) = 0;
    virtual Result<SecretBytes> open(std::string_view context, ByteView sealed, Call& call) = 0;

    /// Keys of one context for those who seal many rows, or look them up by keyed hashes.
    /// `key_store.no_store` before the first key is made.
    virtual Result<DataKey> data_key(std::string_view context, Call& call) = 0;
};

/// The store in a folder, which is created when the first key is made. `passphrases` and `clock`
/// must outlive it.
DEED_API std::unique_ptr<KeyStore> open_key_store(std::filesystem::path folder,
                                                  PassphraseSource& passphrases,
                                                  const Clock& clock);

}  // namespace deed::crypto

#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "lib/crypto/key_source.hpp"
#include "lib/crypto/key_store.hpp"

namespace deed::crypto {

/// A name that stands for a key that is elsewhere, and why nobody can tell where.
struct DamagedReference {
    std::string name;
    Error error;
};

/// A key store that knows keys in other places too: each has a name and a small file beside the
/// sealed keys, NAME.ref.json, which says where it is and which public key is there
/// (specs/key-references.md). Whoever asks for a key by name need not know where it is.
/// Thread-safe.
///
/// Beside what KeyStore says, every method that takes a name may fail with `key_reference.damaged`,
/// `key_reference.newer_format` and `key_reference.name_twice`.
class DEED_API ReferencedKeyStore final : public KeyStore {
public:
    /// `folder` is that of `stored`; `clock` must outlive the object.
    ReferencedKeyStore(std::unique_ptr<KeyStore> stored, std::filesystem::path folder,
                       KeySources sources, const Clock& clock);

    /// Gives the key at a reference a name, as of proven_key(). A name that stands for this very
    /// key is given the new reference; `key_store.exists` if it stands for another, or for a stored
    /// one. A reference to a name that is itself elsewhere becomes that one's, a relative path of a
    /// file absolute. Errors of the place.
    Result<KeyInfo> add(std::string_view name, const KeyReference& reference, Call& call);

    /// The public half of the key at a reference, of which it was seen that the private half is
    /// there too: what is published or given a name. Asks for secrets, and has a probe signed
    /// where the key is neither stored nor in a file. `key_reference.not_possessed`,
    /// `key_reference.other_key`, errors of the place.
    Result<PublicKey> proven_key(const KeyReference& reference, Call& call);
    /// The public half of the key at a reference, as the place shows it; of a name as it was
    /// recorded.
    Result<PublicKey> public_key(const KeyReference& reference, Call& call);
    /// Opens the key at a reference.
    Result<std::unique_ptr<Signer>> signer(const KeyReference& reference, Call& call);

    /// Without the names of damaged().
    Result<std::vector<KeyInfo>> list(Call& call) const override;
    /// The names whose files cannot be understood, which cost no other name:
    /// `key_reference.damaged`, `key_reference.newer_format`. Sorted by name.
    Result<std::vector<DamagedReference>> damaged(Call& call) const;
    Result<KeyInfo> find(std::string_view name, Call& call) const override;
    /// A stored key before one that is elsewhere.
    Result<std::optional<KeyInfo>> find(const PublicKey& key, Call& call) const override;
    Result<KeyInfo> generate(std::string_view name, KeyType type, Call& call) override;
    Result<KeyInfo> import_key(std::string_view name, const PrivateKey& key, Call& call) override;
    Result<PrivateKey> export_key(const SecretAccess& access, std::string_view name,
                                  Call& call) override;
    Result<void> change_passphrase(PassphraseSource& fresh, Call& call) override;
    /// Also `key_reference.other_key` if another key is there than the one that was added.
    Result<std::unique_ptr<Signer>> signer(std::string_view name, Call& call) override;
    Result<Bytes> seal(std::string_view context, ByteView secret, Call& call) override;
    Result<SecretBytes> open(std::string_view context, ByteView sealed, Call& call) override;
    Result<DataKey> data_key(std::string_view context, Call& call) override;

private:
    std::filesystem::path file_of(std::string_view name) const;
    Result<std::vector<std::string>> names() const;
    Result<std::optional<KeyInfo>> read(std::string_view name) const;
    struct References {
        std::vector<KeyInfo> keys;
        std::vector<DamagedReference> damaged;
    };
    Result<References> references(Call& call) const;
    Result<std::unique_ptr<Signer>> signer_of(const KeyInfo& key, Call& call);
    Result<void> require_same(const KeyInfo& key, const PublicKey& there) const;
    Result<PublicKey> proven_name(std::string_view name, Call& call);
    Result<KeyReference> lasting(const KeyReference& reference) const;
    Result<void> require_free(std::string_view name) const;

    const std::unique_ptr<KeyStore> stored_;
    const std::filesystem::path folder_;
    const KeySources sources_;
    const Clock& clock_;
    std::mutex mutex_;  ///< held while a name is given
};

}  // namespace deed::crypto

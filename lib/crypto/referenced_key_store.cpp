#include "lib/crypto/referenced_key_store.hpp"

#include <algorithm>
#include <iterator>
#include <system_error>

#include "lib/crypto/key_possession.hpp"
#include "lib/crypto/key_reference_errors.hpp"
#include "lib/crypto/key_reference_file.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/key_store_format.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"

namespace deed::crypto {
namespace {

using std::filesystem::path;

bool is_code(const Error& error, const ErrorCode& code) { return error.code() == code; }

Error name_twice(std::string_view name, const path& file) {
    return Error(errors::kKeyNameTwice,
                 "'" + std::string(name) + "' names a stored key and another one", file.string());
}

Error key_exists(std::string_view name, const path& file) {
    return Error(errors::kKeyExists, "there is a key '" + std::string(name) + "' already",
                 file.string());
}

}  // namespace

ReferencedKeyStore::ReferencedKeyStore(std::unique_ptr<KeyStore> stored, path folder,
                                       KeySources sources, const Clock& clock)
    : stored_(std::move(stored)),
      folder_(std::move(folder)),
      sources_(std::move(sources)),
      clock_(clock) {}

path ReferencedKeyStore::file_of(std::string_view name) const {
    return folder_ / (std::string(name) + std::string(key_reference_file::kSuffix));
}

Result<std::vector<std::string>> ReferencedKeyStore::names() const {
    std::vector<std::string> found;
    const auto usable = require_private_directory(folder_);
    if (!usable && is_code(usable.error(), deed::errors::kFileNotFound)) return found;
    if (!usable) return usable.error();
    std::error_code failure;
    std::filesystem::directory_iterator entry(folder_, failure);
    for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
        const std::string file = entry->path().filename().string();
        if (!file.ends_with(key_reference_file::kSuffix)) continue;
        std::string name = file.substr(0, file.size() - key_reference_file::kSuffix.size());
        if (key_store_format::is_key_name(name)) found.push_back(std::move(name));
    }
    if (failure)
        return Error(deed::errors::kIoFailed,
                     "cannot list " + folder_.string() + ": " + failure.message(),
                     folder_.string());
    std::ranges::sort(found);
    return found;
}

Result<std::optional<KeyInfo>> ReferencedKeyStore::read(std::string_view name) const {
    if (!key_store_format::is_key_name(name)) return std::optional<KeyInfo>();
    const path file = file_of(name);
    const auto usable = require_private_directory(folder_);
    const bool absent = !usable && is_code(usable.error(), deed::errors::kFileNotFound);
    if (absent) return std::optional<KeyInfo>();
    if (!usable) return usable.error();
    const auto bytes = read_private_file(file, key_reference_file::kMaxBytes);
    if (!bytes && is_code(bytes.error(), deed::errors::kFileNotFound))
        return std::optional<KeyInfo>();
    if (!bytes) return bytes.error();
    auto key = key_reference_file::parse(*bytes);
    if (!key)
        return Error(key.error().code(), file.string() + " " + key.error().message(),
                     file.string());
    if (key->name != name)
        return Error(errors::kKeyReferenceDamaged,
                     file.string() + " is of the key '" + key->name + "'", file.string());
    return std::optional(std::move(*key));
}

Result<ReferencedKeyStore::References> ReferencedKeyStore::references(Call& call) const {
    References found;
    DEED_TRY(const std::vector<std::string> elsewhere, names());
    for (const std::string& name : elsewhere) {
        DEED_CHECK(call.check());
        auto key = read(name);
        if (key && *key) found.keys.push_back(**std::move(key));
        if (key) continue;
        if (!is_code(key.error(), errors::kKeyReferenceDamaged) &&
            !is_code(key.error(), errors::kNewerKeyReference))
            return std::move(key).error();
        found.damaged.push_back({name, std::move(key).error()});
    }
    return found;
}

Result<std::vector<DamagedReference>> ReferencedKeyStore::damaged(Call& call) const {
    DEED_TRY(References found, references(call));
    return std::move(found.damaged);
}

Result<std::vector<KeyInfo>> ReferencedKeyStore::list(Call& call) const {
    DEED_TRY(std::vector<KeyInfo> keys, stored_->list(call));
    DEED_TRY(References elsewhere, references(call));
    std::ranges::move(elsewhere.keys, std::back_inserter(keys));
    std::ranges::sort(keys, {}, &KeyInfo::name);
    const auto twice = std::ranges::adjacent_find(keys, {}, &KeyInfo::name);
    if (twice != keys.end()) return name_twice(twice->name, file_of(twice->name));
    return keys;
}

Result<KeyInfo> ReferencedKeyStore::find(std::string_view name, Call& call) const {
    DEED_TRY(std::optional<KeyInfo> elsewhere, read(name));
    auto stored = stored_->find(name, call);
    if (!elsewhere) return stored;
    if (stored) return name_twice(name, file_of(name));
    if (!is_code(stored.error(), errors::kKeyNotFound)) return stored;
    return *std::move(elsewhere);
}

Result<std::optional<KeyInfo>> ReferencedKeyStore::find(const PublicKey& key, Call& call) const {
    DEED_TRY(std::vector<KeyInfo> keys, list(call));
    std::stable_partition(keys.begin(), keys.end(),
                          [](const KeyInfo& info) { return !info.reference; });
    const auto found = std::ranges::find(keys, key, &KeyInfo::public_key);
    if (found == keys.end()) return std::optional<KeyInfo>();
    return std::optional(std::move(*found));
}

Result<void> ReferencedKeyStore::require_free(std::string_view name) const {
    DEED_TRY(const std::optional<KeyInfo> elsewhere, read(name));
    if (elsewhere) return key_exists(name, file_of(name));
    return {};
}

Result<KeyInfo> ReferencedKeyStore::generate(std::string_view name, KeyType type, Call& call) {
    const std::lock_guard guard(mutex_);
    DEED_CHECK(require_free(name));
    return stored_->generate(name, type, call);
}

Result<KeyInfo> ReferencedKeyStore::import_key(std::string_view name, const PrivateKey& key,
                                               Call& call) {
    const std::lock_guard guard(mutex_);
    DEED_CHECK(require_free(name));
    return stored_->import_key(name, key, call);
}

Result<PrivateKey> ReferencedKeyStore::export_key(const SecretAccess& access, std::string_view name,
                                                  Call& call) {
    DEED_TRY(const std::optional<KeyInfo> elsewhere, read(name));
    if (!elsewhere) return stored_->export_key(access, name, call);
    return Error(errors::kKeyElsewhere,
                 "the key '" + std::string(name) + "' is at " + elsewhere->reference->to_string());
}

Result<void> ReferencedKeyStore::change_passphrase(PassphraseSource& fresh, Call& call) {
    return stored_->change_passphrase(fresh, call);
}

Result<KeyInfo> ReferencedKeyStore::add(std::string_view name, const KeyReference& reference,
                                        Call& call) {
    DEED_TRY(const KeyReference named_so, KeyReference::to_stored(name));
    if (reference == named_so) return find(name, call);
    DEED_TRY(PublicKey key, proven_key(reference, call));
    KeyInfo added{named_so.rest(), std::move(key), clock_.now().floor_seconds(), reference};
    DEED_TRY(added.reference, lasting(reference));

    const std::lock_guard guard(mutex_);
    auto existing = find(name, call);
    if (!existing && !is_code(existing.error(), errors::kKeyNotFound)) return existing;
    const bool same = existing && existing->reference && existing->public_key == added.public_key;
    if (existing && !same) return key_exists(name, existing->reference ? file_of(name) : folder_);
    if (same && existing->reference == added.reference) return existing;
    if (same) added.created = existing->created;
    const std::string file = key_reference_file::print(added);
    // Nothing is written that could not be read again.
    DEED_CHECK(key_reference_file::parse(as_bytes(file)));
    DEED_CHECK(create_private_directories(folder_));
    DEED_CHECK(require_private_directory(folder_));
    DEED_CHECK(write_file_durably(file_of(name), as_bytes(file), 0600,
                                  same ? Existing::replace : Existing::refuse));
    return added;
}

/// What stays true in another folder, and when names change.
Result<KeyReference> ReferencedKeyStore::lasting(const KeyReference& reference) const {
    if (reference.place() == KeyPlace::file) {
        std::error_code failure;
        const path file = std::filesystem::absolute(reference.rest(), failure);
        if (failure)
            return Error(deed::errors::kIoFailed,
                         "cannot tell which folder this is: " + failure.message());
        return KeyReference::parse("file:" + file.lexically_normal().string());
    }
    if (reference.place() != KeyPlace::store) return reference;
    DEED_TRY(const std::optional<KeyInfo> named, read(reference.rest()));
    return named ? *named->reference : reference;
}

Result<PublicKey> ReferencedKeyStore::public_key(const KeyReference& reference, Call& call) {
    DEED_CHECK(call.check());
    if (reference.place() == KeyPlace::store) {
        DEED_TRY(KeyInfo key, find(reference.rest(), call));
        return std::move(key.public_key);
    }
    DEED_TRY(KeySource * source, sources_.of(reference.place()));
    return source->public_key(reference, call);
}

Result<void> ReferencedKeyStore::require_same(const KeyInfo& key, const PublicKey& there) const {
    if (there == key.public_key) return {};
    return Error(errors::kReferencedKeyChanged,
                 key.reference->to_string() + " holds " + there.to_multikey() + ", and '" +
                     key.name + "' is " + key.public_key.to_multikey(),
                 file_of(key.name).string());
}

Result<PublicKey> ReferencedKeyStore::proven_name(std::string_view name, Call& call) {
    DEED_TRY(KeyInfo key, find(name, call));
    if (!key.reference) return std::move(key.public_key);
    // Followed once, as for signing, so that files that point at each other end here.
    const bool is_stored = key.reference->place() == KeyPlace::store;
    if (is_stored) {
        DEED_TRY(const KeyInfo stored, stored_->find(key.reference->rest(), call));
        DEED_CHECK(require_same(key, stored.public_key));
    } else {
        DEED_TRY(const PublicKey there, proven_key(*key.reference, call));
        DEED_CHECK(require_same(key, there));
    }
    return std::move(key.public_key);
}

Result<PublicKey> ReferencedKeyStore::proven_key(const KeyReference& reference, Call& call) {
    DEED_CHECK(call.check());
    if (reference.place() == KeyPlace::store) return proven_name(reference.rest(), call);
    // It is computed from the private half, which may be one that agrees and does not sign.
    if (reference.place() == KeyPlace::file) return public_key(reference, call);
    DEED_TRY(const auto signer, this->signer(reference, call));
    DEED_CHECK(prove_possession(*signer, call));
    return signer->public_key();
}

Result<std::unique_ptr<Signer>> ReferencedKeyStore::signer(const KeyReference& reference,
                                                           Call& call) {
    DEED_CHECK(call.check());
    if (reference.place() == KeyPlace::store) return signer(reference.rest(), call);
    DEED_TRY(KeySource * source, sources_.of(reference.place()));
    return source->signer(reference, std::nullopt, call);
}

Result<std::unique_ptr<Signer>> ReferencedKeyStore::signer_of(const KeyInfo& key, Call& call) {
    // A stored key is asked for by its own name, so that files that point at each other end here.
    if (key.reference->place() == KeyPlace::store)
        return stored_->signer(key.reference->rest(), call);
    DEED_TRY(KeySource * source, sources_.of(key.reference->place()));
    return source->signer(*key.reference, key.public_key, call);
}

Result<std::unique_ptr<Signer>> ReferencedKeyStore::signer(std::string_view name, Call& call) {
    DEED_TRY(const std::optional<KeyInfo> elsewhere, read(name));
    if (!elsewhere) return stored_->signer(name, call);
    DEED_TRY(const KeyInfo key, find(name, call));
    auto signer = signer_of(key, call);
    if (!signer) return signer;
    DEED_CHECK(require_same(key, (*signer)->public_key()));
    return signer;
}

Result<Bytes> ReferencedKeyStore::seal(std::string_view context, ByteView secret, Call& call) {
    return stored_->seal(context, secret, call);
}

Result<SecretBytes> ReferencedKeyStore::open(std::string_view context, ByteView sealed,
                                             Call& call) {
    return stored_->open(context, sealed, call);
}

Result<DataKey> ReferencedKeyStore::data_key(std::string_view context, Call& call) {
    return stored_->data_key(context, call);
}

}  // namespace deed::crypto

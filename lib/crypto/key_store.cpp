#include "lib/crypto/key_store.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <system_error>
#include <thread>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/key_store_format.hpp"
#include "lib/crypto/random.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"

namespace deed::crypto {
namespace {

using std::filesystem::path;
namespace format = key_store_format;

constexpr std::string_view kKeySuffix = ".key.json";
constexpr std::size_t kMasterKeyBytes = 32;
constexpr std::chrono::seconds kLockPatience{5};
constexpr std::chrono::milliseconds kLockPause{20};

template <typename Fixed>
Fixed random_array() {
    Fixed fixed{};
    const Bytes bytes = random_bytes(fixed.size());
    std::copy(bytes.begin(), bytes.end(), fixed.begin());
    return fixed;
}

SecretBytes random_secret(std::size_t size) {
    Bytes bytes = random_bytes(size);
    SecretBytes secret = SecretBytes::copy_of(bytes);
    wipe(bytes);
    return secret;
}

/// The error of a file's content, with the file's name.
Error in_file(const Error& error, const path& file) {
    return Error(error.code(), file.string() + " " + error.message(), file.string());
}

Error damaged(const path& file, const std::string& what) {
    return Error(errors::kKeyStoreDamaged, file.string() + " " + what, file.string());
}

Result<void> require_key_name(std::string_view name) {
    if (format::is_key_name(name)) return {};
    return Error(errors::kBadKeyName, "'" + std::string(name) + "' cannot name a key");
}

Result<void> require_private_keys(KeyType type) {
    const KeyTypeInfo& info = info_of(type);
    if (info.can_generate) return {};
    return Error(errors::kNoPrivateKeys,
                 "a key store keeps no " + std::string(info.name) + " keys");
}

Error key_exists(std::string_view name, const path& file) {
    return Error(errors::kKeyExists, "there is a key '" + std::string(name) + "' already",
                 file.string());
}

/// Waits for another process that is making the store.
Result<FileLock> wait_for_lock(const path& file, Call& call) {
    const auto until = std::chrono::steady_clock::now() + kLockPatience;
    while (true) {
        auto lock = FileLock::acquire(file);
        if (lock || !(lock.error().code() == deed::errors::kFileLocked)) return lock;
        if (std::chrono::steady_clock::now() >= until) return lock;
        DEED_CHECK(call.check());
        std::this_thread::sleep_for(kLockPause);
    }
}

/// master.json as read, and as it was printed: to notice when it is replaced.
struct StoredMaster {
    format::MasterFile file;
    std::string text;
};

class FolderKeyStore final : public KeyStore {
public:
    FolderKeyStore(path folder, PassphraseSource& passphrases, const Clock& clock)
        : folder_(std::move(folder)), passphrases_(passphrases), clock_(clock) {}

    Result<std::vector<KeyInfo>> list(Call& call) const override;
    Result<KeyInfo> find(std::string_view name, Call& call) const override;
    Result<std::optional<KeyInfo>> find(const PublicKey& key, Call& call) const override;
    Result<KeyInfo> generate(std::string_view name, KeyType type, Call& call) override;
    Result<std::unique_ptr<Signer>> signer(std::string_view name, Call& call) override;
    Result<Bytes> seal(std::string_view context, ByteView secret, Call& call) override;
    Result<SecretBytes> open(std::string_view context, ByteView sealed, Call& call) override;
    Result<DataKey> data_key(std::string_view context, Call& call) override;

private:
    path master_path() const { return folder_ / "master.json"; }
    path key_path(std::string_view name) const {
        return folder_ / (std::string(name) + std::string(kKeySuffix));
    }

    Result<bool> folder_exists() const;
    Result<std::vector<std::string>> key_names() const;
    Result<format::KeyFile> read_key(std::string_view name) const;
    Result<std::optional<StoredMaster>> read_master() const;

    // These need mutex_.
    Result<void> unlock(Call& call);
    Result<void> unlock_or_make(Call& call);
    Result<void> make_master(Call& call);
    Result<void> open_master(StoredMaster stored, Call& call);
    Result<void> require_passphrase(bool for_new_store, Call& call);
    Result<void> require_no_keys() const;
    Error refuse_passphrase(Error why);

    const path folder_;
    PassphraseSource& passphrases_;
    const Clock& clock_;

    std::mutex mutex_;
    SecretBytes master_key_;        ///< empty until opened
    std::string master_text_;       ///< of the master.json that it came from
    SecretBytes passphrase_;        ///< kept only until the master key is open
    std::optional<Error> refusal_;  ///< the passphrase was asked for, in vain
};

Result<bool> FolderKeyStore::folder_exists() const {
    auto usable = require_private_directory(folder_);
    if (usable) return true;
    if (usable.error().code() == deed::errors::kFileNotFound) return false;
    return std::move(usable).error();
}

Result<std::vector<std::string>> FolderKeyStore::key_names() const {
    std::vector<std::string> names;
    DEED_TRY(const bool exists, folder_exists());
    if (!exists) return names;
    std::error_code failure;
    std::filesystem::directory_iterator entry(folder_, failure);
    for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
        const std::string file = entry->path().filename().string();
        if (!file.ends_with(kKeySuffix)) continue;
        std::string name = file.substr(0, file.size() - kKeySuffix.size());
        if (format::is_key_name(name)) names.push_back(std::move(name));
    }
    if (failure)
        return Error(deed::errors::kIoFailed,
                     "cannot list " + folder_.string() + ": " + failure.message(),
                     folder_.string());
    std::sort(names.begin(), names.end());
    return names;
}

Result<format::KeyFile> FolderKeyStore::read_key(std::string_view name) const {
    const path file = key_path(name);
    DEED_TRY(const bool exists, folder_exists());
    auto bytes = read_private_file(file, format::kMaxFileBytes);
    if (!exists || (!bytes && bytes.error().code() == deed::errors::kFileNotFound))
        return Error(errors::kKeyNotFound,
                     "there is no key '" + std::string(name) + "' in " + folder_.string(),
                     file.string());
    if (!bytes) return std::move(bytes).error();
    auto key = format::parse_key_file(*bytes);
    if (!key) return in_file(key.error(), file);
    if (key->name != name) return damaged(file, "holds the key '" + key->name + "'");
    return key;
}

Result<std::optional<StoredMaster>> FolderKeyStore::read_master() const {
    DEED_TRY(const bool exists, folder_exists());
    if (!exists) return std::optional<StoredMaster>();
    auto bytes = read_private_file(master_path(), format::kMaxFileBytes);
    if (!bytes && bytes.error().code() == deed::errors::kFileNotFound)
        return std::optional<StoredMaster>();
    if (!bytes) return std::move(bytes).error();
    auto file = format::parse_master_file(*bytes);
    if (!file) return in_file(file.error(), master_path());
    return std::optional(StoredMaster{std::move(*file), std::string(as_text(*bytes))});
}

Result<std::vector<KeyInfo>> FolderKeyStore::list(Call& call) const {
    DEED_TRY(const auto names, key_names());
    std::vector<KeyInfo> keys;
    for (const std::string& name : names) {
        DEED_CHECK(call.check());
        DEED_TRY(format::KeyFile key, read_key(name));
        keys.push_back({std::move(key.name), std::move(key.public_key), key.created});
    }
    return keys;
}

Result<KeyInfo> FolderKeyStore::find(std::string_view name, Call& call) const {
    DEED_CHECK(call.check());
    DEED_CHECK(require_key_name(name));
    DEED_TRY(format::KeyFile key, read_key(name));
    return KeyInfo{std::move(key.name), std::move(key.public_key), key.created};
}

Result<std::optional<KeyInfo>> FolderKeyStore::find(const PublicKey& key, Call& call) const {
    DEED_TRY(std::vector<KeyInfo> keys, list(call));
    for (KeyInfo& info : keys) {
        if (info.public_key == key) return std::optional(std::move(info));
    }
    return std::optional<KeyInfo>();
}

Result<KeyInfo> FolderKeyStore::generate(std::string_view name, KeyType type, Call& call) {
    DEED_CHECK(call.check());
    DEED_CHECK(require_key_name(name));
    DEED_CHECK(require_private_keys(type));
    const std::lock_guard guard(mutex_);
    const path file = key_path(name);
    std::error_code ignored;  // whatever cannot be examined fails when it is written
    if (std::filesystem::exists(std::filesystem::symlink_status(file, ignored)))
        return key_exists(name, file);
    DEED_CHECK(unlock_or_make(call));

    const PrivateKey key = PrivateKey::generate(type);
    format::KeyFile stored{std::string(name),
                           key.public_key(),
                           clock_.now().floor_seconds(),
                           random_array<format::Nonce>(),
                           {}};
    stored.sealed = format::seal(format::keys_subkey(master_key_), stored.nonce,
                                 as_bytes(format::associated_data(stored)), key.raw());
    auto written =
        write_file_durably(file, as_bytes(format::print(stored)), 0600, Existing::refuse);
    if (!written && written.error().code() == deed::errors::kFileExists)
        return key_exists(name, file);
    DEED_CHECK(std::move(written));
    return KeyInfo{std::move(stored.name), std::move(stored.public_key), stored.created};
}

Result<std::unique_ptr<Signer>> FolderKeyStore::signer(std::string_view name, Call& call) {
    DEED_CHECK(call.check());
    DEED_CHECK(require_key_name(name));
    DEED_TRY(const format::KeyFile stored, read_key(name));
    const std::lock_guard guard(mutex_);
    DEED_CHECK(unlock(call));

    auto raw = format::open(format::keys_subkey(master_key_), stored.nonce,
                            as_bytes(format::associated_data(stored)), stored.sealed);
    if (!raw) return damaged(key_path(name), "was changed, or belongs to another key store");
    auto key = PrivateKey::from_raw(stored.public_key.type(), std::move(*raw));
    if (!key || key->public_key() != stored.public_key)
        return damaged(key_path(name), "holds another private key than it says");
    // Before anything is signed: whoever made the key may have died before its name was durable.
    DEED_CHECK(sync_directory(folder_));
    return PrivateKey::into_signer(std::move(*key));
}

Result<Bytes> FolderKeyStore::seal(std::string_view context, ByteView secret, Call& call) {
    DEED_CHECK(call.check());
    const std::lock_guard guard(mutex_);
    DEED_CHECK(unlock(call));
    return format::seal_data(master_key_, context, random_array<format::Nonce>(), secret);
}

Result<SecretBytes> FolderKeyStore::open(std::string_view context, ByteView sealed, Call& call) {
    DEED_CHECK(call.check());
    const std::lock_guard guard(mutex_);
    DEED_CHECK(unlock(call));
    return format::open_data(master_key_, context, sealed);
}

Result<DataKey> FolderKeyStore::data_key(std::string_view context, Call& call) {
    DEED_CHECK(call.check());
    const std::lock_guard guard(mutex_);
    DEED_CHECK(unlock(call));
    return DataKey(format::data_subkey(master_key_, context),
                   format::token_subkey(master_key_, context));
}

Result<void> FolderKeyStore::unlock(Call& call) {
    DEED_TRY(std::optional<StoredMaster> stored, read_master());
    if (stored) return open_master(std::move(*stored), call);
    DEED_CHECK(require_no_keys());
    return Error(errors::kNoKeyStore, "there is no key store in " + folder_.string(),
                 folder_.string());
}

Result<void> FolderKeyStore::unlock_or_make(Call& call) {
    DEED_TRY(std::optional<StoredMaster> stored, read_master());
    if (stored) return open_master(std::move(*stored), call);
    DEED_CHECK(require_no_keys());

    // Asked before locking: people type slowly, and another process would wait in vain.
    DEED_CHECK(require_passphrase(true, call));
    DEED_CHECK(create_private_directories(folder_));
    DEED_CHECK(require_private_directory(folder_));
    DEED_TRY(const FileLock lock, wait_for_lock(folder_ / ".lock", call));
    DEED_TRY(stored, read_master());
    if (stored) return open_master(std::move(*stored), call);
    return make_master(call);
}

Result<void> FolderKeyStore::make_master(Call& call) {
    DEED_CHECK(require_no_keys());
    DEED_CHECK(call.check());

    SecretBytes master_key = random_secret(kMasterKeyBytes);
    format::MasterFile file;
    file.kdf.salt = random_array<format::Salt>();
    file.nonce = random_array<format::Nonce>();
    DEED_TRY(const SecretBytes key, format::passphrase_key(passphrase_, file.kdf));
    file.sealed =
        format::seal(key, file.nonce, as_bytes(format::associated_data(file)), master_key);
    std::string text = format::print(file);
    DEED_CHECK(write_file_durably(master_path(), as_bytes(text), 0600, Existing::refuse));

    master_key_ = std::move(master_key);
    master_text_ = std::move(text);
    passphrase_ = SecretBytes();
    return {};
}

Result<void> FolderKeyStore::open_master(StoredMaster stored, Call& call) {
    if (!master_key_.empty()) {
        if (stored.text == master_text_) return {};
        return damaged(master_path(), "was replaced since it was opened");
    }
    DEED_CHECK(require_passphrase(false, call));
    DEED_CHECK(call.check());
    DEED_TRY(const SecretBytes key, format::passphrase_key(passphrase_, stored.file.kdf));
    auto master_key = format::open(
        key, stored.file.nonce, as_bytes(format::associated_data(stored.file)), stored.file.sealed);
    if (!master_key)
        return refuse_passphrase(Error(errors::kWrongPassphrase,
                                       "the passphrase does not open " + folder_.string(),
                                       master_path().string()));
    // Before anything is sealed by it: whoever made it may have died before its name was durable.
    DEED_CHECK(sync_directory(folder_));
    master_key_ = std::move(*master_key);
    master_text_ = std::move(stored.text);
    passphrase_ = SecretBytes();
    return {};
}

Result<void> FolderKeyStore::require_passphrase(bool for_new_store, Call& call) {
    if (!passphrase_.empty()) return {};
    if (refusal_) return *refusal_;
    auto answer = passphrases_.passphrase(for_new_store, call);
    // A prompt that was interrupted has not been answered and may be shown again.
    if (!answer && answer.error().kind() == ErrorKind::interrupted)
        return std::move(answer).error();
    if (!answer) return refuse_passphrase(std::move(answer).error());
    if (answer->empty())
        return refuse_passphrase(Error(errors::kEmptyPassphrase, "the passphrase is empty"));
    passphrase_ = std::move(*answer);
    return {};
}

Error FolderKeyStore::refuse_passphrase(Error why) {
    passphrase_ = SecretBytes();
    refusal_ = why;
    return why;
}

/// Without master.json: a new master key would hide that the keys of the old one are lost.
Result<void> FolderKeyStore::require_no_keys() const {
    DEED_TRY(const auto names, key_names());
    if (names.empty() && master_key_.empty()) return {};
    return damaged(master_path(), "is missing, and keys need it");
}

}  // namespace

std::unique_ptr<KeyStore> open_key_store(path folder, PassphraseSource& passphrases,
                                         const Clock& clock) {
    return std::make_unique<FolderKeyStore>(std::move(folder), passphrases, clock);
}

}  // namespace deed::crypto

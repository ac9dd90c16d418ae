#include "lib/tlog/head_guard.hpp"

#include <chrono>
#include <mutex>
#include <string>
#include <thread>

#include "lib/crypto/hash.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/text_rules.hpp"

namespace deed::tlog {
namespace {

using std::filesystem::path;

constexpr std::string_view kFormatLine = "deed/head/v1";
constexpr std::string_view kFormatFamily = "deed/head/v";
constexpr std::size_t kMaxFileSize = 8192;

Error damaged(const std::string& what) { return Error(errors::kHeadGuardDamaged, what); }

std::string checksum(std::string_view text) { return hex_encode(crypto::sha256(as_bytes(text))); }

/// The head file of specs/journal.md.
std::string print_head(const std::string& key, const GuardedHead& head) {
    std::string text = std::string(kFormatLine) + "\n" + key + "\n" + std::to_string(head.size) +
                       "\n" + base64_encode(head.root) + "\n";
    return text + checksum(text) + "\n";
}

Error rolled_back(const GuardedHead& recorded, const GuardedHead& next) {
    if (next.size == recorded.size)
        return Error(errors::kRolledBack, "the key signed another tree of " +
                                              std::to_string(recorded.size) + " entries before");
    return Error(errors::kRolledBack, "the key signed " + std::to_string(recorded.size) +
                                          " entries before, and now there are " +
                                          std::to_string(next.size));
}

/// Another process holds the lock only while it writes one small file.
Result<FileLock> acquire_patiently(const path& name, const Call& call) {
    constexpr int kAttempts = 1000;
    constexpr std::chrono::milliseconds kPause(5);
    for (int attempt = 1;; ++attempt) {
        DEED_CHECK(call.check());
        auto lock = FileLock::acquire(name);
        if (lock || lock.error().code() != deed::errors::kFileLocked || attempt == kAttempts)
            return lock;
        std::this_thread::sleep_for(kPause);
    }
}

/// Gives the file a name of its own that says what it is.
Result<void> set_aside(const path& file) {
    path aside;
    int number = 0;
    do {
        aside = file.string() + ".damaged-" + std::to_string(++number);
    } while (std::filesystem::exists(std::filesystem::symlink_status(aside)));
    std::error_code error;
    std::filesystem::rename(file, aside, error);
    if (error)
        return Error(deed::errors::kIoFailed, "cannot keep the damaged file: " + error.message(),
                     file.string());
    return sync_directory(file.parent_path());
}

class FolderHeadGuard final : public HeadGuard {
public:
    explicit FolderHeadGuard(path folder) : folder_(std::move(folder)) {}

    Result<std::optional<GuardedHead>> highest(const VerifierKey& key, Call& call) override {
        DEED_CHECK(call.check());
        return read_record(key);
    }

    Result<void> advance(const VerifierKey& key, const std::optional<GuardedHead>& checked,
                         const GuardedHead& next, Call& call) override {
        if (next.size > detail::kMaxTreeSize)
            return Error(errors::kCheckpointMalformed, "a log has fewer than 2^53 entries");
        const std::lock_guard<std::mutex> guard(mutex_);
        DEED_TRY(const FileLock lock, lock_record(key, call));
        DEED_TRY(const std::optional<GuardedHead> recorded, read_record(key));
        // Whoever recorded it may have died before the file's name was durable.
        if (recorded == next) return sync_directory(folder_);
        if (recorded && next.size <= recorded->size) return rolled_back(*recorded, next);
        if (recorded != checked)
            return Error(errors::kRolledBack,
                         "another process signed with this key while this head was prepared");
        return write_file_durably(file_of(key), as_bytes(print_head(key.to_string(), next)), 0600,
                                  Existing::replace);
    }

    /// adopt_head_record().
    Result<void> adopt(const VerifierKey& key, const GuardedHead& head, Call& call) {
        const std::lock_guard<std::mutex> guard(mutex_);
        DEED_TRY(const FileLock lock, lock_record(key, call));
        const auto recorded = read_record(key);
        if (recorded && *recorded && (*recorded)->size >= head.size) return {};
        if (!recorded && recorded.error().code() != errors::kHeadGuardDamaged)
            return recorded.error();
        if (!recorded) DEED_CHECK(set_aside(file_of(key)));
        return write_file_durably(file_of(key), as_bytes(print_head(key.to_string(), head)), 0600,
                                  Existing::replace);
    }

private:
    Result<FileLock> lock_record(const VerifierKey& key, Call& call) {
        DEED_CHECK(call.check());
        if (!created_) DEED_CHECK(create_private_directories(folder_));
        created_ = true;
        path lock_name = file_of(key);
        lock_name += ".lock";
        return acquire_patiently(lock_name, call);
    }

    path file_of(const VerifierKey& key) const { return folder_ / head_file_name(key); }

    Result<std::optional<GuardedHead>> read_record(const VerifierKey& key) const {
        const path name = file_of(key);
        auto bytes = read_private_file(name, kMaxFileSize);
        if (!bytes && bytes.error().code() == deed::errors::kFileNotFound)
            return std::optional<GuardedHead>();
        if (!bytes && bytes.error().code() == deed::errors::kFileTooLarge)
            return damaged("the file is too large").at(name.string());
        if (!bytes) return std::move(bytes).error();
        auto record = parse_head_file(as_text(*bytes));
        if (!record) return std::move(record).error().at(name.string());
        if (record->key != key) return damaged("the file is of another key").at(name.string());
        return std::optional<GuardedHead>(record->head);
    }

    const path folder_;
    std::mutex mutex_;
    bool created_ = false;
};

}  // namespace

Result<HeadRecord> parse_head_file(std::string_view text) {
    std::string_view rest = text;
    const auto format = detail::take_line(rest);
    if (!format) return damaged("the file has no format line");
    if (*format != kFormatLine && format->starts_with(kFormatFamily))
        return Error(errors::kHeadGuardNewerFormat, "the file's format is not version 1");
    if (*format != kFormatLine) return damaged("the file does not start as a head file does");

    const auto stated_key = detail::take_line(rest);
    const auto size = detail::take_line(rest);
    const auto root = detail::take_line(rest);
    const std::string_view checked = text.substr(0, text.size() - rest.size());
    const auto stated_checksum = detail::take_line(rest);
    if (!stated_key || !size || !root || !stated_checksum || !rest.empty())
        return damaged("the file does not have exactly five lines");
    if (*stated_checksum != checksum(checked)) return damaged("the checksum is wrong");
    auto key = VerifierKey::parse(*stated_key);
    const auto size_value = detail::parse_decimal(*size);
    const auto root_value = detail::parse_hash(*root);
    if (!key || !size_value || !root_value) return damaged("key, size or root is malformed");
    return HeadRecord{std::move(*key), {*size_value, *root_value}};
}

std::string head_file_name(const VerifierKey& key) { return checksum(key.to_string()); }

Result<void> adopt_head_record(const std::filesystem::path& folder, const VerifierKey& key,
                               const GuardedHead& head, Call& call) {
    return FolderHeadGuard(folder).adopt(key, head, call);
}

std::unique_ptr<HeadGuard> open_head_guard(std::filesystem::path folder) {
    return std::make_unique<FolderHeadGuard>(std::move(folder));
}

}  // namespace deed::tlog

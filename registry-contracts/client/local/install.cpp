#include "registry-contracts/client/local/install.hpp"

#include <algorithm>

#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "registry-contracts/client/local/attach.hpp"
#include "registry-contracts/client/local/layout.hpp"
#include "registry-contracts/client/local/recover_errors.hpp"

namespace deed::registry::local {
namespace {

using std::filesystem::path;

Error failed(const std::string& what, const path& name, const std::error_code& error) {
    return Error(deed::errors::kIoFailed, "cannot " + what + ": " + error.message(), name.string());
}

/// "20260102T030405Z".
std::string stamp(const Clock& clock) {
    std::string text = clock.now().floor_seconds().to_string();
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

/// A name beside `file` that nobody has yet.
path free_name(const path& file, const std::string& time) {
    const std::string base = file.string() + ".damaged-" + time;
    path name = base;
    for (int i = 2; std::filesystem::exists(std::filesystem::symlink_status(name)); ++i)
        name = base + "-" + std::to_string(i);
    return name;
}

/// The file's content under a second name; durable on return.
Result<std::string> keep(const path& file, const Clock& clock) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) return std::string();
    const path kept = free_name(file, stamp(clock));
    std::filesystem::create_hard_link(file, kept, error);
    if (error) {
        // Some file systems have no second names.
        std::filesystem::copy_file(file, kept, error);
        if (error) return failed("keep the damaged file", kept, error);
        DEED_TRY(AppendFile copy, AppendFile::open(kept, false));
        DEED_CHECK(copy.sync());
    }
    DEED_CHECK(sync_directory(file.parent_path()));
    return kept.filename().string();
}

Result<void> remove_one(const path& name) {
    std::error_code error;
    std::filesystem::remove_all(name, error);
    if (error) return failed("remove", name, error);
    return {};
}

}  // namespace

Result<std::string> install(const RecoveryParts& parts, const tlog::VerifierKey& log,
                            const Assembly& assembly, const std::vector<path>& journals,
                            const std::function<Result<void>(tlog::Journal&)>& more, Call& call) {
    const path staging = staging_path(parts.folder);
    DEED_CHECK(remove_one(staging));
    DEED_CHECK(create_private_directories(staging));
    DEED_CHECK(write_journal(journal_path(staging), assembly, journals, more, call));
    DEED_CHECK(write_info(staging, log));
    if (const auto read = read_local_ledger(staging, log, nullptr, call); !read)
        return Error(errors::kRecoverUnexplained,
                     "the journal that would result is not acceptable: " + read.error().to_string(),
                     parts.folder.string());

    const path journal = journal_path(parts.folder);
    DEED_TRY(std::string kept, keep(journal, parts.clock));
    Done ignored;
    DEED_CHECK(drop_index(parts.folder, ignored));
    std::error_code error;
    std::filesystem::rename(journal_path(staging), journal, error);
    if (error) return failed("put the new journal in place", journal, error);
    DEED_CHECK(sync_directory(parts.folder));
    DEED_CHECK(remove_one(staging));
    return kept;
}

Result<void> replace_info(const RecoveryParts& parts, const tlog::VerifierKey& log) {
    const path info = info_path(parts.folder);
    DEED_TRY(const std::string kept, keep(info, parts.clock));
    if (!kept.empty()) DEED_CHECK(remove_one(info));
    return write_info(parts.folder, log);
}

Result<void> remove_all(const std::vector<path>& files, Done& done) {
    for (const path& file : files) {
        DEED_CHECK(remove_one(file));
        done.push_back("removed " + file.filename().string());
    }
    return {};
}

Result<void> drop_index(const path& folder, Done& done) {
    std::error_code error;
    if (!std::filesystem::exists(index_path(folder), error)) return {};
    DEED_CHECK(remove_index(folder));
    done.emplace_back("removed the index, which is built anew when the ledger is opened");
    return {};
}

}  // namespace deed::registry::local

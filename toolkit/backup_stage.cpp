#include "toolkit/backup_stage.hpp"

#include <stdlib.h>

#include <system_error>

#include "lib/io/errors.hpp"
#include "toolkit/backup_unpack.hpp"

namespace deed::backup_format {
namespace {

using std::filesystem::path;

constexpr std::string_view kStageName = ".deed-restore";
constexpr std::string_view kLockName = "lock";

/// Removes what an interrupted restore left, but for the lock that is held.
Result<void> clear(const path& folder) {
    DEED_TRY(const auto names, names_in(folder));
    for (const std::string& name : names) {
        if (name == kLockName) continue;
        std::error_code failure;
        std::filesystem::remove_all(folder / name, failure);
        if (failure)
            return Error(deed::errors::kIoFailed,
                         "cannot remove " + (folder / name).string() + ": " + failure.message(),
                         folder.string());
    }
    return {};
}

}  // namespace

Result<Scratch> Scratch::create(const path& in) {
    std::string name = (in / ".deed-backup-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        return Error(deed::errors::kIoFailed, "cannot create a folder in " + in.string(),
                     in.string());
    return Scratch(name);
}

Scratch::~Scratch() {
    std::error_code ignored;  // what stays is cleared by the next restore
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

Stage::Stage(const Config& home, FileLock lock)
    : lock_(std::move(lock)),
      staged_{home.key_folder / kStageName, home.head_folder / kStageName,
              home.ledger_folder / kStageName, home.evidence_folder / kStageName, ""} {}

std::vector<path> Stage::folders() const {
    return {staged_.key_folder, staged_.head_folder, staged_.ledger_folder,
            staged_.evidence_folder};
}

Result<Stage> Stage::open(const Config& home) {
    const path lock_folder = home.key_folder / kStageName;
    DEED_CHECK(create_private_directories(lock_folder));
    DEED_TRY(FileLock lock, FileLock::acquire(lock_folder / kLockName));
    Stage stage(home, std::move(lock));
    for (const path& folder : stage.folders()) {
        DEED_CHECK(clear(folder));
        DEED_CHECK(create_private_directories(folder));
        stage.scratch_.push_back(Scratch::adopt(folder));
    }
    return stage;
}

}  // namespace deed::backup_format

#include "registry-contracts/client/local/attach.hpp"

#include "lib/io/errors.hpp"
#include "lib/store/errors.hpp"
#include "registry-contracts/client/local/layout.hpp"
#include "registry-contracts/client/local/replay.hpp"

namespace deed::registry::local {
namespace {

using std::filesystem::path;

void tell(const Call& call, LogLevel level, std::string_view what, const path& folder,
          const Error& why) {
    const std::string reason = why.to_string();
    call.log(level, what, {{"folder", folder.string()}, {"reason", reason}});
}

Result<std::unique_ptr<LogImage>> load(const path& folder, const tlog::VerifierKey& log,
                                       Index index) {
    DEED_TRY(tlog::JournalReader journal, tlog::JournalReader::open(journal_path(folder)));
    return LogImage::load(log, std::move(index), std::move(journal));
}

Result<std::unique_ptr<LogImage>> load_file(const path& folder, const tlog::VerifierKey& log,
                                            bool read_only) {
    DEED_TRY(Index index, Index::open(index_path(folder), read_only));
    return load(folder, log, std::move(index));
}

/// What keeps an index from being written, though the journal may be sound.
bool cannot_be_kept(const Error& error) {
    const ErrorCode& code = error.code();
    return code == store::errors::kFull || code == store::errors::kFailed ||
           code == store::errors::kBusy || code == store::errors::kReadOnly;
}

/// The folder's index, from the journal's begin.
Result<std::unique_ptr<LogImage>> build(const path& folder, const tlog::VerifierKey& log,
                                        const Call& call) {
    DEED_TRY(auto image, load_file(folder, log, false));
    DEED_CHECK(catch_up(*image, journal_path(folder), call));
    return image;
}

}  // namespace

Result<std::unique_ptr<LogImage>> image_in_memory(const path& folder, const tlog::VerifierKey& log,
                                                  const Call& call) {
    DEED_TRY(Index index, Index::in_memory());
    DEED_TRY(auto image, load(folder, log, std::move(index)));
    DEED_CHECK(catch_up(*image, journal_path(folder), call));
    return image;
}

Result<std::unique_ptr<LogImage>> image_anew(const path& folder, const tlog::VerifierKey& log,
                                             const Call& call) {
    if (auto removed = remove_index(folder); !removed) {
        tell(call, LogLevel::warning, "the ledger's index cannot be replaced", folder,
             removed.error());
        return image_in_memory(folder, log, call);
    }
    auto image = build(folder, log, call);
    if (image || !cannot_be_kept(image.error())) return image;
    tell(call, LogLevel::warning, "the ledger's index cannot be kept in its folder", folder,
         image.error());
    // Half an index is of use to nobody.
    DEED_CHECK(remove_index(folder));
    return image_in_memory(folder, log, call);
}

Result<std::unique_ptr<LogImage>> image_to_write(const path& folder, const tlog::VerifierKey& log,
                                                 const Call& call) {
    // The database is closed again where this fails: what image_anew() removes must not be open.
    auto image = build(folder, log, call);
    if (image) return image;
    const Error& why = image.error();
    if (why.code() == store::errors::kNewerFormat) {
        tell(call, LogLevel::warning, "the ledger's index is of a later version", folder, why);
        return image_in_memory(folder, log, call);
    }
    if (why.kind() == ErrorKind::interrupted) return image;
    tell(call, LogLevel::warning, "building the ledger's index again", folder, why);
    return image_anew(folder, log, call);
}

Result<std::unique_ptr<LogImage>> image_to_read(const path& folder, const tlog::VerifierKey& log) {
    return load_file(folder, log, true);
}

Result<void> remove_index(const path& folder) {
    for (const char* suffix : {"", "-wal", "-shm"}) {
        const path file = index_path(folder).string() + suffix;
        std::error_code error;
        std::filesystem::remove(file, error);
        if (error)
            return Error(deed::errors::kIoFailed, "cannot remove the index: " + error.message(),
                         file.string());
    }
    return {};
}

}  // namespace deed::registry::local

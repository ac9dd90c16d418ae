#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "lib/time/timestamp.hpp"
#include "lib/tlog/head_guard.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::registry {

// The embedded ledger: a transparency log in a folder. `journal` is the truth; `ledger.json` names
// the format, the origin and the log key; `lock` keeps a second writer out; `index` (with
// `index-wal` and `index-shm`) is derived and may be deleted at any time.

/// What `ledger.json` says; nothing is verified but its form.
struct LocalLedgerInfo {
    tlog::VerifierKey log;
    std::string network;
};
/// `ledger.not_found` where the folder holds no ledger, `ledger.newer_format` for later versions.
DEED_API Result<LocalLedgerInfo> read_local_ledger_info(const std::filesystem::path& folder);

/// Starts a ledger in a folder that does not hold one (`ledger.exists`). Makes an empty signed
/// head. `origin`: empty for the default. All references must outlive the ledger.
DEED_API Result<std::unique_ptr<LogLedger>> create_local_ledger(const std::filesystem::path& folder,
                                                                std::string origin,
                                                                crypto::Signer& log_signer,
                                                                tlog::HeadGuard& guard,
                                                                const Clock& clock, Call& call);

/// Opens for writing. `ledger.wrong_key` if the signer is not the log's; `ledger.locked` while
/// another writer has it open; `ledger.rolled_back` where the folder is older than, or differs
/// from, what the guard remembers; what a crash or a caller who went away left accepted is
/// included here, so the signer is asked then. Also every error of tlog::Journal.
DEED_API Result<std::unique_ptr<LogLedger>> open_local_ledger(const std::filesystem::path& folder,
                                                              crypto::Signer& log_signer,
                                                              tlog::HeadGuard& guard,
                                                              const Clock& clock, Call& call);

/// Opens for reading only, as it stands now. The last signed head must verify under `log`, and its
/// size and root must be those of the entries (`ledger.head_mismatch`). Without `guard` nothing is
/// written and no lock taken, and every entry is checked by the rules of specs/ledger-entries.md
/// section 7. With it (one's own ledger) also `ledger.rolled_back`, and the folder's index serves,
/// which is brought up to date where no writer is at work.
DEED_API Result<std::unique_ptr<LogLedger>> read_local_ledger(const std::filesystem::path& folder,
                                                              const tlog::VerifierKey& log,
                                                              tlog::HeadGuard* guard, Call& call);

/// Opens one's own ledger for reading, as above with its guard, and follows what other processes
/// write to it: each question is answered by the head that the journal had when it was asked, so
/// that two questions may be answered by two heads, the later of which extends the earlier. A
/// journal that cannot be read any more, or that does not go on from what was read, ends every
/// question in the error that opening it would end in, or in `ledger.rolled_back`. `guard` must
/// outlive the ledger.
DEED_API Result<std::unique_ptr<LogLedger>> follow_local_ledger(const std::filesystem::path& folder,
                                                                const tlog::VerifierKey& log,
                                                                tlog::HeadGuard& guard, Call& call);

}  // namespace deed::registry

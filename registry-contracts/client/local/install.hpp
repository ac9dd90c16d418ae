#pragma once

#include "registry-contracts/client/local/recover.hpp"
#include "registry-contracts/client/local/salvage.hpp"

// The writing half of recovery. The caller holds the ledger's lock.

namespace deed::registry::local {

/// Writes a journal with these entries, and `more` behind them, checks every rule of it, and puts
/// it in the place of the folder's own; gives the name under which that one stays (empty if there
/// was none). After a crash at any point either journal is in place, whole.
Result<std::string> install(const RecoveryParts& parts, const tlog::VerifierKey& log,
                            const Assembly& assembly,
                            const std::vector<std::filesystem::path>& journals,
                            const std::function<Result<void>(tlog::Journal&)>& more, Call& call);

/// Writes ledger.json; what stands there is kept beside it.
Result<void> replace_info(const RecoveryParts& parts, const tlog::VerifierKey& log);

/// Removes files and folders, and says so.
Result<void> remove_all(const std::vector<std::filesystem::path>& files, Done& done);

/// Removes what is derived from the journal, where there is any, and says so.
Result<void> drop_index(const std::filesystem::path& folder, Done& done);

}  // namespace deed::registry::local

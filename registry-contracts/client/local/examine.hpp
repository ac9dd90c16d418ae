#pragma once

#include "lib/io/file.hpp"
#include "registry-contracts/client/local/recover.hpp"
#include "registry-contracts/client/local/salvage.hpp"

namespace deed::registry::local {

/// All that a diagnosis rests on.
struct Examined {
    FileLock lock;
    tlog::VerifierKey log;
    bool info_lost;
    Pieces own;
    Assembly held;    ///< from the folder alone
    bool all_placed;  ///< every run found its place, and none is missing at the end
    std::vector<std::filesystem::path> stale;
    std::vector<tlog::VerifierKey> keys;     ///< that the log had or, by the store, may have had
    std::vector<tlog::VerifierKey> damaged;  ///< keys whose head file cannot be read
    bool heads_missing;                      ///< the key that signed the last head has no record
    bool succession_lost;
    std::optional<tlog::GuardedHead> known;
    Diagnosis diagnosis;
};

/// Takes the ledger's lock, and reads all there is.
Result<Examined> examine(const RecoveryParts& parts, Call& call);

}  // namespace deed::registry::local

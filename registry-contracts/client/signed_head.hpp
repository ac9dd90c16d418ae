#pragma once

#include <string>
#include <vector>

#include "registry-contracts/client/ledger.hpp"

namespace deed::registry {

/// A log's head with what is needed to judge it.
struct SignedHead {
    std::string note;
    tlog::Checkpoint checkpoint;
    LogHistory history;  ///< of the entries that the head covers
};

/// What `note`, a head of this log, says, under the key whose turn it was to sign it; errors as
/// tlog::verify_checkpoint().
DEED_API Result<SignedHead> verify_head(LogLedger& ledger, std::string note, Call& call);

/// The ledger's latest head.
DEED_API Result<SignedHead> signed_head(LogLedger& ledger, Call& call);

/// The entries by which others follow a log to the key that signed a head, and to its losses;
/// oldest first.
struct LogProof {
    std::vector<ProvedLogEntry> successions;
    std::vector<ProvedLogEntry> recoveries;  ///< the closing entries of declared losses
};

DEED_API Result<LogProof> prove_history(LogLedger& ledger, const SignedHead& head, Call& call);

}  // namespace deed::registry

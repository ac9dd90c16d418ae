#pragma once

#include "registry-contracts/client/ledger.hpp"

namespace deed::registry {

/// `ledger.time_ahead` where a ledger's time is more than a day ahead of the clock: what is signed
/// by it could be brought for as much longer.
DEED_API Result<void> check_not_ahead(Timestamp ledger, Timestamp clock);

/// From when the validity of an operation signed now is counted: the clock's time, or that of the
/// ledger where it is ahead. Where it is ahead by more than a day, a log has a warning logged
/// (specs/ledger-entries.md section 4), and a chain is `ledger.time_ahead`.
Result<Timestamp> signing_time(Ledger& ledger, const Clock& clock, Call& call);

}  // namespace deed::registry

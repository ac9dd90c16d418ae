#pragma once

#include "registry-contracts/client/ledger.hpp"

namespace deed::registry {

/// From when the validity of an operation signed now is counted: the clock's time, or that of the
/// ledger where it is ahead. Logs a warning when it is ahead by more than a day.
Result<Timestamp> signing_time(Ledger& ledger, const Clock& clock, Call& call);

}  // namespace deed::registry

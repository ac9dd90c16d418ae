#pragma once

#include "lib/tlog/head_guard.hpp"

namespace deed::test {

/// Advances from whatever is recorded now, as a lone writer would.
inline Result<void> advance_from_record(tlog::HeadGuard& guard, const tlog::VerifierKey& key,
                                        const tlog::GuardedHead& next, Call& call) {
    DEED_TRY(const auto recorded, guard.highest(key, call));
    return guard.advance(key, recorded, next, call);
}

}  // namespace deed::test

#include "registry-contracts/client/signing_time.hpp"

#include <algorithm>

#include "registry-contracts/client/errors.hpp"

namespace deed::registry {
namespace {

constexpr std::int64_t kDay = 86'400;

}  // namespace

Result<void> check_not_ahead(Timestamp ledger, Timestamp clock) {
    if (ledger <= clock.plus_seconds(kDay)) return {};
    return Error(errors::kLedgerTimeAhead, "the ledger's time is " + ledger.to_string() +
                                               ", the clock's " + clock.to_string());
}

Result<Timestamp> signing_time(Ledger& ledger, const Clock& clock, Call& call) {
    const Timestamp now = clock.now();
    DEED_TRY(const Timestamp acceptance, ledger.acceptance_time(call));
    if (const auto fits = check_not_ahead(acceptance, now); !fits) {
        // A log's time only rises, and who keeps it signs it; that of a chain is a node's word.
        if (!ledger.capabilities().is_log) return fits.error();
        const std::string ledger_time = acceptance.to_string();
        const std::string clock_time = now.to_string();
        call.log(LogLevel::warning, "the ledger's time is ahead of the clock",
                 {{"network", ledger.network()}, {"ledger", ledger_time}, {"clock", clock_time}});
    }
    return std::max(now, acceptance);
}

}  // namespace deed::registry

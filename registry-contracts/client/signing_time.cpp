#include "registry-contracts/client/signing_time.hpp"

#include <algorithm>

namespace deed::registry {

Result<Timestamp> signing_time(Ledger& ledger, const Clock& clock, Call& call) {
    constexpr std::int64_t kDay = 86'400;
    const Timestamp now = clock.now();
    DEED_TRY(const Timestamp acceptance, ledger.acceptance_time(call));
    if (acceptance > now.plus_seconds(kDay)) {
        const std::string ledger_time = acceptance.to_string();
        const std::string clock_time = now.to_string();
        call.log(LogLevel::warning, "the ledger's time is ahead of the clock",
                 {{"network", ledger.network()}, {"ledger", ledger_time}, {"clock", clock_time}});
    }
    return std::max(now, acceptance);
}

}  // namespace deed::registry

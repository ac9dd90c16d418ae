#include "registry-contracts/client/accreditation_changes.hpp"

#include <algorithm>

namespace deed::registry {

Verdict judge_state(const Accreditation& held, std::uint64_t at) {
    if (held.version == 0) return Verdict::unknown;
    if (held.standing == Standing::suspended && at >= held.acts_from) return Verdict::suspended;
    if (held.standing == Standing::removed && at >= held.acts_from) return Verdict::removed;
    if (at < held.from) return held.version == 1 ? Verdict::not_yet : Verdict::see_history;
    return at >= held.until ? Verdict::ended : Verdict::accredited;
}

bool covers(const CredentialType& scope, const CredentialType& type) {
    return scope == every_credential_type() || scope == type;
}

Accreditation granted(Accreditation held, const Grant& grant, std::uint64_t now) {
    const bool same = held.may_issue == grant.may_issue && held.depth == grant.depth;
    const bool goes_on = same && judge_state(held, now) == Verdict::accredited;
    if (!goes_on) held.from = std::max(grant.from, now);
    held.until = grant.until;
    held.acts_from = 0;
    held.standing = Standing::active;
    held.may_issue = grant.may_issue;
    held.depth = grant.depth;
    return held;
}

Accreditation with_standing(Accreditation held, Standing standing, std::uint64_t acts_from) {
    if (standing == Standing::active) {
        // A suspension that never acted leaves no gap.
        if (held.acts_from <= acts_from && held.from < acts_from) held.from = acts_from;
        held.acts_from = 0;
    } else {
        held.acts_from = acts_from;
    }
    held.standing = standing;
    return held;
}

void begin_bar(std::vector<BarredTime>& bars, std::uint64_t from) {
    if (!bars.empty() && from <= bars.back().until) {
        bars.back().from = std::min(bars.back().from, from);
        bars.back().until = kLastMoment;
        return;
    }
    bars.push_back({from, kLastMoment});
}

std::vector<BarredTime> effective(std::vector<BarredTime> bars) {
    std::erase_if(bars, [](const BarredTime& time) { return time.from >= time.until; });
    return bars;
}

}  // namespace deed::registry

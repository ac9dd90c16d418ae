#include "evidence/time_evidence.hpp"

#include "evidence/errors.hpp"
#include "evidence/verify.hpp"

namespace deed::evidence {
namespace {

using credentials::Check;
using credentials::CheckState;
using credentials::Report;
using credentials::TimeEvidence;
using credentials::Verdict;

/// The check that keeps a report from being good: the first that failed, else the first that could
/// not be judged.
const Check& obstacle_in(const Report& report) {
    const Check* found = nullptr;
    for (const Check& check : report.checks()) {
        if (check.state == CheckState::failed) return check;
        if (check.state == CheckState::undetermined && found == nullptr) found = &check;
    }
    DEED_ASSERT(found != nullptr);
    return *found;
}

Result<Timestamp> accepted_by(const EvidenceVerdict& verdict) {
    if (verdict.report.verdict() == Verdict::good && verdict.facts) return verdict.facts->accepted;
    const Check& obstacle = obstacle_in(verdict.report);
    return Error(*obstacle.code, obstacle.name + ": " + obstacle.detail);
}

/// Who would be believed: as the entry names itself, which nobody has verified yet.
TimeEvidence named(const EvidenceVerdict& verdict, Result<Timestamp> not_after) {
    if (!verdict.facts) return {"an evidence proof", "", std::move(not_after)};
    const EvidenceFacts& facts = *verdict.facts;
    return {"log " + facts.network + ", entry " + std::to_string(facts.position), facts.network,
            std::move(not_after)};
}

}  // namespace

Result<TimeEvidence> time_evidence(const EvidenceProof& proof, ByteView credential,
                                   std::span<const std::string> trusted_logs, Call& call) {
    DEED_CHECK(call.check());
    if (proof.opening.kind() != 0)
        return TimeEvidence{"an evidence proof", "",
                            Error(errors::kNotOverBytes, "it is over the fields of a document")};
    const GivenDocument given{digest_of(credential), std::nullopt};
    DEED_TRY(EvidenceVerdict verdict, verify(proof, given, std::nullopt, call));
    Result<Timestamp> not_after = accepted_by(verdict);
    for (const std::string& log : trusted_logs) {
        DEED_TRY(verdict, verify(proof, given, log, call));
        not_after = accepted_by(verdict);
        if (not_after) break;
    }
    return named(verdict, std::move(not_after));
}

}  // namespace deed::evidence

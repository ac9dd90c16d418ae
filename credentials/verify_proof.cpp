// The check that asks whether a proof is what it says: genuine, in its time, and meant for here.
#include <algorithm>
#include <set>

#include "credentials/errors.hpp"
#include "credentials/proof_judge.hpp"

namespace deed::credentials {
namespace {

std::string listing(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
    return out;
}

}  // namespace

void ProofJudge::proof(Call& call) {
    if (!asked("proof")) return;
    if (key_.is_unresolved) return report_.undetermined("proof", key_.method.error());
    report_.write("proof", judge_proof(call));
}

Result<std::string> ProofJudge::judge_proof(Call& call) const {
    if (!stated_) return stated_.error();
    if (stated_->objection) return *stated_->objection;
    DEED_TRY(const did::VerificationMethod method, key_.method);
    if (!method.public_key)
        return Error(
            errors::kProofMethodUnsupported,
            "the key of " + method.id + " (" + method.type + ") is of a type that is not known",
            stated_->place("verificationMethod"));

    DEED_TRY(const std::string suite, stated_->check(*method.public_key, call));
    DEED_CHECK(judge_dates());
    if (demands_.judges_binding) {
        DEED_CHECK(judge_domain());
        DEED_CHECK(judge_challenge());
    }
    return suite + " by " + (key_.is_given ? "the given key" : method.id);
}

Result<void> ProofJudge::judge_dates() const {
    if (stated_->expires && *stated_->expires < moment_.judged())
        return Error(errors::kProofExpired, "the proof expired at " + stated_->expires->to_string(),
                     stated_->place("expires"));
    if (stated_->created && *stated_->created > moment_.latest())
        return Error(errors::kProofCreatedInFuture,
                     "the proof says it was created at " + stated_->created->to_string(),
                     stated_->place("created"));
    return {};
}

// VC Data Integrity 1.0 section 4.4: the strings must be the same, as sets. That a proof bound to a
// domain is one for here, nobody can say who does not know where here is.
Result<void> ProofJudge::judge_domain() const {
    const auto& expected = policy_.domains;
    const std::string place = stated_->place("domain");
    if (expected.empty() && !stated_->domains.empty())
        return Error(errors::kProofDomainNotAsked,
                     "the proof is meant for " + listing(stated_->domains), place);
    if (!expected.empty() && stated_->domains.empty())
        return Error(errors::kProofDomainMissing,
                     "the proof names no domain, and " + listing(expected) + " was expected",
                     stated_->pointer);
    const std::set<std::string> wanted(expected.begin(), expected.end());
    if (wanted == std::set<std::string>(stated_->domains.begin(), stated_->domains.end()))
        return {};
    return Error(
        errors::kProofDomainMismatch,
        "the proof is meant for " + listing(stated_->domains) + ", not for " + listing(expected),
        place);
}

Result<void> ProofJudge::judge_challenge() const {
    const auto& expected = policy_.challenge;
    const auto& stated = stated_->challenge;
    if (expected == stated) return {};
    if (!expected)
        return Error(errors::kProofChallengeNotAsked, "the proof answers the challenge " + *stated,
                     stated_->place("challenge"));
    if (!stated)
        return Error(errors::kProofChallengeMissing,
                     "the proof answers no challenge, and one was set", stated_->pointer);
    return Error(errors::kProofChallengeMismatch,
                 "the proof answers the challenge " + *stated + ", not the one that was set",
                 stated_->place("challenge"));
}

}  // namespace deed::credentials

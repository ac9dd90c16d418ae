// The check that asks whether a proof is what it says: genuine, in its time, and meant for here.
#include <algorithm>
#include <set>

#include "credentials/errors.hpp"
#include "credentials/fault_listing.hpp"
#include "credentials/jose/errors.hpp"
#include "credentials/proof_judge.hpp"

namespace deed::credentials {
Result<void> ProofJudge::proof(Call& call) {
    if (!asked("proof")) return {};
    if (key_.is_unresolved) {
        report_.undetermined("proof", key_.method.error());
        return {};
    }
    const auto judged = judge_proof(call);
    if (!judged && judged.error().kind() == ErrorKind::interrupted) return judged.error();
    report_.write("proof", judged);
    return {};
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
    if (auto objection =
            objection_to_terms(method, stated_->algorithm, stated_->place("verificationMethod")))
        return *std::move(objection);
    DEED_CHECK(judge_dates());
    if (demands_.judges_binding) {
        DEED_CHECK(judge_domain(*stated_, policy_.domains));
        DEED_CHECK(judge_challenge(*stated_, policy_.challenge));
    }
    return suite + " by " + (key_.is_given ? "the given key" : method.id);
}

Result<void> ProofJudge::judge_dates() const {
    const auto& expires = stated_->expires;
    const bool is_last_moment = expires == moment_.judged();
    if (expires && (*expires < moment_.judged() || (is_last_moment && stated_->expires_on_time)))
        return Error(errors::kProofExpired, "the proof expired at " + stated_->expires->to_string(),
                     stated_->place("expires"));
    if (stated_->created && *stated_->created > moment_.latest())
        return Error(errors::kProofCreatedInFuture,
                     "the proof says it was created at " + stated_->created->to_string(),
                     stated_->place("created"));
    if (stated_->not_before && *stated_->not_before > moment_.latest())
        return Error(errors::kJwtNotYetValid,
                     "the signature is valid from " + stated_->not_before->to_string() + " on", "/nbf");
    if (!stated_->binding) return {};
    return check_binding_dates(*stated_->binding, moment_.judged(), policy_.max_binding_age_seconds,
                               policy_.clock_skew_seconds);
}

// VC Data Integrity 1.0 section 4.4: the strings must be the same, as sets. That a proof bound to a
// domain is one for here, nobody can say who does not know where here is.
Result<void> judge_domain(const StatedProof& proof, const std::vector<std::string>& expected) {
    const std::string place = proof.place("domain");
    if (expected.empty() && !proof.domains.empty())
        return Error(errors::kProofDomainNotAsked,
                     "the proof is meant for " + listing(proof.domains), place);
    if (!expected.empty() && proof.domains.empty())
        return Error(errors::kProofDomainMissing,
                     "the proof names no domain, and " + listing(expected) + " was expected",
                     proof.pointer);
    const std::set<std::string> wanted(expected.begin(), expected.end());
    const std::set<std::string> named(proof.domains.begin(), proof.domains.end());
    if (wanted == named) return {};
    if (proof.any_domain && std::ranges::includes(named, wanted)) return {};
    return Error(
        errors::kProofDomainMismatch,
        "the proof is meant for " + listing(proof.domains) + ", not for " + listing(expected),
        place);
}

Result<void> judge_challenge(const StatedProof& proof, const std::optional<std::string>& expected) {
    const auto& stated = proof.challenge;
    if (expected == stated) return {};
    if (!expected)
        return Error(errors::kProofChallengeNotAsked, "the proof answers the challenge " + *stated,
                     proof.place("challenge"));
    if (!stated)
        return Error(errors::kProofChallengeMissing,
                     "the proof answers no challenge, and one was set", proof.pointer);
    return Error(errors::kProofChallengeMismatch,
                 "the proof answers the challenge " + *stated + ", not the one that was set",
                 proof.place("challenge"));
}

}  // namespace deed::credentials

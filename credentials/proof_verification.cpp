#include "credentials/proof_verification.hpp"

#include <algorithm>

#include "credentials/holder_proof.hpp"
#include "credentials/proof_combination.hpp"
#include "credentials/proof_judge.hpp"

namespace deed::credentials {
namespace {

Result<std::vector<SigningKey>> signing_keys(const std::vector<ProofEntry>& entries,
                                             const ProofDemands& demands,
                                             const VerifyPolicy& policy,
                                             const VerifyContext& context, Call& call) {
    if (!policy.public_keys.empty()) return match_given_keys(entries, policy.public_keys, call);
    std::vector<SigningKey> keys;
    for (const ProofEntry& entry : entries) {
        DEED_TRY(SigningKey key, find_signing_key(entry.stated, demands.purpose, context.resolver,
                                                  policy.at, call));
        keys.push_back(std::move(key));
    }
    return keys;
}

Result<JudgedProof> judge(const ProofEntry& entry, SigningKey key, const ProofDemands& demands,
                          const VerifyPolicy& policy, const Clock& clock, Call& call) {
    ProofJudge one(entry, std::move(key), demands, policy, clock);
    DEED_CHECK(one.proof(call));
    one.purpose();
    one.control();
    one.freshness();
    one.time();
    JudgedProof judged{
        .report = {entry.pointer, {}, {}}, .signer = one.signer(), .may_be_own = one.may_be_own()};
    if (entry.stated) {
        judged.report.verification_method = entry.stated->verification_method;
        judged.previous = entry.stated->previous;
    }
    judged.report.report = one.take();
    return judged;
}

/// What the proof at `index` says of one that builds on it, where it does not hold.
std::optional<Error> objection_of(const JudgedProof& previous, const std::string& place) {
    const CheckState state = previous.report.report.find("proof")->state;
    const std::string which = "the proof at " + previous.report.pointer;
    if (state == CheckState::failed)
        return Error(errors::kProofPreviousFailed, which + " is bad", place);
    if (state == CheckState::undetermined)
        return Error(errors::kProofPreviousUndetermined, which + " could not be judged", place);
    return std::nullopt;
}

// VC Data Integrity 1.0 section 2.1: what a proof builds on must verify too. An answer travels
// along the chain, one proof a round.
void judge_previous(std::vector<JudgedProof>& proofs) {
    for (std::size_t round = 0; round < proofs.size(); ++round)
        for (JudgedProof& proof : proofs)
            for (const std::size_t index : proof.previous) {
                Report& report = proof.report.report;
                if (report.find("proof")->state != CheckState::passed) continue;
                const auto objection =
                    objection_of(proofs[index], proof.report.pointer + "/previousProof");
                if (objection) report.replace("proof", *objection);
            }
}

}  // namespace

Result<void> judge_proofs(Report& report, const std::vector<ProofEntry>& stated,
                          const ProofDemands& demands, const VerifyPolicy& policy,
                          const VerifyContext& context, Call& call) {
    std::vector<ProofEntry> none;
    if (stated.empty()) none.push_back({"", Error(*demands.proof_missing, "there is no proof")});
    const std::vector<ProofEntry>& entries = stated.empty() ? none : stated;

    DEED_TRY(std::vector<SigningKey> keys, signing_keys(entries, demands, policy, context, call));
    std::vector<JudgedProof> proofs;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        DEED_TRY(JudgedProof proof,
                 judge(entries[i], std::move(keys[i]), demands, policy, context.clock, call));
        if (entries[i].stated)
            DEED_CHECK(
                judge_holder(proof.report.report, *entries[i].stated, policy, context, call));
        proofs.push_back(std::move(proof));
    }
    judge_previous(proofs);
    add_combined(report, std::move(proofs), demands, policy);
    return {};
}

}  // namespace deed::credentials

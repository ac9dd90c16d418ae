#include "credentials/proof_combination.hpp"

#include <algorithm>
#include <array>

namespace deed::credentials {
namespace {

constexpr std::array<std::string_view, 5> kProofChecks{"proof", "purpose", "control",
                                                       "did.freshness", "time"};

using Counted = std::vector<const JudgedProof*>;

const Check& check_of(const JudgedProof& proof, std::string_view name) {
    return *proof.report.report.find(name);
}

/// Whether nothing speaks against the proof or leaves a question open.
bool holds(const JudgedProof& proof) { return proof.report.report.verdict() == Verdict::good; }

bool follows_from_another(const Check& check) {
    return *check.code == errors::kProofPreviousFailed ||
           *check.code == errors::kProofPreviousUndetermined;
}

/// Of the proofs whose check has this state, the one that says why: not one that merely builds on
/// another.
const JudgedProof* first_with(CheckState state, std::string_view name, const Counted& proofs) {
    const JudgedProof* found = nullptr;
    for (const JudgedProof* proof : proofs) {
        const Check& check = check_of(*proof, name);
        if (check.state != state) continue;
        const bool explains = check.code == nullptr || !follows_from_another(check);
        if (explains) return proof;
        if (found == nullptr) found = proof;
    }
    return found;
}

std::size_t count_of(CheckState state, std::string_view name, const Counted& proofs) {
    return static_cast<std::size_t>(std::ranges::count_if(
        proofs, [&](const auto* proof) { return check_of(*proof, name).state == state; }));
}

std::string together(std::string_view name, const Counted& proofs) {
    std::string text;
    for (const JudgedProof* proof : proofs) {
        const Check& check = check_of(*proof, name);
        if (check.state != CheckState::passed) continue;
        text += (text.empty() ? "" : "; ") + proof->report.pointer + ": " + check.detail;
    }
    return text;
}

/// What several proofs answer: one that fails or is open speaks for all.
Check combined(std::string_view name, const Counted& proofs) {
    for (const CheckState state : {CheckState::failed, CheckState::undetermined}) {
        const JudgedProof* found = first_with(state, name, proofs);
        if (found == nullptr) continue;
        Check check = check_of(*found, name);
        if (const std::size_t count = count_of(state, name, proofs); count > 1)
            check.detail += "; and " + std::to_string(count - 1) + " more proofs";
        return check;
    }
    Check check = check_of(*proofs.front(), name);
    if (count_of(CheckState::passed, name, proofs) == 0) return check;
    check.state = CheckState::passed;
    check.detail = together(name, proofs);
    return check;
}

/// Others may sign beside the controller: where one proof is the controller's own, the foreign keys
/// of the others are no fault of theirs.
void accept_cosigners(std::vector<JudgedProof>& proofs, const ProofDemands& demands) {
    const bool has_own =
        std::ranges::any_of(proofs, [](const JudgedProof& proof) { return proof.may_be_own; });
    if (!has_own) return;
    for (JudgedProof& proof : proofs) {
        const Check& check = check_of(proof, "control");
        if (check.state != CheckState::failed || !(*check.code == *demands.foreign_key)) continue;
        proof.report.report.replace(Check{"control",
                                          CheckState::skipped,
                                          nullptr,
                                          "signed beside the " + std::string(demands.role) +
                                              " by " +
                                              (proof.signer.empty() ? "another" : proof.signer),
                                          {}});
    }
}

using Belongs = std::function<bool(const JudgedProof&)>;

/// The first that holds, else the first at all.
const JudgedProof* best_of(const std::vector<JudgedProof>& proofs, const Belongs& belongs) {
    const JudgedProof* found = nullptr;
    for (const JudgedProof& proof : proofs) {
        if (!belongs(proof)) continue;
        if (holds(proof)) return &proof;
        if (found == nullptr) found = &proof;
    }
    return found;
}

struct Wanted {
    std::string who;
    Belongs belongs;
    const ErrorCode* missing;
};

std::vector<Wanted> wanted_signers(const VerifyPolicy& policy) {
    std::vector<Wanted> wanted;
    for (const std::string& did : policy.signers)
        wanted.push_back({did, [did](const JudgedProof& proof) { return proof.signer == did; },
                          &errors::kProofSignerMissing});
    for (const std::string& id : policy.key_ids)
        wanted.push_back(
            {id, [id](const JudgedProof& proof) { return proof.report.verification_method == id; },
             &errors::kProofKeyIdMissing});
    return wanted;
}

/// Of each party that must have signed, its best proof; all proofs where one party has none.
Counted one_of_each(const std::vector<JudgedProof>& proofs, const VerifyPolicy& policy) {
    Counted counted;
    std::vector<Wanted> wanted = wanted_signers(policy);
    wanted.push_back({"", [](const JudgedProof& proof) { return proof.may_be_own; }, nullptr});
    for (const Wanted& one : wanted) {
        const JudgedProof* best = best_of(proofs, one.belongs);
        if (best != nullptr && std::ranges::count(counted, best) == 0) counted.push_back(best);
    }
    return counted;
}

Counted all_of(const std::vector<JudgedProof>& proofs) {
    Counted counted;
    for (const JudgedProof& proof : proofs) counted.push_back(&proof);
    return counted;
}

Counted counted_of(const std::vector<JudgedProof>& proofs, const VerifyPolicy& policy) {
    const bool has_own =
        std::ranges::any_of(proofs, [](const JudgedProof& proof) { return proof.may_be_own; });
    const bool counts_all = policy.proofs == ProofRule::all || !has_own;
    return counts_all ? all_of(proofs) : one_of_each(proofs, policy);
}

/// The first party that should have signed and did not.
std::optional<Error> missing_signer(const std::vector<JudgedProof>& proofs,
                                    const VerifyPolicy& policy) {
    for (const Wanted& wanted : wanted_signers(policy))
        if (std::ranges::none_of(proofs, wanted.belongs))
            return Error(*wanted.missing, "there is no proof by " + wanted.who, "/proof");
    return std::nullopt;
}

}  // namespace

void add_combined(Report& report, std::vector<JudgedProof> proofs, const ProofDemands& demands,
                  const VerifyPolicy& policy) {
    accept_cosigners(proofs, demands);
    const Counted counted = counted_of(proofs, policy);
    const auto missing = missing_signer(proofs, policy);
    for (const std::string_view name : kProofChecks) {
        Check check = proofs.size() == 1 ? check_of(proofs.front(), name) : combined(name, counted);
        const bool is_absent = name == "proof" && missing && check.state != CheckState::failed &&
                               check.state != CheckState::skipped;
        is_absent ? report.judge("proof", *missing) : report.add(std::move(check));
    }
    if (proofs.size() == 1) {
        if (const auto& bounds = proofs.front().report.report.bounds()) report.set_bounds(*bounds);
        return;
    }
    for (JudgedProof& proof : proofs) report.add_proof(std::move(proof.report));
}

}  // namespace deed::credentials

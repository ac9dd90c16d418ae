#pragma once

// The room's own: the checks of a presentation. Not for other rooms.

#include "credentials/presentation.hpp"
#include "credentials/proof_verification.hpp"
#include "credentials/verify_presentation.hpp"

namespace deed::credentials {

/// What is asked of each credential: the policy without the checks that only a presentation has.
VerifyPolicy policy_for_credential(const PresentationPolicy& presentation);

/// A credential of the presentation, out of its envelope where it has one.
struct OpenedCredential {
    EmbeddedCredential embedded;
    std::optional<Result<Secured>> inside;
};

/// Asks the checks one by one and writes the report. What may wait fails only with
/// `call.interrupted` or `call.deadline`, and judge_credentials() with the errors of verify().
class PresentationVerification {
public:
    /// All must outlive it.
    PresentationVerification(const json::Document& presentation, std::vector<ProofEntry> proofs,
                             const PresentationPolicy& policy, const PresentationContext& context);

    void model();
    void contexts();
    void credentials();
    /// proof, purpose, control, did.freshness and time.
    Result<void> holder_proof(Call& call);
    void domain();
    void binding();
    Result<void> challenge(Call& call);
    Result<void> terms(const Secured& presentation, Call& call);
    Result<void> judge_credentials(Call& call);
    /// Uses the challenge up, if all else is good.
    Result<void> replay(Call& call);
    PresentationReport take() { return std::move(report_); }

private:
    /// False, with the entry written, when the policy does not ask this check.
    bool asked(std::string_view name);
    /// The same where there is no proof to ask.
    bool asked_of_proof(std::string_view name);
    /// There is no proof, and the policy does not want one.
    bool needs_no_proof() const;
    /// What the policy leaves out by giving nothing to compare with.
    bool has_nothing_for(std::string_view name) const;

    Result<std::string> judge_credentials_there() const;
    Result<std::string> judge_domains() const;
    Result<std::string> judge_binding() const;
    Result<std::string> judge_answer(Call& call) const;
    /// Why a credential is not the holder's own.
    std::optional<Error> objection_to(const OpenedCredential& credential) const;
    Result<Report> judge_credential(const OpenedCredential& credential, const VerifyPolicy& policy,
                                    Call& call) const;
    /// A sound proof; without one, the error of `proof`.
    Result<const StatedProof*> first_stated() const;

    const json::Document& presentation_;
    const PresentationPolicy& policy_;
    const PresentationContext& context_;
    const PresentationView view_;
    /// The presentation without its credentials.
    const json::Document own_;
    const std::vector<ProofEntry> proofs_;
    const std::vector<OpenedCredential> credentials_;
    Report& checks() { return report_.checks; }
    PresentationReport report_;
};

}  // namespace deed::credentials

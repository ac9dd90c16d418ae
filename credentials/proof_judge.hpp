#pragma once

// The room's own: the checks of one proof. Not for other rooms.

#include "credentials/proof_verification.hpp"
#include "credentials/signing_key.hpp"
#include "credentials/time_rule.hpp"

namespace deed::credentials {

/// Asks the checks of one proof and writes their report.
class ProofJudge {
public:
    /// All are borrowed but for the key.
    ProofJudge(const ProofEntry& entry, SigningKey key, const ProofDemands& demands,
               const VerifyPolicy& policy, const Clock& clock)
        : stated_(entry.stated),
          key_(std::move(key)),
          demands_(demands),
          policy_(policy),
          moment_{policy.at, clock.now(), policy.clock_skew_seconds},
          rule_(key_.life, moment_, stated_ ? stated_->created : std::nullopt,
                asks("time") ? weighable_evidence() : std::vector<TimeEvidence>()) {}
    ProofJudge(const ProofJudge&) = delete;
    ProofJudge& operator=(const ProofJudge&) = delete;

    /// Fails only with `call.interrupted` or `call.deadline`.
    Result<void> proof(Call& call);
    void purpose();
    void control();
    void freshness();
    void time();

    /// Whether the key is, or may be, one of the demanded controller.
    bool may_be_own() const;
    /// Whose key it is: the DID that lists it and that it names as controller; empty if unknown.
    std::string signer() const;
    Report take() { return std::move(report_); }

private:
    bool asks(std::string_view name) const { return !policy_.skip.contains(name); }
    /// False, with the entry written, when the policy does not ask this check.
    bool asked(std::string_view name);
    /// The same for a check that needs the signing key, when nothing is known of that.
    bool asked_with_key(std::string_view name);
    /// The same for a check that a key given by the verifier does not answer.
    bool asked_of_did(std::string_view name, std::string_view why_not);
    bool is_foreign() const;

    Result<std::string> judge_proof(Call& call) const;
    Result<void> judge_dates() const;
    Result<void> judge_stated_purpose() const;
    Result<std::string> judge_purpose() const;
    Result<std::string> judge_listing(const std::string& method_id) const;
    Result<std::string> judge_control() const;
    Result<std::string> judge_freshness() const;
    Result<std::string> judge_time() const;
    /// The evidence given, that of the issuer's own ledger made none or told to be such.
    std::vector<TimeEvidence> weighable_evidence() const;
    /// When the DID was deactivated, where that speaks against the proof.
    std::optional<Timestamp> deactivated() const;

    const Result<StatedProof>& stated_;
    const SigningKey key_;
    const ProofDemands& demands_;
    const VerifyPolicy& policy_;
    const Moment moment_;
    const TimeRule rule_;
    Report report_;
};

}  // namespace deed::credentials

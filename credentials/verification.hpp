#pragma once

// The room's own: the checks of a verification. Not for other rooms.

#include <span>
#include <string>
#include <string_view>

#include "credentials/credential.hpp"
#include "credentials/signing_key.hpp"
#include "credentials/time_rule.hpp"
#include "credentials/verify.hpp"

namespace deed::credentials {

/// Asks the checks one by one and writes the report.
class Verification {
public:
    Verification(const CredentialView& credential, const SigningKey& key,
                 const VerifyPolicy& policy, const VerifyContext& context)
        : credential_(credential),
          key_(key),
          policy_(policy),
          contexts_(context.contexts),
          moment_{policy.at, context.clock.now(), policy.clock_skew_seconds},
          rule_(key.life, moment_, key.proof ? key.proof->created : std::nullopt,
                asks("time") ? weighable_evidence() : std::vector<TimeEvidence>()) {}

    void model();
    void contexts();
    void proof(Call& call);
    void purpose();
    void control();
    void freshness();
    void time();
    void dates();
    void status();
    void schema();
    void not_asked(std::string_view name) { report_.skip(std::string(name), "not asked"); }
    Report take() { return std::move(report_); }

private:
    bool asks(std::string_view name) const { return !policy_.skip.contains(name); }
    /// False, with the entry written, when the policy does not ask this check.
    bool asked(std::string_view name);
    /// The same for a check that needs the signing key, when nothing is known of that.
    bool asked_with_key(std::string_view name);
    /// Writes what an error says about a check: a fact that speaks against the credential, or that
    /// it could not be found out.
    void judge(std::string_view name, const Error& error);
    bool is_foreign() const;

    Result<std::string> judge_proof(Call& call) const;
    Result<std::string> judge_purpose() const;
    Result<std::string> judge_listing(const std::string& method_id) const;
    Result<std::string> judge_control() const;
    Result<std::string> judge_freshness() const;
    Result<std::string> judge_time() const;
    /// The evidence given, that of the issuer's own ledger made none or told to be such.
    std::vector<TimeEvidence> weighable_evidence() const;
    /// When the DID was deactivated, where that speaks against the proof.
    std::optional<Timestamp> deactivated() const;
    Result<std::string> judge_dates() const;
    void write(std::string_view name, const Result<std::string>& answer);

    const CredentialView& credential_;
    const SigningKey& key_;
    const VerifyPolicy& policy_;
    const KnownContexts& contexts_;
    const Moment moment_;
    const TimeRule rule_;
    Report report_;
};

}  // namespace deed::credentials

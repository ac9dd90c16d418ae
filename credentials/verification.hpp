#pragma once

// The room's own: the checks of a credential but for those of its proofs. Not for other rooms.

#include <string>
#include <string_view>

#include "credentials/credential.hpp"
#include "credentials/time_rule.hpp"
#include "credentials/verify.hpp"

namespace deed::credentials {

/// Asks the checks one by one and writes the report.
class Verification {
public:
    Verification(Report& report, const CredentialView& credential, const VerifyPolicy& policy,
                 const VerifyContext& context)
        : report_(report),
          credential_(credential),
          policy_(policy),
          contexts_(context.contexts),
          moment_{policy.at, context.clock.now(), policy.clock_skew_seconds} {}

    void model();
    void contexts();
    void dates();
    void status();
    void schema();
    void not_asked(std::string_view name) { report_.skip(std::string(name), "not asked"); }

private:
    /// False, with the entry written, when the policy does not ask this check.
    bool asked(std::string_view name);
    Result<std::string> judge_dates() const;

    Report& report_;
    const CredentialView& credential_;
    const VerifyPolicy& policy_;
    const KnownContexts& contexts_;
    const Moment moment_;
};

}  // namespace deed::credentials

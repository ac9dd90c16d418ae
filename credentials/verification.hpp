#pragma once

// The room's own: the checks of a credential but for those of its proofs. Not for other rooms.

#include <string>
#include <string_view>

#include "credentials/credential.hpp"
#include "credentials/time_rule.hpp"
#include "credentials/verify.hpp"

namespace deed::credentials {

/// `verify.at_in_future`, `verify.unknown_check`, `verify.signer_with_given_key`.
Result<void> check_policy(const VerifyPolicy& policy, Timestamp now);

/// Whether every context of a document is known and redefines nothing; in words. `context.unknown`,
/// `context.protected_term`, `credential.related_resource_digest_mismatch`.
Result<std::string> judge_contexts(json::Value document, const KnownContexts& known);

/// Whether the contexts define every member and type of a document, its proofs left out; in words.
/// In the payload of a JWT or SD-JWT, aud and nonce are left out too, for they are the token's: aud
/// is any string (RFC 7519 section 4.1.3), which the base context reads as an identifier, and nonce
/// it does not define. The `jsonld.` codes, `context.unknown`, or what `call` says.
Result<std::string> judge_terms(const Secured& secured, json::Value document,
                                const KnownContexts& known, Call& call);

/// Asks the checks one by one and writes the report.
class Verification {
public:
    Verification(Report& report, const CredentialView& credential, const VerifyPolicy& policy,
                 const VerifyContext& context)
        : report_(report),
          credential_(credential),
          policy_(policy),
          contexts_(context.contexts),
          authority_(context.authority),
          statuses_(context.statuses),
          moment_{policy.at, context.clock.now(), policy.clock_skew_seconds} {}

    void model();
    void contexts();
    void dates();
    /// Fails only with `call.interrupted` or `call.deadline`.
    Result<void> status(Call& call);
    void schema();
    /// Behind the checks of the proofs. Fails only with `call.interrupted` or `call.deadline`.
    Result<void> authority(Call& call);
    /// Likewise.
    Result<void> terms(const Secured& credential, Call& call);
    void not_asked(std::string_view name) { report_.skip(std::string(name), "not asked"); }

private:
    /// False, with the entry written, when the policy does not ask this check.
    bool asked(std::string_view name);
    Result<std::string> judge_dates() const;

    Report& report_;
    const CredentialView& credential_;
    const VerifyPolicy& policy_;
    const KnownContexts& contexts_;
    IssuerAuthority* const authority_;
    StatusSource* const statuses_;
    const Moment moment_;
};

}  // namespace deed::credentials

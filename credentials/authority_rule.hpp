#pragma once

// The room's own: the check authority (specs/credential-profile.md section 11). Not for other
// rooms.

#include <string>

#include "credentials/credential.hpp"
#include "credentials/time_rule.hpp"
#include "credentials/verify.hpp"

namespace deed::credentials {

/// What a credential must be covered for.
AuthorityQuestion authority_question(const CredentialView& credential);

/// Whether the issuer might issue the credential: when it says that it was issued, and now, or else
/// when independent evidence shows that it existed (`not_after`). Nothing of whose signature it
/// carries. In words; `authority.` codes, or what kept the registry from answering.
struct AuthorityRule {
    IssuerAuthority& authority;
    const CredentialView& credential;
    const VerifyPolicy& policy;
    Moment moment;
    std::optional<Timestamp> not_after;

    Result<std::string> judge(Call& call) const;

private:
    Result<void> check_age(const AuthorityAnswer& answer) const;
};

}  // namespace deed::credentials

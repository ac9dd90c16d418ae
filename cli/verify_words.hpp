#pragma once

#include "cli/invocation.hpp"
#include "credentials/verify.hpp"

namespace deed::cli {

/// --skip, --max-did-age and --at: what judging credentials and presentations have in common.
Result<credentials::VerifyPolicy> given_verify_policy(Invocation& invocation, Timestamp now);

/// For commands that judge credentials: whose word on issuers counts.
inline constexpr OptionRow kAuthorityOption{"authority", "ROOT@NETWORK",
                                            "a root that must have let the issuer issue this"};

/// Whom --authority or the setting lets say who may issue; null where nobody is named.
Result<std::unique_ptr<credentials::IssuerAuthority>> given_authority(Invocation& invocation);

/// A span of time of an option, such as 90s, 5m or 2h, in seconds (`usage.bad_value`).
Result<std::int64_t> given_duration(std::string_view option, const std::string& text);

}  // namespace deed::cli

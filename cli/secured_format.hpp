#pragma once

#include <optional>
#include <string>

#include "cli/invocation.hpp"
#include "credentials/issue.hpp"
#include "credentials/secured.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {

// In what form `credential issue` and `presentation create` secure, and how that is printed.

/// What --format and --alg ask for.
struct SecuredFormat {
    /// Absent: JSON with a proof.
    std::optional<credentials::EnvelopeForm> envelope = std::nullopt;
    /// A JWT of data model 1.1, with the document in a claim.
    bool is_version_1 = false;
    std::optional<std::string> cryptosuite = std::nullopt;
    std::optional<std::string> algorithm = std::nullopt;
};

/// `usage.bad_value` for a format that is neither vc (vp) nor a cryptosuite nor vc+… (vp+…) nor
/// jwt-vc (jwt-vp);
/// `usage.unexpected_argument` for an option that does not go with it.
Result<SecuredFormat> given_format(const Invocation& invocation, credentials::DocumentKind kind);

/// --disclosable, --decoys, --sd-alg and --holder-key, of an SD-JWT.
Result<credentials::SelectiveDisclosure> given_disclosure(Invocation& invocation);

/// Into the file of --out, of this mode, or to standard output: a token as a line, a COSE
/// message as it is, JSON for people.
/// `summary` is an open object, and gets "file", or what was made as "jwt", "sdJwt", in base64 as
/// "cose", or by the name of its kind.
Result<void> print_secured(Invocation& invocation, const credentials::Secured& made,
                           json::Writer& summary, mode_t mode);

}  // namespace deed::cli

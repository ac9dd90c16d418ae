#pragma once

#include <span>
#include <string>
#include <vector>

#include "lib/error/call.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {

/// Who is asked about, and for what: all of it at once must be allowed.
struct AuthorityQuestion {
    std::string issuer;  ///< its DID
    /// The credential's types but VerifiableCredential, which alone is there where it is the only
    /// one.
    std::vector<std::string> types;
    std::vector<std::string> schemas;  ///< the ids of its credentialSchema
};

/// What held at one moment.
struct AuthorityFinding {
    const ErrorCode* code = nullptr;  ///< null: the issuer might issue; else an `authority.` code
    std::string detail;               ///< in words: by whom, or why not
};

struct AuthorityAnswer {
    std::vector<AuthorityFinding> findings;  ///< one for each moment, in their order
    /// What was decided later than this is not known.
    Timestamp known_until;
};

/// Tells whom those whom a verifier trusts let issue what. Thread-safe.
class IssuerAuthority {
public:
    virtual ~IssuerAuthority() = default;

    /// What held at these moments, by all that is decided now. Never by what an earlier question
    /// brought. An error says that it could not be found out, of whatever kind it is.
    virtual Result<AuthorityAnswer> ask(const AuthorityQuestion& question,
                                        std::span<const Timestamp> moments, Call& call) = 0;
};

}  // namespace deed::credentials

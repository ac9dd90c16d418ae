#pragma once

#include <string>

#include "lib/error/result.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {

/// Somebody's word that a credential existed, in these very bytes, no later than a moment. Whoever
/// hands it in vouches that it was verified and that its source is trusted:
/// evidence::time_evidence() makes one from an evidence proof.
struct TimeEvidence {
    std::string source;  ///< who says so, for the report
    /// The network of the ledger whose word it is; empty if it is none's. That of the issuer's DID
    /// is not independent of it.
    std::string network;
    /// The moment; or why this is no such evidence, which the report then names.
    Result<Timestamp> not_after;
};

}  // namespace deed::credentials

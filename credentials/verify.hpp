#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/report.hpp"
#include "credentials/time_evidence.hpp"
#include "did/resolver.hpp"
#include "lib/error/call.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {

/// What a verifier asks. The defaults ask everything that can be asked without further input.
struct VerifyPolicy {
    /// Checks by name that are not asked; the report says so. Unknown names are
    /// `verify.unknown_check`.
    std::set<std::string, std::less<>> skip;
    /// Accept a key that the issuer does not control; judges the proof alone.
    bool allow_foreign_keys = false;
    /// How old, in seconds, the statement behind an exported DID document may be.
    std::int64_t max_did_age_seconds = std::int64_t{30} * 24 * 3600;
    /// Tolerated difference between clocks, in seconds, for dates in the future.
    std::int64_t clock_skew_seconds = 60;
    /// Judge as of this past moment, by what is known today; absent: as of now.
    std::optional<Timestamp> at = std::nullopt;
    /// Independent evidence of when the credential existed (specs/credential-profile.md section 7).
    std::vector<TimeEvidence> evidence = {};
    /// Count also evidence from the ledger of the issuer's DID; the report says so.
    bool allow_same_ledger = false;
};

/// Everything outside the credential that verification needs; all borrowed.
struct VerifyContext {
    did::DidResolver& resolver;
    const Clock& clock;
    const KnownContexts& contexts;
};

/// Judges a credential. The checks, always in this order: model, context, proof, purpose, control,
/// did.freshness, time, dates, status, schema, authority, terms (specs/credential-profile.md). An
/// error only when no report can exist: `verify.unknown_check`, `verify.at_in_future`,
/// `credential.not_an_object`, or `call.interrupted` and `call.deadline`.
DEED_API Result<Report> verify(const json::Document& credential, const VerifyPolicy& policy,
                               const VerifyContext& context, Call& call);

/// The names of the checks, in the order of a report.
DEED_API std::span<const std::string_view> check_names();

}  // namespace deed::credentials

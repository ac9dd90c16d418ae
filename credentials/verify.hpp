#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/issuer_authority.hpp"
#include "credentials/report.hpp"
#include "credentials/secured.hpp"
#include "credentials/status.hpp"
#include "credentials/time_evidence.hpp"
#include "did/resolver.hpp"
#include "lib/crypto/key.hpp"
#include "lib/error/call.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {

/// Which of several proofs must hold.
enum class ProofRule : unsigned char {
    all,  ///< every one: what cannot be judged is never hidden
    one   ///< one by the issuer, and one by each signer and key that the policy names
};

/// What a verifier asks. The defaults ask everything that can be asked without further input.
struct VerifyPolicy {
    /// Checks by name that are not asked; the report says so. Unknown names are
    /// `verify.unknown_check`.
    std::set<std::string, std::less<>> skip;
    /// Checks by name that are not asked unless they stand here: "terms", which reads the
    /// credential as JSON-LD. `verify.unknown_check` for others.
    std::set<std::string, std::less<>> ask = {};
    /// Accept a key that the issuer does not control; judges the proof alone.
    bool allow_foreign_keys = false;
    /// How old, in seconds, the statement behind an exported DID document may be, and what a copy
    /// or a node says of a status list.
    std::int64_t max_did_age_seconds = std::int64_t{30} * 24 * 3600;
    /// Tolerated difference between clocks, in seconds, for dates in the future.
    std::int64_t clock_skew_seconds = 60;
    /// How long ago, in seconds, the holder of an SD-JWT may have made the token that shows it.
    std::int64_t max_binding_age_seconds = 3600;
    /// Judge as of this past moment, by what is known today; absent: as of now.
    std::optional<Timestamp> at = std::nullopt;
    /// Independent evidence of when the credential existed (specs/credential-profile.md section 7).
    std::vector<TimeEvidence> evidence = {};
    /// Count also evidence from the ledger of the issuer's DID; the report says so.
    bool allow_same_ledger = false;

    /// What counts where there are several proofs; all are in the report.
    ProofRule proofs = ProofRule::all;
    /// Whose proofs must be there: `proof.signer_missing`. Anybody can take a proof out of a set.
    std::vector<std::string> signers = {};
    /// The verification methods whose proofs must be there: `proof.key_id_missing`.
    std::vector<std::string> key_ids = {};
    /// Judge the proofs by these keys and look nothing up: whose they are is not asked, and
    /// control, did.freshness and time are skipped. Not together with `signers`.
    std::vector<crypto::PublicKey> public_keys = {};
    /// Where the proofs must be meant for: the same set of strings. A proof that is meant for
    /// somewhere is undetermined where this is empty.
    std::vector<std::string> domains = {};
    /// What the proofs must answer; one that answers something is undetermined where this is
    /// absent.
    std::optional<std::string> challenge = std::nullopt;
};

/// Everything outside the credential that verification needs; all borrowed.
struct VerifyContext {
    did::DidResolver& resolver;
    const Clock& clock;
    const KnownContexts& contexts;
    /// Where given, the check `authority` asks it who may issue; else it is skipped.
    IssuerAuthority* authority = nullptr;
    /// Where status lists are looked up; without one, a status is `status.unsupported`.
    StatusSource* statuses = nullptr;
};

/// Judges a credential. The checks, always in this order: model, context, proof, purpose, control,
/// did.freshness, time, dates, status, schema, authority, terms (specs/credential-profile.md). An
/// error only when no report can exist: `verify.unknown_check`, `verify.at_in_future`,
/// `verify.signer_with_given_key`,
/// `credential.not_an_object`, or `call.interrupted` and `call.deadline`.
DEED_API Result<Report> verify(const json::Document& credential, const VerifyPolicy& policy,
                               const VerifyContext& context, Call& call);

/// As above, of a credential in any form, as far as it is disclosed, by the same checks: of one in
/// an envelope, `proof` judges the envelope, and control the issuer that the credential inside
/// names. Where the holder of an SD-JWT signed as well, `proof` judges that too, whose aud and
/// nonce are domain and challenge; without it, a challenge is `proof.challenge_missing`.
DEED_API Result<Report> verify(const Secured& credential, const VerifyPolicy& policy,
                               const VerifyContext& context, Call& call);

/// The names of the checks, in the order of a report.
DEED_API std::span<const std::string_view> check_names();

}  // namespace deed::credentials

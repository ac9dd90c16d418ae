#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "credentials/challenges/challenge_store.hpp"
#include "credentials/verify.hpp"

namespace deed::credentials {

/// What a verifier asks of a presentation. The defaults ask that its holder signed it, is alive,
/// and is a subject of each credential; say who you are with `domain`, and use a challenge, for who
/// is not to be fooled by a presentation that was made for others or before.
struct PresentationPolicy {
    /// For each credential. `skip`, `ask`, `at`, the ages and the tolerance hold for the
    /// presentation too; "domain", "binding" and "challenge" can be skipped as well.
    VerifyPolicy credentials = {};
    /// Who the verifier is: the domains that the proof must name, and no others. A store of
    /// challenges takes one.
    std::vector<std::string> domains = {};
    /// The challenge that the proof must answer. Whether it was answered before is not asked, but
    /// by the store of the context.
    std::optional<std::string> challenge = std::nullopt;
    /// Accept credentials about others than the holder, or about nobody by name.
    bool allow_other_subjects = false;
    /// Accept a presentation without proof, and judge its credentials alone. Not together with a
    /// domain or a challenge.
    bool allow_unsigned = false;
    /// Judge domain and challenge only where one is given, and accept a presentation without proof
    /// where neither is, as the VC API (VCALM) reads a request.
    bool only_what_is_given = false;
    /// Accept a presentation without credentials, which shows that its holder is there.
    bool allow_no_credentials = false;
};

/// Everything outside the presentation that verification needs; all borrowed.
struct PresentationContext {
    did::DidResolver& resolver;
    const Clock& clock;
    const KnownContexts& contexts;
    /// Where given, the proof must answer a challenge of this store, which is used up when
    /// everything else is good.
    ChallengeStore* challenges = nullptr;
    /// For the check `authority` of each credential, as in VerifyContext.
    IssuerAuthority* authority = nullptr;
    StatusSource* statuses = nullptr;  ///< as VerifyContext's
};

/// What was found out about one credential of a presentation.
struct CredentialReport {
    std::string pointer;  ///< "/verifiableCredential/0"
    Report report;        ///< as that of verify(); its pointers are within the credential
};

/// The outcome: the presentation's own checks, and all those of its credentials.
struct DEED_API PresentationReport {
    Report checks;
    std::optional<std::string> holder;  ///< as the presentation names it
    std::vector<CredentialReport> credentials;

    /// Over all checks, by the rules of Report.
    Verdict verdict() const;
    int exit_code() const;
    /// {"verdict", "holder", "checks": as Report's, "credentials": [{"pointer", "report"}]}, and
    /// what else Report::to_json() holds.
    json::Document to_json() const;
};

/// Judges a presentation. Its own checks, always in this order: model, context, credentials, proof,
/// purpose, control, did.freshness, time, domain, binding, challenge, terms, replay
/// (specs/presentation-profile.md). An error only when no report can exist:
/// `presentation.not_an_object`, `presentation.no_expected_domain`, `presentation.past_challenge`,
/// `presentation.unsigned_with_domain`, those of verify(), or `call.interrupted` and
/// `call.deadline`.
DEED_API Result<PresentationReport> verify_presentation(const json::Document& presentation,
                                                        const PresentationPolicy& policy,
                                                        const PresentationContext& context,
                                                        Call& call);

/// As above, of a presentation in any form, by the same checks: of one in an envelope, aud is its
/// domain and nonce its challenge, and behind an SD-JWT those of the holder's own token.
DEED_API Result<PresentationReport> verify_presentation(const Secured& presentation,
                                                        const PresentationPolicy& policy,
                                                        const PresentationContext& context,
                                                        Call& call);

/// The names of a presentation's own checks, in the order of a report.
DEED_API std::span<const std::string_view> presentation_check_names();

}  // namespace deed::credentials

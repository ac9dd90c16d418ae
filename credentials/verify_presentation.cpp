#include "credentials/verify_presentation.hpp"

#include <array>

#include "credentials/errors.hpp"
#include "credentials/presentation_errors.hpp"
#include "credentials/presentation_verification.hpp"
#include "credentials/verification.hpp"

namespace deed::credentials {
namespace {

constexpr std::array<std::string_view, 13> kCheckNames{
    "model", "context", "credentials", "proof",     "purpose", "control", "did.freshness",
    "time",  "domain",  "binding",     "challenge", "terms",   "replay"};

Result<void> check_policy(const PresentationPolicy& policy, const PresentationContext& context) {
    DEED_CHECK(check_policy(policy_for_credential(policy), context.clock.now()));
    const bool wants_answer = policy.challenge || context.challenges != nullptr;
    if (policy.allow_unsigned && (!policy.domains.empty() || wants_answer))
        return Error(errors::kUnsignedWithDomain,
                     "a domain or challenge was expected, and no proof need be there");
    const bool may_lack_domain =
        policy.only_what_is_given || policy.credentials.skip.contains("domain");
    if (wants_answer && policy.domains.empty() && !may_lack_domain)
        return Error(errors::kDomainNotGiven, "there is a challenge and no domain");
    if (context.challenges != nullptr && policy.domains.size() != 1)
        return Error(errors::kDomainNotGiven, "a challenge of a store is made for one domain");
    if (wants_answer && policy.credentials.at)
        return Error(errors::kPastChallenge,
                     "a challenge cannot be judged as of " + policy.credentials.at->to_string());
    return {};
}

Result<PresentationReport> judge(const Secured& presentation, const PresentationPolicy& policy,
                                 const PresentationContext& context, Call& call) {
    PresentationVerification verification(
        presentation.document(), stated_proofs(presentation, context.contexts), policy, context);
    verification.model();
    verification.contexts();
    verification.credentials();
    DEED_CHECK(verification.holder_proof(call));
    verification.domain();
    verification.binding();
    DEED_CHECK(verification.challenge(call));
    DEED_CHECK(verification.terms(presentation, call));
    DEED_CHECK(verification.judge_credentials(call));
    DEED_CHECK(verification.replay(call));
    return verification.take();
}

}  // namespace

std::span<const std::string_view> presentation_check_names() { return kCheckNames; }

Result<PresentationReport> verify_presentation(const json::Document& presentation,
                                               const PresentationPolicy& policy,
                                               const PresentationContext& context, Call& call) {
    return verify_presentation(Secured(presentation, DocumentKind::presentation), policy, context,
                               call);
}

Result<PresentationReport> verify_presentation(const Secured& presentation,
                                               const PresentationPolicy& policy,
                                               const PresentationContext& context, Call& call) {
    DEED_CHECK(check_policy(policy, context));
    if (!presentation.document().root().is_object())
        return Error(errors::kPresentationNotAnObject, "the input is not a JSON object");
    return judge(presentation, policy, context, call);
}

}  // namespace deed::credentials

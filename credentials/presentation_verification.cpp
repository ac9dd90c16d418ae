#include "credentials/presentation_verification.hpp"

#include <algorithm>

#include "credentials/errors.hpp"
#include "credentials/fault_listing.hpp"
#include "credentials/holder_proof.hpp"
#include "credentials/presentation_errors.hpp"
#include "credentials/verification.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

ProofDemands demands_of(const std::optional<std::string>& holder) {
    return {.purpose = did::Relationship::authentication,
            .controller = holder,
            .role = "holder",
            .controller_place = "/holder",
            .judges_binding = false,
            .proof_missing = &errors::kPresentationProofMissing,
            .purpose_mismatch = &errors::kPresentationPurposeMismatch,
            .not_authorized = &errors::kPresentationKeyNotAuthorized,
            .controller_missing = &errors::kHolderMissing,
            .foreign_key = &errors::kNotByHolder,
            .controller_deactivated = &errors::kHolderDeactivated};
}

json::Document without_credentials(const json::Document& presentation) {
    auto own = presentation.without("/verifiableCredential");
    return own ? *own : presentation;
}

std::vector<OpenedCredential> open_all(const std::vector<EmbeddedCredential>& credentials) {
    std::vector<OpenedCredential> opened;
    for (const EmbeddedCredential& embedded : credentials) {
        opened.push_back({embedded, std::nullopt});
        if (embedded.is_wrapped()) opened.back().inside = open_envelope(embedded);
    }
    return opened;
}

/// The report of what holds no credential to judge. It fails whatever the policy asks: what is not
/// there cannot be good.
Report unjudged(const Error& error, const std::string& why) {
    Report report;
    for (const std::string_view name : check_names())
        name == "model" ? report.judge("model", error) : report.skip(std::string(name), why);
    return report;
}

/// An answer that says nothing about the presentation, and ends everything.
bool is_interruption(const Error& error) { return error.kind() == ErrorKind::interrupted; }

}  // namespace

VerifyPolicy policy_for_credential(const PresentationPolicy& presentation) {
    VerifyPolicy policy = presentation.credentials;
    for (const char* name : {"domain", "binding", "challenge"}) policy.skip.erase(name);
    return policy;
}

PresentationVerification::PresentationVerification(const json::Document& presentation,
                                                   std::vector<ProofEntry> proofs,
                                                   const PresentationPolicy& policy,
                                                   const PresentationContext& context)
    : presentation_(presentation),
      policy_(policy),
      context_(context),
      view_(presentation.root()),
      own_(without_credentials(presentation)),
      proofs_(std::move(proofs)),
      credentials_(open_all(view_.credentials)) {
    report_.holder = view_.holder;
}

bool PresentationVerification::needs_no_proof() const {
    if (!proofs_.empty()) return false;
    const bool is_bound =
        !policy_.domains.empty() || policy_.challenge || context_.challenges != nullptr;
    return policy_.allow_unsigned || (policy_.only_what_is_given && !is_bound);
}

bool PresentationVerification::has_nothing_for(std::string_view name) const {
    if (!policy_.only_what_is_given) return false;
    if (name == "domain") return policy_.domains.empty();
    return name == "challenge" && !policy_.challenge && context_.challenges == nullptr;
}

bool PresentationVerification::asked(std::string_view name) {
    if (!policy_.credentials.skip.contains(name) && !has_nothing_for(name)) return true;
    checks().skip(std::string(name), "not asked");
    return false;
}

bool PresentationVerification::asked_of_proof(std::string_view name) {
    if (!asked(name)) return false;
    if (!needs_no_proof()) return true;
    checks().skip(std::string(name), "the presentation carries no proof, and need not");
    return false;
}

void PresentationVerification::model() {
    if (!asked("model")) return;
    const auto faults = check_presentation_model(presentation_);
    if (faults.empty())
        return checks().pass("model", view_.is_version_1 ? "follows VC data model 1.1"
                                                         : "follows VC data model 2.0");
    checks().judge("model", Error(*faults.front().code, listing(faults, &ModelFault::message),
                                  faults.front().pointer));
}

void PresentationVerification::contexts() {
    if (!asked("context")) return;
    if (!view_.json.find("@context"))
        return checks().judge("context",
                              Error(errors::kPresentationContextMissing, "there is no @context"));
    checks().write("context", judge_contexts(own_.root(), context_.contexts));
}

void PresentationVerification::credentials() {
    if (view_.credentials.empty() && policy_.allow_no_credentials)
        return checks().skip("credentials", "the presentation holds none, and need not");
    checks().write("credentials", judge_credentials_there());
}

Result<std::string> PresentationVerification::judge_credentials_there() const {
    if (view_.credentials.empty())
        return Error(errors::kCredentialsMissing, "there are no credentials");
    const auto member = *view_.json.find("verifiableCredential");
    if (member.is_array() && member.array().size() > kMaxPresented)
        return Error(errors::kTooManyCredentials,
                     "there are " + std::to_string(member.array().size()) + " credentials",
                     "/verifiableCredential");
    return std::to_string(view_.credentials.size()) +
           (view_.credentials.size() == 1 ? " credential" : " credentials") + ", judged below";
}

Result<void> PresentationVerification::holder_proof(Call& call) {
    constexpr std::string_view kAbout[] = {"proof", "purpose", "control", "did.freshness", "time"};
    if (needs_no_proof()) {
        for (const std::string_view name : kAbout) asked_of_proof(name);
        return {};
    }
    Report judged;
    DEED_CHECK(judge_proofs(judged, proofs_, demands_of(view_.holder),
                            policy_for_holder(policy_.credentials),
                            {context_.resolver, context_.clock, context_.contexts}, call));
    refuse_retired_key(judged, policy_.credentials);
    for (const Check& check : judged.checks()) checks().add(check);
    for (const ProofReport& proof : judged.proofs()) checks().add_proof(proof);
    if (judged.bounds()) checks().set_bounds(*judged.bounds());
    return {};
}

Result<const StatedProof*> PresentationVerification::first_stated() const {
    for (const ProofEntry& entry : proofs_) {
        if (!entry.stated) return entry.stated.error();
        return &*entry.stated;
    }
    return Error(errors::kPresentationProofMissing, "there is no proof");
}

void PresentationVerification::domain() {
    if (asked_of_proof("domain")) checks().write("domain", judge_domains());
}

Result<std::string> PresentationVerification::judge_domains() const {
    DEED_CHECK(first_stated());
    for (const ProofEntry& entry : proofs_) {
        DEED_CHECK(entry.stated);
        DEED_CHECK(judge_domain(*entry.stated, policy_.domains));
    }
    if (policy_.domains.empty())
        return std::string("made for no particular verifier, and none was named");
    return "made for " + listing(policy_.domains);
}

std::optional<Error> PresentationVerification::objection_to(
    const OpenedCredential& credential) const {
    const std::string& place = credential.embedded.pointer;
    if (credential.inside && !*credential.inside)
        return Error(credential.inside->error().code(), credential.inside->error().message(),
                     place);
    const auto subjects = subject_ids(credential.inside ? (*credential.inside)->document().root()
                                                        : credential.embedded.json);
    if (std::ranges::count(subjects, *view_.holder) > 0) return std::nullopt;
    if (subjects.empty())
        return Error(errors::kNoSubjectId, "the credential does not name whom it is about", place);
    return Error(
        errors::kOtherSubject,
        "the credential is about " + subjects.front() + ", not about the holder " + *view_.holder,
        place);
}

void PresentationVerification::binding() {
    if (!asked_of_proof("binding")) return;
    if (view_.credentials.empty() && policy_.allow_no_credentials)
        return checks().skip("binding", "there are no credentials");
    const auto answer = judge_binding();
    const bool is_allowed = !answer && policy_.allow_other_subjects &&
                            (answer.error().code() == errors::kOtherSubject ||
                             answer.error().code() == errors::kNoSubjectId);
    if (is_allowed)
        return checks().skip("binding", "other subjects are allowed: " + answer.error().message() +
                                            " (" + answer.error().where() + ")");
    checks().write("binding", answer);
}

Result<std::string> PresentationVerification::judge_binding() const {
    if (!view_.holder) return Error(errors::kHolderMissing, "the presentation names no holder");
    if (view_.credentials.empty())
        return Error(errors::kCredentialsMissing, "there are no credentials");
    std::optional<Error> first;
    for (const OpenedCredential& credential : credentials_)
        if (auto objection = objection_to(credential); objection && !first)
            first = std::move(objection);
    if (first) return *first;
    return "the holder is a subject of each credential: " + *view_.holder;
}

Result<void> PresentationVerification::challenge(Call& call) {
    if (!asked_of_proof("challenge")) return {};
    const auto answer = judge_answer(call);
    if (!answer && is_interruption(answer.error())) return answer.error();
    checks().write("challenge", answer);
    return {};
}

Result<std::string> PresentationVerification::judge_answer(Call& call) const {
    DEED_TRY(const StatedProof* const proof, first_stated());
    const auto expected =
        policy_.challenge || context_.challenges == nullptr ? policy_.challenge : proof->challenge;
    for (const ProofEntry& entry : proofs_) {
        DEED_CHECK(entry.stated);
        if (context_.challenges != nullptr && !entry.stated->challenge)
            return Error(errors::kProofChallengeMissing, "the proof answers no challenge",
                         entry.stated->pointer);
        DEED_CHECK(judge_challenge(*entry.stated, expected));
    }
    if (context_.challenges != nullptr) {
        const auto open =
            context_.challenges->check(*proof->challenge, policy_.domains.front(), call);
        if (!open)
            return Error(open.error().code(), open.error().message(), proof->place("challenge"));
        return std::string("answers a challenge of this verifier");
    }
    if (expected) return std::string("answers the expected challenge");
    return std::string("answers none, and none was expected");
}

Result<void> PresentationVerification::judge_credentials(Call& call) {
    const VerifyPolicy policy = policy_for_credential(policy_);
    for (const OpenedCredential& credential : credentials_) {
        DEED_TRY(Report report, judge_credential(credential, policy, call));
        report_.credentials.push_back({credential.embedded.pointer, std::move(report)});
    }
    return {};
}

Result<Report> PresentationVerification::judge_credential(const OpenedCredential& credential,
                                                          const VerifyPolicy& policy,
                                                          Call& call) const {
    if (!credential.inside && !credential.embedded.json.is_object())
        return unjudged(Error(errors::kEmbeddedMalformed, "the credential is not an object"),
                        "there is no credential to judge");
    const VerifyContext context{context_.resolver, context_.clock, context_.contexts,
                                context_.authority, context_.statuses};
    if (credential.inside && *credential.inside)
        return verify(**credential.inside, policy, context, call);
    if (credential.inside)
        return unjudged(credential.inside->error(), "the envelope was not opened");
    // A part of what was parsed, which is therefore within all limits.
    return verify(json::Writer().value(credential.embedded.json).take_document(), policy, context,
                  call);
}

Result<void> PresentationVerification::terms(const Secured& presentation, Call& call) {
    if (!policy_.credentials.ask.contains("terms")) {
        checks().skip("terms", "not asked");
        return {};
    }
    if (!asked("terms")) return {};
    const auto answer = judge_terms(presentation, own_.root(), context_.contexts, call);
    if (!answer && is_interruption(answer.error())) return answer.error();
    checks().write("terms", answer);
    return {};
}

Result<void> PresentationVerification::replay(Call& call) {
    if (!asked_of_proof("replay")) return {};
    if (context_.challenges == nullptr || policy_.credentials.skip.contains("challenge")) {
        checks().skip("replay", "whether it was shown before is not judged: no challenge store");
        return {};
    }
    if (report_.verdict() != Verdict::good) {
        checks().skip("replay", "the challenge stays open, since the presentation is not good");
        return {};
    }
    DEED_TRY(const StatedProof* const proof, first_stated());
    const auto used =
        context_.challenges->consume(*proof->challenge, policy_.domains.front(), call);
    if (!used && is_interruption(used.error())) return used.error();
    if (!used)
        checks().judge("replay", Error(used.error().code(), used.error().message(),
                                       proof->place("challenge")));
    else
        checks().pass("replay", "the challenge is used up now");
    return {};
}

}  // namespace deed::credentials

#include "credentials/verify.hpp"

#include <algorithm>
#include <array>

#include "credentials/authority_errors.hpp"
#include "credentials/authority_rule.hpp"
#include "credentials/contexts/errors.hpp"
#include "credentials/contexts/inline_contexts.hpp"
#include "credentials/contexts/safe_mode.hpp"
#include "credentials/errors.hpp"
#include "credentials/fault_listing.hpp"
#include "credentials/proof_verification.hpp"
#include "credentials/resource_digests.hpp"
#include "credentials/status_check.hpp"
#include "credentials/verification.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

constexpr std::array<std::string_view, 12> kCheckNames{
    "model", "context", "proof",  "purpose", "control",   "did.freshness",
    "time",  "dates",   "status", "schema",  "authority", "terms"};

/// By the version of the data model, 2.0 first.
constexpr std::string_view kDatesOf[][2] = {{"validFrom", "validUntil"},
                                            {"issuanceDate", "expirationDate"}};

}  // namespace

Result<void> check_policy(const VerifyPolicy& policy, Timestamp now) {
    if (policy.at && *policy.at > now)
        return Error(errors::kAtInFuture,
                     policy.at->to_string() + " is later than now, " + now.to_string());
    if (!policy.public_keys.empty() && !policy.signers.empty())
        return Error(errors::kSignerWithGivenKey,
                     "whether " + policy.signers.front() + " signed, a given key cannot say");
    for (const std::string& name : policy.skip)
        if (std::ranges::find(kCheckNames, name) == kCheckNames.end())
            return Error(errors::kUnknownCheck, "there is no check '" + name + "'");
    for (const std::string& name : policy.ask)
        if (name != "terms")
            return Error(errors::kUnknownCheck, "there is no check '" + name + "' to ask for");
    return {};
}

bool Verification::asked(std::string_view name) {
    if (!policy_.skip.contains(name)) return true;
    not_asked(name);
    return false;
}

void Verification::model() {
    if (!asked("model")) return;
    const auto faults = check_model(credential_.json);
    if (faults.empty())
        return report_.pass("model", credential_.is_version_1 ? "follows VC data model 1.1"
                                                              : "follows VC data model 2.0");
    report_.judge("model", Error(*faults.front().code, listing(faults, &ModelFault::message),
                                 faults.front().pointer));
}

void Verification::contexts() {
    if (!asked("context")) return;
    if (!credential_.json.find("@context"))
        return report_.judge("context", Error(errors::kContextMissing, "there is no @context"));
    report_.write("context", judge_contexts(credential_.json, contexts_));
}

Result<std::string> judge_contexts(json::Value document, const KnownContexts& known) {
    const auto redefined = distinct(protected_terms_in(document), &ProtectedTerm::term);
    if (!redefined.empty())
        return Error(errors::kProtectedTerm,
                     "the base context protects " + listing(redefined, &ProtectedTerm::term),
                     redefined.front().pointer);
    const auto unknown = distinct(known.unknown_in_credential(document), &UnknownContext::url);
    for (const ModelFault& fault : wrong_digests_in(document, known))
        return Error(*fault.code, fault.message, fault.pointer);
    if (unknown.empty()) return std::string("all contexts are known");
    return Error(errors::kContextUnknown, "not known: " + listing(unknown, &UnknownContext::url),
                 unknown.front().pointer);
}

void Verification::dates() {
    if (asked("dates")) report_.write("dates", judge_dates());
}

Result<std::string> Verification::judge_dates() const {
    const std::string from(credential_.from_member);
    const std::string until(credential_.until_member);
    // The model says so too, and need not be asked: a date of the other version would go unread.
    for (const std::string_view other : kDatesOf[credential_.is_version_1 ? 0 : 1])
        if (credential_.json.find(other))
            return Error(errors::kVersionMixed,
                         std::string(other) + " is a date of the other version of the data model",
                         "/" + std::string(other));
    if (!credential_.valid_from && credential_.json.find(from))
        return Error(errors::kDatesMalformed, from + " is not a date-time", "/" + from);
    if (!credential_.valid_until && credential_.json.find(until))
        return Error(errors::kDatesMalformed, until + " is not a date-time", "/" + until);
    if (credential_.valid_from && *credential_.valid_from > moment_.latest())
        return Error(errors::kNotYetValid,
                     "valid from " + credential_.valid_from->to_string() + " on", "/" + from);
    if (credential_.valid_until && *credential_.valid_until < moment_.judged())
        return Error(errors::kExpired, "valid until " + credential_.valid_until->to_string(),
                     "/" + until);
    return "valid at " + moment_.judged().to_string();
}

Result<void> Verification::status(Call& call) {
    if (!asked("status")) return {};
    if (!credential_.has_status) {
        report_.skip("status", "the credential carries none");
        return {};
    }
    const auto answer = judge_status(*credential_.json.find("credentialStatus"), credential_.issuer,
                                     policy_, moment_, statuses_, call);
    if (!answer && answer.error().kind() == ErrorKind::interrupted) return answer.error();
    report_.write("status", answer);
    return {};
}

void Verification::schema() {
    if (!asked("schema")) return;
    if (!credential_.has_schema) return report_.skip("schema", "the credential names none");
    report_.judge("schema", Error(errors::kSchemaUnsupported,
                                  "the credential's schema was not checked", "/credentialSchema"));
}

Result<void> Verification::authority(Call& call) {
    if (authority_ == nullptr) {
        not_asked("authority");
        return {};
    }
    if (!asked("authority")) return {};
    const Check* control = report_.find("control");
    const bool is_issuers = control != nullptr && control->state == CheckState::passed &&
                            !policy_.allow_foreign_keys && policy_.public_keys.empty();
    if (!is_issuers || !credential_.issuer) {
        report_.undetermined("authority", Error(errors::kAuthorityIssuerUnproven,
                                                "the issuer did not sign, as far as was asked"));
        return {};
    }
    const auto& bounds = report_.bounds();
    const AuthorityRule rule{*authority_, credential_, policy_, moment_,
                             bounds ? bounds->not_after : std::nullopt};
    const auto answer = rule.judge(call);
    if (!answer && answer.error().kind() == ErrorKind::interrupted) return answer.error();
    // What kept the registry from answering is no fact about the credential, whatever its kind.
    const bool is_finding =
        answer || std::ranges::any_of(errors::kAuthorityRoomCodes, [&](const ErrorCode* code) {
            return *code == answer.error().code();
        });
    if (is_finding)
        report_.write("authority", answer);
    else
        report_.undetermined("authority", answer.error());
    return {};
}

Result<void> Verification::terms(const Secured& credential, Call& call) {
    if (!policy_.ask.contains("terms")) {
        not_asked("terms");
        return {};
    }
    if (!asked("terms")) return {};
    const auto answer = judge_terms(credential, credential_.json, contexts_, call);
    if (!answer && answer.error().kind() == ErrorKind::interrupted) return answer.error();
    report_.write("terms", answer);
    return {};
}

Result<std::string> judge_terms(const Secured& secured, json::Value document,
                                const KnownContexts& known, Call& call) {
    const bool is_jwt = secured.jwt() != nullptr && !secured.jwt()->is_version_1();
    const bool has_claims = is_jwt || secured.sd_jwt() != nullptr;
    if (!has_claims || !document.is_object()) {
        DEED_CHECK(check_terms(document, known, call));
        return std::string("the contexts define every member and type");
    }
    json::Writer writer;
    writer.begin_object();
    for (const auto& [name, value] : document.object())
        if (name != "aud" && name != "nonce") writer.key(name).value(value);
    const json::Document own = writer.end_object().take_document();
    DEED_CHECK(check_terms(own.root(), known, call));
    return std::string("the contexts define every member and type");
}

std::span<const std::string_view> check_names() { return kCheckNames; }

namespace {

Result<Report> judge(const Secured& credential, const VerifyPolicy& policy,
                     const VerifyContext& context, Call& call) {
    const CredentialView view(credential.document().root());
    const std::vector<ProofEntry> proofs = stated_proofs(credential, context.contexts);
    Report report;
    Verification verification(report, view, policy, context);
    verification.model();
    verification.contexts();
    DEED_CHECK(judge_proofs(report, proofs, {.controller = view.issuer}, policy, context, call));
    verification.dates();
    DEED_CHECK(verification.status(call));
    verification.schema();
    DEED_CHECK(verification.authority(call));
    DEED_CHECK(verification.terms(credential, call));
    return report;
}

}  // namespace

Result<Report> verify(const json::Document& credential, const VerifyPolicy& policy,
                      const VerifyContext& context, Call& call) {
    return verify(Secured(credential, DocumentKind::credential), policy, context, call);
}

Result<Report> verify(const Secured& credential, const VerifyPolicy& policy,
                      const VerifyContext& context, Call& call) {
    DEED_CHECK(check_policy(policy, context.clock.now()));
    if (!credential.document().root().is_object())
        return Error(errors::kNotAnObject, "the input is not a JSON object");
    return judge(credential, policy, context, call);
}

}  // namespace deed::credentials

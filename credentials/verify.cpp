#include "credentials/verify.hpp"

#include <algorithm>
#include <array>

#include "credentials/contexts/errors.hpp"
#include "credentials/contexts/inline_contexts.hpp"
#include "credentials/errors.hpp"
#include "credentials/proof_parts.hpp"
#include "credentials/proofs/errors.hpp"
#include "credentials/proofs/suite.hpp"
#include "credentials/verification.hpp"

namespace deed::credentials {
namespace {

constexpr std::array<std::string_view, 12> kCheckNames{
    "model", "context", "proof",  "purpose", "control",   "did.freshness",
    "time",  "dates",   "status", "schema",  "authority", "terms"};

constexpr std::size_t kMaxListed = 5;

Result<void> check_policy(const VerifyPolicy& policy, Timestamp now) {
    if (policy.at && *policy.at > now)
        return Error(errors::kAtInFuture,
                     policy.at->to_string() + " is later than now, " + now.to_string());
    for (const std::string& name : policy.skip)
        if (std::ranges::find(kCheckNames, name) == kCheckNames.end())
            return Error(errors::kUnknownCheck, "there is no check '" + name + "'");
    return {};
}

/// "first; second; and 3 more", of things with a pointer and a text.
template <typename T>
std::string listing(const std::vector<T>& faults, std::string T::*text) {
    std::string out;
    for (std::size_t i = 0; i < faults.size() && i < kMaxListed; ++i) {
        if (i > 0) out += "; ";
        out += faults[i].*text;
        if (faults.size() > 1 && !faults[i].pointer.empty()) out += " at " + faults[i].pointer;
    }
    if (faults.size() > kMaxListed)
        out += "; and " + std::to_string(faults.size() - kMaxListed) + " more";
    return out;
}

/// The first finding of each name; a proof repeats the contexts of its document.
template <typename T>
std::vector<T> distinct(const std::vector<T>& findings, std::string T::*name) {
    std::vector<T> kept;
    for (const T& finding : findings)
        if (std::ranges::find(kept, finding.*name, name) == kept.end()) kept.push_back(finding);
    return kept;
}

/// Whether an error of this kind is a fact about the credential; the others say what is missing to
/// judge it.
bool speaks_against(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::malformed:
        case ErrorKind::signature:
        case ErrorKind::untrusted:
        case ErrorKind::revoked:
        case ErrorKind::expired:
        case ErrorKind::schema:
        case ErrorKind::mismatch:
            return true;
        default:
            return false;
    }
}

/// A suite's error with its place in the proof made one in the credential.
Error in_credential(const Error& error, const ProofParts& proof) {
    return Error(error.code(), error.message(), proof.pointer + error.where());
}

}  // namespace

bool Verification::asked(std::string_view name) {
    if (asks(name)) return true;
    not_asked(name);
    return false;
}

bool Verification::asked_with_key(std::string_view name) {
    if (!asked(name)) return false;
    if (key_.proof && !key_.is_unresolved) return true;
    report_.undetermined(std::string(name), key_.method.error());
    return false;
}

void Verification::judge(std::string_view name, const Error& error) {
    speaks_against(error.kind()) ? report_.fail(std::string(name), error)
                                 : report_.undetermined(std::string(name), error);
}

void Verification::write(std::string_view name, const Result<std::string>& answer) {
    answer ? report_.pass(std::string(name), *answer) : judge(name, answer.error());
}

void Verification::model() {
    if (!asked("model")) return;
    const auto faults = check_model(credential_.json);
    if (faults.empty()) return report_.pass("model", "follows VC data model 2.0");
    judge("model", Error(*faults.front().code, listing(faults, &ModelFault::message),
                         faults.front().pointer));
}

void Verification::contexts() {
    if (!asked("context")) return;
    if (!credential_.json.find("@context"))
        return judge("context", Error(errors::kContextMissing, "there is no @context"));
    const auto redefined = distinct(protected_terms_in(credential_.json), &ProtectedTerm::term);
    if (!redefined.empty())
        return judge("context",
                     Error(errors::kProtectedTerm,
                           "the base context protects " + listing(redefined, &ProtectedTerm::term),
                           redefined.front().pointer));
    const auto unknown =
        distinct(contexts_.unknown_in_credential(credential_.json), &UnknownContext::url);
    if (unknown.empty()) return report_.pass("context", "all contexts are known");
    judge("context",
          Error(errors::kContextUnknown, "not known: " + listing(unknown, &UnknownContext::url),
                unknown.front().pointer));
}

void Verification::proof(Call& call) {
    if (!asked("proof")) return;
    if (key_.is_unresolved) return report_.undetermined("proof", key_.method.error());
    write("proof", judge_proof(call));
}

Result<std::string> Verification::judge_proof(Call& call) const {
    DEED_TRY(const ProofParts proof, key_.proof);
    if (proof.has_previous)
        return Error(errors::kProofPreviousUnsupported, "the proof names a previous proof",
                     proof.pointer + "/previousProof");
    const ProofSuite* suite =
        proof.type == "DataIntegrityProof" ? find_suite(proof.cryptosuite) : nullptr;
    if (suite == nullptr)
        return Error(
            errors::kProofSuiteUnsupported,
            "the proof is a " + std::string(proof.type) + " " + std::string(proof.cryptosuite),
            proof.pointer);
    DEED_TRY(const did::VerificationMethod method, key_.method);
    if (!method.public_key)
        return Error(
            errors::kProofMethodUnsupported,
            "the key of " + method.id + " (" + method.type + ") is of a type that is not known",
            proof.pointer + "/verificationMethod");

    const auto verified = suite->verify(credential_.json, proof.json, *method.public_key, call);
    if (!verified) return in_credential(verified.error(), proof);
    if (proof.expires && *proof.expires < moment_.judged())
        return Error(errors::kProofExpired, "the proof expired at " + proof.expires->to_string(),
                     proof.pointer + "/expires");
    if (proof.created && *proof.created > moment_.latest())
        return Error(errors::kProofCreatedInFuture,
                     "the proof says it was created at " + proof.created->to_string(),
                     proof.pointer + "/created");
    return std::string(suite->name()) + " by " + method.id;
}

void Verification::dates() {
    if (asked("dates")) write("dates", judge_dates());
}

Result<std::string> Verification::judge_dates() const {
    if (credential_.is_version_1)
        return Error(errors::kVersionUnsupported, "the dates of data model 1.1 are not judged",
                     "/@context");
    if (!credential_.valid_from && credential_.json.find("validFrom"))
        return Error(errors::kDatesMalformed, "validFrom is not a date-time", "/validFrom");
    if (!credential_.valid_until && credential_.json.find("validUntil"))
        return Error(errors::kDatesMalformed, "validUntil is not a date-time", "/validUntil");
    if (credential_.valid_from && *credential_.valid_from > moment_.latest())
        return Error(errors::kNotYetValid,
                     "valid from " + credential_.valid_from->to_string() + " on", "/validFrom");
    if (credential_.valid_until && *credential_.valid_until < moment_.judged())
        return Error(errors::kExpired, "valid until " + credential_.valid_until->to_string(),
                     "/validUntil");
    return "valid at " + moment_.judged().to_string();
}

void Verification::status() {
    if (!asked("status")) return;
    if (!credential_.has_status) return report_.skip("status", "the credential carries none");
    judge("status", Error(errors::kStatusUnsupported, "the credential's status was not looked up",
                          "/credentialStatus"));
}

void Verification::schema() {
    if (!asked("schema")) return;
    if (!credential_.has_schema) return report_.skip("schema", "the credential names none");
    judge("schema", Error(errors::kSchemaUnsupported, "the credential's schema was not checked",
                          "/credentialSchema"));
}

std::span<const std::string_view> check_names() { return kCheckNames; }

Result<Report> verify(const json::Document& credential, const VerifyPolicy& policy,
                      const VerifyContext& context, Call& call) {
    DEED_CHECK(check_policy(policy, context.clock.now()));
    if (!credential.root().is_object())
        return Error(errors::kNotAnObject, "the input is not a JSON object");
    const CredentialView view(credential.root());
    DEED_TRY(const SigningKey key, find_signing_key(view, context.resolver, policy.at, call));

    Verification verification(view, key, policy, context);
    verification.model();
    verification.contexts();
    verification.proof(call);
    verification.purpose();
    verification.control();
    verification.freshness();
    verification.time();
    verification.dates();
    verification.status();
    verification.schema();
    verification.not_asked("authority");
    verification.not_asked("terms");
    return verification.take();
}

}  // namespace deed::credentials

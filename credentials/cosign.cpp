#include "credentials/cosign.hpp"

#include <algorithm>

#include "credentials/contexts/safe_mode.hpp"
#include "credentials/credential.hpp"
#include "credentials/errors.hpp"
#include "credentials/make_proof.hpp"
#include "credentials/proof_parts.hpp"
#include "credentials/proof_verification.hpp"
#include "credentials/signing_method.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

Result<void> require_signed_object(json::Value credential) {
    if (!credential.is_object())
        return Error(errors::kNotAnObject, "the credential is not an object");
    const std::size_t count = CredentialView(credential).proofs.size();
    if (count == 0) return Error(errors::kNotSignedYet, "the credential has no proof");
    if (count < kMaxProofs) return {};
    return Error(errors::kProofTooMany,
                 "the credential carries " + std::to_string(count) + " proofs already", "/proof");
}

/// What the proofs there answer for themselves, whoever made them.
Result<void> require_good_proofs(const CosignRequest& request, const IssueContext& context,
                                 Call& call) {
    const CredentialView view(request.credential.root());
    Report report;
    DEED_CHECK(judge_proofs(report, stated_proofs(view.json, context.contexts),
                            {.controller = view.issuer, .judges_binding = false}, {},
                            {context.resolver, context.clock, context.contexts}, call));
    if (report.verdict() == Verdict::good) return {};
    const bool is_bad = report.verdict() == Verdict::bad;
    if (!is_bad && request.accept_unjudged) return {};
    const CheckState spoiler = is_bad ? CheckState::failed : CheckState::undetermined;
    const auto check = std::ranges::find(report.checks(), spoiler, &Check::state);
    return Error(is_bad ? errors::kSignedIsBad : errors::kSignedIsUnjudged,
                 std::string(check->code->name) + ": " + check->detail, check->pointer);
}

/// The proofs that the new one builds on, in the order of the document.
Result<std::vector<json::Value>> previous_proofs(const CosignRequest& request,
                                                 const std::vector<json::Value>& proofs) {
    if (request.all_previous) return proofs;
    for (const std::string& id : request.previous)
        if (std::ranges::none_of(proofs, [&](auto proof) { return text_of(proof, "id") == id; }))
            return Error(errors::kIssuePreviousNotFound, "there is no proof " + id, "/proof");
    std::vector<json::Value> found;
    for (const json::Value proof : proofs)
        if (std::ranges::count(request.previous, text_of(proof, "id")) > 0) found.push_back(proof);
    return found;
}

Result<std::vector<std::string>> ids_of(const std::vector<json::Value>& proofs) {
    std::vector<std::string> ids;
    for (const json::Value proof : proofs) {
        const std::string_view id = text_of(proof, "id");
        if (id.empty())
            return Error(
                errors::kPreviousWithoutId,
                "the proof by " + std::string(text_of(proof, "verificationMethod")) + " has no id",
                "/proof");
        ids.emplace_back(id);
    }
    return ids;
}

Result<void> require_free_id(const ProofOptions& options, const std::vector<json::Value>& proofs) {
    const auto has_it = [&](json::Value proof) { return text_of(proof, "id") == *options.id; };
    if (!options.id || std::ranges::none_of(proofs, has_it)) return {};
    return Error(errors::kProofIdTaken, "a proof has the id " + *options.id, "/proof");
}

json::Document proof_list(const std::vector<json::Value>& proofs, json::Value added) {
    json::Writer writer;
    writer.begin_array();
    for (const json::Value proof : proofs) writer.value(proof);
    return writer.value(added).end_array().take_document();
}

}  // namespace

Result<json::Document> cosign(const CosignRequest& request, const IssueContext& context,
                              Call& call) {
    const json::Value credential = request.credential.root();
    DEED_CHECK(require_signed_object(credential));
    DEED_CHECK(require_sound_model(credential));
    DEED_CHECK(require_sound_contexts(credential, context.contexts));
    DEED_CHECK(check_terms(credential, context.contexts, call));
    DEED_CHECK(require_good_proofs(request, context, call));

    const std::vector<json::Value> proofs = CredentialView(credential).proofs;
    DEED_CHECK(require_free_id(request.proof, proofs));
    DEED_TRY(const std::vector<json::Value> previous, previous_proofs(request, proofs));
    DEED_TRY(std::vector<std::string> ids, ids_of(previous));

    DEED_TRY(const did::Resolution signer, context.resolver.resolve(request.signer_did, call));
    const crypto::PublicKey& key = request.signer.public_key();
    const Timestamp now = context.clock.now();
    DEED_TRY(const std::string method, usable_method(signer, key, kIssuing, now));
    DEED_TRY(const ProofSuite* const suite, pick_suite(request.cryptosuite, key.type()));

    const ProofPlan plan{*suite, method, kIssuing.relationship, now, request.proof, std::move(ids)};
    DEED_TRY(const json::Document proof,
             make_proof({credential, previous, &context.contexts}, plan, request.signer, call));
    return request.credential.with("/proof", proof_list(proofs, proof.root()).root());
}

}  // namespace deed::credentials

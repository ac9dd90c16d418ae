#include "credentials/proofs/rdfc_suite.hpp"

#include <algorithm>

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/contexts/safe_mode.hpp"
#include "credentials/proofs/errors.hpp"
#include "credentials/proofs/plain_reading.hpp"
#include "lib/json/pointer.hpp"
#include "lib/json/writer.hpp"
#include "lib/rdf/canonicalize.hpp"
#include "lib/rdf/jsonld_errors.hpp"

namespace deed::credentials {
namespace {

/// Of both versions of the data model: each term is named as its IRI ends.
constexpr std::string_view kDataModelVocabulary = "https://www.w3.org/2018/credentials#";

Result<rdf::Dataset> statements(json::Value value, const ProofInput& input, Call& call) {
    rdf::JsonLdOptions options = safe_mode(input.contexts);
    options.plain_names = true;
    options.plain_vocabulary = kDataModelVocabulary;
    DEED_TRY(rdf::Dataset dataset, rdf::to_rdf(value, options, call));
    // Safe mode refuses by itself what comes to nothing; a signature must not depend on that.
    if (dataset.quads().empty())
        return Error(rdf::errors::kDroppedEmptyObject, "there is not one statement to sign");
    return dataset;
}

Result<std::string> canonical_form(const rdf::Dataset& dataset, crypto::HashAlgorithm hash,
                                   Call& call) {
    DEED_TRY(rdf::CanonicalDataset canonical, rdf::canonicalize(dataset, {.hash = hash}, call));
    return std::move(canonical.nquads);
}

/// Whether all that is signed stands under the names by which a verifier looks for it.
Result<void> require_known_members(json::Value proof) {
    constexpr std::string_view kNames[] = {
        "@context",     "id",    "type",      "cryptosuite",  "created",    "expires",
        "domain",       "nonce", "challenge", "proofPurpose", "proofValue", "verificationMethod",
        "previousProof"};
    for (const auto& [name, value] : proof.object())
        if (std::ranges::find(kNames, name) == std::end(kNames))
            return Error(errors::kProofMemberUnknown, "\"" + std::string(name) + "\"",
                         json::pointer_token(name));
    return {};
}

/// Whether the proof's type is the one of the Data Integrity specifications, not one that some
/// @vocab makes of its name.
bool states_type(const rdf::Dataset& dataset, std::string_view type) {
    constexpr std::string_view kVocabulary = "https://w3id.org/security#";
    constexpr std::string_view kType = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    return std::ranges::any_of(dataset.quads(), [&](const rdf::Quad& quad) {
        const std::string_view iri = quad.object.value;
        return quad.predicate.value == kType && iri.starts_with(kVocabulary) &&
               iri.substr(kVocabulary.size()) == type;
    });
}

}  // namespace

json::Document RdfcSuite::make_unsigned(json::Value options, json::Value /*document*/) const {
    json::Writer writer;
    return writer.value(options).take_document();
}

// Proof configuration: the proof's members, in the meaning that the document's contexts give them.
Result<std::string> RdfcSuite::canonical_proof(json::Value proof, const ProofInput& input,
                                               crypto::HashAlgorithm hash, Call& call) const {
    json::Writer writer;
    writer.begin_object();
    for (const auto& [name, value] : proof.object())
        if (name != "proofValue" && name != "@context") writer.key(name).value(value);
    if (const auto context = input.document.find("@context"))
        writer.key("@context").value(*context);
    const json::Document configuration = writer.end_object().take_document();
    const auto dataset = statements(configuration.root(), input, call);
    const bool is_undefined = !dataset && dataset.error().where() == "/type" &&
                              dataset.error().code() == rdf::errors::kDroppedRelativeType;
    if (!dataset && !is_undefined) return dataset.error();
    if (is_undefined || !states_type(*dataset, proof_type_))
        return Error(errors::kProofSuiteContextMissing,
                     "no context of the document defines " + std::string(proof_type_), "/type");
    DEED_CHECK(require_known_members(proof));
    return canonical_form(*dataset, hash, call);
}

Result<std::string> RdfcSuite::canonical_document(const ProofInput& input,
                                                  crypto::HashAlgorithm hash, Call& call) const {
    DEED_CHECK(require_plain_contexts(input.document));
    const json::Document secured = secured_document(input);
    DEED_CHECK(require_one_place(secured.root()));
    DEED_TRY(const rdf::Dataset dataset, statements(secured.root(), input, call));
    return canonical_form(dataset, hash, call);
}

}  // namespace deed::credentials

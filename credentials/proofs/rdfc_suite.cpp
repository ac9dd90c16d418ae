#include "credentials/proofs/rdfc_suite.hpp"

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/contexts/safe_mode.hpp"
#include "credentials/proofs/errors.hpp"
#include "credentials/proofs/plain_reading.hpp"
#include "lib/json/writer.hpp"
#include "lib/rdf/canonicalize.hpp"

namespace deed::credentials {
namespace {

Result<rdf::Dataset> statements(json::Value value, const ProofInput& input, Call& call) {
    DEED_TRY(rdf::Dataset dataset, rdf::to_rdf(value, safe_mode(input.contexts), call));
    if (dataset.quads().empty())
        return Error(errors::kProofNothingSigned, "there is not one statement to sign");
    return dataset;
}

Result<std::string> canonical_form(const rdf::Dataset& dataset, crypto::HashAlgorithm hash,
                                   Call& call) {
    DEED_TRY(rdf::CanonicalDataset canonical, rdf::canonicalize(dataset, {.hash = hash}, call));
    return std::move(canonical.nquads);
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
    DEED_TRY(const rdf::Dataset dataset, statements(configuration.root(), input, call));
    return canonical_form(dataset, hash, call);
}

Result<std::string> RdfcSuite::canonical_document(const ProofInput& input,
                                                  crypto::HashAlgorithm hash, Call& call) const {
    DEED_CHECK(require_plain_contexts(input.document));
    const json::Document secured = secured_document(input);
    DEED_TRY(const rdf::Dataset dataset, statements(secured.root(), input, call));
    DEED_CHECK(require_plain_names(secured.root(), dataset));
    return canonical_form(dataset, hash, call);
}

}  // namespace deed::credentials

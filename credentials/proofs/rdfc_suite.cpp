#include "credentials/proofs/rdfc_suite.hpp"

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/contexts/safe_mode.hpp"
#include "credentials/proofs/errors.hpp"
#include "lib/json/writer.hpp"
#include "lib/rdf/canonicalize.hpp"

namespace deed::credentials {
namespace {

Result<std::string> canonical_nquads(json::Value value, const ProofInput& input,
                                     crypto::HashAlgorithm hash, Call& call) {
    DEED_TRY(const rdf::Dataset dataset, rdf::to_rdf(value, safe_mode(input.contexts), call));
    if (dataset.quads().empty())
        return Error(errors::kProofNothingSigned, "there is not one statement to sign");
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
    return canonical_nquads(configuration.root(), input, hash, call);
}

Result<std::string> RdfcSuite::canonical_document(const ProofInput& input,
                                                  crypto::HashAlgorithm hash, Call& call) const {
    const bool is_bare = input.previous.empty() && !input.document.find("proof");
    if (is_bare) return canonical_nquads(input.document, input, hash, call);
    return canonical_nquads(secured_document(input).root(), input, hash, call);
}

}  // namespace deed::credentials

#include "credentials/proofs/jcs_suite.hpp"

#include "lib/json/jcs.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

constexpr std::size_t kUsualCanonicalSize = 2048;

}  // namespace

// Section 3.3.1, step 2: so that the proof keeps its meaning among those of a set.
json::Document JcsSuite::make_unsigned(json::Value options, json::Value document) const {
    json::Writer writer;
    writer.begin_object();
    for (const auto& [name, value] : options.object()) writer.key(name).value(value);
    if (const auto context = document.find("@context")) writer.key("@context").value(*context);
    return writer.end_object().take_document();
}

Result<std::string> JcsSuite::canonical_proof(json::Value proof, const ProofInput& /*input*/,
                                              crypto::HashAlgorithm /*hash*/,
                                              Call& /*call*/) const {
    std::string canonical;
    json::canonicalize_without(canonical, proof, "proofValue");
    return canonical;
}

Result<std::string> JcsSuite::canonical_document(const ProofInput& input,
                                                 crypto::HashAlgorithm /*hash*/,
                                                 Call& /*call*/) const {
    std::string canonical;
    canonical.reserve(kUsualCanonicalSize);
    input.previous.empty() ? json::canonicalize_without(canonical, input.document, "proof")
                           : json::canonicalize_to(canonical, secured_document(input).root());
    return canonical;
}

}  // namespace deed::credentials

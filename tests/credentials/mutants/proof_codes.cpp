#include "tests/credentials/mutants/proof_codes.hpp"

#include "credentials/contexts/safe_mode.hpp"
#include "lib/json/jcs.hpp"
#include "lib/rdf/canonicalize.hpp"

namespace deed::credentials::test {
namespace {

constexpr std::string_view kInvalid = "proof.signature_invalid";
constexpr std::string_view kMalformed = "proof.malformed";
constexpr std::string_view kUnsupported = "proof.suite_unsupported";

// No URL, one that is no DID's, and one of a DID that does not have it.
const std::set<std::string_view> kOfMethod{kMalformed, "proof.method_unsupported",
                                           "proof.method_not_found"};

// What the suites over RDF say of what they cannot read to the end.
constexpr std::string_view kTerm = "jsonld.dropped_term";
constexpr std::string_view kId = "jsonld.dropped_relative_id";
constexpr std::string_view kType = "jsonld.dropped_relative_type";
constexpr std::string_view kNotAnId = "jsonld.invalid_id_value";
constexpr std::string_view kNotAType = "jsonld.invalid_type_value";
constexpr std::string_view kNull = "jsonld.dropped_null_value";
constexpr std::string_view kNullItem = "jsonld.dropped_null_item";
constexpr std::string_view kEmpty = "jsonld.dropped_empty_array";
// What is said under another name or in another place than it was.
constexpr std::string_view kHidden = "jsonld.hidden_term";
constexpr std::string_view kCompact = "jsonld.compact_id";
constexpr std::string_view kMoved = "proof.member_hidden";

}  // namespace

// Of JCS every byte counts: what is changed, and still a proof, has another hash. The proof repeats
// the contexts (VC Data Integrity, DI-EdDSA section 3.3.2), so they are told apart from the rest.
const ExpectedCodes kJcsCodes{
    {"value changed", {kInvalid}},
    {"value made null", {kInvalid}},
    {"value emptied", {kInvalid}},
    {"JSON literal changed", {kInvalid}},
    {"member removed", {kInvalid}},
    {"member added", {kInvalid}},
    {"undefined term added", {kInvalid}},
    {"member moved", {kInvalid}},
    {"member renamed", {kInvalid}},
    {"values swapped", {kInvalid}},
    {"type changed", {kInvalid}},
    {"array changed", {kInvalid}},
    {"context changed", {"proof.context_mismatch", "proof.covers_less"}},
    {"proof suite changed", {kUnsupported, kMalformed}},  // a name of nothing; no name at all
    {"proof method changed", kOfMethod},
    {"proof value changed", {kInvalid, "proof.value_malformed", kMalformed}},
    {"proof option changed", {kInvalid, kMalformed}},
    {"proof member removed", {kInvalid, kMalformed, "proof.missing"}},
    {"proof member added", {kInvalid}},
    {"proof part swapped", {kInvalid, kMalformed, "proof.missing"}}};

const ExpectedCodes kRdfcCodes{
    {"value changed", {kInvalid, kId, kNotAnId, kType, kNotAType}},
    {"value made null", {kNull, kNullItem, kNotAnId, kNotAType}},
    {"value emptied", {kEmpty, kNotAnId, kInvalid}},  // an empty @list is a statement
    {"JSON literal changed", {kInvalid}},
    {"member removed", {kInvalid, kTerm}},
    {"member added", {kInvalid, kHidden}},
    {"undefined term added", {kTerm}},
    {"member moved", {kInvalid, kTerm, kMoved}},
    {"member renamed", {kInvalid, kTerm, kId}},
    {"values swapped",
     {kInvalid, kId, kType, kNotAnId, kNotAType, kNull, kNullItem, kTerm, kCompact, kHidden}},
    {"type changed", {kInvalid, kTerm, kType, kHidden, kEmpty}},
    {"array changed", {kInvalid, kEmpty}},
    {"context changed",
     {kInvalid, kTerm, kType, "proof.context_misleads", "proof.suite_context_missing", kHidden,
      kCompact, "jsonld.dropped_null_type", kNull, "jsonld.invalid_context_nullification",
      "jsonld.invalid_local_context", "jsonld.loading_remote_context_failed",
      "jsonld.protected_term_redefinition"}},
    {"proof suite changed", {kUnsupported, kMalformed}},
    {"proof method changed", kOfMethod},
    {"proof value changed", {kInvalid, "proof.value_malformed", kMalformed}},
    {"proof option changed", {kInvalid, kMalformed, kId}},  // a purpose is a term
    {"proof member removed", {kInvalid, kMalformed, "proof.missing"}},
    {"proof member added", {kInvalid, kTerm, "proof.member_unknown"}},
    {"proof part swapped", {kInvalid, kMalformed, "proof.missing"}}};

std::optional<std::string> meaning(const json::Document& document, const KnownContexts& contexts) {
    const auto unsecured =
        document.root().find("proof") ? document.without("/proof").value() : document;
    Call call;
    const auto dataset = rdf::to_rdf(unsecured.root(), safe_mode(&contexts), call);
    if (!dataset) return std::nullopt;
    auto canonical = rdf::canonicalize(*dataset, {}, call);
    if (!canonical) return std::nullopt;
    const auto proof = document.root().find("proof");
    return canonical->nquads + (proof ? json::canonicalize(*proof) : "");
}

}  // namespace deed::credentials::test

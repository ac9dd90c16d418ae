// A thousand changes that leave JSON, and know what a credential is made of: each is refused in
// every suite, with a code out of the few that its kind deserves.
#include <algorithm>

#include <gmock/gmock.h>

#include "credentials/contexts/safe_mode.hpp"
#include "credentials/proofs/suite.hpp"
#include "lib/json/jcs.hpp"
#include "lib/rdf/canonicalize.hpp"
#include "tests/credentials/cast.hpp"
#include "tests/credentials/mutants/mutant_count.hpp"
#include "tests/credentials/mutants/mutants.hpp"

namespace deed::credentials {
namespace {

constexpr std::string_view kInvalid = "proof.signature_invalid";
constexpr std::string_view kMalformed = "proof.malformed";
constexpr std::string_view kUnsupported = "proof.suite_unsupported";

const test::ExpectedCodes kJcs{{"value changed", {kInvalid}},
                               {"member removed", {kInvalid}},
                               {"member added", {kInvalid}},
                               {"undefined term added", {kInvalid}},
                               {"member moved", {kInvalid}},
                               {"member renamed", {kInvalid}},
                               {"values swapped", {kInvalid}},
                               {"type changed", {kInvalid}},
                               {"array changed", {kInvalid}},
                               {"context changed", {"proof.context_mismatch", "proof.covers_less"}},
                               {"proof member changed",
                                {kInvalid, kMalformed, kUnsupported, "proof.value_malformed",
                                 "proof.method_not_found", "proof.method_unsupported"}},
                               {"proof member removed", {kInvalid, kMalformed, "proof.missing"}},
                               {"proof member added", {kInvalid}},
                               {"proof part swapped", {kInvalid, kMalformed, "proof.missing"}}};

// What the suites over RDF say of what they cannot read to the end.
constexpr std::string_view kTerm = "jsonld.dropped_term";
constexpr std::string_view kId = "jsonld.dropped_relative_id";
constexpr std::string_view kType = "jsonld.dropped_relative_type";
// What is said under another name or in another place than it was, or not said at all.
constexpr std::string_view kHidden = "jsonld.hidden_term";
constexpr std::string_view kMoved = "proof.member_hidden";
constexpr std::string_view kEmpty = "jsonld.dropped_empty_array";
const std::set<std::string_view> kOfValues{kInvalid,
                                           kTerm,
                                           kId,
                                           kType,
                                           "jsonld.dropped_null_value",
                                           "jsonld.dropped_null_item",
                                           "jsonld.compact_id",
                                           kHidden,
                                           kMoved,
                                           kEmpty,
                                           "jsonld.invalid_id_value",
                                           "jsonld.invalid_type_value"};

const test::ExpectedCodes kRdfc{
    {"value changed", kOfValues},
    {"member removed", {kInvalid, kTerm}},
    {"member added", {kInvalid, kHidden}},
    {"undefined term added", {kInvalid, kTerm}},  // a literal of JSON has no terms
    {"member moved", {kInvalid, kTerm, kMoved}},
    {"member renamed", {kInvalid, kTerm, kId}},
    {"values swapped", kOfValues},
    {"type changed", {kInvalid, kTerm, kType, kHidden, kEmpty}},
    {"array changed", {kInvalid, kEmpty}},
    {"context changed",
     {kInvalid, kTerm, kType, "proof.context_misleads", "proof.suite_context_missing",
      "jsonld.hidden_term", "jsonld.compact_id", "jsonld.dropped_null_type",
      "jsonld.dropped_null_value", "jsonld.invalid_context_nullification",
      "jsonld.invalid_local_context", "jsonld.loading_remote_context_failed",
      "jsonld.protected_term_redefinition"}},
    {"proof member changed",
     {kInvalid, kMalformed, kUnsupported, kId, "proof.value_malformed", "proof.method_not_found",
      "proof.method_unsupported"}},
    {"proof member removed", {kInvalid, kMalformed, "proof.missing"}},
    {"proof member added", {kInvalid, kTerm, "proof.member_unknown"}},
    {"proof part swapped", {kInvalid, kMalformed, "proof.missing"}}};

struct Suite {
    const char* name;
    crypto::KeyType key;
    const test::ExpectedCodes& expected;
    bool is_over_rdf = false;
};

/// What the suites over RDF sign of a document, or nothing where they refuse it.
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

class ProofMutants : public testing::TestWithParam<Suite> {
protected:
    /// The code of the check `proof`: empty where it passed.
    std::string code_of(const json::Document& document) {
        const auto report = cast_.verify(document);
        if (!report) return std::string(report.error().code().name);
        const Check& proof = *report->find("proof");
        if (proof.state == CheckState::passed) return "";
        EXPECT_NE(report->verdict(), Verdict::good);
        return std::string(proof.code->name);
    }

    json::Document issue(std::uint8_t key_filler) {
        cast_.signer = test::signer_of(GetParam().key, key_filler);
        cast_.issuer = did::did_key_of(cast_.signer->public_key());
        cast_.cryptosuite = GetParam().name;
        return cast_.issue(test::kRich).value();
    }

    test::Cast cast_;
};

TEST_P(ProofMutants, AreRefused) {
    const json::Document other = issue(6);
    const json::Document document = issue(5);
    ASSERT_EQ(code_of(document), "");

    test::MutantCount count(
        std::string(GetParam().name) + "-" + std::string(crypto::to_string(GetParam().key)),
        GetParam().expected);
    const auto signed_meaning = meaning(document, cast_.contexts);
    ASSERT_TRUE(signed_meaning);
    auto mutants = test::document_mutants(document);
    for (auto& mutant : test::proof_mutants(document, other)) mutants.push_back(std::move(mutant));
    for (const test::Mutant& mutant : mutants) {
        if (!count.takes_next()) continue;
        if (GetParam().is_over_rdf && meaning(mutant.document, cast_.contexts) == signed_meaning) {
            EXPECT_THAT(code_of(mutant.document),
                        testing::AnyOf("", "proof.context_misleads", "proof.member_hidden",
                                       "jsonld.dropped_empty_array"))
                << mutant.what;
            count.equal();
            continue;
        }
        count.refused(mutant.kind, code_of(mutant.document), mutant.what);
    }
    count.finish();
}

INSTANTIATE_TEST_SUITE_P(
    Suites, ProofMutants,
    testing::Values(Suite{"eddsa-jcs-2022", crypto::KeyType::ed25519, kJcs},
                    Suite{"ecdsa-jcs-2019", crypto::KeyType::p256, kJcs},
                    Suite{"eddsa-rdfc-2022", crypto::KeyType::ed25519, kRdfc, true},
                    Suite{"ecdsa-rdfc-2019", crypto::KeyType::p256, kRdfc, true},
                    Suite{"Ed25519Signature2020", crypto::KeyType::ed25519, kRdfc, true}),
    [](const auto& suite) {
        std::string name = suite.param.name;
        std::ranges::replace(name, '-', '_');
        return name;
    });

}  // namespace
}  // namespace deed::credentials

// A thousand changes that leave JSON, and know what a credential is made of: each is refused in
// every suite, with a code out of the few that its kind deserves.
#include <algorithm>

#include "credentials/proofs/suite.hpp"
#include "lib/json/jcs.hpp"
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

/// Every term and type of it is defined, once as a list.
constexpr const char* kRich = R"({
    "@context": ["https://www.w3.org/ns/credentials/v2", {
        "ex": "https://example.org/ns/",
        "Person": "ex:Person",
        "degree": {"@id": "ex:degree", "@type": "@id"},
        "alumniOf": {"@id": "ex:alumniOf", "@type": "@id"},
        "score": "ex:score",
        "honours": "ex:honours",
        "graduated": {"@id": "ex:graduated", "@type": "http://www.w3.org/2001/XMLSchema#date"},
        "marks": {"@id": "ex:marks", "@container": "@list"},
        "awards": "ex:awards",
        "raw": {"@id": "ex:raw", "@type": "@json"}}],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "ex:Degree"],
    "name": "Degree",
    "validFrom": "2026-01-01T00:00:00Z",
    "validUntil": "2027-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "did:example:alice",
        "type": "Person",
        "degree": {"id": "urn:x:degree", "type": "ex:Bachelor", "name": "Bachelor of Science"},
        "score": 3.5,
        "honours": true,
        "graduated": "2025-06-30",
        "marks": ["1", "2", "1"],
        "awards": ["Dean's List 2021", "Dean's List 2022"],
        "raw": {"order": [2, 1], "deep": {"a": null}}},
    "evidence": {"id": "urn:x:evidence", "type": "ex:Transcript", "name": "Transcript"}})";

struct Suite {
    const char* name;
    crypto::KeyType key;
    const test::ExpectedCodes& expected;
};

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
        return cast_.issue(kRich).value();
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
    auto mutants = test::document_mutants(document);
    for (auto& mutant : test::proof_mutants(document, other)) mutants.push_back(std::move(mutant));
    for (const test::Mutant& mutant : mutants) {
        if (!count.takes_next()) continue;
        count.refused(mutant.kind, code_of(mutant.document), mutant.what);
    }
    count.finish();
}

INSTANTIATE_TEST_SUITE_P(Suites, ProofMutants,
                         testing::Values(Suite{"eddsa-jcs-2022", crypto::KeyType::ed25519, kJcs},
                                         Suite{"ecdsa-jcs-2019", crypto::KeyType::p256, kJcs}),
                         [](const auto& suite) {
                             std::string name = suite.param.name;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

}  // namespace
}  // namespace deed::credentials

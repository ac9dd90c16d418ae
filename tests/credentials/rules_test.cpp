// Every rule of the data model, once as what an issuer is refused and once as what a verifier
// finds.
#include <gtest/gtest.h>

#include <algorithm>

#include "credentials/contexts/errors.hpp"
#include "credentials/errors.hpp"
#include "credentials/proofs/errors.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

using test::Cast;
using test::parse;
using test::with;

const char* const kCredential2 = R"({
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential"],
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:alice", "name": "Alice"}})";
const char* const kCredential1 = R"({
    "@context": ["https://www.w3.org/2018/credentials/v1",
                 "https://w3id.org/security/data-integrity/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential"],
    "issuanceDate": "2026-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:alice"}})";

struct Rule {
    const char* pointer;
    const char* value;  ///< null: the member is removed
    const ErrorCode& code;
    bool needs_json_ld = false;  ///< a verifier finds it where it asks `terms`
};

using namespace errors;
namespace ld = rdf::errors;

const Rule kRules2[] = {
    // 4.3 Contexts
    {"/@context", nullptr, kContextMissing},
    {"/@context", "null", kContextEntryMalformed},
    {"/@context", R"("https://www.w3.org/ns/credentials/v2")", kContextEntryMalformed},
    {"/@context", "[]", kBaseContextNotFirst},
    {"/@context", R"(["https://www.w3.org/ns/credentials/examples/v2"])", kBaseContextNotFirst},
    {"/@context", R"([{"a": "https://example.org/a"}, "https://www.w3.org/ns/credentials/v2"])",
     kBaseContextNotFirst},
    {"/@context", R"(["https://www.w3.org/ns/credentials/v2", 5])", kContextEntryMalformed},
    {"/@context", R"(["https://www.w3.org/ns/credentials/v2", null])", kContextEntryMalformed},
    {"/@context", R"(["https://www.w3.org/ns/credentials/v2", "terms.jsonld"])",
     kContextEntryMalformed},
    {"/@context", R"(["https://www.w3.org/ns/credentials/v2", ["https://a.example/"]])",
     kContextEntryMalformed},
    {"/@context", R"(["https://www.w3.org/ns/credentials/v2", {"name": "https://a.example/#n"}])",
     kProtectedTerm},
    {"/@context",
     R"(["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1"])",
     kVersionMixed},
    // 4.4 Identifiers
    {"/id", "null", kIdMalformed},
    {"/id", "5", kIdMalformed},
    {"/id", R"(["urn:uuid:1"])", kIdMalformed},
    {"/id", R"("relative")", kIdMalformed},
    {"/id", R"("not a url")", kIdMalformed},
    {"/id", R"({"id": "urn:uuid:1"})", kIdMalformed},
    {"/credentialSubject/id", "null", kIdMalformed},
    {"/credentialSubject/id", R"(["did:example:alice"])", kIdMalformed},
    {"/credentialSubject/id", R"("alice")", kIdMalformed},
    // 4.5 Types
    {"/type", nullptr, kTypeMissing},
    {"/type", "null", kTypeMalformed},
    {"/type", "[]", kTypeMalformed},
    {"/type", R"(["VerifiableCredential", 5])", kTypeMalformed},
    {"/type", R"("Degree")", kTypeNotVerifiableCredential},
    {"/type", R"(["VerifiableCredential", "Undefined"])", ld::kDroppedRelativeType, true},
    // 4.6 Names and descriptions; 11.1 language values
    {"/name", "5", kLanguageValueMalformed},
    {"/name", "null", kLanguageValueMalformed},
    {"/name", "[]", kLanguageValueMalformed},
    {"/name", R"({"@language": "en"})", kKeywordMember},
    {"/name", R"({"@value": 5})", kLanguageValueMalformed},
    {"/name", R"({"@value": "a", "@language": "not a tag"})", kLanguageValueMalformed},
    {"/name", R"({"@value": "a", "@direction": "up"})", kLanguageValueMalformed},
    {"/name", R"({"@value": "a", "url": "https://a.example/"})", kKeywordMember},
    {"/description", R"([{"@value": "a", "@type": "b"}])", kKeywordMember},
    // 4.7 Issuer
    {"/issuer", "null", kIssuerMalformed},
    {"/issuer", "[]", kIssuerMalformed},
    {"/issuer", R"("issuer")", kIssuerMalformed},
    {"/issuer", "{}", kIssuerMalformed},
    {"/issuer", R"({"id": null})", kIssuerMalformed},
    {"/issuer", R"({"id": ["did:example:a"]})", kIssuerMalformed},
    {"/issuer", R"({"id": "issuer"})", kIssuerMalformed},
    // 4.8 Subject
    {"/credentialSubject", nullptr, kSubjectMissing},
    {"/credentialSubject", "null", kSubjectMalformed},
    {"/credentialSubject", R"("did:example:alice")", kSubjectMalformed},
    {"/credentialSubject", "{}", kSubjectEmpty},
    {"/credentialSubject", "[]", kSubjectEmpty},
    {"/credentialSubject", R"([{"id": "did:example:alice"}, {}])", kSubjectEmpty},
    // 4.9 Validity
    {"/validFrom", R"("2026-01-01")", kDateMalformed},
    {"/validFrom", "1767225600", kDateMalformed},
    {"/validUntil", R"("tomorrow")", kDateMalformed},
    {"/validUntil", R"(["2027-01-01T00:00:00Z"])", kDateMalformed},
    {"/validUntil", R"("2025-12-31T23:59:59Z")", kDatesReversed},
    {"/issuanceDate", R"("2026-01-01T00:00:00Z")", kVersionMixed},
    // 4.10 Status; 4.11 schemas; 5.4, 5.5, 5.6
    {"/credentialStatus", "5", kStatusMalformed},
    {"/credentialStatus", "[]", kStatusMalformed},
    {"/credentialStatus", R"({"id": "https://a.example/status#1"})", kEntryTypeMissing},
    {"/credentialStatus", R"({"type": 5})", kTypeMalformed},
    {"/credentialStatus", R"({"id": "status", "type": "BitstringStatusListEntry"})", kIdMalformed},
    {"/credentialStatus", R"({"id": null, "type": "BitstringStatusListEntry"})", kIdMalformed},
    {"/credentialStatus", R"([{"type": "BitstringStatusListEntry"}, {}])", kEntryTypeMissing},
    {"/credentialSchema", R"({"type": "JsonSchema"})", kSchemaMalformed},
    {"/credentialSchema", R"({"id": "https://a.example/schema"})", kEntryTypeMissing},
    {"/credentialSchema", R"({"id": "schema", "type": "JsonSchema"})", kIdMalformed},
    {"/credentialSchema", R"("https://a.example/schema")", kSchemaMalformed},
    {"/refreshService", R"({"id": "https://a.example/refresh"})", kEntryTypeMissing},
    {"/refreshService", R"("https://a.example/refresh")", kEntryMalformed},
    {"/termsOfUse", R"({"id": "https://a.example/terms"})", kEntryTypeMissing},
    {"/termsOfUse", R"([])", kEntryMalformed},
    {"/evidence", R"([{"id": "https://a.example/evidence"}])", kEntryTypeMissing},
    {"/evidence", R"({"id": ["urn:a"], "type": "Evidence"})", kIdMalformed},
    // 5.3 Integrity of related resources
    {"/relatedResource", R"("https://a.example/")", kRelatedResourceMalformed},
    {"/relatedResource", R"(["https://a.example/"])", kRelatedResourceMalformed},
    {"/relatedResource", R"([{"digestSRI": "sha256-AA"}])", kRelatedResourceMalformed},
    {"/relatedResource", R"([{"id": "https://a.example/"}])", kRelatedResourceDigestMissing},
    {"/relatedResource", R"([{"id": "https://a.example/", "digestSRI": "sha256-AA"}])",
     kRelatedResourceDigestMalformed},
    {"/relatedResource", R"([{"id": "https://a.example/", "digestMultibase": "uAA"}])",
     kRelatedResourceDigestMalformed},
    {"/relatedResource",
     R"([{"id": "https://a.example/",
          "digestSRI": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="},
         {"id": "https://a.example/",
          "digestSRI": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}])",
     kRelatedResourceDuplicate},
    {"/relatedResource",
     R"([{"id": "https://www.w3.org/ns/credentials/v2",
          "digestSRI": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}])",
     kRelatedResourceDigestMismatch},
    // Members that JSON and JSON-LD would read differently, or not at all
    {"/@id", R"("urn:uuid:1")", kKeywordMember},
    {"/credentialSubject/@type", R"("Person")", kKeywordMember},
    {"/credentialSubject/undefined", "1", ld::kDroppedTerm, true},
    {"/undefined", R"({"name": "a"})", ld::kDroppedTerm, true},
    {"/credentialSubject/friend", R"({"id": "did:example:bob"})", ld::kDroppedTerm, true},
};

// 1.1: what differs.
const Rule kRules1[] = {
    {"/issuanceDate", R"("2026-01-01")", kDateMalformed},
    {"/expirationDate", R"("2025-01-01T00:00:00Z")", kDatesReversed},
    {"/validFrom", R"("2026-01-01T00:00:00Z")", kVersionMixed},
    {"/@context",
     R"(["https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"])",
     kVersionMixed},
    {"/@context", R"(["https://www.w3.org/2018/credentials/v1", {"type": "urn:a"}])",
     kProtectedTerm},
    {"/credentialStatus", R"({"type": "StatusList2021Entry"})", kStatusMalformed},
    {"/refreshService", R"({"type": "ManualRefreshService2018"})", kEntryMalformed},
    {"/credentialSubject/undefined", "1", ld::kDroppedTerm, true},
    {"/type", R"(["VerifiableCredential", "Undefined"])", ld::kDroppedRelativeType, true},
};

json::Document broken(const char* credential, const Rule& rule) {
    const auto document = parse(credential);
    return rule.value == nullptr ? document.without(rule.pointer).value()
                                 : with(document, rule.pointer, rule.value);
}

std::string told(const Rule& rule) {
    return std::string(rule.pointer) + " = " + (rule.value == nullptr ? "nothing" : rule.value);
}

class Rules : public testing::TestWithParam<std::string> {
protected:
    static void check_issuing(const char* credential, const Rule& rule) {
        Cast cast;
        cast.cryptosuite = GetParam();
        EXPECT_CODE(cast.issue(broken(credential, rule).to_string()), rule.code) << told(rule);
    }
};
INSTANTIATE_TEST_SUITE_P(Suites, Rules, testing::Values("eddsa-jcs-2022", "eddsa-rdfc-2022"),
                         [](const auto& name) { return name.param.substr(6, 3); });

TEST_P(Rules, OfVersion2HoldForIssuers) {
    for (const Rule& rule : kRules2) check_issuing(kCredential2, rule);
}

TEST_P(Rules, OfVersion1HoldForIssuers) {
    for (const Rule& rule : kRules1) check_issuing(kCredential1, rule);
}

// Signed all the same, by somebody who does not care.
void check_verifying(const char* credential, const Rule& rule) {
    Cast cast;
    cast.policy.ask.insert("terms");
    auto document = broken(credential, rule);
    if (!document.root().find("issuer"))
        document = with(document, "/issuer", "\"" + cast.issuer.to_string() + "\"");
    const Report report = cast.report(cast.sign(document));
    EXPECT_EQ(report.verdict(), Verdict::bad) << told(rule);
    const bool is_named = std::ranges::any_of(report.checks(), [&](const Check& check) {
        return check.code != nullptr && *check.code == rule.code;
    });
    EXPECT_TRUE(is_named) << told(rule) << "\n" << test::troubles(report);
}

TEST(RulesOfVerifiers, AreTheSame) {
    for (const Rule& rule : kRules2) check_verifying(kCredential2, rule);
    for (const Rule& rule : kRules1) check_verifying(kCredential1, rule);
}

TEST(RulesOfVerifiers, AskForTermsOnlyWhereTold) {
    for (const Rule& rule : kRules2) {
        if (!rule.needs_json_ld) continue;
        Cast cast;
        auto document =
            with(broken(kCredential2, rule), "/issuer", "\"" + cast.issuer.to_string() + "\"");
        const Report report = cast.report(cast.sign(document));
        EXPECT_EQ(report.verdict(), Verdict::good) << told(rule) << test::troubles(report);
        EXPECT_EQ(test::entry(report, "terms"), "skipped");
    }
}

TEST(RulesOfVerifiers, RefuseACredentialWithoutProof) {
    Cast cast;
    ASSERT_OK_AND(const auto issued, cast.issue(kCredential2));
    EXPECT_EQ(test::entry(cast.report(issued.without("/proof").value()), "proof"),
              "failed proof.missing");
    EXPECT_EQ(test::entry(cast.report(with(issued, "/proof", "null")), "proof"),
              "failed proof.malformed at /proof");
    EXPECT_EQ(test::entry(cast.report(with(issued, "/proof", "[]")), "proof"),
              "failed proof.missing");
    for (const char* member :
         {"type", "verificationMethod", "proofPurpose", "proofValue", "cryptosuite"}) {
        const auto without = issued.without("/proof/" + std::string(member)).value();
        EXPECT_EQ(test::entry(cast.report(without), "proof"), "failed proof.malformed at /proof")
            << member;
    }
}

TEST(RulesOfVerifiers, ReadTimesWithoutOffsetAsUtc) {
    Cast cast;
    cast.clock.set(test::time("2026-06-01T12:00:00Z"));
    const auto until = [&](const char* time) {
        Cast issuing;
        const auto issued = issuing.issue(with(with(parse(kCredential2), "/validUntil", time),
                                               "/validFrom", R"("2026-01-01T00:00:00")")
                                              .to_string());
        EXPECT_OK(issued);
        return test::entry(cast.report(*issued), "dates");
    };
    EXPECT_EQ(until(R"("2026-06-01T12:00:00")"), "passed");
    EXPECT_EQ(until(R"("2026-06-01T11:59:59")"), "failed dates.expired at /validUntil");
}

TEST(Terms, CannotBeJudgedWithoutTheContexts) {
    Cast issuing;
    ASSERT_OK(issuing.contexts.add(
        "https://school.example/terms",
        parse(R"({"@context": {"degree": "https://school.example/#degree"}})")));
    const auto document =
        with(parse(kCredential2), "/@context",
             R"(["https://www.w3.org/ns/credentials/v2", "https://school.example/terms"])");
    for (const char* suite : {"eddsa-jcs-2022", "eddsa-rdfc-2022", "Ed25519Signature2020"}) {
        issuing.cryptosuite = suite;
        const bool is_old = suite == std::string("Ed25519Signature2020");
        const auto given = is_old ? with(document, "/@context/-",
                                         R"("https://w3id.org/security/suites/ed25519-2020/v1")")
                                  : document;
        ASSERT_OK_AND(
            const auto issued,
            issuing.issue(with(given, "/credentialSubject/degree", "\"BSc\"").to_string()));
        issuing.policy.ask.insert("terms");
        EXPECT_EQ(test::troubles(issuing.report(issued)), "") << suite;
        Cast other;
        other.policy.ask.insert("terms");
        const Report report = other.report(issued);
        EXPECT_EQ(report.verdict(), Verdict::could_not_judge) << test::troubles(report);
        EXPECT_EQ(report.find("terms")->state, CheckState::undetermined);
    }
}

TEST(Terms, AreTheOnlyCheckToAskFor) {
    Cast cast;
    ASSERT_OK_AND(const auto issued, cast.issue(kCredential2));
    cast.policy.ask.insert("authority");
    EXPECT_CODE(cast.verify(issued), errors::kUnknownCheck);
}

TEST(RelatedResources, AreHeldToTheBytesThatTheUserGave) {
    const std::string bytes = R"({"@context": {"degree": "https://school.example/#degree"}})";
    const auto with_digest = [&](const std::string& digest) {
        return with(parse(kCredential2), "/relatedResource",
                    R"([{"id": "https://school.example/terms", )" + digest + "}]");
    };
    const auto sri = [](crypto::HashAlgorithm algorithm, const char* name, std::string_view text) {
        return "\"digestSRI\": \"" + std::string(name) + "-" +
               base64_encode(crypto::hash(algorithm, as_bytes(text))) + "\"";
    };
    using crypto::HashAlgorithm;
    Cast cast;
    ASSERT_OK(cast.contexts.add("https://school.example/terms", as_bytes(bytes), std::nullopt));
    for (const auto& [algorithm, name] :
         {std::pair(HashAlgorithm::sha256, "sha256"), std::pair(HashAlgorithm::sha384, "sha384"),
          std::pair(HashAlgorithm::sha512, "sha512")}) {
        EXPECT_OK(cast.issue(with_digest(sri(algorithm, name, bytes)).to_string()));
        const auto wrong = with_digest(sri(algorithm, name, bytes + " "));
        EXPECT_CODE(cast.issue(wrong.to_string()), errors::kRelatedResourceDigestMismatch);
        Cast careless;  // does not know the bytes
        ASSERT_OK_AND(const auto issued, careless.issue(wrong.to_string()));
        EXPECT_EQ(careless.report(issued).verdict(), Verdict::good);
        EXPECT_EQ(test::entry(cast.report(issued), "context"),
                  "failed credential.related_resource_digest_mismatch at "
                  "/relatedResource/0/digestSRI");
    }
}

TEST(Suites, StandBesideEachOther) {
    Cast cast;
    cast.cryptosuite = "eddsa-jcs-2022";
    const auto document = with(parse(kCredential2), "/@context/-",
                               R"("https://w3id.org/security/suites/ed25519-2020/v1")");
    ASSERT_OK_AND(const auto first, cast.issue(document.to_string()));
    json::Writer proofs;
    proofs.begin_array();
    for (const char* suite : {"eddsa-jcs-2022", "eddsa-rdfc-2022", "Ed25519Signature2020"}) {
        cast.cryptosuite = suite;
        const auto bare = first.without("/proof").value();
        ASSERT_OK_AND(const auto issued, cast.issue(bare.to_string()));
        proofs.value(*issued.root().find("proof"));
    }
    const auto set = first.with("/proof", proofs.end_array().take_document().root()).value();
    const Report report = cast.report(set);
    EXPECT_EQ(test::troubles(report), "");
    ASSERT_EQ(report.proofs().size(), 3u);
    const Report changed = cast.report(with(set, "/credentialSubject/name", "\"Mallory\""));
    for (const ProofReport& proof : changed.proofs())
        EXPECT_EQ(*proof.report.find("proof")->code, errors::kProofSignatureInvalid);
}

}  // namespace
}  // namespace deed::credentials

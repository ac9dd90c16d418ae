#include <optional>

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/proofs/errors.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

using test::parse;
using test::with;

json::Document sound() { return with(parse(test::kUnsigned), "/issuer", R"("did:example:i")"); }

std::string faults_of(const json::Document& credential) {
    std::string lines;
    for (const ModelFault& fault : check_model(credential.root())) {
        EXPECT_FALSE(fault.message.empty());
        lines += (lines.empty() ? "" : "\n") + std::string(fault.code->name) + " " + fault.pointer;
    }
    return lines;
}

std::string faults_with(std::string_view pointer, std::string_view value) {
    return faults_of(with(sound(), pointer, value));
}
std::string faults_without(std::string_view pointer) {
    return faults_of(sound().without(pointer).value());
}

TEST(CheckModel, FindsNothingInASoundCredential) { EXPECT_EQ(faults_of(sound()), ""); }

TEST(CheckModel, RefusesWhatIsNoObject) {
    for (const auto* text : {"[]", "null", "1", R"("{}")"})
        EXPECT_EQ(faults_of(parse(text)), "credential.not_an_object ");
}

TEST(CheckModel, NamesEveryFaultAtOnce) {
    EXPECT_EQ(faults_of(parse("{}")),
              "credential.context_missing \ncredential.type_missing \ncredential.issuer_missing \n"
              "credential.subject_missing ");
}

TEST(CheckModel, ReportsABoundedNumberOfFaults) {
    std::string many = "[0";
    for (int i = 0; i < 1000; ++i) many += ",0";
    const auto credential = with(sound(), "/evidence", many + "]");
    EXPECT_EQ(check_model(credential.root()).size(), 64u);
}

struct Fault {
    const char* pointer;
    const char* value;
    const char* expected;
};

class ModelFaultTest : public testing::TestWithParam<Fault> {};

TEST_P(ModelFaultTest, HasItsCodeAndPlace) {
    const auto& [pointer, value, expected] = GetParam();
    EXPECT_EQ(faults_with(pointer, value), expected) << pointer << " = " << value;
}

INSTANTIATE_TEST_SUITE_P(
    Context, ModelFaultTest,
    testing::Values(Fault{"/@context", R"("https://www.w3.org/ns/credentials/v2")",
                          "credential.context_entry_malformed /@context"},
                    Fault{"/@context", "null", "credential.context_entry_malformed /@context"},
                    Fault{"/@context", "{}", "credential.context_entry_malformed /@context"},
                    Fault{"/@context", "[]", "credential.base_context_not_first /@context"},
                    Fault{"/@context/0", R"("https://www.w3.org/ns/did/v1")",
                          "credential.base_context_not_first /@context/0"},
                    Fault{"/@context", R"([{}, "https://www.w3.org/ns/credentials/v2"])",
                          "credential.base_context_not_first /@context/0"},
                    Fault{"/@context/-", "1", "credential.context_entry_malformed /@context/2"},
                    Fault{"/@context/-", "null", "credential.context_entry_malformed /@context/2"},
                    Fault{"/@context/-", R"("relative")",
                          "credential.context_entry_malformed /@context/2"},
                    Fault{"/@context/-", "[]", "credential.context_entry_malformed /@context/2"}));

#define DEED_V1 R"("https://www.w3.org/2018/credentials/v1")"

INSTANTIATE_TEST_SUITE_P(
    Version, ModelFaultTest,
    testing::Values(Fault{"/issuanceDate", R"("2026-01-01T00:00:00Z")",
                          "credential.version_mixed /issuanceDate"},
                    Fault{"/expirationDate", "null", "credential.version_mixed /expirationDate"},
                    Fault{"/@context/-", DEED_V1, "credential.version_mixed /@context/2"},
                    Fault{"/@context/-", R"({"@import": )" DEED_V1 "}",
                          "credential.version_mixed /@context/2/@import"},
                    Fault{"/@context/-", R"({"a": {"@id": "urn:x:a", "@context": [)" DEED_V1 "]}}",
                          "credential.version_mixed /@context/2/a/@context/0"},
                    Fault{"/credentialSubject/@context", DEED_V1,
                          "credential.version_mixed /credentialSubject/@context"}));

INSTANTIATE_TEST_SUITE_P(
    Keyword, ModelFaultTest,
    testing::Values(
        Fault{"/@id", R"("did:example:other")", "credential.keyword_member /@id"},
        Fault{"/@type", R"("VerifiableCredential")", "credential.keyword_member /@type"},
        Fault{"/@graph", "[]", "credential.keyword_member /@graph"},
        Fault{"/@value", R"("a")", "credential.keyword_member /@value"},
        Fault{"/@language", R"("en")", "credential.keyword_member /@language"},
        Fault{"/@unheard-of", "1", "credential.keyword_member /@unheard-of"},
        Fault{"/issuer", R"({"id": "did:example:i", "@id": "did:example:j"})",
              "credential.keyword_member /issuer/@id"},
        Fault{"/issuer", R"({"@id": "did:example:i"})",
              "credential.keyword_member /issuer/@id\ncredential.issuer_malformed /issuer"},
        Fault{"/issuer", R"({"id": "did:example:i", "@value": "a"})",
              "credential.keyword_member /issuer/@value"},
        Fault{"/credentialSubject", R"({"@value": "a", "@language": "en"})",
              "credential.keyword_member /credentialSubject/@value\n"
              "credential.keyword_member /credentialSubject/@language"},
        Fault{"/credentialSubject", R"([{"a": 1}, {"@id": "did:example:a", "b": 1}])",
              "credential.keyword_member /credentialSubject/1/@id"},
        Fault{"/credentialSubject/@included", "[]",
              "credential.keyword_member /credentialSubject/@included"},
        Fault{"/credentialSubject/@reverse", "{}",
              "credential.keyword_member /credentialSubject/@reverse"},
        Fault{"/credentialSubject/a~1b", R"([[{"c": {"@nest": 1}}]])",
              "credential.keyword_member /credentialSubject/a~1b/0/0/c/@nest"},
        Fault{"/credentialSubject/a", R"({"@value": "a", "@type": "@json"})",
              "credential.keyword_member /credentialSubject/a/@value\n"
              "credential.keyword_member /credentialSubject/a/@type"},
        Fault{"/credentialSubject/a", R"({"@value": "a", "b": "c"})",
              "credential.keyword_member /credentialSubject/a/@value"},
        Fault{"/credentialSubject/a", R"({"@language": "en"})",
              "credential.keyword_member /credentialSubject/a/@language"},
        Fault{"/evidence", R"([{"type": "A", "@id": "urn:x:y"}])",
              "credential.keyword_member /evidence/0/@id"},
        Fault{"/proof",
              R"({"type": "A", "proofPurpose": "b", "verificationMethod": "urn:x:y", "@id": 1})",
              "credential.keyword_member /proof/@id"}));

TEST(CheckModel, BoundsTheKeywordsItReports) {
    std::string many = "[0";
    for (int i = 0; i < 1000; ++i) many += R"(,{"@id": 1})";
    EXPECT_EQ(check_model(with(sound(), "/credentialSubject/a", many + "]").root()).size(), 64u);
}

INSTANTIATE_TEST_SUITE_P(
    TypeAndId, ModelFaultTest,
    testing::Values(
        Fault{"/type", "1", "credential.type_malformed /type"},
        Fault{"/type", "[]", "credential.type_malformed /type"},
        Fault{"/type", R"(["VerifiableCredential", null])", "credential.type_malformed /type"},
        Fault{"/type", R"(["VerifiableCredential", ""])", "credential.type_malformed /type"},
        Fault{"/type", R"({"a": 1})", "credential.type_malformed /type"},
        Fault{"/type", R"("Degree")", "credential.type_not_verifiable_credential /type"},
        Fault{"/type", R"(["Degree", "verifiablecredential"])",
              "credential.type_not_verifiable_credential /type"},
        Fault{"/id", "null", "credential.id_malformed /id"},
        Fault{"/id", R"(["urn:uuid:1"])", "credential.id_malformed /id"},
        Fault{"/id", R"("not a url")", "credential.id_malformed /id"},
        Fault{"/id", "{}", "credential.id_malformed /id"}));

INSTANTIATE_TEST_SUITE_P(
    IssuerAndSubject, ModelFaultTest,
    testing::Values(
        Fault{"/issuer", "null", "credential.issuer_malformed /issuer"},
        Fault{"/issuer", R"("nobody")", "credential.issuer_malformed /issuer"},
        Fault{"/issuer", R"(["did:example:i"])", "credential.issuer_malformed /issuer"},
        Fault{"/issuer", "{}", "credential.issuer_malformed /issuer"},
        Fault{"/issuer", R"({"id": null})", "credential.issuer_malformed /issuer/id"},
        Fault{"/issuer", R"({"id": ["did:example:i"]})", "credential.issuer_malformed /issuer/id"},
        Fault{"/issuer", R"({"id": "did:example:i", "name": 1})",
              "credential.language_value_malformed /issuer/name"},
        Fault{"/issuer", R"({"id": "did:example:i", "description": {}})",
              "credential.language_value_malformed /issuer/description"},
        Fault{"/credentialSubject", "null", "credential.subject_malformed /credentialSubject"},
        Fault{"/credentialSubject", R"("did:example:a")",
              "credential.subject_malformed /credentialSubject"},
        Fault{"/credentialSubject", "[1]", "credential.subject_malformed /credentialSubject/0"},
        Fault{"/credentialSubject", "{}", "credential.subject_empty /credentialSubject"},
        Fault{"/credentialSubject", "[]", "credential.subject_empty /credentialSubject"},
        Fault{"/credentialSubject", R"([{"a": 1}, {}])",
              "credential.subject_empty /credentialSubject/1"},
        Fault{"/credentialSubject", R"([{"a": 1}, {"id": "x y"}])",
              "credential.id_malformed /credentialSubject/1/id"},
        Fault{"/credentialSubject/id", "null", "credential.id_malformed /credentialSubject/id"}));

INSTANTIATE_TEST_SUITE_P(
    Dates, ModelFaultTest,
    testing::Values(
        Fault{"/validFrom", "1", "credential.date_malformed /validFrom"},
        Fault{"/validFrom", R"("2026-01-01")", "credential.date_malformed /validFrom"},
        Fault{"/validFrom", R"("2026-02-30T00:00:00Z")", "credential.date_malformed /validFrom"},
        Fault{"/validFrom", R"("2026-01-01T00:00:00+23:59")",
              "credential.date_malformed /validFrom"},
        Fault{"/validFrom", R"("2026-01-01t00:00:00Z")", "credential.date_malformed /validFrom"},
        Fault{"/validUntil", R"("2026-12-31T23:59:60Z")", "credential.date_malformed /validUntil"},
        Fault{"/validUntil", "null", "credential.date_malformed /validUntil"},
        Fault{"/validUntil", R"(["2027-01-01T00:00:00Z"])",
              "credential.date_malformed /validUntil"},
        Fault{"/validUntil", R"("2025-12-31T23:59:59Z")", "credential.dates_reversed /validUntil"},
        // The same moment written with an offset comes an hour too early.
        Fault{"/validUntil", R"("2026-01-01T00:00:00+01:00")",
              "credential.dates_reversed /validUntil"}));

INSTANTIATE_TEST_SUITE_P(
    NameAndDescription, ModelFaultTest,
    testing::Values(Fault{"/name", "1", "credential.language_value_malformed /name"},
                    Fault{"/name", "[]", "credential.language_value_malformed /name"},
                    Fault{"/name", R"(["a"])", "credential.language_value_malformed /name"},
                    Fault{"/name", R"({"@language": "en"})",
                          "credential.keyword_member /name/@language\n"
                          "credential.language_value_malformed /name"},
                    Fault{"/name", R"({"@value": 1})", "credential.language_value_malformed /name"},
                    Fault{"/name", R"({"@value": "a", "@language": "not a tag"})",
                          "credential.language_value_malformed /name"},
                    Fault{"/name", R"({"@value": "a", "@direction": "up"})",
                          "credential.language_value_malformed /name"},
                    Fault{"/name", R"({"@value": "a", "url": "urn:x:y"})",
                          "credential.keyword_member /name/@value\n"
                          "credential.language_value_malformed /name"},
                    Fault{"/description", R"([{"@value": "a"}, {}])",
                          "credential.language_value_malformed /description"}));

INSTANTIATE_TEST_SUITE_P(
    Entries, ModelFaultTest,
    testing::Values(
        Fault{"/credentialStatus", R"("urn:x:y")", "credential.status_malformed /credentialStatus"},
        Fault{"/credentialStatus", "[]", "credential.status_malformed /credentialStatus"},
        Fault{"/credentialStatus", R"([{"type": "A"}, null])",
              "credential.status_malformed /credentialStatus/1"},
        Fault{"/credentialStatus", R"({"id": "urn:x:y"})",
              "credential.entry_type_missing /credentialStatus"},
        Fault{"/credentialStatus", R"({"type": 1})",
              "credential.type_malformed /credentialStatus/type"},
        Fault{"/credentialStatus", R"({"type": "A", "id": "x"})",
              "credential.id_malformed /credentialStatus/id"},
        Fault{"/credentialSchema", "1", "credential.schema_malformed /credentialSchema"},
        Fault{"/credentialSchema", R"({"type": "JsonSchema"})",
              "credential.schema_malformed /credentialSchema"},
        Fault{"/credentialSchema", R"({"id": "urn:x:y"})",
              "credential.entry_type_missing /credentialSchema"},
        Fault{"/credentialSchema", R"({"id": null, "type": "JsonSchema"})",
              "credential.id_malformed /credentialSchema/id"},
        Fault{"/refreshService", "1", "credential.entry_malformed /refreshService"},
        Fault{"/refreshService", "{}", "credential.entry_type_missing /refreshService"},
        Fault{"/termsOfUse", R"(["a"])", "credential.entry_malformed /termsOfUse/0"},
        Fault{"/termsOfUse", R"({"id": "urn:x:y"})", "credential.entry_type_missing /termsOfUse"},
        Fault{"/evidence", "[]", "credential.entry_malformed /evidence"},
        Fault{"/evidence", R"([{"type": "A"}, {"b": 1}])",
              "credential.entry_type_missing /evidence/1"}));

#define DEED_SRI R"("digestSRI": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")"

INSTANTIATE_TEST_SUITE_P(
    RelatedResource, ModelFaultTest,
    testing::Values(
        Fault{"/relatedResource", R"("urn:x:y")",
              "credential.related_resource_malformed /relatedResource"},
        Fault{"/relatedResource", "[]", "credential.related_resource_malformed /relatedResource"},
        Fault{"/relatedResource", R"(["urn:x:y"])",
              "credential.related_resource_malformed /relatedResource/0"},
        Fault{"/relatedResource", "{" DEED_SRI "}",
              "credential.related_resource_malformed /relatedResource"},
        Fault{"/relatedResource", R"({"id": "x", )" DEED_SRI "}",
              "credential.id_malformed /relatedResource/id"},
        Fault{"/relatedResource", R"({"id": "urn:x:y"})",
              "credential.related_resource_digest_missing /relatedResource"},
        Fault{"/relatedResource",
              R"([{"id": "urn:x:y", )" DEED_SRI R"(}, {"id": "urn:x:y", )" DEED_SRI "}]",
              "credential.related_resource_duplicate /relatedResource/1/id"},
        Fault{"/relatedResource", R"({"id": "urn:x:y", "digestSRI": "sha256-AAAA"})",
              "credential.related_resource_digest_malformed /relatedResource/digestSRI"},
        Fault{"/relatedResource", R"({"id": "urn:x:y", "digestSRI": []})",
              "credential.related_resource_digest_malformed /relatedResource/digestSRI"},
        Fault{"/relatedResource", R"({"id": "urn:x:y", "digestMultibase": 1})",
              "credential.related_resource_digest_malformed /relatedResource/digestMultibase"},
        Fault{"/relatedResource", R"({"id": "urn:x:y", "mediaType": 1, )" DEED_SRI "}",
              "credential.related_resource_malformed /relatedResource/mediaType"},
        Fault{"/relatedResource", R"({"id": "https://www.w3.org/ns/credentials/v2", )" DEED_SRI "}",
              "credential.related_resource_digest_mismatch /relatedResource/digestSRI"},
        Fault{"/relatedResource", R"({"id": "https://www.w3.org/ns/credentials/v2", "digestSRI":
          ["sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO?x"]})",
              "credential.related_resource_digest_mismatch /relatedResource/digestSRI"},
        Fault{"/relatedResource",
              R"({"id": "https://www.w3.org/ns/credentials/v2", "digestMultibase":
          "zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n"})",
              "credential.related_resource_digest_mismatch /relatedResource/digestMultibase"},
        // SHA-512 of something else, alone and beside the right one by SHA-256.
        Fault{"/relatedResource", R"({"id": "https://www.w3.org/ns/credentials/v2", "digestSRI":
          "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="})",
              "credential.related_resource_digest_mismatch /relatedResource/digestSRI"},
        Fault{"/relatedResource", R"({"id": "https://www.w3.org/ns/credentials/v2", "digestSRI":
          ["sha256-WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ=",
           "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="]})",
              "credential.related_resource_digest_mismatch /relatedResource/digestSRI"},
        Fault{"/relatedResource",
              R"({"id": "https://www.w3.org/ns/credentials/v2", "digestMultibase":
          "uE0DPg-E1fu-4vfFUKFDWbYAH1iDkBQtXFdyD9Kkh02zpzkfQ0TxdhfKw_4MY0od-7C9juTG9R0F6gaU4Mnr5J9o-"})",
              "credential.related_resource_digest_mismatch /relatedResource/digestMultibase"}));

INSTANTIATE_TEST_SUITE_P(
    Proof, ModelFaultTest,
    testing::Values(
        Fault{"/proof", "null", "proof.malformed /proof"},
        Fault{"/proof", R"("z")", "proof.malformed /proof"},
        Fault{"/proof", R"([1])", "proof.malformed /proof/0"},
        Fault{"/proof", R"({"type": "A", "proofPurpose": "b"})", "proof.malformed /proof"},
        Fault{"/proof", R"({"type": "A", "verificationMethod": "urn:x:y"})",
              "proof.malformed /proof"},
        Fault{"/proof", R"({"proofPurpose": "b", "verificationMethod": "urn:x:y"})",
              "proof.malformed /proof"},
        Fault{"/proof", R"({"type": "A", "proofPurpose": "b", "verificationMethod": "key-1"})",
              "proof.malformed /proof/verificationMethod"}));

struct Sound {
    const char* pointer;
    const char* value;
};
class SoundModelTest : public testing::TestWithParam<Sound> {};

TEST_P(SoundModelTest, HasNoFault) {
    EXPECT_EQ(faults_with(GetParam().pointer, GetParam().value), "") << GetParam().value;
}

INSTANTIATE_TEST_SUITE_P(
    Values, SoundModelTest,
    testing::Values(
        Sound{"/@context/-", R"("https://a.example/")"},
        Sound{"/type", R"("VerifiableCredential")"},
        Sound{"/type", R"(["https://a.example/Type", "VerifiableCredential"])"},
        Sound{"/issuer",
              R"({"id": "did:example:i", "name": [{"@value": "a", "@language": "de"}]})"},
        Sound{"/credentialSubject", R"([{"a": 1}, {"id": "urn:x:y", "b": null}])"},
        Sound{"/validUntil", R"("2026-01-01T00:00:00Z")"},
        Sound{"/validUntil", R"("2026-01-01T24:00:00+14:00")"},
        Sound{"/credentialSubject/a", R"({"@value": "a", "@language": "en"})"},
        Sound{"/credentialSubject/a", R"([{"@value": "a", "@direction": "rtl"}, {"b": "@id"}])"},
        Sound{"/credentialSubject/@context", R"({"a": {"@id": "urn:x:a", "@type": "@id"}})"},
        Sound{"/credentialSubject/issuanceDate", R"("2026-01-01T00:00:00Z")"},
        Sound{"/@context/-", R"({"base": {"@id": "https://www.w3.org/2018/credentials/v1"}})"},
        Sound{"/validFrom", R"("2026-01-01T00:00:00")"},
        Sound{"/name", R"({"@value": "a", "@language": "ar", "@direction": "rtl"})"},
        Sound{"/credentialStatus", R"([{"type": "A"}, {"type": ["B", "C"], "id": "urn:x:y"}])"},
        Sound{"/credentialSchema", R"({"id": "https://a.example/s", "type": "JsonSchema"})"},
        Sound{"/relatedResource", R"({"id": "urn:x:y", "digestMultibase":
        "zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n", "mediaType": "image/png"})"},
        // Digests of the published base context, by openssl.
        Sound{"/relatedResource", R"({"id": "https://www.w3.org/ns/credentials/v2", "digestSRI":
        "sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU"})"},
        Sound{"/relatedResource",
              R"({"id": "https://www.w3.org/ns/credentials/v2", "digestMultibase":
        "uEiBZlVztZpfWHgPyslVv6-UwirFoQoRvW1htfx963sknNA"})"},
        Sound{"/relatedResource", R"({"id": "https://www.w3.org/ns/credentials/v2", "digestSRI":
        "sha512-XVVFK9Lc+KKfWikEc+skKxxft31OaPGgqoe6pNuiaUhS1l7GPUisBKmdlW+fcVO5QG+E0tBMdIabAsI5odgTBQ=="})"},
        Sound{"/relatedResource",
              R"({"id": "https://www.w3.org/ns/credentials/v2", "digestMultibase":
        "uE0BdVUUr0tz4op9aKQRz6yQrHF-3fU5o8aCqh7qk26JpSFLWXsY9SKwEqZ2Vb59xU7lAb4TS0Ex0hpsCwjmh2BMF"})"},
        Sound{"/proof", R"({"type": "A", "proofPurpose": "b", "verificationMethod": "urn:x:y"})"}));

TEST(CheckModel, NeedsTheRequiredMembers) {
    EXPECT_EQ(faults_without("/@context"), "credential.context_missing ");
    EXPECT_EQ(faults_without("/type"), "credential.type_missing ");
    EXPECT_EQ(faults_without("/issuer"), "credential.issuer_missing ");
    EXPECT_EQ(faults_without("/credentialSubject"), "credential.subject_missing ");
    for (const auto* optional : {"/id", "/validFrom", "/validUntil", "/credentialSubject/id"})
        EXPECT_EQ(faults_without(optional), "");
}

TEST(CredentialView, ReadsWhatIsThere) {
    const auto document = with(with(sound(), "/issuer", R"({"id": "did:example:j"})"), "/proof",
                               R"([{"a": 1}, {"b": 2}])");
    const CredentialView view(document.root());
    EXPECT_EQ(view.issuer, "did:example:j");
    EXPECT_EQ(view.id, "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33");
    EXPECT_EQ(view.types, (std::vector<std::string>{"VerifiableCredential", "Degree"}));
    EXPECT_EQ(view.valid_from, test::time("2026-01-01T00:00:00Z"));
    EXPECT_EQ(view.valid_until, test::time("2027-01-01T00:00:00Z"));
    EXPECT_EQ(view.proofs.size(), 2u);
    EXPECT_FALSE(view.has_status || view.has_schema || view.is_version_1);
}

TEST(CredentialView, LeavesOutWhatIsMalformed) {
    for (const auto* text : {"{}", "[]", "null", R"({"issuer": 1, "id": [], "type": {"a": 1},
                                "validFrom": "x", "validUntil": 0})"}) {
        const auto document = parse(text);
        const CredentialView view(document.root());
        EXPECT_FALSE(view.issuer || view.id || view.valid_from || view.valid_until);
        EXPECT_TRUE(view.types.empty() && view.proofs.empty());
    }
}

}  // namespace
}  // namespace deed::credentials

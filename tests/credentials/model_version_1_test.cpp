// The rules of VCDM 1.1, which stand beside those of 2.0.
#include "credentials/contexts/errors.hpp"
#include "credentials/proofs/errors.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

using test::Cast;
using test::entry;
using test::parse;
using test::with;

const char* const kVersion1 = R"({
    "@context": ["https://www.w3.org/2018/credentials/v1", {"@vocab": "https://vocab.example/#"}],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "Degree"],
    "issuer": "did:example:i",
    "issuanceDate": "2026-01-01T00:00:00Z",
    "expirationDate": "2027-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:alice", "degree": "BSc"}})";

std::string faults_of(const json::Document& credential) {
    std::string lines;
    for (const ModelFault& fault : check_model(credential.root()))
        lines += (lines.empty() ? "" : "\n") + std::string(fault.code->name) + " " + fault.pointer;
    return lines;
}

struct Fault {
    const char* pointer;
    const char* value;  ///< null: without
    const char* expected;
};

class Version1 : public testing::TestWithParam<Fault> {};

TEST_P(Version1, HasItsFaultAndPlace) {
    const auto& [pointer, value, expected] = GetParam();
    const auto sound = parse(kVersion1);
    EXPECT_EQ(
        faults_of(value == nullptr ? sound.without(pointer).value() : with(sound, pointer, value)),
        expected)
        << pointer;
}

INSTANTIATE_TEST_SUITE_P(
    Sound, Version1,
    testing::Values(Fault{"/expirationDate", nullptr, ""}, Fault{"/id", nullptr, ""},
                    Fault{"/issuer", R"({"id":"did:example:i","name":1})", ""},
                    Fault{"/name", "1", ""}, Fault{"/relatedResource", "1", ""},
                    Fault{"/issuanceDate", R"("2026-01-01T00:00:00+08:00")", ""},
                    Fault{"/credentialStatus", R"({"id":"urn:x:y","type":"A"})", ""},
                    Fault{"/termsOfUse", R"({"type":"A"})", ""}));

#define DEED_V2 R"("https://www.w3.org/ns/credentials/v2")"

INSTANTIATE_TEST_SUITE_P(
    Unsound, Version1,
    testing::Values(
        Fault{"/@context", R"("https://www.w3.org/2018/credentials/v1")",
              "credential.context_entry_malformed /@context"},
        Fault{"/@context/-", "1", "credential.context_entry_malformed /@context/2"},
        Fault{"/@context/-", DEED_V2, "credential.version_mixed /@context/2"},
        Fault{"/credentialSubject/@context", DEED_V2,
              "credential.version_mixed /credentialSubject/@context"},
        Fault{"/validFrom", R"("2026-01-01T00:00:00Z")", "credential.version_mixed /validFrom"},
        Fault{"/validUntil", "null", "credential.version_mixed /validUntil"},
        Fault{"/@id", R"("urn:x:y")", "credential.keyword_member /@id"},
        Fault{"/id", R"("x")", "credential.id_malformed /id"},
        Fault{"/type", nullptr, "credential.type_missing "},
        Fault{"/type", "[]", "credential.type_malformed /type"},
        Fault{"/type", R"("Degree")", "credential.type_not_verifiable_credential /type"},
        Fault{"/issuer", nullptr, "credential.issuer_missing "},
        Fault{"/issuer", R"("x")", "credential.issuer_malformed /issuer"},
        Fault{"/issuer", "{}", "credential.issuer_malformed /issuer"},
        Fault{"/issuanceDate", nullptr, "credential.issuance_date_missing "},
        Fault{"/issuanceDate", "null", "credential.date_malformed /issuanceDate"},
        Fault{"/issuanceDate", R"("2026-13-01T00:00:00Z")",
              "credential.date_malformed /issuanceDate"},
        Fault{"/issuanceDate", R"("2028-01-01T00:00:00Z")",
              "credential.dates_reversed /expirationDate"},
        Fault{"/expirationDate", R"("2027-01-01")", "credential.date_malformed /expirationDate"},
        Fault{"/credentialSubject", nullptr, "credential.subject_missing "},
        Fault{"/credentialSubject", R"("x")", "credential.subject_malformed /credentialSubject"},
        Fault{"/credentialSubject", "[]", "credential.subject_empty /credentialSubject"},
        Fault{"/credentialStatus", R"({"type":"A"})",
              "credential.status_malformed /credentialStatus"},
        Fault{"/credentialStatus", R"({"id":"urn:x:y"})",
              "credential.entry_type_missing /credentialStatus"},
        Fault{"/credentialStatus", R"({"id":"x","type":"A"})",
              "credential.id_malformed /credentialStatus/id"},
        Fault{"/credentialSchema", R"({"type":"A"})",
              "credential.schema_malformed /credentialSchema"},
        Fault{"/refreshService", R"({"type":"A"})", "credential.entry_malformed /refreshService"},
        Fault{"/termsOfUse", R"({"id":"urn:x:y"})", "credential.entry_type_missing /termsOfUse"},
        Fault{"/evidence", "1", "credential.entry_malformed /evidence"},
        Fault{"/proof", "null", "proof.malformed /proof"}));

TEST(IssueVersion1, AddsTheIssuanceDate) {
    Cast cast;
    const auto credential = parse(kVersion1);
    const auto bare = credential.without("/issuanceDate").value().without("/issuer").value();
    ASSERT_OK_AND(const auto issued, cast.issue(bare.to_string()));
    EXPECT_EQ(issued.root().find("issuanceDate")->string(), "2026-11-22T00:00:00Z");
    EXPECT_FALSE(issued.root().find("validFrom"));
    EXPECT_EQ(test::troubles(cast.report(issued)), "");
    EXPECT_EQ(cast.report(issued).find("model")->detail, "follows VC data model 1.1");
}

TEST(IssueVersion1, RefusesTermsThatItsBaseContextProtects) {
    Cast cast;
    const auto bare = parse(kVersion1).without("/issuer").value();
    EXPECT_CODE(cast.issue(with(bare, "/@context/1", R"({"proof":"urn:x:p"})").to_string()),
                errors::kProtectedTerm);
    EXPECT_OK(cast.issue(
        with(bare, "/@context/1", R"({"@vocab": "urn:x:", "name": "urn:x:n"})").to_string()));
}

TEST(VerifyVersion1, JudgesItsDates) {
    Cast cast;
    const auto own = with(parse(kVersion1), "/issuer", "\"" + cast.issuer.to_string() + "\"");
    const auto judged = [&](std::string_view member, std::string_view value) {
        return entry(cast.report(cast.sign(with(own, member, value))), "dates");
    };
    EXPECT_EQ(judged("/expirationDate", R"("2026-11-21T23:59:59Z")"),
              "failed dates.expired at /expirationDate");
    EXPECT_EQ(judged("/expirationDate", "1"), "failed dates.malformed at /expirationDate");
    EXPECT_EQ(judged("/issuanceDate", R"("2026-11-22T00:01:01Z")"),
              "failed dates.not_yet_valid at /issuanceDate");
    EXPECT_EQ(judged("/issuanceDate", R"("2026-11-22T00:01:00Z")"), "passed");
    EXPECT_EQ(judged("/issuanceDate", "1"), "failed dates.malformed at /issuanceDate");
}

}  // namespace
}  // namespace deed::credentials

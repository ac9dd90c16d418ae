// Issuing over HTTP: each rule of what may be issued, with its violation and the code that names
// it.

#include <gtest/gtest.h>

#include "tests/service/service_support.hpp"

namespace deed::service {
namespace {

using test::DemoService;
using test::HttpAnswer;
using test::parsed;
using test::plain_credential;

DemoService& demo() {
    static DemoService service;
    return service;
}

TEST(IssueEndpointTest, IssuesWhatItsOwnVerifierAcceptsInEveryFormAndKeyType) {
    ASSERT_GE(demo().signatories().issuers.size(), 8u);
    for (const IssuerConfiguration& issuer : demo().signatories().issuers) {
        const json::Document issued =
            demo().issued(issuer.path, test::with_context_of(*issuer.form, plain_credential()));
        const HttpAnswer answer = demo().verify(issued.root());
        EXPECT_EQ(answer.status, 200) << issuer.path << ": " << answer.body;
        EXPECT_TRUE(answer.json().root().find("verified")->boolean()) << issuer.path;
    }
}

TEST(IssueEndpointTest, ChoosesTheIssuerByItsDidAndTheCryptosuite) {
    for (const IssuerConfiguration& issuer : demo().signatories().issuers) {
        if (issuer.form->envelope) continue;
        const json::Document id = json::Writer().string(issuer.did.to_string()).take_document();
        const json::Document credential = test::with_context_of(
            *issuer.form, test::must(plain_credential().with("/issuer", id.root())));
        const HttpAnswer answer = demo().post(
            "/credentials/issue",
            DemoService::wrapped("credential", credential.root(),
                                 R"({"cryptosuite": ")" + std::string(issuer.form->name) + "\"}"));
        ASSERT_EQ(answer.status, 201) << answer.body;
        const json::Document body = answer.json();
        const json::Value issued = *body.root().find("verifiableCredential");
        EXPECT_EQ(issued.find("issuer")->string(), issuer.did.to_string());
        const auto suite = issued.find("proof")->find("cryptosuite");
        if (suite) {
            EXPECT_EQ(suite->string(), issuer.form->name);
        }
    }
}

TEST(IssueEndpointTest, LeavesContextsAndSubjectAsTheyWere) {
    const json::Document given = plain_credential();
    const json::Document issued = demo().issued("eddsa-jcs-2022/Ed25519", given);
    for (const char* member : {"@context", "credentialSubject", "type", "id", "validFrom"})
        EXPECT_EQ(json::to_string(*issued.root().find(member)),
                  json::to_string(*given.root().find(member)));
}

TEST(IssueEndpointTest, AnswersBareWhereThatIsPreferred) {
    const std::string body = DemoService::wrapped("credential", plain_credential().root(), "{}");
    const HttpAnswer wrapped = demo().post("/credentials/issue", body);
    EXPECT_TRUE(wrapped.json().root().find("verifiableCredential"));
    const HttpAnswer bare = demo().post("/credentials/issue", body, "Prefer: return=bare\r\n");
    EXPECT_EQ(bare.status, 201);
    EXPECT_TRUE(bare.json().root().find("proof"));
}

TEST(IssueEndpointTest, NeedsNoOptions) {
    const std::string body = json::Writer()
                                 .begin_object()
                                 .key("credential")
                                 .value(plain_credential().root())
                                 .end_object()
                                 .take();
    const HttpAnswer answer = demo().post("/credentials/issue", body);
    ASSERT_EQ(answer.status, 201) << answer.body;
    const json::Document issued = answer.json();
    const HttpAnswer judged =
        demo().post("/credentials/verify", json::to_string(issued.root()));  // no options either
    EXPECT_EQ(judged.status, 200) << judged.body;
}

struct Accepted {
    const char* name;
    const char* pointer;
    const char* value;
};

class IssueAcceptedTest : public testing::TestWithParam<Accepted> {};

TEST_P(IssueAcceptedTest, IsIssuedAndJudgedGood) {
    const Accepted& given = GetParam();
    const json::Document credential =
        test::must(plain_credential().with(given.pointer, parsed(given.value).root()));
    for (const char* path : {"eddsa-rdfc-2022/Ed25519", "ecdsa-jcs-2019/P-256", "vc-jwt/P-384"}) {
        const json::Document issued = demo().issued(path, credential);
        const HttpAnswer answer = demo().verify(issued.root());
        EXPECT_EQ(answer.status, 200) << path << ": " << answer.body;
    }
}

// The digest is that of the Recommendation (VCDM 2.0 appendix B.1).
INSTANTIATE_TEST_SUITE_P(
    All, IssueAcceptedTest,
    testing::Values(
        Accepted{"TimeWithoutOffset", "/validFrom", R"("2020-01-01T00:00:00")"},
        Accepted{"LanguageMap", "/name",
                 R"({"@value": "HTML", "@language": "en", "@direction": "ltr"})"},
        Accepted{"Languages", "/description",
                 R"([{"@value": "a", "@language": "en"}, {"@value": "b", "@language": "de"}])"},
        Accepted{"Evidence", "/evidence", R"({"type": "ExampleEvidence"})"},
        Accepted{"TermsOfUse", "/termsOfUse", R"([{"type": "ExamplePolicy"}])"},
        Accepted{"DigestOfTheBaseContext", "/relatedResource",
                 R"([{"id": "https://www.w3.org/ns/credentials/v2",
                      "digestSRI": "sha256-WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ="}])"}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(IssueEndpointTest, TakesAnIssuerThatIsAnObject) {
    const std::string did = demo().signatories().on_path("eddsa-jcs-2022/Ed25519")->did.to_string();
    const json::Document issuer = parsed(R"({"id": ")" + did + R"(", "name": "A university"})");
    const json::Document issued = demo().issued(
        "eddsa-jcs-2022/Ed25519", test::must(plain_credential().with("/issuer", issuer.root())));
    EXPECT_EQ(*issued.root().find("issuer"), issuer.root());
}

struct Violation {
    const char* name;
    const char* pointer;
    const char* value;  ///< as JSON; null: the place is removed
    const char* code;
    int status = 400;
};

class IssueViolationTest : public testing::TestWithParam<Violation> {};

TEST_P(IssueViolationTest, IsRefusedByName) {
    const Violation& violation = GetParam();
    const json::Document credential =
        violation.value == nullptr ? test::must(plain_credential().without(violation.pointer))
                                   : test::must(plain_credential().with(
                                         violation.pointer, parsed(violation.value).root()));
    const std::string body = DemoService::wrapped("credential", credential.root(), "{}");
    // Whatever secures it: all forms are held to the same rules.
    for (const char* path : {"eddsa-rdfc-2022/Ed25519", "ecdsa-jcs-2019/P-256", "vc-jwt/P-384"}) {
        const HttpAnswer answer =
            demo().post("/issuers/" + std::string(path) + "/credentials/issue", body);
        EXPECT_EQ(answer.status, violation.status) << path << ": " << answer.body;
        EXPECT_EQ(answer.code(), violation.code) << path << ": " << answer.body;
        EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
    }
}

constexpr const char* kTwoContexts =
    R"(["https://www.w3.org/ns/credentials/examples/v2", "https://www.w3.org/ns/credentials/v2"])";
constexpr const char* kUnknownContext =
    R"(["https://www.w3.org/ns/credentials/v2", "https://example.com/unknown/v1"])";
constexpr const char* kBaseOnly = R"(["https://www.w3.org/ns/credentials/v2"])";
constexpr const char* kRedefines =
    R"(["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2",
        {"name": "https://example.com/name"}])";

INSTANTIATE_TEST_SUITE_P(
    All, IssueViolationTest,
    testing::Values(
        Violation{"NoContext", "/@context", nullptr, "credential.context_missing"},
        Violation{"BaseContextNotFirst", "/@context", kTwoContexts,
                  "credential.base_context_not_first"},
        Violation{"UnknownContext", "/@context", kUnknownContext, "context.unknown"},
        Violation{"ContextIsANumber", "/@context/-", "7", "credential.context_entry_malformed"},
        Violation{"RedefinedTerm", "/@context", kRedefines, "context.protected_term"},
        Violation{"NoType", "/type", nullptr, "credential.type_missing"},
        Violation{"TypeOfSomethingElse", "/type", R"(["ExampleDegreeCredential"])",
                  "credential.type_not_verifiable_credential"},
        Violation{"IdIsNull", "/id", "null", "credential.id_malformed"},
        Violation{"IdIsAnArray", "/id", R"(["urn:a:b"])", "credential.id_malformed"},
        Violation{"IdIsNoUrl", "/id", R"("not a url")", "credential.id_malformed"},
        Violation{"EmptySubject", "/credentialSubject", "{}", "credential.subject_empty"},
        Violation{"IssuerIsANumber", "/issuer", "7", "credential.issuer_malformed"},
        Violation{"ForeignIssuer", "/issuer", R"("did:example:somebody")", "issue.other_issuer"},
        Violation{"BadDate", "/validFrom", R"("yesterday")", "credential.date_malformed"},
        Violation{"UntilBeforeFrom", "/validUntil", R"("2019-01-01T00:00:00Z")",
                  "credential.dates_reversed"},
        Violation{"UndefinedType", "/@context", kBaseOnly, "jsonld.dropped_relative_type"},
        Violation{"NullContext", "/@context/-", "null", "credential.context_entry_malformed"},
        Violation{"ContextIsNoUrl", "/@context/-", R"("no url")",
                  "credential.context_entry_malformed"},
        Violation{"SubjectIdIsNull", "/credentialSubject/id", "null", "credential.id_malformed"},
        Violation{"SubjectIdIsRelative", "/credentialSubject/id", R"("alice")",
                  "credential.id_malformed"},
        Violation{"NoSubject", "/credentialSubject", nullptr, "credential.subject_missing"},
        Violation{"EmptySubjectInAnArray", "/credentialSubject", R"([{"name": "a"}, {}])",
                  "credential.subject_empty"},
        Violation{"SubjectIsText", "/credentialSubject", R"("alice")",
                  "credential.subject_malformed"},
        Violation{"IssuerIsNull", "/issuer", "null", "credential.issuer_malformed"},
        Violation{"IssuerIsAnArray", "/issuer", R"(["did:example:a"])",
                  "credential.issuer_malformed"},
        Violation{"IssuerIsNoUrl", "/issuer", R"("university")", "credential.issuer_malformed"},
        Violation{"IssuerIdIsNull", "/issuer", R"({"id": null})", "credential.issuer_malformed"},
        Violation{"StatusWithoutType", "/credentialStatus", R"({"id": "urn:a:b"})",
                  "credential.entry_type_missing"},
        Violation{"StatusIdIsNoUrl", "/credentialStatus", R"({"type": "ExampleStatus", "id": "x"})",
                  "credential.id_malformed"},
        Violation{"StatusIdIsNull", "/credentialStatus", R"({"type": "ExampleStatus", "id": null})",
                  "credential.id_malformed"},
        Violation{"SchemaWithoutType", "/credentialSchema", R"({"id": "urn:a:b"})",
                  "credential.entry_type_missing"},
        Violation{"SchemaWithoutId", "/credentialSchema", R"({"type": "JsonSchema"})",
                  "credential.schema_malformed"},
        Violation{"SchemaIdIsAnArray", "/credentialSchema",
                  R"({"type": "JsonSchema", "id": ["urn:a:b"]})", "credential.id_malformed"},
        Violation{"RefreshWithoutType", "/refreshService", R"({"id": "urn:a:b"})",
                  "credential.entry_type_missing"},
        Violation{"TermsWithoutType", "/termsOfUse", R"([{"id": "urn:a:b"}])",
                  "credential.entry_type_missing"},
        Violation{"EvidenceWithoutType", "/evidence", R"({"id": "urn:a:b"})",
                  "credential.entry_type_missing"},
        Violation{"EvidenceIdIsNoUrl", "/evidence", R"({"type": "ExampleEvidence", "id": "x"})",
                  "credential.id_malformed"},
        Violation{"NameIsANumber", "/name", "7", "credential.language_value_malformed"},
        Violation{"NameOfNoLanguage", "/name", R"({"@value": "a", "@language": 7})",
                  "credential.language_value_malformed"},
        Violation{"NameWithAnotherMember", "/name", R"({"@value": "a", "@lang": "en"})",
                  "credential.keyword_member"},
        Violation{"NameWithoutValue", "/name", R"({"@language": "en"})",
                  "credential.keyword_member"},
        Violation{"DescriptionOfNoDirection", "/description",
                  R"([{"@value": "a", "@direction": "up"}])",
                  "credential.language_value_malformed"},
        Violation{"UntilIsANumber", "/validUntil", "7", "credential.date_malformed"},
        Violation{"DateWithoutTime", "/validFrom", R"("2020-01-01")", "credential.date_malformed"},
        Violation{"DayThatIsNot", "/validFrom", R"("2021-02-30T00:00:00Z")",
                  "credential.date_malformed"},
        Violation{"ResourceWithoutId", "/relatedResource",
                  R"({"digestMultibase": "zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n"})",
                  "credential.related_resource_malformed"},
        Violation{"ResourceTwice", "/relatedResource",
                  R"([{"id": "urn:a:b",
                       "digestSRI": "sha256-WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ="},
                      {"id": "urn:a:b",
                       "digestSRI": "sha256-WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ="}])",
                  "credential.related_resource_duplicate"},
        Violation{"ResourceWithoutDigest", "/relatedResource", R"([{"id": "urn:a:b"}])",
                  "credential.related_resource_digest_missing"},
        Violation{"ResourceWithAnotherDigest", "/relatedResource",
                  R"([{"id": "https://www.w3.org/ns/credentials/v2",
                       "digestSRI": "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}])",
                  "credential.related_resource_digest_mismatch"},
        Violation{"ResourcesAreTexts", "/relatedResource", R"(["urn:a:b"])",
                  "credential.related_resource_malformed"},
        Violation{"AlreadySigned", "/proof", R"({"type": "DataIntegrityProof"})",
                  "issue.already_signed"}),
    [](const auto& instance) { return std::string(instance.param.name); });

struct BadRequest {
    const char* name;
    const char* path;
    std::string body;
    int status;
    const char* code;
};

class IssueRequestTest : public testing::TestWithParam<BadRequest> {};

TEST_P(IssueRequestTest, IsRefusedByName) {
    const HttpAnswer answer = demo().post(GetParam().path, GetParam().body);
    EXPECT_EQ(answer.status, GetParam().status) << answer.body;
    EXPECT_EQ(answer.code(), GetParam().code) << answer.body;
}

const std::string kGood = DemoService::wrapped("credential", plain_credential().root(), "{}");
std::string with_options(std::string_view options) {
    return DemoService::wrapped("credential", plain_credential().root(), options);
}

INSTANTIATE_TEST_SUITE_P(
    All, IssueRequestTest,
    testing::Values(
        BadRequest{"NoJson", "/credentials/issue", "{", 400, "json.syntax"},
        BadRequest{"AnArray", "/credentials/issue", "[]", 400, "service.request_malformed"},
        BadRequest{"NoCredential", "/credentials/issue", "{}", 400, "service.request_malformed"},
        BadRequest{"CredentialIsText", "/credentials/issue", R"({"credential": "eyJ"})", 400,
                   "service.request_malformed"},
        BadRequest{"OptionsAreText", "/credentials/issue", R"({"credential": {}, "options": "x"})",
                   400, "service.request_malformed"},
        BadRequest{"UnknownOption", "/credentials/issue", with_options(R"({"colour": "red"})"), 400,
                   "service.option_unknown"},
        BadRequest{"OptionOfAnotherType", "/credentials/issue",
                   with_options(R"({"cryptosuite": 7})"), 400, "service.option_malformed"},
        BadRequest{"BadExpiry", "/credentials/issue", with_options(R"({"expires": "soon"})"), 400,
                   "service.option_malformed"},
        BadRequest{"UnknownSuite", "/credentials/issue",
                   with_options(R"({"cryptosuite": "rot13-1999"})"), 501, "service.suite_missing"},
        BadRequest{"IssuerWithoutKey", "/credentials/issue",
                   DemoService::wrapped("credential",
                                        test::must(plain_credential().with(
                                                       "/issuer",
                                                       parsed(R"("did:example:somebody")").root()))
                                            .root(),
                                        "{}"),
                   400, "service.no_issuer"},
        BadRequest{"CredentialIsNull", "/credentials/issue", R"({"credential": null})", 400,
                   "service.request_malformed"},
        BadRequest{"CredentialIsAnArray", "/credentials/issue", R"({"credential": []})", 400,
                   "service.request_malformed"},
        BadRequest{"UndefinedTerm", "/issuers/eddsa-jcs-2022/Ed25519/credentials/issue",
                   R"({"credential": {"@context": ["https://www.w3.org/ns/credentials/v2"],
                       "type": ["VerifiableCredential"],
                       "credentialSubject": {"id": "did:example:alice", "horoscope": 1}}})",
                   400, "jsonld.dropped_term"},
        BadRequest{"UndefinedTermInAToken", "/issuers/vc-cose/Ed25519/credentials/issue",
                   R"({"credential": {"@context": ["https://www.w3.org/ns/credentials/v2"],
                       "type": ["VerifiableCredential"],
                       "credentialSubject": {"id": "did:example:alice", "horoscope": 1}}})",
                   400, "jsonld.dropped_term"},
        BadRequest{"MandatoryPointers", "/credentials/issue",
                   with_options(R"({"mandatoryPointers": ["/issuer"]})"), 501,
                   "service.suite_missing"},
        BadRequest{"StatusAskedFor", "/credentials/issue",
                   with_options(R"({"credentialStatus": {"type": "BitstringStatusListEntry",
                                    "statusPurpose": "revocation"}})"),
                   501, "service.status_missing"},
        BadRequest{"StatusesAskedFor", "/issuers/vc-jwt/Ed25519/credentials/issue",
                   with_options(R"({"credentialStatus": [{"statusPurpose": "suspension"}]})"), 501,
                   "service.status_missing"},
        BadRequest{"SuiteOfAnotherPath", "/issuers/eddsa-jcs-2022/Ed25519/credentials/issue",
                   with_options(R"({"cryptosuite": "ecdsa-jcs-2019"})"), 400, "service.no_issuer"},
        BadRequest{"DisclosableWhereNothingIs", "/issuers/vc-jwt/Ed25519/credentials/issue",
                   with_options(R"({"disclosable": ["/credentialSubject/name"]})"), 400,
                   "service.option_refused"},
        BadRequest{"SuiteThatIsMissing", "/issuers/bbs-2099/BBS/credentials/issue", kGood, 501,
                   "service.suite_missing"},
        BadRequest{"KeyTypeThatIsMissing", "/issuers/eddsa-jcs-2022/P-256/credentials/issue", kGood,
                   404, "service.no_such_path"},
        BadRequest{"TooDeep", "/credentials/issue",
                   R"({"credential": )" + std::string(500, '[') + std::string(500, ']') + "}", 400,
                   "json.too_deep"},
        BadRequest{"MemberTwice", "/credentials/issue", R"({"credential": {}, "credential": {}})",
                   400, "json.duplicate_member"}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(IssueEndpointTest, RefusesAContextOfTenThousandEntries) {
    std::string contexts = R"("https://www.w3.org/ns/credentials/v2")";
    for (int i = 0; i < 10'000; ++i)
        contexts += R"(, {"t)" + std::to_string(i) + R"(": "urn:x:y"})";
    const HttpAnswer answer = demo().post("/issuers/eddsa-rdfc-2022/Ed25519/credentials/issue",
                                          R"({"credential": {"@context": [)" + contexts +
                                              R"(], "type": "VerifiableCredential",
                            "credentialSubject": {"id": "did:example:a"}}})");
    // It may be refused or, within its limits, be done; the service lives on either way.
    EXPECT_TRUE(answer.status == 400 || answer.status == 201) << answer.status << answer.body;
    EXPECT_EQ(demo().get("/healthz").status, 200);
}

TEST(DeriveEndpointTest, DisclosesNoMoreThanItIsTold) {
    const json::Document credential = plain_credential();
    const HttpAnswer issued =
        demo().post("/issuers/vc-sd-jwt/Ed25519/credentials/issue",
                    DemoService::wrapped("credential", credential.root(),
                                         R"({"disclosable": ["/credentialSubject/name"]})"));
    ASSERT_EQ(issued.status, 201) << issued.body;
    const json::Document body = issued.json();
    const json::Value whole = *body.root().find("verifiableCredential");
    const std::size_t whole_size = whole.find("id")->string().size();
    for (const char* pointers : {"[]", R"(["/credentialSubject/name"])"}) {
        const HttpAnswer derived = demo().post(
            "/credentials/derive",
            DemoService::wrapped("verifiableCredential", whole,
                                 R"({"selectivePointers": )" + std::string(pointers) + "}"));
        ASSERT_EQ(derived.status, 201) << derived.body;
        const json::Document answer = derived.json();
        const json::Value part = *answer.root().find("verifiableCredential");
        const bool shows_name = std::string_view(pointers) != "[]";
        EXPECT_EQ(part.find("id")->string().size() == whole_size, shows_name);
        EXPECT_EQ(demo().verify(part).status, 200);
    }
}

TEST(DeriveEndpointTest, RefusesWhatCannotBeDerivedFrom) {
    const json::Document issued = demo().issued("eddsa-jcs-2022/Ed25519", plain_credential());
    const HttpAnswer answer = demo().post(
        "/credentials/derive", DemoService::wrapped("verifiableCredential", issued.root(), "{}"));
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.code(), "service.not_derivable");
}

TEST(DeriveEndpointTest, BoundsThePointers) {
    std::string pointers = R"("/id")";
    for (int i = 0; i < 1024; ++i) pointers += R"(,"/id")";
    const HttpAnswer answer = demo().post(
        "/credentials/derive",
        R"({"verifiableCredential": {}, "options": {"selectivePointers": [)" + pointers + "]}}");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.code(), "service.option_malformed");
}

}  // namespace
}  // namespace deed::service

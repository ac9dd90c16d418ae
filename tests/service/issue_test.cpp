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
        const json::Document issued = demo().issued(issuer.path, plain_credential());
        const HttpAnswer answer = demo().verify(issued.root());
        EXPECT_EQ(answer.status, 200) << issuer.path << ": " << answer.body;
        EXPECT_TRUE(answer.json().root().find("verified")->boolean()) << issuer.path;
    }
}

TEST(IssueEndpointTest, ChoosesTheIssuerByItsDidAndTheCryptosuite) {
    for (const IssuerConfiguration& issuer : demo().signatories().issuers) {
        if (issuer.form->envelope) continue;
        const json::Document id = json::Writer().string(issuer.did.to_string()).take_document();
        const json::Document credential = test::must(plain_credential().with("/issuer", id.root()));
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
        BadRequest{"MandatoryPointers", "/credentials/issue",
                   with_options(R"({"mandatoryPointers": ["/issuer"]})"), 501,
                   "service.suite_missing"},
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

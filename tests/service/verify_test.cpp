// Verifying over HTTP: the shapes of the answers, and each refusal with status and code.

#include <gtest/gtest.h>

#include <algorithm>

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

json::Document good() {
    static const json::Document issued =
        demo().issued("eddsa-jcs-2022/Ed25519", plain_credential());
    return issued;
}

std::vector<std::string> codes(const HttpAnswer& answer, std::string_view member) {
    std::vector<std::string> all;
    const json::Document body = answer.json();
    if (const auto list = body.root().find(member); list && list->is_array())
        for (const json::Value one : list->array()) all.emplace_back(one.find("code")->string());
    return all;
}

bool has(const std::vector<std::string>& all, std::string_view one) {
    return std::ranges::find(all, one) != all.end();
}

bool verified(const HttpAnswer& answer) {
    const json::Document body = answer.json();
    const auto member = body.root().find("verified");
    return member && member->is_boolean() && member->boolean();
}

TEST(VerifyEndpointTest, AnswersInBothShapes) {
    const HttpAnswer answer = demo().verify(good().root());
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.headers.at("content-type"), "application/json");
    const json::Document body = answer.json();
    EXPECT_TRUE(verified(answer));
    EXPECT_EQ(*body.root().find("credential"), good().root());
    EXPECT_TRUE(body.root().find("problemDetails")->array().empty());
    EXPECT_TRUE(body.root().find("errors")->array().empty());
    EXPECT_TRUE(body.root().find("warnings")->array().empty());
    const auto checks = body.root().find("checks")->array();
    EXPECT_GE(checks.size(), 6u);
    const json::Value results = *body.root().find("results");
    EXPECT_TRUE(results.find("proof")->array()[0].find("verified")->boolean());
    EXPECT_TRUE(results.find("validFrom")->find("verified")->boolean());
    EXPECT_EQ(body.root().find("report")->find("verdict")->string(), "good");
}

TEST(VerifyEndpointTest, LeavesOutWhatIsNotWanted) {
    const HttpAnswer answer =
        demo().verify(good().root(), R"({"returnCredential": false, "returnResults": false})");
    EXPECT_FALSE(answer.json().root().find("credential"));
    EXPECT_FALSE(answer.json().root().find("results"));
}

TEST(VerifyEndpointTest, NamesOptionsThatItDoesNotKnow) {
    const HttpAnswer answer =
        demo().verify(good().root(), R"({"checks": ["proof", "horoscope"], "colour": 1})");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(codes(answer, "warnings"), std::vector<std::string>(2, "service.option_unknown"));
}

struct Change {
    const char* name;
    const char* pointer;
    const char* value;  ///< null: removed
    int status;
    const char* code;
};

class VerifyChangeTest : public testing::TestWithParam<Change> {};

TEST_P(VerifyChangeTest, IsRefusedByName) {
    const Change& change = GetParam();
    const json::Document changed =
        change.value == nullptr
            ? test::must(good().without(change.pointer))
            : test::must(good().with(change.pointer, parsed(change.value).root()));
    const HttpAnswer answer = demo().verify(changed.root());
    EXPECT_EQ(answer.status, change.status) << answer.body;
    EXPECT_FALSE(verified(answer));
    EXPECT_TRUE(has(codes(answer, "errors"), change.code)) << answer.body;
    EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
    EXPECT_TRUE(answer.json().root().find("report"));
}

INSTANTIATE_TEST_SUITE_P(
    All, VerifyChangeTest,
    testing::Values(
        Change{"Claim", "/credentialSubject/name", R"("Mallory")", 422, "proof.signature_invalid"},
        Change{"ClaimAdded", "/credentialSubject/alumniOf", R"("x")", 422,
               "proof.signature_invalid"},
        Change{"NoProof", "/proof", nullptr, 400, "proof.missing"},
        Change{"ProofIsNull", "/proof", "null", 400, "proof.malformed"},
        Change{"NoProofType", "/proof/type", nullptr, 400, "proof.malformed"},
        Change{"NoMethod", "/proof/verificationMethod", nullptr, 400, "proof.malformed"},
        Change{"NoPurpose", "/proof/proofPurpose", nullptr, 400, "proof.malformed"},
        Change{"OtherPurpose", "/proof/proofPurpose", R"("authentication")", 422,
               "proof.purpose_mismatch"},
        Change{"UnknownSuite", "/proof/cryptosuite", R"("rot13-1999")", 422,
               "proof.suite_unsupported"},
        Change{"WrongMultibase", "/proof/proofValue", R"("uAAAA")", 400, "proof.value_malformed"},
        Change{"WrongAlphabet", "/proof/proofValue", R"("z0OIl")", 400, "proof.value_malformed"},
        Change{"UnknownContext", "/@context/-", R"("https://example.com/x")", 422,
               "context.unknown"},
        Change{"NoSubject", "/credentialSubject", nullptr, 400, "credential.subject_missing"},
        Change{"RelativeSubject", "/credentialSubject/id", R"("alice")", 400,
               "credential.id_malformed"},
        Change{"RelativeIssuer", "/issuer", R"("university")", 400, "credential.issuer_malformed"},
        Change{"ProofIsText", "/proof", R"("eyJ")", 400, "proof.malformed"},
        Change{"NoProofAtAll", "/proof", "[]", 400, "proof.missing"},
        Change{"UnknownProofType", "/proof/type", R"("Rot13Signature1999")", 422,
               "proof.suite_unsupported"},
        Change{"NoProofValue", "/proof/proofValue", nullptr, 400, "proof.malformed"},
        Change{"NoSuite", "/proof/cryptosuite", nullptr, 400, "proof.malformed"},
        Change{"PreviousProofMissing", "/proof/previousProof", R"("urn:uuid:0")", 422,
               "proof.previous_not_found"},
        Change{"CreatedIsNoTime", "/proof/created", R"("yesterday")", 400, "proof.malformed"},
        Change{"NoContext", "/@context", nullptr, 400, "credential.context_missing"},
        Change{"RedefinedTerm", "/@context/-", R"({"name": "https://example.com/name"})", 400,
               "context.protected_term"},
        Change{"NoType", "/type", nullptr, 400, "credential.type_missing"},
        Change{"EmptySubject", "/credentialSubject", "{}", 400, "credential.subject_empty"},
        Change{"DatesReversed", "/validUntil", R"("2019-01-01T00:00:00Z")", 400,
               "credential.dates_reversed"},
        Change{"StatusWithoutType", "/credentialStatus", R"({"id": "urn:a:b"})", 400,
               "credential.entry_type_missing"},
        Change{"NotYetValid", "/validFrom", R"("2999-01-01T00:00:00Z")", 422,
               "dates.not_yet_valid"},
        Change{"MethodOfNobodyHere", "/proof/verificationMethod", R"("did:example:a#b")", 422,
               "did.method_unsupported"},
        Change{"RelativeId", "/id", R"("relative")", 400, "credential.id_malformed"}),
    [](const auto& instance) { return std::string(instance.param.name); });

/// Sends the document with each of its parts replaced by whatever JSON has.
template <typename Send>
void expect_answers_whatever_is_sent(const json::Document& whole,
                                     std::initializer_list<const char*> pointers, Send send) {
    for (const char* pointer : pointers)
        for (const char* value : {"null", "true", "-1", "1e300", R"("")", R"("\u0000")", R"("a:b")",
                                  "[]", "[[]]", "[null]", "{}", R"({"id": null})", R"({"@id": 7})",
                                  R"({"@value": {}})", R"({"@list": [[]]})"}) {
            const auto changed = whole.with(pointer, parsed(value).root());
            if (!changed) continue;
            const HttpAnswer answer = send(*changed);
            EXPECT_TRUE(answer.status == 200 || answer.status == 400 || answer.status == 422)
                << pointer << " " << value << ": " << answer.status << answer.body;
            EXPECT_EQ(verified(answer), answer.status == 200) << pointer << " " << value;
        }
}

TEST(VerifyEndpointTest, AnswersWhateverIsSent) {
    expect_answers_whatever_is_sent(
        good(),
        {"/@context",
         "/@context/0",
         "/@context/-",
         "/id",
         "/type",
         "/type/0",
         "/issuer",
         "/credentialSubject",
         "/credentialSubject/id",
         "/validFrom",
         "/proof",
         "/proof/@context",
         "/proof/type",
         "/proof/created",
         "/proof/verificationMethod",
         "/proof/proofPurpose",
         "/proof/proofValue",
         "/proof/cryptosuite",
         "/proof/previousProof",
         "/proof/domain",
         "/credentialStatus",
         "/relatedResource",
         "/name",
         "/@graph",
         "/@type"},
        [](const json::Document& changed) { return demo().verify(changed.root()); });
}

TEST(VerifyEndpointTest, SaysWhatItCouldNotJudge) {
    // The service has no resolver for this method: nothing says that the credential is bad.
    const json::Document foreign = test::must(
        test::must(good().with("/proof/verificationMethod", parsed(R"("did:example:a#b")").root()))
            .with("/issuer", parsed(R"("did:example:a")").root()));
    const HttpAnswer answer = demo().verify(foreign.root());
    EXPECT_EQ(answer.status, 422) << answer.body;
    EXPECT_FALSE(verified(answer));
    EXPECT_EQ(answer.json().root().find("report")->find("verdict")->string(), "could not judge");
}

TEST(VerifyEndpointTest, SaysWhichUpstreamIsDown) {
    const json::Document foreign = test::must(
        test::must(good().with("/proof/verificationMethod", parsed(R"("did:down:a#b")").root()))
            .with("/issuer", parsed(R"("did:down:a")").root()));
    const HttpAnswer answer = demo().verify(foreign.root());
    EXPECT_EQ(answer.status, 503) << answer.body;
    EXPECT_EQ(answer.code(), "net.refused");
    EXPECT_TRUE(answer.headers.contains("retry-after"));
    EXPECT_FALSE(verified(answer));
    EXPECT_EQ(answer.json().root().find("report")->find("verdict")->string(), "could not judge");
}

TEST(VerifyEndpointTest, RefusesWhatIsNoCredential) {
    const HttpAnswer text =
        demo().post("/credentials/verify", R"({"verifiableCredential": "eyJ.eyJ.x"})");
    EXPECT_EQ(text.status, 400);
    EXPECT_EQ(text.code(), "service.request_malformed");
    const HttpAnswer envelope =
        demo().post("/credentials/verify",
                    R"({"verifiableCredential": {"@context": "https://www.w3.org/ns/credentials/v2",
            "type": "EnvelopedVerifiableCredential", "id": "data:text/plain,x"}})");
    EXPECT_EQ(envelope.status, 422) << envelope.body;
    EXPECT_EQ(envelope.code(), "envelope.media_type_unsupported");
    EXPECT_FALSE(verified(envelope));
}

TEST(VerifyEndpointTest, RefusesATermThatNoContextDefines) {
    // The examples' context defines whatever there is; the base context alone does not.
    const json::Document strict = demo().issued("eddsa-jcs-2022/Ed25519", parsed(R"({
        "@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"],
        "credentialSubject": {"id": "did:example:alice"}})"));
    const HttpAnswer answer = demo().verify(
        test::must(strict.with("/credentialSubject/horoscope", parsed("1").root())).root());
    EXPECT_NE(answer.status, 200);
    const auto all = codes(answer, "errors");
    EXPECT_TRUE(std::ranges::any_of(all, [](const std::string& code) {
        return code.starts_with("jsonld.") || code.starts_with("context.") ||
               code.starts_with("terms.");
    })) << answer.body;
}

TEST(VerifyEndpointTest, ReadsDatesAsErrorsOrAsVcalmDoes) {
    const json::Document expired = demo().issued(
        "ecdsa-jcs-2019/P-256", test::must(plain_credential().with(
                                    "/validUntil", parsed(R"("2021-01-01T00:00:00Z")").root())));
    const HttpAnswer strict = demo().verify(expired.root());
    EXPECT_EQ(strict.status, 422);
    EXPECT_FALSE(verified(strict));
    const HttpAnswer lenient = demo().verify(expired.root(), R"({"vcalmWarnings": true})");
    EXPECT_EQ(lenient.status, 200);
    EXPECT_TRUE(verified(lenient));
    EXPECT_EQ(codes(lenient, "warnings"), codes(strict, "errors"));
    EXPECT_EQ(lenient.json().root().find("report")->find("verdict")->string(), "bad");
}

TEST(VerifyEndpointTest, AllowsForeignKeysOnlyWhereItsOperatorDoes) {
    const std::string other = demo().signatories().on_path("ecdsa-jcs-2019/P-384")->did.to_string();
    const HttpAnswer refused = demo().verify(good().root(), R"({"allowForeignKeys": true})");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.code(), "service.option_refused");
    DemoService lenient({.is_open = true}, true);
    EXPECT_EQ(
        lenient.verify(good().root(), R"({"allowForeignKeys": true, "checks": ["proof"]})").status,
        200);
}

// Presentations.

json::Document presentation(std::string_view holder_member = {}) {
    json::Writer writer;
    writer.begin_object().key("@context").begin_array();
    writer.string("https://www.w3.org/ns/credentials/v2").end_array();
    writer.member("type", "VerifiablePresentation");
    if (!holder_member.empty()) writer.member("holder", holder_member);
    writer.key("verifiableCredential").begin_array().value(good().root()).end_array();
    return writer.end_object().take_document();
}

json::Document proved(std::string_view options) {
    const HttpAnswer answer =
        demo().post("/presentations/prove",
                    DemoService::wrapped("presentation", presentation().root(), options));
    if (answer.status != 201) throw std::runtime_error(answer.body);
    const json::Document body = answer.json();
    return json::Writer().value(*body.root().find("verifiablePresentation")).take_document();
}

TEST(PresentationEndpointTest, ProvesWhatItsOwnVerifierAccepts) {
    const json::Document signed_one = proved(R"({"domain": "shop.example", "challenge": "c-1"})");
    const HttpAnswer answer = demo().verify_presentation(
        signed_one.root(), R"({"domain": "shop.example", "challenge": "c-1"})");
    ASSERT_EQ(answer.status, 200) << answer.body;
    const json::Document body = answer.json();
    EXPECT_EQ(*body.root().find("presentation"), signed_one.root());
    const json::Value results = *body.root().find("results");
    EXPECT_TRUE(results.find("presentation")->find("domain")->find("verified")->boolean());
    EXPECT_TRUE(results.find("presentation")->find("challenge")->find("verified")->boolean());
    EXPECT_TRUE(results.find("credentials")->array()[0].find("verified")->boolean());
    EXPECT_EQ(body.root().find("report")->find("holderProof")->string(), "passed");
}

TEST(PresentationEndpointTest, RefusesAnotherDomainOrChallenge) {
    const json::Document signed_one = proved(R"({"domain": "shop.example", "challenge": "c-1"})");
    const HttpAnswer domain = demo().verify_presentation(
        signed_one.root(), R"({"domain": "bank.example", "challenge": "c-1"})");
    EXPECT_EQ(domain.status, 422);
    EXPECT_TRUE(has(codes(domain, "errors"), "proof.domain_mismatch")) << domain.body;
    const HttpAnswer challenge = demo().verify_presentation(
        signed_one.root(), R"({"domain": "shop.example", "challenge": "c-2"})");
    EXPECT_EQ(challenge.status, 422);
    EXPECT_TRUE(has(codes(challenge, "errors"), "proof.challenge_mismatch")) << challenge.body;
    EXPECT_EQ(demo().verify_presentation(signed_one.root(), R"({"challenge": "c-2"})").status, 422);
    EXPECT_EQ(demo().verify_presentation(signed_one.root(), R"({"challenge": "c-1"})").status, 200);
}

TEST(PresentationEndpointTest, ComparesSeveralDomainsAsASet) {
    const json::Document signed_one =
        proved(R"({"domain": ["shop.example", "bank.example"], "challenge": "c-1"})");
    const HttpAnswer same = demo().verify_presentation(
        signed_one.root(), R"({"domain": ["bank.example", "shop.example"], "challenge": "c-1"})");
    EXPECT_EQ(same.status, 200) << same.body;
    const json::Document body = same.json();
    const json::Value domain = *body.root().find("results")->find("presentation")->find("domain");
    EXPECT_TRUE(domain.find("verified")->boolean());
    EXPECT_EQ(domain.find("input")->array().size(), 2U);
    for (const char* other : {R"("shop.example")", R"(["shop.example", "court.example"])"}) {
        const HttpAnswer answer = demo().verify_presentation(
            signed_one.root(), R"({"challenge": "c-1", "domain": )" + std::string(other) + "}");
        EXPECT_EQ(answer.status, 422) << answer.body;
        EXPECT_TRUE(has(codes(answer, "errors"), "proof.domain_mismatch")) << answer.body;
    }
}

TEST(PresentationEndpointTest, AcceptsOneWithoutProofOnlyWhereNothingBindsIt) {
    const json::Document bare = presentation();
    const HttpAnswer accepted = demo().verify_presentation(bare.root());
    EXPECT_EQ(accepted.status, 200) << accepted.body;
    EXPECT_EQ(accepted.json().root().find("holderProof")->string(), "skipped");
    EXPECT_EQ(accepted.json().root().find("report")->find("holderProof")->string(), "skipped");
    const HttpAnswer asked = demo().verify_presentation(bare.root(), R"({"challenge": "c-1"})");
    EXPECT_EQ(asked.status, 400) << asked.body;
    EXPECT_FALSE(verified(asked));
    const HttpAnswer domain = demo().verify_presentation(bare.root(), R"({"domain": "a.example"})");
    EXPECT_EQ(domain.status, 400) << domain.body;
    EXPECT_FALSE(verified(domain));
    EXPECT_EQ(
        demo()
            .post("/presentations/verify", DemoService::wrapped("presentation", bare.root(), "{}"))
            .status,
        200);
}

TEST(PresentationEndpointTest, RefusesOneWithABadCredential) {
    const json::Document bad = test::must(presentation().with(
        "/verifiableCredential/0/credentialSubject/name", parsed(R"("Mallory")").root()));
    const HttpAnswer answer = demo().verify_presentation(bad.root());
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(has(codes(answer, "errors"), "proof.signature_invalid")) << answer.body;
}

TEST(PresentationEndpointTest, AnswersWhateverIsSent) {
    expect_answers_whatever_is_sent(
        presentation(),
        {"/@context", "/id", "/type", "/holder", "/verifiableCredential", "/verifiableCredential/0",
         "/verifiableCredential/0/proof", "/proof", "/@graph"},
        [](const json::Document& changed) { return demo().verify_presentation(changed.root()); });
}

TEST(PresentationEndpointTest, RefusesAKeyThatIsNotTheHoldersOwn) {
    const json::Document signed_one = proved(R"({"challenge": "c-1"})");
    const json::Document other = test::must(signed_one.with(
        "/holder",
        json::Writer()
            .string(demo().signatories().on_path("ecdsa-jcs-2019/P-384")->did.to_string())
            .take_document()
            .root()));
    const HttpAnswer answer = demo().verify_presentation(other.root(), R"({"challenge": "c-1"})");
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(has(codes(answer, "errors"), "presentation.not_by_holder")) << answer.body;
}

TEST(PresentationEndpointTest, ProvesForNobodyWhoseKeyItLacks) {
    const HttpAnswer answer = demo().post(
        "/presentations/prove",
        DemoService::wrapped("presentation", presentation("did:example:else").root(), "{}"));
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.code(), "service.no_holder");
}

}  // namespace
}  // namespace deed::service

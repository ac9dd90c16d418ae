// Credentials and presentations in envelopes of their own: JWTs, SD-JWTs and COSE messages.

#include <gtest/gtest.h>

#include "credentials/jose/secured_jwt.hpp"
#include "credentials/secured.hpp"
#include "lib/encoding/text.hpp"
#include "tests/service/service_support.hpp"

namespace deed::service {
namespace {

using credentials::DocumentKind;
using test::DemoService;
using test::HttpAnswer;
using test::must;
using test::parsed;
using test::plain_credential;

DemoService& demo() {
    static DemoService service;
    return service;
}

std::string id_of(json::Value enveloped) { return std::string(enveloped.find("id")->string()); }

/// Whether the object is of that type alone and holds that media type.
void expect_envelope(json::Value object, std::string_view type, std::string_view data_url) {
    EXPECT_EQ(object.find("@context")->string(), "https://www.w3.org/ns/credentials/v2");
    EXPECT_EQ(object.find("type")->string(), type);
    EXPECT_TRUE(id_of(object).starts_with(data_url)) << id_of(object).substr(0, 60);
}

/// The same object with one character of what is signed or signs changed.
json::Document tampered(json::Value enveloped) {
    std::string id = id_of(enveloped);
    char& one = id[id.size() / 2];
    one = one == 'A' ? 'B' : 'A';
    return must(json::Writer().value(enveloped).take_document().with(
        "/id", json::Writer().string(id).take_document().root()));
}

struct Envelope {
    const char* issued_as;
    const char* presented_as;
    const char* credential_url;
    const char* presentation_url;
};

class EnvelopeTest : public testing::TestWithParam<Envelope> {};

TEST_P(EnvelopeTest, IsIssuedAndJudged) {
    for (const char* key_type : {"Ed25519", "P-256", "P-384", "P-521", "secp256k1"}) {
        const json::Document issued =
            demo().issued(std::string(GetParam().issued_as) + "/" + key_type, plain_credential());
        expect_envelope(issued.root(), "EnvelopedVerifiableCredential", GetParam().credential_url);
        const HttpAnswer answer = demo().verify(issued.root());
        EXPECT_EQ(answer.status, 200) << key_type << answer.body;
        const json::Document body = answer.json();
        EXPECT_EQ(*body.root().find("credential"), issued.root());
        const HttpAnswer changed = demo().verify(tampered(issued.root()).root());
        EXPECT_TRUE(changed.status == 400 || changed.status == 422) << changed.status;
    }
}

TEST_P(EnvelopeTest, HoldsTheCredentialThatWasGiven) {
    const json::Document given = plain_credential();
    const json::Document issued =
        demo().issued(std::string(GetParam().issued_as) + "/P-256", given);
    const auto opened = credentials::read_secured(issued, DocumentKind::credential);
    ASSERT_TRUE(opened) << opened.error().to_string();
    for (const char* member : {"@context", "credentialSubject", "type", "id", "validFrom"})
        EXPECT_EQ(json::to_string(*opened->document().root().find(member)),
                  json::to_string(*given.root().find(member)));
}

TEST_P(EnvelopeTest, KeepsToItsTermOfLife) {
    const json::Document credential =
        must(plain_credential().with("/validUntil", parsed(R"("2021-01-01T00:00:00Z")").root()));
    const json::Document issued =
        demo().issued(std::string(GetParam().issued_as) + "/P-256", credential);
    EXPECT_EQ(demo().verify(issued.root()).status, 422);
    EXPECT_EQ(demo().verify(issued.root(), R"({"vcalmWarnings": true})").status, 200);
}

// What a holder shows.

json::Document unsigned_presentation(json::Value credential, std::string_view holder = {}) {
    json::Writer writer;
    writer.begin_object().key("@context").begin_array();
    writer.string("https://www.w3.org/ns/credentials/v2").end_array();
    writer.key("type").begin_array().string("VerifiablePresentation").end_array();
    if (!holder.empty()) writer.member("holder", holder);
    writer.key("verifiableCredential").begin_array().value(credential).end_array();
    return writer.end_object().take_document();
}

HttpAnswer prove(const json::Document& presentation, std::string_view form,
                 std::string_view more = {}) {
    return demo().post("/presentations/prove",
                       DemoService::wrapped("presentation", presentation.root(),
                                            R"({"cryptosuite": ")" + std::string(form) + "\"" +
                                                std::string(more) + "}"));
}

json::Document proved(const json::Document& presentation, std::string_view form,
                      std::string_view more = {}) {
    const HttpAnswer answer = prove(presentation, form, more);
    if (answer.status != 201) throw std::runtime_error(answer.body);
    const json::Document body = answer.json();
    return json::Writer().value(*body.root().find("verifiablePresentation")).take_document();
}

TEST_P(EnvelopeTest, IsPresentedAndJudged) {
    const json::Document credential =
        demo().issued(std::string(GetParam().issued_as) + "/Ed25519", plain_credential());
    for (const HolderConfiguration& holder : demo().signatories().holders) {
        const json::Document shown = proved(
            unsigned_presentation(credential.root(), holder.did.to_string()),
            GetParam().presented_as, R"(, "domain": "shop.example", "challenge": "challenge-1")");
        expect_envelope(shown.root(), "EnvelopedVerifiablePresentation",
                        GetParam().presentation_url);
        const HttpAnswer answer = demo().verify_presentation(
            shown.root(), R"({"domain": "shop.example", "challenge": "challenge-1"})");
        ASSERT_EQ(answer.status, 200) << holder.did.to_string() << answer.body;
        EXPECT_EQ(answer.json().root().find("report")->find("holderProof")->string(), "passed");
    }
}

TEST_P(EnvelopeTest, IsPresentedToOneVerifierOnly) {
    const json::Document credential = demo().issued("eddsa-jcs-2022/Ed25519", plain_credential());
    const json::Document shown =
        proved(unsigned_presentation(credential.root()), GetParam().presented_as,
               R"(, "domain": "shop.example", "challenge": "challenge-1")");
    for (const char* options : {R"({"domain": "bank.example", "challenge": "challenge-1"})",
                                R"({"domain": "shop.example", "challenge": "challenge-2"})"})
        EXPECT_EQ(demo().verify_presentation(shown.root(), options).status, 422) << options;
    const HttpAnswer changed = demo().verify_presentation(
        tampered(shown.root()).root(), R"({"domain": "shop.example", "challenge": "challenge-1"})");
    EXPECT_TRUE(changed.status == 400 || changed.status == 422) << changed.body;
    // One that names nobody is for nobody who asks for their name.
    const json::Document loose =
        proved(unsigned_presentation(credential.root()), GetParam().presented_as);
    EXPECT_EQ(demo().verify_presentation(loose.root()).status, 200);
    EXPECT_NE(demo().verify_presentation(loose.root(), R"({"challenge": "challenge-1"})").status,
              200);
}

TEST_P(EnvelopeTest, IsPresentedBareWhereThatIsAsked) {
    const json::Document credential = demo().issued("eddsa-jcs-2022/Ed25519", plain_credential());
    const HttpAnswer answer = prove(unsigned_presentation(credential.root()),
                                    GetParam().presented_as, R"(, "returnBare": true)");
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(answer.headers.at("preference-applied"), "return=bare");
    expect_envelope(answer.json().root(), "EnvelopedVerifiablePresentation",
                    GetParam().presentation_url);
}

INSTANTIATE_TEST_SUITE_P(
    All, EnvelopeTest,
    testing::Values(Envelope{"vc-jwt", "vp-jwt", "data:application/vc+jwt,",
                             "data:application/vp+jwt,"},
                    Envelope{"vc-sd-jwt", "vp-sd-jwt", "data:application/vc+sd-jwt,",
                             "data:application/vp+sd-jwt,"},
                    Envelope{"vc-cose", "vp-cose", "data:application/vc+cose;base64,",
                             "data:application/vp+cose;base64,"}),
    [](const auto& instance) {
        std::string name(instance.param.issued_as);
        std::erase(name, '-');
        return name;
    });

TEST(ProveTest, ChoosesTheHolderWhoseKeyFits) {
    const json::Document credential = demo().issued("eddsa-jcs-2022/Ed25519", plain_credential());
    for (const SecuringForm& form : presentation_forms()) {
        const json::Document shown = proved(
            test::with_context_of(form, unsigned_presentation(credential.root())), form.name);
        const HttpAnswer answer = demo().verify_presentation(shown.root());
        EXPECT_EQ(answer.status, 200) << form.name << answer.body;
    }
}

TEST(ProveTest, RefusesFormsThatAreNot) {
    const json::Document credential = demo().issued("eddsa-jcs-2022/Ed25519", plain_credential());
    // Forms of credentials are none of presentations.
    for (const char* form : {"vc-jwt", "vc-cose", "rot13-1999"}) {
        const HttpAnswer answer = prove(unsigned_presentation(credential.root()), form);
        EXPECT_EQ(answer.status, 501) << answer.body;
        EXPECT_EQ(answer.code(), "service.suite_missing") << form;
    }
    const std::string holder =
        demo().signatories().on_path("eddsa-jcs-2022/Ed25519")->did.to_string();
    const HttpAnswer other_key =
        prove(unsigned_presentation(credential.root(), holder), "ecdsa-jcs-2019");
    EXPECT_EQ(other_key.status, 400) << other_key.body;
    EXPECT_EQ(other_key.code(), "service.no_holder");
    const HttpAnswer issued_as = demo().post(
        "/credentials/issue", DemoService::wrapped("credential", plain_credential().root(),
                                                   R"({"cryptosuite": "vp-jwt"})"));
    EXPECT_EQ(issued_as.status, 501) << issued_as.body;
}

// Tokens that no issuer here would make.

/// A JWT of that payload with the first issuer's key, whatever the payload says of it.
json::Document jwt_of(const json::Document& payload) {
    const IssuerConfiguration& issuer = *demo().signatories().on_path("vc-jwt/Ed25519");
    const std::string did = issuer.did.to_string();
    const std::string key_id = did + "#" + did.substr(std::string_view("did:key:").size());
    Call call;
    const std::string token = must(credentials::sign_jwt(DocumentKind::credential, payload,
                                                         {.key_id = key_id}, *issuer.signer, call));
    return credentials::make_enveloped(as_bytes(token), DocumentKind::credential,
                                       credentials::EnvelopeForm::jwt);
}

json::Document payload(std::string_view pointer, std::string_view value,
                       std::string_view issued_by = "vc-jwt/Ed25519") {
    const std::string did = demo().signatories().on_path(issued_by)->did.to_string();
    const json::Document issuer = json::Writer().string(did).take_document();
    json::Document credential = must(plain_credential().with("/issuer", issuer.root()));
    if (pointer.empty()) return credential;
    return must(credential.with(pointer, parsed(value).root()));
}

TEST(TokenTest, IsHeldToTheRulesOfCredentials) {
    ASSERT_EQ(demo().verify(jwt_of(payload("", "")).root()).status, 200);
    struct Rule {
        const char* pointer;
        const char* value;
        int status;
        const char* code;
    };
    constexpr Rule kRules[] = {
        {"/@context", R"(["https://www.w3.org/ns/credentials/v2"])", 400,
         "jsonld.dropped_relative_type"},
        {"/type", R"("ExampleDegreeCredential")", 400, "credential.type_not_verifiable_credential"},
        {"/@context", R"(["https://example.com/x"])", 400, "credential.base_context_not_first"},
        {"/credentialSubject", "{}", 400, "credential.subject_empty"},
        {"/credentialSubject", R"({"id": "relative"})", 400, "credential.id_malformed"},
        {"/validFrom", R"("yesterday")", 400, "credential.date_malformed"},
    };
    for (const Rule& rule : kRules) {
        const HttpAnswer answer = demo().verify(jwt_of(payload(rule.pointer, rule.value)).root());
        EXPECT_EQ(answer.status, rule.status) << rule.pointer << answer.body;
        EXPECT_NE(answer.body.find(std::string("\"") + rule.code + "\""), std::string::npos)
            << rule.code << answer.body;
    }
}

TEST(TokenTest, IsForVerifiersWhoseNameIsNoUrl) {
    // RFC 7519 section 4.1.3: "aud" is a string; what else is a relative IRI is refused.
    for (const char* form : {"vc-jwt", "vc-sd-jwt", "vc-cose"}) {
        const HttpAnswer issued =
            demo().post("/issuers/" + std::string(form) + "/Ed25519/credentials/issue",
                        DemoService::wrapped("credential", plain_credential().root(),
                                             R"({"domain": "shop.example"})"));
        ASSERT_EQ(issued.status, 201) << issued.body;
        const json::Document body = issued.json();
        const json::Value credential = *body.root().find("verifiableCredential");
        const HttpAnswer asked = demo().verify(credential, R"({"domain": "shop.example"})");
        EXPECT_EQ(asked.status, 200) << form << asked.body;
        EXPECT_EQ(demo().verify(credential, R"({"domain": "bank.example"})").status, 422) << form;
    }
}

TEST(TokenTest, IsReadInTheJsonOfAnSdJwt) {
    const HttpAnswer issued =
        demo().post("/issuers/vc-sd-jwt/Ed25519/credentials/issue",
                    DemoService::wrapped("credential", plain_credential().root(),
                                         R"({"disclosable": ["/credentialSubject/name"]})"));
    ASSERT_EQ(issued.status, 201) << issued.body;
    const json::Document body = issued.json();
    const auto secured = credentials::read_secured(
        json::Writer().value(*body.root().find("verifiableCredential")).take_document(),
        credentials::DocumentKind::credential);
    ASSERT_TRUE(secured && secured->sd_jwt());
    for (const auto form : {credentials::JsonForm::flattened, credentials::JsonForm::general}) {
        const json::Document json = secured->sd_jwt()->sd_jwt().to_json(form);
        const HttpAnswer answer = demo().verify(json.root());
        EXPECT_EQ(answer.status, 200) << answer.body;
        const std::string at = form == credentials::JsonForm::general ? "/signatures/0" : "";
        const HttpAnswer tampered =
            demo().verify(json.with(at + "/signature",
                                    parsed("\"" + base64url_encode(Bytes(64, 7)) + "\"").root())
                              .value()
                              .root());
        EXPECT_EQ(tampered.status, 422) << tampered.body;
    }
}

TEST(TokenTest, RefusesTheLegacyClaims) {
    // Written by hand: what signs here does not make such a token either.
    for (const char* name : {"vc", "vp"}) {
        const std::string head = base64url_encode(as_bytes(R"({"alg":"EdDSA","typ":"vc+jwt"})"));
        const json::Document legacy =
            payload("/" + std::string(name), R"({"type": ["VerifiableCredential"]})");
        const std::string body = base64url_encode(as_bytes(legacy.to_string()));
        const std::string token = head + "." + body + "." + base64url_encode(Bytes(64, 7));
        const HttpAnswer answer =
            demo().verify(credentials::make_enveloped(as_bytes(token), DocumentKind::credential,
                                                      credentials::EnvelopeForm::jwt)
                              .root());
        EXPECT_EQ(answer.status, 400) << answer.body;
        EXPECT_EQ(answer.code(), "jwt.vc_claim");
    }
}

TEST(TokenTest, OfAForeignKeyIsAcceptedOnlyWhereThatIsAllowedAndAsked) {
    const json::Document foreign = jwt_of(payload("", "", "vc-jwt/P-256"));
    const HttpAnswer answer = demo().verify(foreign.root());
    EXPECT_EQ(answer.status, 422) << answer.body;
    EXPECT_NE(answer.body.find("\"control.foreign_key\""), std::string::npos) << answer.body;
    DemoService lenient({.is_open = true}, true);
    EXPECT_EQ(lenient.verify(foreign.root()).status, 422);
    const HttpAnswer allowed =
        lenient.verify(foreign.root(), R"({"allowForeignKeys": true, "checks": ["proof"]})");
    EXPECT_EQ(allowed.status, 200) << allowed.body;
    const HttpAnswer broken = lenient.verify(tampered(foreign.root()).root(),
                                             R"({"allowForeignKeys": true, "checks": ["proof"]})");
    EXPECT_NE(broken.status, 200) << broken.body;
}

}  // namespace
}  // namespace deed::service

#include "credentials/jose/secured_jwt.hpp"

#include <gtest/gtest.h>

#include "credentials/jose/errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/jose/errors.hpp"
#include "lib/json/errors.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/signers.hpp"

namespace deed::credentials {
namespace {

crypto::Signer& signer() {
    static const auto kSigner = test::signer_of(crypto::KeyType::ed25519, 7);
    return *kSigner;
}

/// Header and payload as they stand, truly signed.
std::string token(std::string_view header, std::string_view payload) {
    Call call;
    const std::string input =
        base64url_encode(as_bytes(header)) + "." + base64url_encode(as_bytes(payload));
    return input + "." + base64url_encode(signer().sign(as_bytes(input), call).value());
}

Result<SecuredJwt> parse(std::string_view header, std::string_view payload = "{}",
                         DocumentKind kind = DocumentKind::credential) {
    return SecuredJwt::parse(token(header, payload), kind);
}

TEST(SecuredJwt, IsSignedAndReadBack) {
    Call call;
    const auto payload = json::Document::parse(R"({"b":1.50,"a":"x"})").value();
    for (const DocumentKind kind : {DocumentKind::credential, DocumentKind::presentation}) {
        ASSERT_OK_AND(const std::string made,
                      sign_jwt(kind, payload, {.key_id = "did:example:a#k"}, signer(), call));
        ASSERT_OK_AND(const SecuredJwt jwt, SecuredJwt::parse(made, kind));
        EXPECT_OK(jwt.verify(signer().public_key()));
        EXPECT_EQ(jwt.payload().to_string(), R"({"b":1.50,"a":"x"})");
        EXPECT_EQ(jwt.key_url({}).value(), "did:example:a#k");
        const std::string words =
            kind == DocumentKind::credential ? R"("vc+jwt","cty":"vc")" : R"("vp+jwt","cty":"vp")";
        EXPECT_EQ(jwt.jws().header()->json().to_string(),
                  R"({"alg":"EdDSA","typ":)" + words + R"(,"kid":"did:example:a#k"})");
        const DocumentKind other = kind == DocumentKind::credential ? DocumentKind::presentation
                                                                    : DocumentKind::credential;
        ASSERT_OK_AND(const SecuredJwt confused, SecuredJwt::parse(made, other));
        EXPECT_CODE(confused.verify(signer().public_key()), errors::kJwtTypeMismatch);
    }
}

TEST(SecuredJwt, NeedsNoTypesAndTakesTheirLongForms) {
    for (const auto* header :
         {R"({"alg":"EdDSA"})", R"({"alg":"EdDSA","typ":"VC+JWT"})",
          R"({"alg":"EdDSA","typ":"application/vc+jwt","cty":"application/vc"})",
          R"({"alg":"Ed25519","cty":"vc"})"}) {
        ASSERT_OK_AND(const SecuredJwt jwt, parse(header));
        EXPECT_OK(jwt.verify(signer().public_key()));
    }
}

TEST(SecuredJwt, RefusesContradictingTypes) {
    for (const auto* type : {"vp+jwt", "JWT", "vc", "vc+ld+jwt", "vc+sd-jwt", "text/vc+jwt"}) {
        ASSERT_OK_AND(const SecuredJwt jwt,
                      parse(R"({"alg":"EdDSA","typ":")" + std::string(type) + R"("})"));
        EXPECT_CODE(jwt.verify(signer().public_key()), errors::kJwtTypeMismatch) << type;
    }
    for (const auto* type : {"vp", "vc+jwt", "json"}) {
        ASSERT_OK_AND(const SecuredJwt jwt,
                      parse(R"({"alg":"EdDSA","cty":")" + std::string(type) + R"("})"));
        EXPECT_CODE(jwt.verify(signer().public_key()), errors::kJwtContentTypeMismatch) << type;
    }
}

struct Refusal {
    std::string_view payload;
    const ErrorCode* code;
};

TEST(SecuredJwt, RefusesPayloadsEachByItsOwnCode) {
    const Refusal refusals[] = {{R"({"vc":{}})", &errors::kJwtVcClaim},
                                {R"({"vp":{}})", &errors::kJwtVcClaim},
                                {R"({"proof":{}})", &errors::kJwtEmbeddedProof},
                                {R"({"exp":"soon"})", &errors::kJwtClaimMalformed}};
    Call call;
    for (const auto& [payload, code] : refusals) {
        ASSERT_OK_AND(const SecuredJwt jwt, parse(R"({"alg":"EdDSA"})", payload));
        EXPECT_CODE(jwt.verify(signer().public_key()), *code) << payload;
        EXPECT_CODE(sign_jwt(DocumentKind::credential, json::Document::parse(payload).value(),
                             {.key_id = "did:example:a#k"}, signer(), call),
                    *code)
            << payload;
    }
    EXPECT_CODE(parse(R"({"alg":"EdDSA"})", "[]"), errors::kJwtPayloadNotObject);
    EXPECT_CODE(parse(R"({"alg":"EdDSA"})", "no json"), json::errors::kSyntax);
    EXPECT_CODE(parse(R"({"alg":"EdDSA"})", R"({"a":1,"a":1})"), json::errors::kDuplicateMember);
    EXPECT_CODE(
        sign_jwt(DocumentKind::credential, json::Document::parse("[]").value(), {}, signer(), call),
        errors::kJwtPayloadNotObject);
}

TEST(SecuredJwt, IsShownAlsoWhereItsHeaderIsRefused) {
    ASSERT_OK_AND(const SecuredJwt jwt, parse(R"({"alg":"none"})", R"({"issuer":"a"})"));
    EXPECT_EQ(jwt.payload().root().find("issuer")->string(), "a");
    EXPECT_CODE(jwt.claims(), jose::errors::kAlgorithmNone);
    EXPECT_EQ(jwt.claims().error().where(), "header/alg");
    EXPECT_CODE(jwt.key_url("did:example:a"), jose::errors::kAlgorithmNone);
    EXPECT_CODE(jwt.verify(signer().public_key()), jose::errors::kAlgorithmNone);
}

TEST(SecuredJwt, NamesItsKey) {
    const struct {
        std::string_view header;
        std::string_view payload;
        std::string_view url;
    } cases[] = {
        {R"({"alg":"EdDSA","kid":"did:example:a#1"})", R"({"iss":"did:example:b"})",
         "did:example:a#1"},
        {R"({"alg":"EdDSA","kid":"https://a.example/keys#1"})", "{}", "https://a.example/keys#1"},
        {R"({"alg":"EdDSA","kid":"#1"})", R"({"iss":"did:example:b"})", "did:example:b#1"},
        {R"({"alg":"EdDSA","kid":"key-1"})", "{}", "did:example:issuer#key-1"},
        {R"({"alg":"EdDSA","iss":"did:example:h"})", "{}", "did:example:h"},
        {R"({"alg":"EdDSA"})", "{}", "did:example:issuer"},
    };
    for (const auto& [header, payload, url] : cases) {
        ASSERT_OK_AND(const SecuredJwt jwt, parse(header, payload));
        EXPECT_EQ(jwt.key_url("did:example:issuer").value(), url) << header;
    }
    ASSERT_OK_AND(const SecuredJwt nameless, parse(R"({"alg":"EdDSA"})"));
    EXPECT_CODE(nameless.key_url(std::nullopt), errors::kJwtClaimMalformed);
}

}  // namespace
}  // namespace deed::credentials

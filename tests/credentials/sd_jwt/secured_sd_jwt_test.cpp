#include "credentials/sd_jwt/secured_sd_jwt.hpp"

#include <gtest/gtest.h>

#include "credentials/jose/errors.hpp"
#include "credentials/sd_jwt/errors.hpp"
#include "lib/jose/errors.hpp"
#include "tests/credentials/sd_jwt/sd_tokens.hpp"

namespace deed::credentials {
namespace {

Result<SecuredSdJwt> parse(std::string_view header, std::string_view payload = "{}") {
    return SecuredSdJwt::parse(signed_token(header, payload) + "~", DocumentKind::credential);
}

Result<void> verified(std::string_view header, std::string_view payload = "{}") {
    return parse(header, payload)->verify(issuer().public_key());
}

Result<std::string> sign(std::string_view payload, const std::vector<std::string>& disclosable = {},
                         std::optional<crypto::PublicKey> bound = std::nullopt) {
    Call call;
    return sign_sd_jwt(
        DocumentKind::credential, json_of(payload),
        {.key_id = "did:example:a#k", .disclosable = disclosable, .holder = std::move(bound)},
        issuer(), call);
}

TEST(SecuredSdJwt, IsSignedAndReadBack) {
    Call call;
    const json::Document payload = json_of(R"({"b":1.50,"credentialSubject":{"a":"x"}})");
    for (const DocumentKind kind : {DocumentKind::credential, DocumentKind::presentation}) {
        const std::vector<std::string> pointers{"/credentialSubject/a"};
        ASSERT_OK_AND(
            const std::string made,
            sign_sd_jwt(kind, payload, {.key_id = "did:example:a#k", .disclosable = pointers},
                        issuer(), call));
        ASSERT_OK_AND(const SecuredSdJwt token, SecuredSdJwt::parse(made, kind));
        EXPECT_OK(token.verify(issuer().public_key()));
        EXPECT_EQ(token.payload(), payload);
        EXPECT_EQ(token.key_url({}).value(), "did:example:a#k");
        const std::string words =
            kind == DocumentKind::credential ? R"("vc+sd-jwt","cty":"vc")" : R"("vp+sd-jwt","cty":"vp")";
        EXPECT_EQ(token.jws().header()->json().to_string(),
                  R"({"alg":"EdDSA","typ":)" + words + R"(,"kid":"did:example:a#k"})");
        const DocumentKind other =
            kind == DocumentKind::credential ? DocumentKind::presentation : DocumentKind::credential;
        EXPECT_CODE(SecuredSdJwt::parse(made, other)->verify(issuer().public_key()),
                    errors::kJwtTypeMismatch);
    }
}

TEST(SecuredSdJwt, IsOfItsTypesOrOfNone) {
    for (const auto* header :
         {R"({"alg":"EdDSA"})", R"({"alg":"EdDSA","typ":"application/vc+sd-jwt","cty":"VC"})"})
        EXPECT_OK(verified(header));
    for (const auto* typ : {"vc+jwt", "vp+sd-jwt", "dc+sd-jwt", "sd-jwt", "JWT"})
        EXPECT_CODE(verified(R"({"alg":"EdDSA","typ":")" + std::string(typ) + "\"}"),
                    errors::kJwtTypeMismatch);
    EXPECT_CODE(verified(R"({"alg":"EdDSA","cty":"vp"})"), errors::kJwtContentTypeMismatch);
}

TEST(SecuredSdJwt, HasTheClaimsOfAToken) {
    EXPECT_CODE(verified(R"({"alg":"EdDSA"})", R"({"vc":{}})"), errors::kJwtVcClaim);
    EXPECT_CODE(verified(R"({"alg":"EdDSA"})", R"({"vp":{}})"), errors::kJwtVcClaim);
    EXPECT_CODE(verified(R"({"alg":"EdDSA"})", R"({"proof":{}})"), errors::kJwtEmbeddedProof);
    EXPECT_CODE(verified(R"({"alg":"EdDSA"})", R"({"exp":"x"})"), errors::kJwtClaimMalformed);
    EXPECT_CODE(verified(R"({"alg":"EdDSA","jwk":{}})"), jose::errors::kEmbeddedKey);
    // Also where they are disclosed.
    const std::string disclosure = R"(["s","vc",{}])";
    const std::string token =
        token_of(R"({"_sd":[")" + digest_of(disclosure) + R"("]})", {disclosure});
    EXPECT_CODE(SecuredSdJwt::parse(token, DocumentKind::credential)->claims(), errors::kJwtVcClaim);
}

TEST(SecuredSdJwt, ShowsWhatAVerifierNeeds) {
    constexpr std::string_view kPayload =
        R"({"@context":["c"],"type":["t"],"issuer":{"id":"i"},"credentialStatus":[{"id":"s"}],
            "validUntil":"2030-01-01T00:00:00Z","name":"n","exp":1,
            "credentialSubject":{"id":"x","type":"P"}})";
    for (const auto* pointer :
         {"/@context", "/@context/0", "/type", "/type/0", "/issuer", "/issuer/id",
          "/credentialStatus", "/credentialStatus/0", "/credentialStatus/0/id", "/validUntil",
          "/exp", "/credentialSubject"})
        EXPECT_CODE(sign(kPayload, {pointer}), errors::kClaimNotDisclosable) << pointer;
    EXPECT_OK(sign(kPayload, {"/name", "/credentialSubject/id", "/credentialSubject/type"}));
    EXPECT_CODE(sign(kPayload, {""}), errors::kNothingToWithhold);
    EXPECT_CODE(sign("[]"), errors::kJwtPayloadNotObject);
    EXPECT_CODE(sign(R"({"vc":{}})"), errors::kJwtVcClaim);
}

TEST(SecuredSdJwt, NamesTheHoldersKey) {
    ASSERT_OK_AND(const std::string made, sign("{}", {}, holder().public_key()));
    ASSERT_OK_AND(const SecuredSdJwt token, SecuredSdJwt::parse(made, DocumentKind::credential));
    EXPECT_EQ(token.sd_jwt().holder_key().value(), holder().public_key());
    const std::string payload = token.payload().to_string();
    EXPECT_OK(sign(payload, {}, holder().public_key()));
    EXPECT_CODE(sign(payload, {}, issuer().public_key()), errors::kConfirmationMalformed);
}

}  // namespace
}  // namespace deed::credentials

#include <gtest/gtest.h>

#include "credentials/jose/errors.hpp"
#include "credentials/sd_jwt/errors.hpp"
#include "credentials/sd_jwt/hold.hpp"
#include "credentials/sd_jwt/verify_sd_jwt.hpp"
#include "lib/jose/errors.hpp"
#include "lib/json/errors.hpp"
#include "tests/credentials/sd_jwt/sd_tokens.hpp"

namespace deed::credentials {
namespace {

Timestamp at(std::int64_t seconds) { return Timestamp::from_unix_seconds(seconds).value(); }
constexpr std::int64_t kNow = 1'800'000'000;

TEST(SdJwt, IsTakenApartAtItsSeparators) {
    const std::string token = signed_token(R"({"alg":"EdDSA"})", R"({"_sd":[]})");
    ASSERT_OK_AND(const SdJwt sd_jwt, SdJwt::parse(token + "~"));
    EXPECT_EQ(sd_jwt.presented(), token + "~");
    EXPECT_FALSE(sd_jwt.key_binding().has_value());
    EXPECT_OK(sd_jwt.verify(issuer().public_key()));
    EXPECT_CODE(sd_jwt.verify(test::signer_of(crypto::KeyType::ed25519, 8)->public_key()),
                jose::errors::kSignatureInvalid);
    for (const std::string& text :
         {token, token + "~~", token + "~abc", std::string(), "~" + token})
        EXPECT_FALSE(SdJwt::parse(text).has_value()) << text;
    EXPECT_CODE(SdJwt::parse(token), errors::kSdJwtNotCompact);
    EXPECT_CODE(SdJwt::parse(token + "~~"), errors::kSdJwtNotCompact);
    EXPECT_CODE(SdJwt::parse(token + "~" + encode(R"(["s","a",1])")), errors::kSdJwtNotCompact);
    EXPECT_CODE(SdJwt::parse("~" + token), jose::errors::kNotCompact);
    EXPECT_CODE(SdJwt::parse(std::string(kMaxSdJwt + 1, '~')), errors::kSdJwtTooLarge);
    EXPECT_CODE(parse("[]"), errors::kJwtPayloadNotObject);
}

TEST(SdJwt, RefusesDisclosuresOfAnotherForm) {
    const std::string token = signed_token(R"({"alg":"EdDSA"})", "{}");
    for (const std::string& disclosure :
         {std::string("!"), std::string("YQ="), std::string("YR"), encode("{}"), encode("[]"),
          encode(R"(["s"])"), encode(R"([1,"a"])"), encode(R"([1,"a",2])"), encode(R"(["s",1,2])"),
          encode(R"(["s","a",1,2])"), encode(R"(["s","a",{"b":1,"b":2}])"),
          encode(R"(["s","a",1] )"
                 "x"),
          encode("[\"s\",\"\xff\",1]")})
        EXPECT_CODE(SdJwt::parse(token + "~" + disclosure + "~"), errors::kDisclosureMalformed)
            << disclosure;
}

TEST(SdJwt, IsToldFromOtherTexts) {
    EXPECT_TRUE(looks_like_sd_jwt("eyJ.e30.x~"));
    EXPECT_TRUE(looks_like_sd_jwt("eyJ.e30.x~WyJ~eyJ.e.y"));
    for (const auto* text : {"eyJ.e30.x", "", "~", "{\"a\":\"x.y~z\"}", "abc~"})
        EXPECT_FALSE(looks_like_sd_jwt(text)) << text;
}

std::string flattened(const std::string& compact, std::string_view header) {
    const auto first = compact.find('.');
    const auto second = compact.find('.', first + 1);
    return R"({"protected":")" + compact.substr(0, first) + R"(","payload":")" +
           compact.substr(first + 1, second - first - 1) + R"(","signature":")" +
           compact.substr(second + 1, compact.find('~') - second - 1) + R"(","header":)" +
           std::string(header) + "}";
}

TEST(SdJwt, IsReadInFlattenedJson) {
    const std::string disclosure = R"(["s","a",1])";
    const std::string compact =
        token_of(R"({"_sd":[")" + digest_of(disclosure) + R"("]})", {disclosure});
    const std::string header = R"({"disclosures":[")" + encode(disclosure) + R"("]})";
    ASSERT_OK_AND(const SdJwt sd_jwt, SdJwt::parse_json(flattened(compact, header)));
    EXPECT_EQ(sd_jwt.to_string(), compact);
    EXPECT_EQ(SdJwt::parse_json(flattened(compact, "{}"))->payload().to_string(), "{}");
    for (const std::string& text :
         {std::string("[]"), std::string("{}"), flattened(compact, "[]"),
          flattened(compact, R"({"disclosures":{}})"), flattened(compact, R"({"disclosures":[1]})"),
          flattened(compact, R"({"disclosures":[""]})"),
          flattened(compact, R"({"disclosures":["a~b"]})"), flattened(compact, R"({"kb_jwt":""})"),
          flattened(compact, R"({"kb_jwt":"a~b.c.d"})"),
          std::string(R"({"payload":"a","protected":"b","signature":"c.d"})"),
          std::string(R"({"payload":"a","protected":"b","signature":"c","signatures":[]})")})
        EXPECT_CODE(SdJwt::parse_json(text), errors::kSdJwtJsonMalformed) << text;
}

std::string general(const std::string& compact, std::string_view header,
                    std::string_view further = "") {
    const json::Document flat = json::Document::parse(flattened(compact, header)).value();
    const auto part = [&](const char* name) {
        return std::string(flat.root().find(name)->string());
    };
    return R"({"payload":")" + part("payload") + R"(","signatures":[{"protected":")" +
           part("protected") + R"(","signature":")" + part("signature") + R"(","header":)" +
           std::string(header) + "}" + std::string(further) + "]}";
}

TEST(SdJwt, IsReadInGeneralJson) {
    const std::string disclosure = R"(["s","a",1])";
    const std::string compact =
        token_of(R"({"_sd":[")" + digest_of(disclosure) + R"("]})", {disclosure});
    const std::string header = R"({"disclosures":[")" + encode(disclosure) + R"("],"kid":"k"})";
    ASSERT_OK_AND(const SdJwt sd_jwt, SdJwt::parse_json(general(compact, header)));
    EXPECT_EQ(sd_jwt.to_string(), compact);
    EXPECT_OK(sd_jwt.verify(issuer().public_key()));
    // A further signature, which need not be of an algorithm that is known.
    ASSERT_OK_AND(const SdJwt two,
                  SdJwt::parse_json(general(
                      compact, header, R"(,{"protected":"e30","signature":"AA","header":{}})")));
    EXPECT_EQ(two.to_string(), compact);

    for (const std::string& text :
         {std::string(R"({"payload":"a","signatures":[]})"),
          std::string(R"({"payload":"a","signatures":{}})"),
          std::string(R"({"payload":"a","signatures":[7]})"),
          std::string(R"({"payload":"a","signatures":[{"protected":"a"}]})"),
          std::string(R"({"signatures":[{"protected":"a","signature":"b"}]})"),
          std::string(R"({"payload":"a","protected":"b","signatures":[]})"),
          std::string(R"({"payload":"a.b","signatures":[{"protected":"a","signature":"b"}]})"),
          general(compact, "[]"), general(compact, R"({"alg":"none"})"),
          general(compact, header, ",7"), general(compact, header, R"(,{"protected":"e30"})"),
          general(compact, header, R"(,{"protected":"e30","signature":"AA","header":7})"),
          general(compact, header, R"(,{"protected":"e30","signature":"AA","x":1})"),
          general(compact, "{}",
                  R"(,{"protected":"e30","signature":"AA","header":{"disclosures":[]}})"),
          general(compact, "{}",
                  R"(,{"protected":"e30","signature":"AA","header":{"kb_jwt":"a.b.c"}})")})
        EXPECT_CODE(SdJwt::parse_json(text), errors::kSdJwtJsonMalformed) << text;
}

TEST(SdJwt, ARefusalRepeatsLittleOfWhatItRefuses) {
    const std::string text =
        R"({"payload":"a","protected":"b","signature":"c",")" + std::string(10'000, 'x') + "\":1}";
    const auto refused = SdJwt::parse_json(text);
    EXPECT_CODE(refused, errors::kSdJwtJsonMalformed);
    EXPECT_LT(refused.error().to_string().size(), 500U);
}

TEST(SdJwt, IsWrittenInJson) {
    const std::string disclosure = R"(["s","a",1])";
    const std::string compact =
        token_of(R"({"_sd":[")" + digest_of(disclosure) + R"("]})", {disclosure});
    for (const std::string& text : {compact, token_of("{}"), token_of("{}") + "a.b.c"}) {
        const auto sd_jwt = SdJwt::parse(text);
        if (!sd_jwt) continue;
        for (const JsonForm form : {JsonForm::flattened, JsonForm::general}) {
            const std::string json = sd_jwt->to_json(form).to_string();
            ASSERT_OK_AND(const SdJwt again, SdJwt::parse_json(json));
            EXPECT_EQ(again.to_string(), text);
        }
    }
    const SdJwt sd_jwt = SdJwt::parse(compact).value();
    EXPECT_EQ(sd_jwt.to_json(JsonForm::general).root(),
              json::Document::parse(
                  general(compact, R"({"disclosures":[")" + encode(disclosure) + R"("]})"))
                  .value()
                  .root());
    EXPECT_EQ(sd_jwt.to_json(JsonForm::flattened).root(),
              json::Document::parse(
                  flattened(compact, R"({"disclosures":[")" + encode(disclosure) + R"("]})"))
                  .value()
                  .root());
    EXPECT_TRUE(looks_like_sd_jwt_json(sd_jwt.to_json(JsonForm::general).root()));
    EXPECT_TRUE(looks_like_sd_jwt_json(sd_jwt.to_json(JsonForm::flattened).root()));
    for (const char* other :
         {"[]", "{}", R"({"payload":"a"})", R"({"@context":[],"payload":"a","signature":"b"})"})
        EXPECT_FALSE(looks_like_sd_jwt_json(json::Document::parse(other).value().root()));
}

TEST(SdJwt, IsJudgedByItsDates) {
    const auto verified = [](std::string_view payload) {
        return verify_sd_jwt(parse(payload).value(), issuer().public_key(), {.now = at(kNow)});
    };
    EXPECT_OK(verified(R"({"exp":1800000001,"nbf":1800000030})"));
    EXPECT_CODE(verified(R"({"exp":1800000000})"), errors::kSdJwtExpired);
    EXPECT_CODE(verified(R"({"nbf":1800000061})"), errors::kSdJwtNotYetValid);
    EXPECT_CODE(verified(R"({"exp":"x"})"), errors::kJwtClaimMalformed);
}

class KeyBound : public testing::Test {
protected:
    static std::string bound_payload() {
        return R"({"cnf":{"jwk":)" + holder().public_key().to_jwk().to_string() + "}}";
    }

    /// A token of the holder, of any content, behind an SD-JWT.
    static std::string shown(std::string_view claims, std::string_view header = kHeader,
                             crypto::Signer& signer = holder()) {
        return presented() + signed_token(header, claims, signer);
    }

    static const std::string& presented() {
        static const std::string kPresented = token_of(bound_payload());
        return kPresented;
    }

    static std::string claims(std::int64_t iat = kNow, std::string_view more = "") {
        return R"({"iat":)" + std::to_string(iat) + R"(,"aud":"v","nonce":"n","sd_hash":")" +
               sd_digest(crypto::HashAlgorithm::sha256, presented()) + "\"" + std::string(more) +
               "}";
    }

    static Result<void> verified(const std::string& text, BindingExpectations expected = wanted()) {
        const auto sd_jwt = SdJwt::parse(text);
        if (!sd_jwt) return sd_jwt.error();
        return verify_sd_jwt(*sd_jwt, issuer().public_key(), expected);
    }

    static BindingExpectations wanted() { return {.audience = "v", .nonce = "n", .now = at(kNow)}; }

    static constexpr std::string_view kHeader = R"({"alg":"ES256","typ":"kb+jwt"})";
};

TEST_F(KeyBound, IsGood) {
    EXPECT_OK(verified(shown(claims())));
    EXPECT_OK(verified(shown(claims()), {.now = at(kNow)}));
    ASSERT_OK_AND(const SdJwt sd_jwt, SdJwt::parse(presented()));
    Call call;
    ASSERT_OK_AND(
        const std::string made,
        bind_to_verifier(sd_jwt, {.audience = "v", .nonce = "n", .now = at(kNow)}, holder(), call));
    EXPECT_OK(verified(made));
}

TEST_F(KeyBound, IsAskedForOrNot) {
    EXPECT_CODE(verified(presented()), errors::kBindingMissing);
    EXPECT_CODE(SdJwt::parse(presented())->verify_key_binding(holder().public_key()),
                errors::kBindingMissing);
    // Whether it is asked for does not depend on whether it is there (RFC 9901 section 7.3).
    EXPECT_OK(verified(shown("{}"), {.now = at(kNow)}));
}

TEST_F(KeyBound, IsForThisVerifierAndAnswersIt) {
    BindingExpectations other = wanted();
    other.audience = "w";
    EXPECT_CODE(verified(shown(claims()), other), errors::kBindingAudienceMismatch);
    other = wanted();
    other.nonce = "m";
    EXPECT_CODE(verified(shown(claims()), other), errors::kBindingNonceMismatch);
}

TEST_F(KeyBound, IsOfThisTime) {
    EXPECT_OK(verified(shown(claims(kNow + 60))));
    EXPECT_CODE(verified(shown(claims(kNow + 61))), errors::kBindingInFuture);
    EXPECT_CODE(verified(shown(claims(kNow, R"(,"nbf":1800000061)"))), errors::kBindingInFuture);
    EXPECT_OK(verified(shown(claims(kNow - 3660))));
    EXPECT_CODE(verified(shown(claims(kNow - 3661))), errors::kBindingTooOld);
    EXPECT_CODE(verified(shown(claims(kNow, R"(,"exp":1800000000)"))), errors::kBindingTooOld);
}

TEST_F(KeyBound, HasItsForm) {
    const std::string hash = sd_digest(crypto::HashAlgorithm::sha256, presented());
    for (const std::string& text :
         {std::string("[]"), std::string("{"),
          R"({"aud":"v","nonce":"n","sd_hash":")" + hash + "\"}",
          R"({"iat":1,"nonce":"n","sd_hash":")" + hash + "\"}",
          R"({"iat":1,"aud":"v","sd_hash":")" + hash + "\"}",
          std::string(R"({"iat":1,"aud":"v","nonce":"n"})"),
          std::string(R"({"iat":1,"aud":["v"],"nonce":"n","sd_hash":"x"})"),
          std::string(R"({"iat":"1","aud":"v","nonce":"n","sd_hash":"x"})"),
          std::string(R"({"iat":1,"aud":"v","nonce":1,"sd_hash":"x"})")})
        EXPECT_CODE(verified(shown(text)), errors::kBindingMalformed) << text;
    for (const auto* header :
         {R"({"alg":"ES256"})", R"({"alg":"ES256","typ":"jwt"})", R"({"alg":"ES256","typ":"kb"})"})
        EXPECT_CODE(verified(shown(claims(), header)), errors::kBindingTypeMismatch) << header;
    EXPECT_CODE(verified(presented() + encode(R"({"alg":"none","typ":"kb+jwt"})") + "." +
                         encode(claims()) + "."),
                jose::errors::kAlgorithmNone);
    EXPECT_CODE(verified(presented() + "a.b"), jose::errors::kNotCompact);
}

TEST_F(KeyBound, IsOfTheHoldersKeyAndThisChoice) {
    const auto other = test::signer_of(crypto::KeyType::p256, 3);
    EXPECT_CODE(verified(shown(claims(), kHeader, *other)), errors::kBindingSignatureInvalid);
    EXPECT_CODE(verified(shown(claims(), R"({"alg":"EdDSA","typ":"kb+jwt"})", issuer())),
                errors::kBindingSignatureInvalid);
    EXPECT_CODE(verified(shown(R"({"iat":1800000000,"aud":"v","nonce":"n","sd_hash":"x"})")),
                errors::kBindingHashMismatch);
}

TEST_F(KeyBound, NeedsAKeyThatTheIssuerNamed) {
    const auto key_of = [](std::string_view payload) { return parse(payload)->holder_key(); };
    EXPECT_EQ(key_of(bound_payload()).value(), holder().public_key());
    EXPECT_CODE(key_of("{}"), errors::kConfirmationMissing);
    EXPECT_CODE(key_of(R"({"cnf":"x"})"), errors::kConfirmationMalformed);
    EXPECT_CODE(key_of(R"({"cnf":{"jwk":{"kty":"EC"}}})"), errors::kConfirmationMalformed);
    EXPECT_CODE(key_of(R"({"cnf":{"kid":"x"}})"), errors::kConfirmationUnsupported);
    Call call;
    const BindingRequest request{.audience = "v", .nonce = "n", .now = at(kNow)};
    EXPECT_CODE(bind_to_verifier(parse("{}").value(), request, holder(), call),
                errors::kConfirmationMissing);
    EXPECT_CODE(bind_to_verifier(SdJwt::parse(presented()).value(), request, issuer(), call),
                errors::kConfirmationOtherKey);
    EXPECT_CODE(bind_to_verifier(SdJwt::parse(shown(claims())).value(), request, holder(), call),
                errors::kAlreadyBound);
    EXPECT_CODE(bind_to_verifier(SdJwt::parse(presented()).value(),
                                 {.audience = "", .nonce = "n", .now = at(kNow)}, holder(), call),
                errors::kBindingIncomplete);
}

TEST_F(KeyBound, AndTheIssuersAudienceAgree) {
    const std::string jwk = holder().public_key().to_jwk().to_string();
    const std::string text = token_of(R"({"aud":"w","cnf":{"jwk":)" + jwk + "}}");
    EXPECT_CODE(verified(text), errors::kBindingAudienceMismatch);
}

}  // namespace
}  // namespace deed::credentials

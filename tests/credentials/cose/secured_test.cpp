#include "credentials/secured.hpp"

#include "credentials/envelopes/errors.hpp"
#include "credentials/jose/errors.hpp"
#include "credentials/presentation_errors.hpp"
#include "credentials/sd_jwt/errors.hpp"
#include "lib/cose/errors.hpp"
#include "lib/jose/errors.hpp"
#include "lib/json/errors.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

constexpr auto kCredential = DocumentKind::credential;
constexpr auto kPresentation = DocumentKind::presentation;

class SecuredTest : public testing::Test {
protected:
    SecuredTest() {
        const auto payload = test::parse("{}");
        jwt_ =
            sign_jwt(kCredential, payload, {.key_id = "did:example:a#1"}, *signer_, call_).value();
        sd_jwt_ = sign_sd_jwt(kCredential, payload, {.key_id = "did:example:a#1"}, *signer_, call_)
                      .value();
        cose_ =
            sign_cose(kCredential, payload, {.key_id = "did:example:a#1"}, *signer_, call_).value();
    }
    static Result<Secured> read(std::string_view text,
                                std::optional<std::string_view> type = std::nullopt,
                                DocumentKind kind = kCredential) {
        return read_secured(as_bytes(text), type, kind);
    }

    std::unique_ptr<crypto::Signer> signer_ = test::signer_of(crypto::KeyType::ed25519, 1);
    Call call_;
    std::string jwt_;
    std::string sd_jwt_;
    Bytes cose_;
};

TEST_F(SecuredTest, IsToldByItsBytes) {
    EXPECT_EQ(read(" {\"a\":1}\n")->envelope(), std::nullopt);
    EXPECT_EQ(read(jwt_)->envelope(), EnvelopeForm::jwt);
    EXPECT_EQ(read("\n " + jwt_ + "\r\n")->envelope(), EnvelopeForm::jwt);
    EXPECT_EQ(read(sd_jwt_)->envelope(), EnvelopeForm::sd_jwt);
    EXPECT_EQ(read(sd_jwt_ + "\n")->envelope(), EnvelopeForm::sd_jwt);
    EXPECT_EQ(read_secured(cose_, std::nullopt, kCredential)->envelope(), EnvelopeForm::cose);
    // Without its tag, CBOR is no more than bytes.
    const Bytes untagged(cose_.begin() + 1, cose_.end());
    EXPECT_CODE(read_secured(untagged, std::nullopt, kCredential), json::errors::kNotUtf8);
    EXPECT_EQ(read_secured(untagged, "application/vc+cose", kCredential)->envelope(),
              EnvelopeForm::cose);
    Bytes more = cose_;
    more.push_back('\n');  // a line's end belongs to no message
    EXPECT_FALSE(read_secured(more, std::nullopt, kCredential).has_value());
}

TEST_F(SecuredTest, IsAnSdJwtInJsonToo) {
    const SdJwt sd_jwt = SdJwt::parse(sd_jwt_).value();
    for (const JsonForm form : {JsonForm::flattened, JsonForm::general}) {
        const json::Document json = sd_jwt.to_json(form);
        for (const auto type : {std::optional<std::string_view>(),
                                std::optional<std::string_view>("application/sd-jwt+json")}) {
            ASSERT_OK_AND(const Secured secured, read(json.to_string(), type));
            EXPECT_EQ(secured.envelope(), EnvelopeForm::sd_jwt);
            EXPECT_EQ(as_text(secured.to_bytes()), sd_jwt_);
        }
        EXPECT_CODE(read_secured(json.with("/more", json.root()).value(), kCredential),
                    errors::kSdJwtJsonMalformed);
        // Its type is held against what it is handed in as.
        EXPECT_CODE(read_secured(json, kPresentation)->sd_jwt()->claims(),
                    errors::kJwtTypeMismatch);
    }
}

TEST_F(SecuredTest, IsWhatItsMediaTypeSays) {
    for (const auto* type : {"application/json", "application/vc", "application/ld+json",
                             "Application/VC; charset=utf-8"})
        EXPECT_EQ(read("{}", type)->envelope(), std::nullopt) << type;
    EXPECT_EQ(read(jwt_, "application/vc+jwt")->envelope(), EnvelopeForm::jwt);
    EXPECT_CODE(read("{}", "application/vc+jwt"), jose::errors::kNotCompact);
    // Which data model it is of, a token without a type of its own says inside.
    EXPECT_EQ(read(jwt_, "application/jwt")->envelope(), EnvelopeForm::jwt);
    EXPECT_CODE(read("{}", "application/jwt"), jose::errors::kNotCompact);
    EXPECT_CODE(read("\x01", "application/vc+cose"), cose::errors::kNotSign1);
    EXPECT_CODE(read(jwt_, "application/vc"), json::errors::kSyntax);
    for (const auto* type : {"application/vp", "application/vp+jwt", "application/vp+cose"}) {
        EXPECT_CODE(read("{}", type), errors::kMediaTypeMismatch) << type;
        EXPECT_CODE(read("{}", std::string("application/vc") + (type + 14), kPresentation),
                    errors::kMediaTypeMismatch)
            << type;
    }
    for (const auto* type : {"", "text/plain", "application/cose", "vc+jwt"})
        EXPECT_CODE(read("{}", type), errors::kMediaTypeUnsupported) << type;
}

TEST_F(SecuredTest, IsOpenedAndEnvelopedAgain) {
    for (const Bytes& bytes : {to_bytes(as_bytes(jwt_)), to_bytes(as_bytes(sd_jwt_)), cose_}) {
        ASSERT_OK_AND(const Secured secured, read_secured(bytes, std::nullopt, kCredential));
        EXPECT_EQ(secured.to_bytes(), bytes);
        const json::Document enveloped = secured.to_json();
        EXPECT_TRUE(is_enveloped(enveloped.root(), kCredential));
        ASSERT_OK_AND(const Secured opened, read_secured(enveloped, kCredential));
        EXPECT_EQ(opened.envelope(), secured.envelope());
        EXPECT_EQ(opened.to_bytes(), bytes);
        EXPECT_EQ(opened.kind(), kCredential);
    }
    ASSERT_OK_AND(const Secured plain, read(R"({"b":1,"a":2.0})"));
    EXPECT_EQ(as_text(plain.to_bytes()), R"({"b":1,"a":2.0})");
    EXPECT_EQ(plain.to_json().to_string(), R"({"b":1,"a":2.0})");
}

TEST_F(SecuredTest, IsAnObject) {
    for (const auto* text : {"[]", "\"x\"", "null", "1"}) {
        EXPECT_CODE(read(text), errors::kNotAnObject) << text;
        EXPECT_CODE(read(text, std::nullopt, kPresentation), errors::kPresentationNotAnObject);
    }
    EXPECT_CODE(read(""), json::errors::kSyntax);
    EXPECT_CODE(read("{} {}"), json::errors::kTrailingBytes);
    const std::string padding(kMaxCredentialBytes, ' ');
    EXPECT_CODE(read("{}" + padding), json::errors::kTooLarge);
    EXPECT_OK(read("{}" + padding, std::nullopt, kPresentation));
}

TEST_F(SecuredTest, ToleratesNoWhiteSpaceInsideAnEnvelope) {
    const auto enveloped = make_enveloped(as_bytes(jwt_ + " "), kCredential, EnvelopeForm::jwt);
    EXPECT_CODE(read_secured(enveloped, kCredential), jose::errors::kPartMalformed);
}

}  // namespace
}  // namespace deed::credentials

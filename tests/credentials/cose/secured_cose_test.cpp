#include "credentials/cose/secured_cose.hpp"

#include <gtest/gtest.h>

#include "credentials/cose/cwt_claims.hpp"
#include "credentials/cose/errors.hpp"
#include "credentials/jose/errors.hpp"
#include "lib/cose/errors.hpp"
#include "lib/encoding/errors.hpp"
#include "lib/json/errors.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

class SecuredCoseTest : public testing::Test {
protected:
    /// Truly signed, whatever it says.
    Bytes message(std::string_view payload, const cose::HeaderOptions& header = {}) {
        return cose::sign(as_bytes(payload), {.header = header}, *signer_, call_).value();
    }
    static Result<SecuredCose> parse(ByteView message,
                                     DocumentKind kind = DocumentKind::credential) {
        return SecuredCose::parse(message, kind, cose::Tagging::required);
    }
    Result<JwtClaims> claims(std::string_view payload, const cose::HeaderOptions& header = {},
                             DocumentKind kind = DocumentKind::credential) {
        DEED_TRY(const SecuredCose parsed, parse(message(payload, header), kind));
        return parsed.claims();
    }

    std::unique_ptr<crypto::Signer> signer_ = test::signer_of(crypto::KeyType::ed25519, 1);
    Call call_;
};

TEST_F(SecuredCoseTest, IsMadeAsTheSpecificationSays) {
    const auto payload = test::parse(R"({"a":1.0,"b":[ ]})");
    ASSERT_OK_AND(const Bytes made, sign_cose(DocumentKind::credential, payload,
                                              {.key_id = "did:example:a#1"}, *signer_, call_));
    ASSERT_OK_AND(const SecuredCose parsed, parse(made));
    EXPECT_OK(parsed.verify(signer_->public_key()));
    const cose::Header& header = *parsed.message().header();
    EXPECT_EQ(header.type(), cose::ContentFormat("application/vc+cose"));
    EXPECT_EQ(header.content_type(), cose::ContentFormat("application/vc"));
    EXPECT_EQ(header.cwt_claims(), std::nullopt);
    EXPECT_EQ(parsed.key_id(), "did:example:a#1");
    EXPECT_EQ(as_text(*parsed.message().payload()), payload.to_string());
    ASSERT_OK_AND(const Bytes shown,
                  sign_cose(DocumentKind::presentation, payload, {.key_id = "k"}, *signer_, call_));
    EXPECT_EQ(parse(shown, DocumentKind::presentation)->message().header()->type(),
              cose::ContentFormat("application/vp+cose"));
    EXPECT_CODE(parse(shown)->claims(), errors::kCoseTypeMismatch);
}

TEST_F(SecuredCoseTest, TypesMayBeAbsentAndNotContradict) {
    EXPECT_OK(claims("{}"));
    EXPECT_OK(claims("{}", {.type = "Application/VC+COSE", .content_type = "application/VC"}));
    for (const auto* type : {"application/vp+cose", "application/vc", "application/vc+jwt",
                             "vc+cose", "application/vc+cose; a=b"})
        EXPECT_CODE(claims("{}", {.type = type}), errors::kCoseTypeMismatch) << type;
    for (const auto* type : {"application/vp", "application/json", "vc", "application/vc+cose"})
        EXPECT_CODE(claims("{}", {.content_type = type}), errors::kCoseContentTypeMismatch) << type;
    EXPECT_OK(claims("{}", {.content_type = "application/vp"}, DocumentKind::presentation));
    EXPECT_CODE(claims("{}", {.content_type = "application/vc"}, DocumentKind::presentation),
                errors::kCoseContentTypeMismatch);
    // CoAP's number of application/cose; cose-type="cose-sign1".
    cbor::Writer header;
    header.map(2).integer(1).integer(-8).integer(16).uint(18);
    cbor::Writer message;
    message.tag(18).array(4).bytes(header.data()).map(0).bytes(as_bytes("{}")).bytes({});
    EXPECT_CODE(parse(message.data())->claims(), errors::kCoseTypeMismatch);
}

TEST_F(SecuredCoseTest, RefusesOtherPayloads) {
    EXPECT_CODE(parse(message("[]")), errors::kCosePayloadNotObject);
    EXPECT_CODE(parse(message("{")), json::errors::kSyntax);
    EXPECT_CODE(parse(message(R"({"a":1,"a":2})")), json::errors::kDuplicateMember);
    EXPECT_CODE(parse(cose::sign(as_bytes("{}"), {.is_detached = true}, *signer_, call_).value()),
                cose::errors::kPayloadDetached);
    EXPECT_CODE(parse(cose::sign(as_bytes("{}"), {.is_tagged = false}, *signer_, call_).value()),
                cose::errors::kTagMissing);
    EXPECT_CODE(claims(R"({"vc":{}})"), errors::kCoseVcClaim);
    EXPECT_CODE(claims(R"({"vp":{}})"), errors::kCoseVcClaim);
    EXPECT_CODE(claims(R"({"proof":{}})"), errors::kCoseEmbeddedProof);
    for (const auto* text : {R"({"vc":{}})", R"({"vp":{}})"})
        EXPECT_CODE(sign_cose(DocumentKind::credential, test::parse(text), {}, *signer_, call_),
                    errors::kCoseVcClaim);
    EXPECT_CODE(
        sign_cose(DocumentKind::credential, test::parse(R"({"proof":1})"), {}, *signer_, call_),
        errors::kCoseEmbeddedProof);
    EXPECT_CODE(sign_cose(DocumentKind::credential, test::parse("[]"), {}, *signer_, call_),
                errors::kCosePayloadNotObject);
}

TEST_F(SecuredCoseTest, NamesItsKeyByText) {
    const auto url = [&](std::string_view key_id, const JwtClaims& said,
                         const std::optional<std::string>& controller) -> Result<std::string> {
        const Bytes written = write_cwt_claims(said);
        DEED_TRY(const SecuredCose parsed,
                 parse(message("{}", {.key_id = as_bytes(key_id), .cwt_claims = written})));
        return parsed.key_url(controller);
    };
    JwtClaims said;
    EXPECT_EQ(url("did:example:a#1", said, "did:example:b").value(), "did:example:a#1");
    EXPECT_EQ(url("#1", said, "did:example:b").value(), "did:example:b#1");
    EXPECT_EQ(url("1", said, "did:example:b").value(), "did:example:b#1");
    EXPECT_EQ(url("", said, "did:example:b").value(), "did:example:b");
    EXPECT_CODE(url("1", said, std::nullopt), errors::kJwtClaimMalformed);
    said.issuer = "did:example:c";
    EXPECT_EQ(url("1", said, "did:example:b").value(), "did:example:c#1");
    EXPECT_CODE(url("\xff", said, "did:example:b"), errors::kCoseKeyIdMalformed);
}

TEST_F(SecuredCoseTest, TellsWhyItsHeaderIsRefused) {
    cbor::Writer header;
    header.map(3).integer(1).integer(-8).integer(2).array(1).uint(99).uint(99).boolean(true);
    cbor::Writer message;
    message.tag(18).array(4).bytes(header.data()).map(0).bytes(as_bytes("{}")).bytes({});
    ASSERT_OK_AND(const SecuredCose parsed, parse(message.data()));
    EXPECT_CODE(parsed.claims(), cose::errors::kCriticalUnknown);
    EXPECT_CODE(parsed.verify(signer_->public_key()), cose::errors::kCriticalUnknown);
    EXPECT_EQ(parsed.key_id(), std::nullopt);
}

}  // namespace
}  // namespace deed::credentials

// The worked examples of RFC 9901 (vectors/sd-jwt).
#include <gtest/gtest.h>

#include <map>

#include "credentials/sd_jwt/errors.hpp"
#include "credentials/sd_jwt/hold.hpp"
#include "credentials/sd_jwt/verify_sd_jwt.hpp"
#include "lib/jose/errors.hpp"
#include "tests/credentials/sd_jwt/sd_tokens.hpp"
#include "tests/support/vectors.hpp"

namespace deed::credentials {
namespace {

json::Document vector_json(const std::string& name) {
    return json_of(test::read_vector("sd-jwt/" + name + ".json"));
}

crypto::PublicKey issuer_of(json::Value vector) {
    return test::must(crypto::PublicKey::from_jwk(*vector.find("issuer_public_jwk")));
}

// Within the examples' exp, and of the moment at which their holder signed.
Timestamp moment() { return Timestamp::from_unix_seconds(1'748'537'300).value(); }

std::string text_at(json::Value object, std::string_view name) {
    return std::string(object.find(name)->string());
}

class RfcExample : public testing::TestWithParam<const char*> {};

TEST_P(RfcExample, IsProcessedAsPublished) {
    DEED_NEEDS_VECTORS();
    const json::Document vector = vector_json(GetParam());
    const json::Value root = vector.root();
    ASSERT_OK_AND(const SdJwt sd_jwt, SdJwt::parse(text_at(root, "presentation")));
    EXPECT_EQ(sd_jwt.jws().to_string(), text_at(root, "issuer_signed_jwt"));
    EXPECT_TRUE(sd_jwt.signed_payload().root() == *root.find("issuer_jwt_payload"));
    EXPECT_TRUE(sd_jwt.payload().root() == *root.find("processed_payload"))
        << sd_jwt.payload().to_string();
    EXPECT_OK(verify_sd_jwt(sd_jwt, issuer_of(root), {.now = moment()}));

    const auto published = root.find("disclosures")->array();
    ASSERT_EQ(sd_jwt.disclosures().size(), published.size());
    for (std::size_t i = 0; i < published.size(); ++i) {
        const Disclosure& disclosure = sd_jwt.disclosures()[i];
        EXPECT_EQ(disclosure.encoded(), text_at(published[i], "disclosure"));
        EXPECT_EQ(disclosure.digest(crypto::HashAlgorithm::sha256),
                  text_at(published[i], "sha256_digest"));
        const auto contents = published[i].find("contents")->array();
        EXPECT_EQ(disclosure.salt(), contents[0].string());
        EXPECT_EQ(disclosure.name().has_value(), contents.size() == 3);
        EXPECT_TRUE(disclosure.value() == contents[contents.size() - 1]);
    }
    EXPECT_EQ(disclosable_claims(sd_jwt).size(), published.size());
}

TEST_P(RfcExample, HoldsItsKeyBinding) {
    DEED_NEEDS_VECTORS();
    const json::Document vector = vector_json(GetParam());
    const json::Value kb = *vector.root().find("kb_jwt");
    ASSERT_OK_AND(const SdJwt sd_jwt, SdJwt::parse(text_at(vector.root(), "presentation")));
    ASSERT_EQ(sd_jwt.key_binding().has_value(), !kb.is_null());
    if (kb.is_null()) return;
    EXPECT_EQ(sd_jwt.key_binding()->jws().to_string(), text_at(kb, "compact"));
    const json::Value payload = *kb.find("payload");
    ASSERT_OK_AND(const KeyBindingClaims claims, sd_jwt.key_binding()->claims());
    EXPECT_EQ(claims.hash, text_at(payload, "sd_hash"));
    EXPECT_EQ(claims.issued_at.unix_milliseconds() / 1000, *payload.find("iat")->integer());
    EXPECT_EQ(sd_jwt.holder_key().value(),
              crypto::PublicKey::from_jwk(*kb.find("holder_public_jwk")).value());
    EXPECT_OK(verify_sd_jwt(sd_jwt, issuer_of(vector.root()),
                            {.audience = text_at(payload, "aud"),
                             .nonce = text_at(payload, "nonce"),
                             .now = moment()}));
}

// The example of issuance, shown as the other one shows it.
TEST(RfcExamples, AreMadeFromEachOther) {
    DEED_NEEDS_VECTORS();
    const json::Document issued = vector_json("example1-issuance");
    const json::Document shown = vector_json("example1-presentation-kb");
    ASSERT_OK_AND(const SdJwt held, SdJwt::parse(text_at(issued.root(), "presentation")));
    const std::vector<std::string> pointers{"/family_name", "/address", "/given_name",
                                            "/nationalities/0"};
    ASSERT_OK_AND(const std::string selected, select_disclosures(held, pointers));
    ASSERT_OK_AND(const SdJwt derived, SdJwt::parse(selected));
    EXPECT_TRUE(derived.payload().root() == *shown.root().find("processed_payload"));
}

INSTANTIATE_TEST_SUITE_P(All, RfcExample,
                         testing::Values("a1-simple-structured", "a2-complex-structured",
                                         "a3-sd-jwt-vc-pid", "a4-w3c-vcdm2", "example1-issuance",
                                         "example1-presentation-kb"));

TEST(RfcDisclosures, HaveTheirDigestsInEachEncoding) {
    DEED_NEEDS_VECTORS();
    const json::Document vector = vector_json("disclosure-format");
    std::size_t count = 0;
    for (const json::Value one : vector.root().find("cases")->array()) {
        ASSERT_OK_AND(const Disclosure disclosure, Disclosure::parse(text_at(one, "disclosure")));
        EXPECT_EQ(disclosure.digest(crypto::HashAlgorithm::sha256), text_at(one, "sha256_digest"));
        const auto others = one.find("alternative_encodings");
        if (!others) continue;
        for (const json::Value other : others->array()) {
            ASSERT_OK_AND(const Disclosure same, Disclosure::parse(text_at(other, "disclosure")));
            EXPECT_TRUE(same.value() == disclosure.value());
            EXPECT_EQ(same.digest(crypto::HashAlgorithm::sha256),
                      text_at(other, "sha256_digest_computed"));
            ++count;
        }
    }
    EXPECT_EQ(count, 3U);
}

TEST(DerivedNegatives, AreRefusedEachByItsCode) {
    DEED_NEEDS_VECTORS();
    const std::map<std::string, const ErrorCode*> expected{
        {"duplicate-disclosure", &errors::kDisclosureRepeated},
        {"unreferenced-disclosure", &errors::kDisclosureUnreferenced},
        {"tampered-disclosure", &errors::kDisclosureUnreferenced},
        {"reencoded-disclosure", &errors::kDisclosureUnreferenced},
        {"tampered-signature", &jose::errors::kSignatureInvalid},
        {"missing-final-tilde", &errors::kSdJwtNotCompact},
        {"kb-wrong-sd-hash", &errors::kBindingHashMismatch},
        {"kb-tampered-signature", &errors::kBindingSignatureInvalid},
        {"kb-wrong-nonce", &errors::kBindingNonceMismatch},
        {"kb-wrong-audience", &errors::kBindingAudienceMismatch},
        {"kb-missing", &errors::kBindingMissing}};
    const json::Document vector = vector_json("negative-derived");
    const crypto::PublicKey issuer_key = issuer_of(vector.root());
    std::size_t count = 0;
    for (const json::Value one : vector.root().find("cases")->array()) {
        BindingExpectations wanted{.now = moment()};
        const json::Value binding = *one.find("expected_kb");
        if (binding.is_object()) {
            wanted.audience = text_at(binding, "aud");
            wanted.nonce = text_at(binding, "nonce");
        }
        const std::string name = text_at(one, "name");
        const auto sd_jwt = SdJwt::parse(text_at(one, "presentation"));
        const auto verdict =
            sd_jwt ? verify_sd_jwt(*sd_jwt, issuer_key, wanted) : Result<void>(sd_jwt.error());
        ASSERT_TRUE(expected.contains(name)) << name;
        EXPECT_CODE(verdict, *expected.at(name)) << name;
        ++count;
    }
    EXPECT_EQ(count, expected.size());
}

}  // namespace
}  // namespace deed::credentials

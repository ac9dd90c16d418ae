#include "did/methods/jwk.hpp"

#include <string>

#include "did/errors.hpp"
#include "did/methods/key.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/encoding/text.hpp"
#include "tests/did/document_support.hpp"

namespace deed::did {
namespace {

// The examples of the did:jwk method specification (quartzjer/did-jwk, spec.md, "Examples"). The
// "$" in the example's authentication is a slip of that page.
constexpr std::string_view kP256Did =
    "did:jwk:"
    "eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZ"
    "EgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9";
constexpr std::string_view kP256Document = R"({
  "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"],
  "id": "DID",
  "verificationMethod": [{
    "id": "DID#0", "type": "JsonWebKey2020", "controller": "DID",
    "publicKeyJwk": {"crv": "P-256", "kty": "EC",
                     "x": "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0",
                     "y": "_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE"}}],
  "assertionMethod": ["DID#0"], "authentication": ["DID#0"], "capabilityInvocation": ["DID#0"],
  "capabilityDelegation": ["DID#0"], "keyAgreement": ["DID#0"]})";

/// The document of the examples, in which DID stands for the identifier.
json::Document expected_document(std::string text, std::string_view did) {
    for (std::size_t at = text.find("DID"); at != std::string::npos; at = text.find("DID", at))
        text.replace(at, 3, did);
    return json::Document::parse(text).value();
}

constexpr std::string_view kX25519Did =
    "did:jwk:"
    "eyJrdHkiOiJPS1AiLCJjcnYiOiJYMjU1MTkiLCJ1c2UiOiJlbmMiLCJ4IjoiM3A3YmZYdDl3YlRUVzJIQzdPUTFOei1EU"
    "ThoYmVHZE5yZngtRkctSUswOCJ9";
constexpr std::string_view kX25519Document = R"({
  "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"],
  "id": "DID",
  "verificationMethod": [{
    "id": "DID#0", "type": "JsonWebKey2020", "controller": "DID",
    "publicKeyJwk": {"kty":"OKP", "crv":"X25519", "use":"enc",
                     "x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}}],
  "keyAgreement": ["DID#0"]})";

Did did_of(std::string_view text) { return Did::parse(text).value(); }
Did did_of_jwk(std::string_view jwk) {
    return did_of("did:jwk:" + base64url_encode(as_bytes(jwk)));
}

Result<Resolution> resolve(const Did& did, const ResolveOptions& options = {}) {
    Call call;
    return JwkResolver().resolve(did, options, call);
}

const std::string kEd25519Members =
    R"("kty":"OKP","crv":"Ed25519","x":"O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik")";

TEST(DidJwk, ResolvesTheExampleOfTheSpecification) {
    ASSERT_OK_AND(const Resolution resolution, resolve(did_of(kP256Did)));
    EXPECT_EQ(resolution.document.json().root(),
              expected_document(std::string(kP256Document), kP256Did).root());
    const VerificationMethod* method = resolution.document.find_method("#0");
    ASSERT_NE(method, nullptr);
    ASSERT_TRUE(method->public_key.has_value());
    EXPECT_EQ(method->public_key->type(), crypto::KeyType::p256);
    EXPECT_FALSE(resolution.metadata.deactivated);
    EXPECT_FALSE(resolution.freshness.has_value());
}

TEST(DidJwk, ResolvesTheExampleOfAKeyForAgreement) {
    ASSERT_OK_AND(const Resolution resolution, resolve(did_of(kX25519Did)));
    EXPECT_EQ(resolution.document.json().root(),
              expected_document(std::string(kX25519Document), kX25519Did).root());
    const auto& key = resolution.document.find_method("#0")->public_key;
    ASSERT_TRUE(key.has_value());
    EXPECT_EQ(key->type(), crypto::KeyType::x25519);
    const std::string id = did_jwk_of(*key).value().to_string() + "#0";
    const Document own = resolve(did_jwk_of(*key).value()).value().document;
    EXPECT_TRUE(own.allows(id, Relationship::key_agreement));
    EXPECT_FALSE(own.allows(id, Relationship::assertion_method));
}

TEST(DidJwk, TheUseOfTheJwkDecidesWhatForItIsListed) {
    const auto lists = [](const std::string& use, Relationship relationship) {
        const Did did = did_of_jwk("{" + kEd25519Members + use + "}");
        return resolve(did).value().document.allows(did.to_string() + "#0", relationship);
    };
    for (const Relationship signing :
         {Relationship::authentication, Relationship::assertion_method,
          Relationship::capability_invocation, Relationship::capability_delegation}) {
        EXPECT_TRUE(lists("", signing));
        EXPECT_TRUE(lists(R"(,"use":"sig")", signing));
        EXPECT_FALSE(lists(R"(,"use":"enc")", signing));
        EXPECT_TRUE(lists(R"(,"use":"else")", signing));
    }
    EXPECT_TRUE(lists("", Relationship::key_agreement));
    EXPECT_FALSE(lists(R"(,"use":"sig")", Relationship::key_agreement));
    EXPECT_TRUE(lists(R"(,"use":"enc")", Relationship::key_agreement));
    EXPECT_CODE(resolve(did_of_jwk("{" + kEd25519Members + R"(,"use":1})")), errors::kMalformed);
}

TEST(DidJwk, KeepsTheJwkAsItIsSpelledAndNamesItZeroWhateverItsKid) {
    const std::string jwk = R"({"x-more":[1.50],)" + kEd25519Members + R"(,"kid":"key-1"})";
    const Did did = did_of_jwk(jwk);
    ASSERT_OK_AND(const Resolution resolution, resolve(did));
    EXPECT_NE(json::to_string(resolution.document.json().root()).find(jwk), std::string::npos);
    EXPECT_NE(resolution.document.find_method("#0"), nullptr);
    EXPECT_EQ(resolution.document.find_method("#key-1"), nullptr);
}

TEST(DidJwk, MakesADidOfAKeyThatResolvesToIt) {
    for (const std::string_view text : {test::kEd25519Key, test::kP256Key, test::kSecp256k1Key}) {
        const crypto::PublicKey key = test::multikey(text);
        ASSERT_OK_AND(const Did did, did_jwk_of(key));
        ASSERT_OK_AND(const Resolution resolution, resolve(did));
        EXPECT_EQ(resolution.document.find_method("#0")->public_key, key);
        const std::string id = did.to_string() + "#0";
        EXPECT_TRUE(resolution.document.allows(id, Relationship::assertion_method));
        EXPECT_FALSE(resolution.document.allows(id, Relationship::key_agreement));
    }
    // JCS of the JWK of RFC 8032's all-zero seed, encoded by hand
    EXPECT_EQ(did_jwk_of(test::multikey(test::kEd25519Key)).value(),
              did_of_jwk(R"({"crv":"Ed25519","kty":"OKP","use":"sig",)"
                         R"("x":"O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik"})"));
}

TEST(DidJwk, RefusesWhatIsNoJwkInCanonicalBase64url) {
    EXPECT_CODE(resolve(did_of("did:jwk:a")), errors::kMalformed);
    EXPECT_CODE(resolve(did_of("did:jwk:e30.e30")), errors::kMalformed);
    EXPECT_CODE(resolve(did_of("did:jwk:e31")), errors::kMalformed);  // bits left over
    EXPECT_CODE(resolve(did_of_jwk("[]")), errors::kMalformed);
    EXPECT_CODE(resolve(did_of_jwk("{} {}")), errors::kMalformed);
    EXPECT_CODE(resolve(did_of_jwk(R"({"kty":"OKP","kty":"OKP"})")), errors::kMalformed);
    EXPECT_CODE(resolve(did_of_jwk("\xff")), errors::kMalformed);
    EXPECT_CODE(resolve(did_of(std::string(kP256Did) + ":0")), errors::kMalformed);
}

TEST(DidJwk, RefusesPrivateAndForeignKeys) {
    EXPECT_CODE(resolve(did_of_jwk("{" + kEd25519Members + R"(,"d":"AA"})")),
                crypto::errors::kPrivateKeyExposed);
    EXPECT_CODE(resolve(did_of_jwk(R"({"kty":"oct","k":"AA"})")),
                crypto::errors::kPrivateKeyExposed);
    EXPECT_CODE(resolve(did_of_jwk(R"({"kty":"OKP","crv":"Ed25519","x":"AA"})")),
                crypto::errors::kInvalidPublicKey);
    EXPECT_CODE(resolve(did_of_jwk(R"({"kty":"OKP","crv":"X448","x":"AA"})")),
                crypto::errors::kUnsupportedKeyType);
    EXPECT_CODE(resolve(did_of("did:key:" + std::string(test::kP256Key))),
                errors::kMethodUnsupported);
}

TEST(DidJwk, HasOneVersionForEver) {
    const Did did = did_of(kP256Did);
    Call call;
    EXPECT_CODE(resolve(did, {"1", {}}), errors::kVersionsUnsupported);
    EXPECT_OK(resolve(did, {{}, Timestamp::parse_rfc3339("2000-01-01T00:00:00Z").value()}));
    ASSERT_OK_AND(const History history, JwkResolver().history(did, call));
    ASSERT_EQ(history.versions.size(), 1U);
    EXPECT_FALSE(history.versions.front().from.has_value());
}

}  // namespace
}  // namespace deed::did

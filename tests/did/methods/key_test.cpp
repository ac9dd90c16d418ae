#include "did/methods/key.hpp"

#include <map>
#include <string>

#include "did/errors.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/encoding/text.hpp"
#include "tests/did/document_support.hpp"
#include "tests/support/vectors.hpp"

namespace deed::did {
namespace {

json::Document vector_file(const std::string& name) {
    return json::Document::parse(deed::test::read_vector("did-key/" + name)).value();
}

Did did_of(std::string_view text) { return Did::parse(text).value(); }

/// Resolves, and checks document and identifier; gives the key's bytes as the 33- or 32-byte form.
Bytes resolved_key(std::string_view text) {
    Call call;
    auto resolution = KeyResolver().resolve(did_of(text), call);
    EXPECT_OK(resolution);
    if (!resolution) return {};
    const Document& document = resolution->document;
    EXPECT_EQ(document.verification_methods().size(), 1U);
    const VerificationMethod& method = document.verification_methods().front();
    const std::string fragment(text.substr(std::string("did:key:").size()));
    EXPECT_EQ(method.id, std::string(text) + "#" + fragment);
    EXPECT_EQ(method.type, "Multikey");
    EXPECT_EQ(method.controller, text);
    EXPECT_TRUE(method.public_key.has_value());
    if (!method.public_key) return {};
    EXPECT_EQ(did_key_of(*method.public_key).to_string(), text);
    return method.public_key->raw();
}

/// The bytes of the key that a vector gives in base58 or as a JWK; compressed (SEC 1) for curves.
Bytes expected_key(json::Value holder) {
    if (const auto base58 = holder.find("publicKeyBase58"))
        return base58btc_decode(base58->string()).value();
    const json::Value jwk = holder.find("publicKeyJwk").value();
    Bytes key;
    if (const auto y = jwk.find("y"))
        key.push_back(
            static_cast<std::uint8_t>(2 + base64url_decode(y->string()).value().back() % 2));
    append(key, base64url_decode(jwk.find("x").value().string()).value());
    return key;
}

TEST(DidKeyVectors, Ed25519) {
    DEED_NEEDS_VECTORS();
    const json::Document file = vector_file("ed25519-x25519.json");
    for (const auto& [did, value] : file.root().object())
        EXPECT_EQ(resolved_key(did), expected_key(*value.find("verificationKeyPair"))) << did;
    EXPECT_EQ(file.root().object().size(), 5U);
}

TEST(DidKeyVectors, Secp256k1) {
    DEED_NEEDS_VECTORS();
    const json::Document file = vector_file("secp256k1.json");
    for (const auto& [did, value] : file.root().object())
        EXPECT_EQ(resolved_key(did), expected_key(*value.find("verificationKeyPair"))) << did;
    EXPECT_EQ(file.root().object().size(), 6U);
}

TEST(DidKeyVectors, NistCurves) {
    DEED_NEEDS_VECTORS();
    const json::Document file = vector_file("nist-curves.json");
    std::map<std::string, int> counts;
    for (const auto& [did, value] : file.root().object()) {
        const json::Value method = *value.find("verificationMethod");
        const auto jwk = method.find("publicKeyJwk");
        ++counts[std::string(jwk ? jwk->find("crv")->string() : "P-256")];
        EXPECT_EQ(resolved_key(did), expected_key(method)) << did;
    }
    EXPECT_EQ(counts, (std::map<std::string, int>{{"P-256", 3}, {"P-384", 2}, {"P-521", 2}}));
}

TEST(DidKeyVectors, X25519IsForAgreementAlone) {
    DEED_NEEDS_VECTORS();
    const json::Document file = vector_file("x25519.json");
    int count = 0;
    Call call;
    for (const auto& [did, document] : file.root().find("didDocument")->object()) {
        EXPECT_EQ(resolved_key(did), expected_key(document.find("verificationMethod")->array()[0]));
        const Document resolved = KeyResolver().resolve(did_of(did), call)->document;
        const std::string id = std::string(did) + "#" + std::string(did.substr(8));
        EXPECT_TRUE(resolved.allows(id, Relationship::key_agreement));
        for (const Relationship signing :
             {Relationship::authentication, Relationship::assertion_method,
              Relationship::capability_invocation, Relationship::capability_delegation})
            EXPECT_FALSE(resolved.allows(id, signing));
        ++count;
    }
    EXPECT_EQ(count, 4);
}

TEST(DidKeyVectors, Rsa) {
    DEED_NEEDS_VECTORS();
    const json::Document file = vector_file("rsa.json");
    Call call;
    for (const auto& [did, value] : file.root().object()) {
        const json::Value expected = *value.find("publicKeyJwk");
        resolved_key(did);
        ASSERT_OK_AND(const Resolution resolution, KeyResolver().resolve(did_of(did), call));
        const json::Document jwk =
            resolution.document.verification_methods().front().public_key->to_jwk();
        EXPECT_EQ(jwk.root().find("n")->string(), expected.find("n")->string());
        EXPECT_EQ(jwk.root().find("e")->string(), expected.find("e")->string());
    }
    EXPECT_EQ(file.root().object().size(), 2U);
}

// Builds without blst know no BLS12-381 keys. The pair of both groups in one Multikey is a form
// that no key type has any more.
TEST(DidKeyVectors, Bls12381) {
    DEED_NEEDS_VECTORS();
    const json::Document file = vector_file("bls12381.json");
    Call call;
    int known = 0;
    int unknown = 0;
    int pairs = 0;
    for (const auto& [did, value] : file.root().object()) {
        const auto resolved = KeyResolver().resolve(did_of(did), call);
        if (!did.starts_with("did:key:zUC7")) {
            EXPECT_CODE(resolved, crypto::errors::kUnsupportedKeyType) << did;
            ++pairs;
            continue;
        }
        if (!resolved) {
            EXPECT_CODE(resolved, crypto::errors::kUnsupportedKeyType) << did;
            ++unknown;
            continue;
        }
        EXPECT_EQ(resolved_key(did), expected_key(*value.find("verificationKeyPair"))) << did;
        ++known;
    }
    EXPECT_TRUE((known == 5 && unknown == 0) || (known == 0 && unknown == 5));
    EXPECT_EQ(pairs, 1);
}

TEST(DidKey, ListsTheKeyForSigning) {
    Call call;
    const std::string did = "did:key:" + std::string(test::kEd25519Key);
    ASSERT_OK_AND(const Resolution resolution, KeyResolver().resolve(did_of(did), call));
    const std::string id = did + "#" + std::string(test::kEd25519Key);
    EXPECT_TRUE(resolution.document.allows(id, Relationship::authentication));
    EXPECT_TRUE(resolution.document.allows(id, Relationship::assertion_method));
    EXPECT_TRUE(resolution.document.allows(id, Relationship::capability_invocation));
    EXPECT_TRUE(resolution.document.allows(id, Relationship::capability_delegation));
    EXPECT_FALSE(resolution.document.allows(id, Relationship::key_agreement));
    EXPECT_FALSE(resolution.metadata.deactivated);
    EXPECT_FALSE(resolution.freshness.has_value());
    EXPECT_EQ(*resolution.document.json().root().find("@context"),
              json::Document::parse(R"(["https://www.w3.org/ns/did/v1",)"
                                    R"("https://w3id.org/security/multikey/v1"])")
                  ->root());
}

TEST(DidKey, RefusesOtherSpellingsAndMethods) {
    Call call;
    KeyResolver resolver;
    EXPECT_CODE(resolver.resolve(did_of("did:web:example.com"), call), errors::kMethodUnsupported);
    // an Ed25519 key of 31 bytes
    EXPECT_CODE(
        resolver.resolve(did_of("did:key:z2DQUz8yxybcgY49o2TDENNPqPQBbVynuU6CcNCWtSMrwMx"), call),
        crypto::errors::kInvalidPublicKey);
    EXPECT_CODE(resolver.resolve(did_of("did:key:1.1:" + std::string(test::kEd25519Key)), call),
                crypto::errors::kInvalidPublicKey);

    EXPECT_CODE(
        resolver.resolve(did_of("did:key:z3u2RHjyPwZWQHJNq3mNd4EZcbsHy4QMc5HFjriuXBzUG5Qs"), call),
        crypto::errors::kPrivateKeyExposed);

    // The same bytes in base16 are no did:key.
    const Bytes bytes = multibase_decode(test::kEd25519Key).value();
    const auto base16 =
        resolver.resolve(did_of("did:key:" + multibase_encode(Multibase::base16, bytes)), call);
    EXPECT_CODE(base16, crypto::errors::kInvalidPublicKey);
}

TEST(DidKey, RefusesASecondSpellingOfAKey) {
    Call call;
    Bytes bytes;
    append_varint(bytes, multicodec::kP256Pub);
    append(bytes, test::multikey(test::kP256Key).uncompressed());
    const Did uncompressed = did_of("did:key:" + multibase_encode(Multibase::base58btc, bytes));
    EXPECT_CODE(KeyResolver().resolve(uncompressed, call), crypto::errors::kInvalidPublicKey);
}

}  // namespace
}  // namespace deed::did

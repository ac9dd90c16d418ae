// The worked examples of VC DI EdDSA 1.0 and VC DI ECDSA 1.0 (vectors/di-eddsa, vectors/di-ecdsa).
#include <gtest/gtest.h>

#include "credentials/proofs/errors.hpp"
#include "credentials/proofs/suite.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/jcs.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/vectors.hpp"

namespace deed::credentials {
namespace {

json::Document vector_json(const std::string& name) {
    auto document = json::Document::parse(test::read_vector(name));
    EXPECT_TRUE(document.has_value()) << name;
    return std::move(document).value();
}

/// Names and file endings of one example.
struct Example {
    std::string folder;  ///< with the key file and the unsigned document
    std::string key_file;
    std::string secret_member;
    std::uint64_t secret_codec;
    crypto::KeyType key_type;
    std::string suite;
    crypto::HashAlgorithm hash;
    std::string stem;  ///< "eddsa-jcs-2022/%JCS" with % for the step's name
};

const Example kEddsa{"di-eddsa/",
                     "keyPair.json",
                     "privateKeyMultibase",
                     multicodec::kEd25519Priv,
                     crypto::KeyType::ed25519,
                     "eddsa-jcs-2022",
                     crypto::HashAlgorithm::sha256,
                     "eddsa-jcs-2022/%JCS"};
const Example kEcdsa{"di-ecdsa/",
                     "p256KeyPair.json",
                     "secretKeyMultibase",
                     multicodec::kP256Priv,
                     crypto::KeyType::p256,
                     "ecdsa-jcs-2019",
                     crypto::HashAlgorithm::sha256,
                     "ecdsa-jcs-2019-p256/%JCSECDSAP256"};
const Example kEcdsaP384{"di-ecdsa/",
                         "p384KeyPair.json",
                         "secretKeyMultibase",
                         multicodec::kP384Priv,
                         crypto::KeyType::p384,
                         "ecdsa-jcs-2019",
                         crypto::HashAlgorithm::sha384,
                         "ecdsa-jcs-2019-p384/%JCSECDSAP384"};

class W3cExample : public testing::TestWithParam<std::string> {
protected:
    static const Example& example() {
        if (GetParam() == "eddsa_jcs_2022") return kEddsa;
        return GetParam() == "ecdsa_jcs_2019" ? kEcdsa : kEcdsaP384;
    }
    std::string file(const std::string& step, const std::string& ending) const {
        std::string name = example().folder + example().stem;
        return name.replace(name.find('%'), 1, step) + ending;
    }
    std::string text(const std::string& step) const {
        return test::read_vector(file(step, ".txt"));
    }
    json::Document json(const std::string& step) const { return vector_json(file(step, ".json")); }
    json::Document unsigned_document() const {
        return vector_json(example().folder + "unsigned.json");
    }
    json::Document keys() const { return vector_json(example().folder + example().key_file); }

    crypto::PublicKey public_key() const {
        const auto pair = keys();
        return crypto::PublicKey::from_multikey(pair.root().find("publicKeyMultibase")->string())
            .value();
    }
    /// Skips the multicodec of a secret Multikey.
    std::unique_ptr<crypto::Signer> signer() const {
        const auto pair = keys();
        const Bytes bytes =
            multibase_decode(pair.root().find(example().secret_member)->string()).value();
        const Varint codec = read_varint(bytes).value();
        EXPECT_EQ(codec.value, example().secret_codec);
        auto key = crypto::PrivateKey::from_raw(
            example().key_type, crypto::SecretBytes::copy_of(ByteView(bytes).subspan(codec.size)));
        return crypto::PrivateKey::into_signer(std::move(key).value());
    }
    const ProofSuite& suite() const { return *find_suite(example().suite); }

    /// The proof configuration of the example without the @context that create() adds.
    json::Document options() const { return json("proofConfig").without("/@context").value(); }
};

// Checks the canonicalisation and hashes that the suite builds upon, step by step.
TEST_P(W3cExample, IntermediateValuesAreThePublished) {
    DEED_NEEDS_VECTORS();
    const auto signed_document = json("signed");
    std::string document;
    json::canonicalize_without(document, signed_document.root(), "proof");
    std::string configuration;
    json::canonicalize_without(configuration, *signed_document.root().find("proof"), "proofValue");

    EXPECT_EQ(document, text("canonDoc"));
    EXPECT_EQ(configuration, text("proofCanon"));
    EXPECT_EQ(json::canonicalize(unsigned_document().root()), text("canonDoc"));
    const std::string document_hash = hex_encode(crypto::hash(example().hash, as_bytes(document)));
    const std::string proof_hash =
        hex_encode(crypto::hash(example().hash, as_bytes(configuration)));
    EXPECT_EQ(document_hash, text("docHash"));
    EXPECT_EQ(proof_hash, text("proofHash"));
    EXPECT_EQ(proof_hash + document_hash, text("combinedHash"));
}

TEST_P(W3cExample, PublishedSignatureVerifies) {
    DEED_NEEDS_VECTORS();
    const auto document = json("signed");
    Call call;
    EXPECT_OK(suite().verify(document.root(), *document.root().find("proof"), public_key(), call));
}

TEST_P(W3cExample, ProofValueHoldsThePublishedBytes) {
    DEED_NEEDS_VECTORS();
    const auto document = json("signed");
    const auto value = document.root().find("proof")->find("proofValue")->string();
    EXPECT_EQ(value, text("sigBTC58"));
    EXPECT_EQ(hex_encode(multibase_decode(value).value()), text("sigHex"));
}

TEST_P(W3cExample, CreateMakesThePublishedProofConfiguration) {
    DEED_NEEDS_VECTORS();
    Call call;
    const auto document = unsigned_document();
    const auto own_signer = signer();
    EXPECT_EQ(own_signer->public_key(), public_key());
    ASSERT_OK_AND(const auto proof,
                  suite().create(document.root(), options().root(), *own_signer, call));
    ASSERT_OK_AND(const auto configuration, proof.without("/proofValue"));
    EXPECT_EQ(json::canonicalize(configuration.root()), text("proofCanon"));
    EXPECT_OK(suite().verify(document.root(), proof.root(), public_key(), call));
}

INSTANTIATE_TEST_SUITE_P(Suites, W3cExample,
                         testing::Values("eddsa_jcs_2022", "ecdsa_jcs_2019", "ecdsa_jcs_2019_p384"),
                         [](const auto& name) { return name.param; });

class EddsaExample : public W3cExample {};
INSTANTIATE_TEST_SUITE_P(Eddsa, EddsaExample, testing::Values("eddsa_jcs_2022"),
                         [](const auto& name) { return name.param; });

// Ed25519 is deterministic, so the whole proof comes out byte for byte, members in order.
TEST_P(EddsaExample, CreateReproducesThePublishedProof) {
    DEED_NEEDS_VECTORS();
    Call call;
    const auto document = unsigned_document();
    const auto own_signer = signer();
    ASSERT_OK_AND(const auto proof,
                  suite().create(document.root(), options().root(), *own_signer, call));
    EXPECT_EQ(json::to_string(proof.root()), json::to_string(*json("signed").root().find("proof")));
}

}  // namespace
}  // namespace deed::credentials

// The worked examples of VC DI EdDSA 1.0 and VC DI ECDSA 1.0 (vectors/di-eddsa, vectors/di-ecdsa) of
// the suites over canonical RDF: every value on the way.
#include <gtest/gtest.h>

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/contexts/safe_mode.hpp"
#include "credentials/proofs/suite.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"
#include "lib/rdf/canonicalize.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/vectors.hpp"

namespace deed::credentials {
namespace {

using crypto::HashAlgorithm;
using crypto::KeyType;

json::Document vector_json(const std::string& name) {
    return json::Document::parse(test::read_vector(name)).value();
}

struct Keys {
    std::string file;
    std::string secret_member;
    KeyType type;
    HashAlgorithm hash;
};
const Keys kEd25519{"di-eddsa/keyPair.json", "privateKeyMultibase", KeyType::ed25519,
                    HashAlgorithm::sha256};
const Keys kP256{"di-ecdsa/p256KeyPair.json", "secretKeyMultibase", KeyType::p256,
                 HashAlgorithm::sha256};
const Keys kP384{"di-ecdsa/p384KeyPair.json", "secretKeyMultibase", KeyType::p384,
                 HashAlgorithm::sha384};

struct Example {
    std::string name;
    std::string suite;
    const Keys& keys;
    std::string folder;
    std::string ending;    ///< of the names of files
    std::string document;  ///< the unsigned one; empty: the signed one without its proof
};

const Example kExamples[] = {
    {"eddsa", "eddsa-rdfc-2022", kEd25519, "di-eddsa/eddsa-rdfc-2022/", "DataInt",
     "di-eddsa/unsigned.json"},
    {"eddsa_employ", "eddsa-rdfc-2022", kEd25519, "di-eddsa/eddsa-rdfc-2022/employ/", "DataInt",
     "di-eddsa/employmentAuth.json"},
    {"ed25519_2020", "Ed25519Signature2020", kEd25519, "di-eddsa/Ed25519Signature2020/", "EdSig",
     ""},
    {"p256", "ecdsa-rdfc-2019", kP256, "di-ecdsa/ecdsa-rdfc-2019-p256/", "ECDSAP256",
     "di-ecdsa/unsigned.json"},
    {"p256_employ", "ecdsa-rdfc-2019", kP256, "di-ecdsa/ecdsa-rdfc-2019-p256/employ/", "ECDSAP256",
     "di-ecdsa/employmentAuth.json"},
    {"p384", "ecdsa-rdfc-2019", kP384, "di-ecdsa/ecdsa-rdfc-2019-p384/", "ECDSAP384",
     "di-ecdsa/unsigned.json"},
    {"p384_employ", "ecdsa-rdfc-2019", kP384, "di-ecdsa/ecdsa-rdfc-2019-p384/employ/", "ECDSAP384",
     "di-ecdsa/employmentAuth.json"},
};

class RdfcExample : public testing::TestWithParam<Example> {
protected:
    std::string text(const std::string& step) const {
        return test::read_vector(GetParam().folder + step + GetParam().ending + ".txt");
    }
    json::Document json(const std::string& step) const {
        return vector_json(GetParam().folder + step + GetParam().ending + ".json");
    }
    json::Document unsigned_document() const {
        return GetParam().document.empty() ? json("signed").without("/proof").value()
                                           : vector_json(GetParam().document);
    }
    crypto::PublicKey public_key() const {
        const auto pair = vector_json(GetParam().keys.file);
        return crypto::PublicKey::from_multikey(pair.root().find("publicKeyMultibase")->string())
            .value();
    }
    std::unique_ptr<crypto::Signer> signer() const {
        const auto pair = vector_json(GetParam().keys.file);
        const Bytes bytes =
            multibase_decode(pair.root().find(GetParam().keys.secret_member)->string()).value();
        const std::size_t codec_size = read_varint(bytes).value().size;
        auto key = crypto::PrivateKey::from_raw(
            GetParam().keys.type,
            crypto::SecretBytes::copy_of(ByteView(bytes).subspan(codec_size)));
        return crypto::PrivateKey::into_signer(std::move(key).value());
    }
    /// The proof configuration of the example without the @context of its document.
    json::Document options() const { return json("proofConfig").without("/@context").value(); }
    std::string canonical(json::Value value) {
        const auto dataset = rdf::to_rdf(value, safe_mode(&contexts_), call_);
        EXPECT_OK(dataset);
        const auto result = rdf::canonicalize(*dataset, {.hash = GetParam().keys.hash}, call_);
        EXPECT_OK(result);
        return result->nquads;
    }
    std::string digest(const std::string& canonical) const {
        return hex_encode(crypto::hash(GetParam().keys.hash, as_bytes(canonical)));
    }

    const ProofSuite& suite() const { return *find_suite(GetParam().suite); }
    ProofInput input(const json::Document& document) const {
        return {document.root(), {}, &contexts_};
    }

    KnownContexts contexts_;
    Call call_;
};
INSTANTIATE_TEST_SUITE_P(W3c, RdfcExample, testing::ValuesIn(kExamples),
                         [](const auto& example) { return example.param.name; });

TEST_P(RdfcExample, IntermediateValuesAreThePublished) {
    DEED_NEEDS_VECTORS();
    const std::string document = canonical(unsigned_document().root());
    const std::string configuration = canonical(json("proofConfig").root());
    EXPECT_EQ(document, text("canonDoc"));
    EXPECT_EQ(configuration, text("proofCanon"));
    EXPECT_EQ(digest(document), text("docHash"));
    EXPECT_EQ(digest(configuration), text("proofHash"));
}

TEST_P(RdfcExample, SignedDataAreThePublished) {
    DEED_NEEDS_VECTORS();
    const auto document = json("signed");
    ASSERT_OK_AND(const Bytes data,
                  suite().signed_data(input(document), *document.root().find("proof"),
                                      GetParam().keys.type, call_));
    EXPECT_EQ(hex_encode(data), text("combinedHash"));
}

TEST_P(RdfcExample, PublishedSignatureVerifies) {
    DEED_NEEDS_VECTORS();
    const auto document = json("signed");
    const json::Value proof = *document.root().find("proof");
    EXPECT_EQ(suite_of_proof(proof), &suite());
    EXPECT_OK(suite().verify(input(document), proof, public_key(), call_));
    const auto value = proof.find("proofValue")->string();
    EXPECT_EQ(value, text("sigBTC58"));
    EXPECT_EQ(hex_encode(multibase_decode(value).value()), text("sigHex"));
}

// Ed25519 is deterministic, so that the proof comes out byte for byte.
TEST_P(RdfcExample, CreateMakesThePublishedProof) {
    DEED_NEEDS_VECTORS();
    const auto document = unsigned_document();
    const auto own_signer = signer();
    ASSERT_EQ(own_signer->public_key(), public_key());
    ASSERT_OK_AND(const auto proof,
                  suite().create(input(document), options().root(), *own_signer, call_));
    EXPECT_OK(suite().verify(input(document), proof.root(), public_key(), call_));
    const auto bare = [](const json::Document& one) { return one.without("/proofValue").value(); };
    EXPECT_EQ(json::to_string(bare(proof).root()), json::to_string(options().root()));
    if (GetParam().keys.type == KeyType::ed25519) {
        EXPECT_EQ(proof.root().find("proofValue")->string(), text("sigBTC58"));
    }
}

}  // namespace
}  // namespace deed::credentials

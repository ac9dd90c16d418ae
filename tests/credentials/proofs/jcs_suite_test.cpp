#include <gtest/gtest.h>

#include "credentials/proofs/errors.hpp"
#include "credentials/proofs/suite.hpp"
#include "lib/crypto/algorithm.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/json/writer.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::credentials {
namespace {

using crypto::KeyType;

json::Document parse(std::string_view text) { return json::Document::parse(text).value(); }

std::unique_ptr<crypto::Signer> make_signer(KeyType type, std::uint8_t filler = 7) {
    const std::size_t size = crypto::info_of(type).secret_size;
    auto key =
        crypto::PrivateKey::from_raw(type, crypto::SecretBytes::copy_of(Bytes(size, filler)));
    return crypto::PrivateKey::into_signer(std::move(key).value());
}

/// "ecdsa-jcs-2019" of "ecdsa-jcs-2019 P-384".
std::string_view suite_name(std::string_view name) { return name.substr(0, name.find(' ')); }

KeyType key_type(std::string_view name) {
    if (name == "eddsa-jcs-2022") return KeyType::ed25519;
    if (name == "deed-sm2-jcs-2026") return KeyType::sm2;
    return name.ends_with("P-384") ? KeyType::p384 : KeyType::p256;
}

json::Document options_of(std::string_view name, std::string_view extra = "") {
    const std::string_view suite = suite_name(name);
    return parse(R"({"type":"DataIntegrityProof","cryptosuite":")" + std::string(suite) +
                 R"(","created":"2026-11-22T00:00:00Z","verificationMethod":"did:example:a#k",)"
                 R"("proofPurpose":"assertionMethod")" +
                 std::string(extra) + "}");
}

const char* const kDocument =
    R"({"@context":["https://a.example/","https://b.example/"],"z":1.50,"a":{"b":[true,null]}})";

/// A suite with a key and a proof of it over kDocument.
struct Made {
    const ProofSuite& suite;
    std::unique_ptr<crypto::Signer> signer;
    json::Document document = parse(kDocument);
    json::Document proof;

    explicit Made(std::string_view name, std::string_view extra = "")
        : suite(*find_suite(suite_name(name))),
          signer(make_signer(key_type(name))),
          proof(create(options_of(name, extra)).value()) {}

    Result<json::Document> create(const json::Document& options) {
        Call call;
        return suite.create(document.root(), options.root(), *signer, call);
    }
    Result<void> verify(const json::Document& other_document, const json::Document& other_proof) {
        Call call;
        return suite.verify(other_document.root(), other_proof.root(), signer->public_key(), call);
    }
    /// The proof with one member replaced, given as JSON text.
    json::Document proof_with(std::string_view pointer, std::string_view value) const {
        return proof.with(pointer, parse(value).root()).value();
    }
};

class JcsSuite : public testing::TestWithParam<std::string> {
protected:
    Made made_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Suites, JcsSuite,
                         testing::Values("eddsa-jcs-2022", "ecdsa-jcs-2019", "ecdsa-jcs-2019 P-384",
                                         "deed-sm2-jcs-2026"),
                         [](const auto& name) {
                             if (name.param == "deed-sm2-jcs-2026") return std::string("sm2");
                             return name.param.ends_with("P-384") ? std::string("ecdsa_p384")
                                                                  : name.param.substr(0, 5);
                         });

TEST(ProofSuites, ArePreferredByKeyType) {
    EXPECT_EQ(proof_suites().size(), 6u);
    EXPECT_EQ(suite_for(KeyType::ed25519)->name(), "eddsa-jcs-2022");
    EXPECT_EQ(suite_for(KeyType::p256)->name(), "ecdsa-jcs-2019");
    EXPECT_EQ(suite_for(KeyType::p384)->name(), "ecdsa-jcs-2019");
    EXPECT_EQ(suite_for(KeyType::sm2)->name(), "deed-sm2-jcs-2026");
    EXPECT_EQ(suite_for(KeyType::secp256k1), nullptr);
    EXPECT_EQ(suite_for(KeyType::p521), nullptr);
    EXPECT_EQ(find_suite("eddsa-rdfc-2021"), nullptr);
    EXPECT_EQ(find_suite(""), nullptr);
    EXPECT_EQ(find_suite("EDDSA-JCS-2022"), nullptr);
}

TEST_P(JcsSuite, VerifiesWhatItCreated) {
    EXPECT_OK(made_.verify(made_.document, made_.proof));
    const auto& proof = made_.proof.root();
    EXPECT_EQ(*proof.find("@context"), *made_.document.root().find("@context"));
    EXPECT_EQ(proof.find("proofValue")->string().front(), 'z');
}

TEST_P(JcsSuite, IgnoresTheDocumentsOwnProofMember) {
    const auto secured = made_.document.with("/proof", made_.proof.root()).value();
    EXPECT_OK(made_.verify(secured, made_.proof));
}

TEST_P(JcsSuite, DoesNotMindMemberOrderAndNumberSpelling) {
    const auto same = parse(R"({"a":{"b":[true,null]},"z":15e-1,)"
                            R"("@context":["https://a.example/","https://b.example/"]})");
    EXPECT_OK(made_.verify(same, made_.proof));
}

TEST_P(JcsSuite, SeesEveryChangeOfTheDocument) {
    const std::string start = R"({"@context":["https://a.example/","https://b.example/"],)";
    EXPECT_OK(made_.verify(parse(start + R"("z":1.50,"a":{"b":[true,null]}})"), made_.proof));
    for (const auto* rest :
         {R"("z":1.51,"a":{"b":[true,null]}})", R"("z":1.50,"a":{"b":[null,true]}})",
          R"("z":1.50,"a":{"b":[true]}})", R"("z":1.50})", R"("z":"1.50","a":{"b":[true,null]}})",
          R"("z":1.50,"a":{"b":[true,null]},"n":0})"})
        EXPECT_CODE(made_.verify(parse(start + rest), made_.proof), errors::kProofSignatureInvalid)
            << rest;
}

TEST_P(JcsSuite, CoversMembersOfTheProofThatItDoesNotKnow) {
    Made with_extra(GetParam(), R"(,"nonce":"n","unheard":{"of":[1]})");
    EXPECT_OK(with_extra.verify(with_extra.document, with_extra.proof));
    EXPECT_CODE(with_extra.verify(with_extra.document, with_extra.proof_with("/unheard/of/0", "2")),
                errors::kProofSignatureInvalid);
    EXPECT_CODE(with_extra.verify(with_extra.document, with_extra.proof.without("/nonce").value()),
                errors::kProofSignatureInvalid);
    EXPECT_CODE(made_.verify(made_.document, made_.proof_with("/added", "1")),
                errors::kProofSignatureInvalid);
}

TEST_P(JcsSuite, EveryMemberOfTheProofIsSigned) {
    EXPECT_CODE(
        made_.verify(made_.document, made_.proof_with("/created", R"("2026-11-22T00:00:01Z")")),
        errors::kProofSignatureInvalid);
    EXPECT_CODE(made_.verify(made_.document,
                             made_.proof_with("/verificationMethod", R"("did:example:b#k")")),
                errors::kProofSignatureInvalid);
    EXPECT_CODE(
        made_.verify(made_.document, made_.proof_with("/proofPurpose", R"("authentication")")),
        errors::kProofSignatureInvalid);
    EXPECT_CODE(made_.verify(made_.document, made_.proof.without("/@context").value()),
                errors::kProofSignatureInvalid);
}

TEST_P(JcsSuite, RefusesOtherTypesSuitesAndDates) {
    EXPECT_CODE(
        made_.verify(made_.document, made_.proof_with("/type", R"("Ed25519Signature2020")")),
        errors::kProofSuiteUnsupported);
    EXPECT_CODE(made_.verify(made_.document, made_.proof_with("/cryptosuite", R"("bbs-2023")")),
                errors::kProofSuiteUnsupported);
    EXPECT_CODE(made_.verify(made_.document, made_.proof.without("/type").value()),
                errors::kProofSuiteUnsupported);
    for (const auto* created : {R"("yesterday")", "1", R"("2026-02-30T00:00:00Z")", "null"})
        EXPECT_CODE(made_.verify(made_.document, made_.proof_with("/created", created)),
                    errors::kProofMalformed);
}

TEST_P(JcsSuite, ReadsTheValueInBase58Only) {
    const Bytes signature =
        multibase_decode(made_.proof.root().find("proofValue")->string()).value();
    ASSERT_EQ(signature.size(), key_type(GetParam()) == KeyType::p384 ? 96u : 64u);
    const auto in_base = [&](Multibase base) {
        return "\"" + multibase_encode(base, signature) + "\"";
    };
    EXPECT_OK(made_.verify(made_.document,
                           made_.proof_with("/proofValue", in_base(Multibase::base58btc))));

    Bytes longer = signature;
    longer.push_back(0);
    const Bytes shorter(signature.begin(), signature.end() - 1);
    for (const std::string& value :
         {in_base(Multibase::base64url), in_base(Multibase::base16), in_base(Multibase::base64),
          "\"" + multibase_encode(Multibase::base58btc, longer) + "\"",
          "\"" + multibase_encode(Multibase::base58btc, shorter) + "\"", std::string("\"\""),
          std::string("\"z\""), std::string("\"z0OIl\""), std::string("null"), std::string("[]"),
          "\"" + std::string(made_.proof.root().find("proofValue")->string().substr(1)) + "\""})
        EXPECT_CODE(made_.verify(made_.document, made_.proof_with("/proofValue", value)),
                    errors::kProofValueMalformed)
            << value;
    EXPECT_CODE(made_.verify(made_.document, made_.proof.without("/proofValue").value()),
                errors::kProofValueMalformed);
}

TEST_P(JcsSuite, RefusesContextsThatTheProofDoesNotCover) {
    const auto with_context = [](std::string_view context) {
        return parse(R"({"@context":)" + std::string(context) +
                     R"(,"z":1.50,"a":{"b":[true,null]}})");
    };
    EXPECT_CODE(
        made_.verify(
            with_context(R"(["https://a.example/","https://b.example/","https://c.example/"])"),
            made_.proof),
        errors::kProofCoversLess);
    for (const auto* context :
         {R"(["https://b.example/","https://a.example/"])", R"(["https://a.example/"])",
          R"(["https://a.example/","https://c.example/","https://b.example/"])",
          R"("https://a.example/")", R"([])", R"({"@vocab":"urn:x:"})"})
        EXPECT_CODE(made_.verify(with_context(context), made_.proof), errors::kProofContextMismatch)
            << context;
    EXPECT_CODE(made_.verify(parse(R"({"z":1.50,"a":{"b":[true,null]}})"), made_.proof),
                errors::kProofContextMismatch);
    EXPECT_CODE(made_.verify(made_.document, made_.proof_with("/@context", "[]")),
                errors::kProofCoversLess);
}

TEST_P(JcsSuite, TreatsOneContextAloneAndListedAsDifferent) {
    const auto options = options_of(GetParam());
    Call call;
    const auto alone = parse(R"({"@context":"https://a.example/","z":1})");
    const auto listed = parse(R"({"@context":["https://a.example/"],"z":1})");
    ASSERT_OK_AND(const auto proof,
                  made_.suite.create(alone.root(), options.root(), *made_.signer, call));
    EXPECT_OK(made_.verify(alone, proof));
    EXPECT_CODE(made_.verify(listed, proof), errors::kProofContextMismatch);
}

TEST_P(JcsSuite, SignsDocumentsWithoutContext) {
    Call call;
    const auto document = parse(R"({"a":1})");
    ASSERT_OK_AND(
        const auto proof,
        made_.suite.create(document.root(), options_of(GetParam()).root(), *made_.signer, call));
    EXPECT_FALSE(proof.root().find("@context"));
    EXPECT_OK(made_.verify(document, proof));
    EXPECT_CODE(made_.verify(parse(R"({"a":1,"@context":[]})"), proof),
                errors::kProofSignatureInvalid);
}

TEST_P(JcsSuite, RefusesKeysOfOtherTypesAndOtherKeys) {
    Call call;
    for (const KeyType type :
         {KeyType::ed25519, KeyType::p256, KeyType::p384, KeyType::secp256k1, KeyType::sm2}) {
        const auto other = make_signer(type, 9);
        // A signature of a key of the suite's other size cannot be of this one.
        const ErrorCode& expected = !made_.suite.accepts(type)     ? errors::kProofKeyTypeMismatch
                                    : type != key_type(GetParam()) ? errors::kProofValueMalformed
                                                                   : errors::kProofSignatureInvalid;
        EXPECT_CODE(made_.suite.verify(made_.document.root(), made_.proof.root(),
                                       other->public_key(), call),
                    expected);
        const auto created =
            made_.suite.create(made_.document.root(), options_of(GetParam()).root(), *other, call);
        EXPECT_EQ(created.has_value(), made_.suite.accepts(type));
        if (!created) {
            EXPECT_CODE(created, errors::kProofKeyTypeMismatch);
        }
    }
}

TEST_P(JcsSuite, CreateRefusesOptionsItWouldOverwrite) {
    EXPECT_CODE(made_.create(options_of(GetParam(), R"(,"proofValue":"z")")),
                errors::kProofMalformed);
    EXPECT_CODE(made_.create(options_of(GetParam(), R"(,"@context":[])")), errors::kProofMalformed);
    EXPECT_CODE(made_.create(options_of("other")), errors::kProofSuiteUnsupported);
}

class SignerOfAnyLength final : public crypto::Signer {
public:
    SignerOfAnyLength(const crypto::PublicKey& key, std::size_t length)
        : key_(key), length_(length) {}
    const crypto::PublicKey& public_key() const override { return key_; }
    Result<Bytes> sign(ByteView, Call&) override { return Bytes(length_); }

private:
    const crypto::PublicKey& key_;
    const std::size_t length_;
};

TEST_P(JcsSuite, CreateRefusesASignatureOfAnotherLength) {
    Call call;
    for (const std::size_t length : {0u, 63u, 65u, 95u, 97u}) {
        SignerOfAnyLength signer(made_.signer->public_key(), length);
        EXPECT_CODE(
            made_.suite.create(made_.document.root(), options_of(GetParam()).root(), signer, call),
            errors::kSignerLength)
            << length;
    }
}

TEST_P(JcsSuite, CoversTheProofsThatItBuildsOn) {
    Call call;
    const auto first = parse(R"({"id":"urn:x:1","proofValue":"z1"})");
    const auto second = parse(R"({"id":"urn:x:2","proofValue":"z2"})");
    const std::vector<json::Value> both{first.root(), second.root()};
    ASSERT_OK_AND(const auto proof,
                  made_.suite.create({made_.document.root(), both}, options_of(GetParam()).root(),
                                     *made_.signer, call));
    const auto verify = [&](const json::Document& document, std::vector<json::Value> previous) {
        return made_.suite.verify({document.root(), previous}, proof.root(),
                                  made_.signer->public_key(), call);
    };
    EXPECT_OK(verify(made_.document, both));
    const auto other = parse(R"({"id":"urn:x:2","proofValue":"z3"})");
    for (const std::vector<json::Value>& previous : {std::vector<json::Value>{},
                                                     {first.root()},
                                                     {second.root(), first.root()},
                                                     {first.root(), second.root(), second.root()},
                                                     {first.root(), other.root()}})
        EXPECT_CODE(verify(made_.document, previous), errors::kProofSignatureInvalid);
    // Whatever stands under "proof" in the document itself is another matter.
    EXPECT_OK(verify(made_.document.with("/proof", first.root()).value(), both));
    // Signed is the document with the previous proofs as the list "proof".
    const auto listed = made_.document.with("/proof", parse("[]").root()).value();
    EXPECT_CODE(verify(listed, {}), errors::kProofSignatureInvalid);
}

// FIPS 186-5 does not ask for low S: n - s verifies as well, and other signers produce it.
TEST(EcdsaJcs2019, AcceptsSignaturesWithHighS) {
    Made made("ecdsa-jcs-2019");
    Bytes signature = multibase_decode(made.proof.root().find("proofValue")->string()).value();
    const Bytes order = {0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
                         0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17,
                         0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};
    int borrow = 0;
    for (std::size_t i = 32; i-- > 0;) {
        int digit = int{order[i]} - int{signature[32 + i]} - borrow;
        borrow = digit < 0 ? 1 : 0;
        signature[32 + i] = static_cast<std::uint8_t>(digit + 256 * borrow);
    }
    EXPECT_GE(signature[32], 0x7f);  // Signer makes low S, so this is the high one
    const std::string value = multibase_encode(Multibase::base58btc, signature);
    EXPECT_OK(made.verify(made.document, made.proof_with("/proofValue", "\"" + value + "\"")));
}

}  // namespace
}  // namespace deed::credentials

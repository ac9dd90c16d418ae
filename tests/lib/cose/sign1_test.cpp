#include "lib/cose/sign1.hpp"

#include <gtest/gtest.h>

#include "lib/cose/errors.hpp"
#include "lib/encoding/errors.hpp"
#include "lib/encoding/text.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::cose {
namespace {

using crypto::KeyType;

// github.com/cose-wg/Examples at 53c9d63, public domain: keys and messages of sign1-tests,
// ecdsa-examples, eddsa-examples and CWT.
constexpr std::string_view kP256 = R"({"kty":"EC","crv":"P-256",
    "x":"usWxHK2PmfnHKwXPS54m0kTcGJ90UiglWiGahtagnv8",
    "y":"IBOL-C3BttVivg-lSreASjpkttcsz-1rb7btKLv8EX4"})";
constexpr std::string_view kP384 = R"({"kty":"EC","crv":"P-384",
    "x":"kTJyP2KSsBBhnb4kjWmMF7WHVsY55xUPgb7k64rDcjatChoZ1nvjKmYmPh5STRKc",
    "y":"mM0weMVU2DKsYDxDJkEP9hZiRZtB8fPfXbzINZj_fF7YQRynNWedHEyzAJOX2e8s"})";
constexpr std::string_view kP521 = R"({"kty":"EC","crv":"P-521",
    "x":"AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRXYgCF5cj0Kt",
    "y":"AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1"})";
constexpr std::string_view kEd25519 = R"({"kty":"OKP","crv":"Ed25519",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";

constexpr std::string_view kAppendixC21 =
    "d28443a10126a10442313154546869732069732074686520636f6e74656e742e58408eb33e4ca31d1c465ab05aac34"
    "cc6b23d58fef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c3"
    "45cacb36";
constexpr std::string_view kContent = "This is the content.";

crypto::PublicKey key_of(std::string_view jwk) {
    return crypto::PublicKey::from_jwk(json::Document::parse(jwk).value().root()).value();
}

Bytes unhex(std::string_view hex) { return hex_decode(hex).value(); }

std::unique_ptr<crypto::Signer> signer_of(KeyType type) {
    return crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(type));
}

/// Of RFC 9052 section 4.2, put together by hand.
Bytes message(std::string_view protected_hex, std::string_view unprotected_hex,
              std::string_view rest_hex =
                  "4141"
                  "40") {
    const Bytes inside = unhex(protected_hex);
    cbor::Writer writer;
    writer.tag(18).array(4).bytes(inside).item(unhex(unprotected_hex)).item(unhex(rest_hex));
    return std::move(writer).data();
}

TEST(Sign1, VerifiesTheExamplesOfTheWorkingGroup) {
    const struct {
        std::string_view name;
        std::string_view key;
        std::string_view message;
    } examples[] = {
        {"RFC8152/Appendix_C_2_1", kP256, kAppendixC21},
        {"ecdsa-sig-01", kP256,
         "d28445a201260300a10442313154546869732069732074686520636f6e74656e742e58406520bbaf2081d7e0e"
         "d"
         "0f95f76eb0733d667005f7467cec4b87b9381a6ba1ede8e00df29f32a37230f39a842a54821fdd223092819d7"
         "7"
         "28efb9d3a0080b75380b"},
        {"ecdsa-sig-02", kP384,
         "d28444a1013822a104445033383454546869732069732074686520636f6e74656e742e58605f150abd1c7d25b"
         "3"
         "2065a14e05d6cb1f665d10769ff455ea9a2e0adab5de63838db257f0949c41e13330e110eba7b912f34e1546f"
         "b"
         "1366a2568faa91ec3e6c8d42f4a67a0edf731d88c9aead52258b2e2c4740ef614f02e9d91e9b7b59622a3c"},
        {"ecdsa-sig-03", kP521,
         "d28444a1013823a104581e62696c626f2e62616767696e7340686f626269746f6e2e6578616d706c655454686"
         "9"
         "732069732074686520636f6e74656e742e588401664dd6962091b5100d6e1833d503539330ec2bc8fd3e89969"
         "5"
         "0ce9f70259d9a30f73794f603b0d3e7c5e9c4c2a57e10211f76e79df8ffd1b79d7ef5b9fa7da109001965fa2d"
         "3"
         "7e093bb13c040399c467b3b9908c09db2b0f1f4996fe07bb02aaa121a8e1c671f3f997ade7d651081017057bd"
         "3"
         "a8a5fbf394972ea71cfdc15e6f8fe2e1"},
        {"eddsa-sig-01", kEd25519,
         "d28445a201270300a10442313154546869732069732074686520636f6e74656e742e58407142fd2ff96d56db8"
         "5"
         "bee905a76ba1d0b7321a95c8c4d3607c5781932b7afb8711497dfa751bf40b58b3bcc32300b1487f3db34085e"
         "e"
         "f013bf08f4a44d6fef0d"},
    };
    for (const auto& [name, key, hex] : examples) {
        ASSERT_OK_AND(const Sign1 parsed, Sign1::parse(unhex(hex)));
        EXPECT_EQ(as_text(*parsed.payload()), kContent) << name;
        SCOPED_TRACE(name);
        EXPECT_OK(parsed.verify(key_of(key)));
        EXPECT_EQ(parsed.to_bytes(), unhex(hex));
    }
    ASSERT_OK_AND(const Sign1 first, Sign1::parse(unhex(kAppendixC21)));
    EXPECT_EQ(first.header()->algorithm_name(), "ES256");
    EXPECT_EQ(as_text(*first.header()->key_id()), "11");
}

// RFC 8392 appendix A.3: a signed CWT, with no kid in it.
TEST(Sign1, VerifiesTheSignedTokenOfRfc8392) {
    ASSERT_OK_AND(
        const Sign1 parsed,
        Sign1::parse(unhex(
            "d28443a10126a05850a70175636f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818"
            "636f61703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f007"
            "420b7158405427c1ff28d23fbad1f29c4c7c6a555e601d6fa29f9179bc3d7438bacaca5acd08c8d4d4f961"
            "31680c429a01f85951ecee743a52b9b63632c57209120e1c9e30")));
    EXPECT_OK(
        parsed.verify(crypto::PublicKey::from_raw(
                          KeyType::p256,
                          unhex("04143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f"
                                "60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9"))
                          .value()));
    EXPECT_EQ(parsed.header()->key_id(), std::nullopt);
}

TEST(Sign1, TakesExternalDataIntoAccount) {
    ASSERT_OK_AND(
        const Sign1 parsed,
        Sign1::parse(unhex(
            "d28443a10126a10442313154546869732069732074686520636f6e74656e742e584010729cd711cb3813d8"
            "d8e944a8da7111e7b258c9bdca6135f7ae1adbee9509891267837e1e33bd36c150326ae62755c6bd8e540c"
            "3e8f92d7d225e8db72b8820b")));  // sign-pass-02
    EXPECT_OK(parsed.verify(key_of(kP256), unhex("11aa22bb33cc44dd55006699")));
    EXPECT_CODE(parsed.verify(key_of(kP256)), errors::kSignatureInvalid);
}

TEST(Sign1, HasATagWhereTheCallerWantsOne) {
    const Bytes tagged = unhex(kAppendixC21);
    const Bytes untagged(tagged.begin() + 1, tagged.end());  // sign-pass-03
    EXPECT_OK(Sign1::parse(tagged));
    EXPECT_OK(Sign1::parse(tagged, Tagging::either));
    EXPECT_CODE(Sign1::parse(tagged, Tagging::refused), errors::kTagUnexpected);
    EXPECT_CODE(Sign1::parse(untagged), errors::kTagMissing);
    ASSERT_OK_AND(const Sign1 parsed, Sign1::parse(untagged, Tagging::refused));
    EXPECT_OK(parsed.verify(key_of(kP256)));
    EXPECT_OK(Sign1::parse(untagged, Tagging::either));
    Bytes other = unhex("d903e6");  // sign-fail-01: tag 998
    append(other, untagged);
    EXPECT_CODE(Sign1::parse(other), errors::kTagUnexpected);
    Bytes twice = unhex("d2");
    append(twice, tagged);
    EXPECT_CODE(Sign1::parse(twice), errors::kNotSign1);
    EXPECT_TRUE(looks_like_sign1(tagged));
    EXPECT_FALSE(looks_like_sign1(untagged));
    EXPECT_FALSE(looks_like_sign1({}));
}

TEST(Sign1, RefusesTheBadExamplesOfTheWorkingGroup) {
    const auto verified = [](std::string_view hex) -> Result<void> {
        DEED_TRY(const Sign1 parsed, Sign1::parse(unhex(hex)));
        return parsed.verify(key_of(kP256));
    };
    const std::string signature =
        "58408eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc"
        "56ed2a223444547e01f11d3b0916e5a4c345cacb36";
    const std::string middle = "a10442313154546869732069732074686520636f6e74656e742e";
    // sign-fail-02: another payload
    EXPECT_CODE(
        verified("d28443a10126a10442313154546869732069732074686520636f6e74656e742f" + signature),
        errors::kSignatureInvalid);
    // sign-fail-03 and -04: algorithms that nobody knows
    EXPECT_CODE(verified("d28445a1013903e6" + middle + signature), errors::kAlgorithmUnknown);
    EXPECT_CODE(verified("d2844aa10167756e6b6e6f776e" + middle + signature),
                errors::kAlgorithmUnknown);
    // sign-fail-06: a parameter added to the protected header
    EXPECT_CODE(verified("d28445a201260300" + middle + signature), errors::kSignatureInvalid);
    // sign-fail-07: a parameter taken out of it
    EXPECT_CODE(
        verified("d28443a10126a10442313154546869732069732074686520636f6e74656e742e58406520bbaf2081"
                 "d7e0ed0f95f76eb0733d667005f7467cec4b87b9381a6ba1ede8e00df29f32a37230f39a842a54821"
                 "fdd223092819d7728efb9d3a0080b75380b"),
        errors::kSignatureInvalid);
    // sign-pass-01 has alg in the unprotected header, which RFC 9052 section 3.1 forbids.
    EXPECT_CODE(
        verified(
            "d28441a0a201260442313154546869732069732074686520636f6e74656e742e584087db0d2e5571"
            "843b78ac33ecb2830df7b6e0a4d5b7376de336b23c591c90c425317e56127fbe04370097ce347087b2"
            "33bf722b64072beb4486bda4031d27244f"),
        errors::kUnprotected);
    // ecdsa-sig-04: ES512 with P-256, which RFC 9864 gave up.
    EXPECT_CODE(
        verified(
            "d28444a1013823a10442313154546869732069732074686520636f6e74656e742e5840eb18b84ed6"
            "74284e5ed861c3943e101bed5db9f560c0f0292b34362990d1c59b10df7946cbc6ca3dcbd6c17a6dd1"
            "d711f50337baa6b4fcfae0efc70e52c1de0f"),
        errors::kAlgorithmKeyMismatch);
    // eddsa-sig-02: Ed448 with an Ed25519 key's number, a signature of another length.
    ASSERT_OK_AND(const Sign1 longer,
                  Sign1::parse(message("a10127", "a0", "41415872" + std::string(228, '0'))));
    EXPECT_CODE(longer.verify(key_of(kEd25519)), errors::kSignatureMalformed);
}

TEST(Sign1, RefusesWhatIsNoMessage) {
    const auto refused = [](std::string_view hex) { return Sign1::parse(unhex(hex)); };
    EXPECT_CODE(refused(""), cbor::errors::kTruncated);
    EXPECT_CODE(refused("d2"), cbor::errors::kTruncated);
    for (const auto* hex :
         {"d280", "d28340a040", "d28540a0404040", "d2a0", "d240", "d28401a04040", "d284a0a04040",
          "d28440a00140", "d28440a04001", "d28440a04060", "d28440a0f540"})
        EXPECT_CODE(refused(hex), errors::kNotSign1) << hex;
    // COSE_Sign (98), COSE_Mac0 (17) and COSE_Encrypt0 (16).
    for (const auto* hex : {"d8628440a04080", "d18440a04040", "d08340a040"})
        EXPECT_CODE(refused(hex), errors::kTagUnexpected) << hex;
    // Bytes left over, and too few.
    EXPECT_CODE(refused("d28440a0404000"), cbor::errors::kTrailingBytes);
    EXPECT_CODE(refused("d28440a040"), cbor::errors::kTruncated);
    EXPECT_CODE(refused("d28440a05840"), cbor::errors::kTruncated);
    // Indefinite lengths: of the array, the header's string, its map, the payload.
    for (const auto* hex :
         {"d29f40a04040ff", "d2845f4040ffa04040", "d28440bfff4040", "d28440a05f4040ff40"})
        EXPECT_CODE(refused(hex), cbor::errors::kIndefiniteLength) << hex;
    // Longer heads than need be: of the array and of a string.
    EXPECT_CODE(refused("d2980440a04040"), cbor::errors::kHeadNotShortest);
    EXPECT_CODE(refused("d284580040a04040"), cbor::errors::kHeadNotShortest);
    // A label twice, or a key inside a value.
    EXPECT_CODE(refused("d28440a2044100044101"
                        "4040"),
                cbor::errors::kDuplicateKey);
    EXPECT_CODE(refused("d28440a11863a201000101"
                        "4040"),
                cbor::errors::kDuplicateKey);
    std::string deep;
    for (int i = 0; i < 20; ++i) deep += "81";
    EXPECT_CODE(refused("d28440a11863" + deep +
                        "00"
                        "4040"),
                cbor::errors::kTooDeep);
    std::string tags;
    for (int i = 0; i < 20; ++i) tags += "c1";
    EXPECT_CODE(refused("d28440a11863" + tags +
                        "00"
                        "4040"),
                cbor::errors::kTooDeep);
    // A text that is none.
    EXPECT_CODE(refused("d28440a161ff00"
                        "4040"),
                cbor::errors::kNotUtf8);
}

TEST(Sign1, IsBounded) {
    const auto sized = [](std::size_t header, std::size_t payload, std::size_t signature) {
        cbor::Writer writer;
        writer.tag(18).array(4).bytes(Bytes(header)).map(0).bytes(Bytes(payload));
        writer.bytes(Bytes(signature));
        return Sign1::parse(writer.data());
    };
    EXPECT_OK(sized(kMaxHeader, kMaxPayload, kMaxSignature));
    EXPECT_CODE(sized(kMaxHeader + 1, 0, 0), errors::kTooLarge);
    EXPECT_CODE(sized(0, kMaxPayload + 1, 0), errors::kTooLarge);
    EXPECT_CODE(sized(0, 0, kMaxSignature + 1), errors::kTooLarge);
    EXPECT_CODE(Sign1::parse(Bytes(kMaxPayload * 2)), errors::kTooLarge);
    cbor::Writer writer;
    writer.tag(18).array(4).bytes({}).map(1).uint(99).bytes(Bytes(kMaxHeader)).bytes({}).bytes({});
    EXPECT_CODE(Sign1::parse(writer.data()), errors::kTooLarge);
    const auto signer = signer_of(KeyType::ed25519);
    Call call;
    EXPECT_CODE(sign(Bytes(kMaxPayload + 1), {}, *signer, call), errors::kTooLarge);
    EXPECT_CODE(sign({}, {.header = {.key_id = Bytes(kMaxHeader)}}, *signer, call),
                errors::kTooLarge);
}

TEST(Sign1, IsVerifiedAsItWasSigned) {
    Call call;
    for (const KeyType type : {KeyType::ed25519, KeyType::secp256k1, KeyType::p256, KeyType::p384,
                               KeyType::p521, KeyType::sm2}) {
        const auto signer = signer_of(type);
        const auto other = signer_of(type);
        ASSERT_OK_AND(const Bytes made, sign(as_bytes(kContent),
                                             {.header = {.type = "application/vc+cose",
                                                         .content_type = "application/vc",
                                                         .key_id = as_bytes("did:example:a#1")}},
                                             *signer, call));
        ASSERT_OK_AND(const Sign1 parsed, Sign1::parse(made));
        ASSERT_OK(parsed.header());
        EXPECT_OK(parsed.verify(signer->public_key()));
        EXPECT_EQ(as_text(*parsed.header()->key_id()), "did:example:a#1");
        EXPECT_EQ(parsed.header()->type(), ContentFormat("application/vc+cose"));
        EXPECT_EQ(parsed.header()->content_type(), ContentFormat("application/vc"));
        EXPECT_CODE(parsed.verify(other->public_key()), errors::kSignatureInvalid);
        EXPECT_CODE(parsed.verify(signer->public_key(), as_bytes("x")), errors::kSignatureInvalid);
        EXPECT_CODE(parsed.verify_detached(signer->public_key(), as_bytes(kContent)),
                    errors::kPayloadAttached);
        const auto stranger = signer_of(type == KeyType::p256 ? KeyType::ed25519 : KeyType::p256);
        EXPECT_CODE(parsed.verify(stranger->public_key()), errors::kAlgorithmKeyMismatch);
    }
}

TEST(Sign1, MayLeaveItsPayloadOut) {
    Call call;
    const auto signer = signer_of(KeyType::ed25519);
    ASSERT_OK_AND(const Bytes made,
                  sign(as_bytes(kContent),
                       {.is_tagged = false, .is_detached = true, .external_aad = as_bytes("aad")},
                       *signer, call));
    ASSERT_OK_AND(const Sign1 parsed, Sign1::parse(made, Tagging::refused));
    EXPECT_EQ(parsed.payload(), std::nullopt);
    EXPECT_OK(parsed.verify_detached(signer->public_key(), as_bytes(kContent), as_bytes("aad")));
    EXPECT_CODE(parsed.verify_detached(signer->public_key(), as_bytes("x"), as_bytes("aad")),
                errors::kSignatureInvalid);
    EXPECT_CODE(parsed.verify(signer->public_key(), as_bytes("aad")), errors::kPayloadDetached);
}

TEST(Sign1, NamesItsAlgorithmByEitherNumber) {
    Call call;
    const struct {
        KeyType type;
        std::string_view name;
        std::int64_t number;
    } algorithms[] = {{KeyType::ed25519, "EdDSA", -8},    {KeyType::ed25519, "Ed25519", -19},
                      {KeyType::p256, "ES256", -7},       {KeyType::p256, "ESP256", -9},
                      {KeyType::p384, "ES384", -35},      {KeyType::p384, "ESP384", -51},
                      {KeyType::p521, "ES512", -36},      {KeyType::p521, "ESP512", -52},
                      {KeyType::secp256k1, "ES256K", -47}};
    for (const auto& [type, name, number] : algorithms) {
        const auto signer = signer_of(type);
        ASSERT_OK_AND(const Bytes made, sign({}, {.header = {.algorithm = name}}, *signer, call));
        ASSERT_OK_AND(const Sign1 parsed, Sign1::parse(made));
        ASSERT_OK(parsed.header());
        EXPECT_EQ(parsed.header()->algorithm_number(), number);
        EXPECT_EQ(parsed.header()->algorithm_name(), name);
        EXPECT_OK(parsed.verify(signer->public_key()));
    }
    const auto signer = signer_of(KeyType::secp256k1);
    for (const auto* name : {"ES256", "ESP256K", "ESP256", "none", "es256k"})
        EXPECT_CODE(sign({}, {.header = {.algorithm = name}}, *signer, call),
                    errors::kNoAlgorithmForKey)
            << name;
    EXPECT_CODE(sign({}, {}, *signer_of(KeyType::x25519), call), errors::kNoAlgorithmForKey);
}

TEST(Sign1, WritesDeterministicCbor) {
    Call call;
    const auto signer = signer_of(KeyType::ed25519);
    ASSERT_OK_AND(const Bytes made, sign(as_bytes("x"),
                                         {.header = {.type = "a/b",
                                                     .content_type = "c/d",
                                                     .key_id = as_bytes("k"),
                                                     .cwt_claims = unhex("a1016169")}},
                                         *signer, call));
    const std::string hex = hex_encode(made);
    EXPECT_EQ(hex.substr(0, hex.size() - 128),
              "d284"
              "55"
              "a5"
              "0127"
              "0363632f64"
              "04416b"
              "0fa1016169"
              "1063612f62"
              "a0"
              "4178"
              "5840");
}

class OddSigner : public crypto::Signer {
public:
    const crypto::PublicKey& public_key() const override { return inner_->public_key(); }
    Result<Bytes> sign(ByteView, Call&) override { return Bytes(63); }

private:
    std::unique_ptr<crypto::Signer> inner_ = signer_of(KeyType::ed25519);
};

TEST(Sign1, RefusesASignerThatMakesOtherSignatures) {
    OddSigner signer;
    Call call;
    EXPECT_CODE(sign({}, {}, signer, call), errors::kSignatureMalformed);
}

TEST(Sign1, IsSpoiledByEveryChangedByte) {
    Call call;
    const auto signer = signer_of(KeyType::ed25519);
    const Bytes made =
        sign(as_bytes(kContent), {.header = {.key_id = as_bytes("did:example:a#1")}}, *signer, call)
            .value();
    for (std::size_t i = 0; i < made.size(); ++i)
        for (const std::uint8_t flip : {0x01, 0x20, 0x80}) {
            Bytes changed = made;
            changed[i] ^= flip;
            const auto parsed = Sign1::parse(changed, Tagging::either);
            EXPECT_FALSE(parsed && parsed->verify(signer->public_key())) << i;
        }
}

}  // namespace
}  // namespace deed::cose

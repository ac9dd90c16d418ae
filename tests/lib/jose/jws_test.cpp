#include "lib/jose/jws.hpp"

#include <gtest/gtest.h>

#include "lib/crypto/key.hpp"
#include "lib/encoding/text.hpp"
#include "lib/jose/errors.hpp"
#include "lib/json/errors.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/vectors.hpp"

namespace deed::jose {
namespace {

using crypto::KeyType;

// RFC 8037, appendix A.4.
constexpr std::string_view kRfc8037Key = R"({"kty":"OKP","crv":"Ed25519",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
constexpr std::string_view kRfc8037Jws =
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

// RFC 7515, appendix A.3.
constexpr std::string_view kRfc7515Es256Key = R"({"kty":"EC","crv":"P-256",
    "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
constexpr std::string_view kRfc7515Es256Jws =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

crypto::PublicKey key_of(std::string_view jwk) {
    return crypto::PublicKey::from_jwk(json::Document::parse(jwk).value().root()).value();
}

std::unique_ptr<crypto::Signer> signer_of(KeyType type) {
    return crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(type));
}

std::string compact(std::string_view header, std::string_view payload, std::string_view signature) {
    return base64url_encode(as_bytes(header)) + "." + base64url_encode(as_bytes(payload)) + "." +
           base64url_encode(as_bytes(signature));
}

/// A JWS with this header, truly signed by the key, whatever the header says.
std::string signed_with(std::string_view header, crypto::Signer& signer) {
    Call call;
    std::string input = base64url_encode(as_bytes(header)) + "." + base64url_encode(as_bytes("{}"));
    const Bytes signature = signer.sign(as_bytes(input), call).value();
    return input + "." + base64url_encode(signature);
}

TEST(Jws, VerifiesTheExampleOfRfc8037) {
    ASSERT_OK_AND(const Jws jws, Jws::parse(kRfc8037Jws));
    EXPECT_EQ(as_text(jws.payload()), "Example of Ed25519 signing");
    ASSERT_OK(jws.header());
    EXPECT_EQ(jws.header()->algorithm_name(), "EdDSA");
    EXPECT_EQ(jws.header()->key_id(), std::nullopt);
    EXPECT_OK(jws.verify(key_of(kRfc8037Key)));
    EXPECT_EQ(jws.to_string(), kRfc8037Jws);
}

TEST(Jws, SignsTheExampleOfRfc8037) {
    auto secret = base64url_decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").value();
    const auto signer = crypto::PrivateKey::into_signer(
        crypto::PrivateKey::from_raw(KeyType::ed25519, crypto::SecretBytes::copy_of(secret))
            .value());
    Call call;
    ASSERT_OK_AND(const std::string made,
                  sign(as_bytes("Example of Ed25519 signing"), {}, *signer, call));
    EXPECT_EQ(made, kRfc8037Jws);
}

TEST(Jws, VerifiesTheExampleOfRfc7515) {
    ASSERT_OK_AND(const Jws jws, Jws::parse(kRfc7515Es256Jws));
    EXPECT_OK(jws.verify(key_of(kRfc7515Es256Key)));
}

TEST(Jws, VerifiesTheIssuersSignatureOfRfc9901) {
    DEED_NEEDS_VECTORS();
    const auto file = json::Document::parse(test::read_vector("sd-jwt/example1-issuance.json"));
    ASSERT_OK(file);
    ASSERT_OK_AND(const auto key,
                  crypto::PublicKey::from_jwk(*file->root().find("issuer_public_jwk")));
    const std::string_view presentation = file->root().find("presentation")->string();
    ASSERT_OK_AND(const Jws jws, Jws::parse(presentation.substr(0, presentation.find('~'))));
    EXPECT_OK(jws.verify(key));
    EXPECT_EQ(jws.header()->type(), "example+sd-jwt");
}

TEST(Jws, RefusesOtherShapes) {
    for (const std::string_view text :
         {"", ".", "a.b", "a.b.c.d", "a.b.c.d.e", ".e30.AA", "..", "no dots at all"})
        EXPECT_CODE(Jws::parse(text), errors::kNotCompact) << text;
}

TEST(Jws, RefusesOtherSpellings) {
    const std::string whole(kRfc8037Jws);
    for (const std::string_view changed : {"=", "+", "/", " ", "\n", "~"}) {
        EXPECT_CODE(Jws::parse(whole + std::string(changed)), errors::kPartMalformed) << changed;
        EXPECT_CODE(Jws::parse(std::string(changed) + whole), errors::kPartMalformed) << changed;
    }
    // Spare bits: the last character of the signature stands for four bits and two that are zero.
    EXPECT_CODE(Jws::parse(whole.substr(0, whole.size() - 1) + "h"), errors::kPartMalformed);
    EXPECT_CODE(Jws::parse("eyJhbGciOiJFZERTQSJ.e30.AA"), errors::kPartMalformed);
}

TEST(Jws, RefusesWhatIsTooLarge) {
    EXPECT_CODE(Jws::parse(std::string(7u << 20, 'A')), errors::kTooLarge);
    EXPECT_CODE(Jws::parse(std::string(25u << 10, 'A') + ".e30.AA"), errors::kTooLarge);
    EXPECT_CODE(Jws::parse("e30.e30." + std::string(4096, 'A')), errors::kTooLarge);
    const auto signer = signer_of(KeyType::ed25519);
    Call call;
    EXPECT_CODE(sign(Bytes(kMaxPayload + 1), {}, *signer, call), errors::kTooLarge);
}

class EveryKey : public testing::TestWithParam<KeyType> {
protected:
    std::unique_ptr<crypto::Signer> signer_ = signer_of(GetParam());
    Call call_;
};

TEST_P(EveryKey, SignsWhatItVerifies) {
    const HeaderOptions options{
        .type = "vc+jwt", .content_type = "vc", .key_id = "did:example:a#1"};
    ASSERT_OK_AND(const std::string made, sign(as_bytes("{}"), options, *signer_, call_));
    ASSERT_OK_AND(const Jws jws, Jws::parse(made));
    ASSERT_OK(jws.verify(signer_->public_key()));
    EXPECT_EQ(jws.header()->json().to_string(),
              R"({"alg":")" + std::string(jws.header()->algorithm_name()) +
                  R"(","typ":"vc+jwt","cty":"vc","kid":"did:example:a#1"})");
    EXPECT_CODE(jws.verify(signer_of(GetParam())->public_key()), errors::kSignatureInvalid);
}

// Every algorithm with every key: good only where both are of one kind, although the signature is
// that key's own over that very header.
TEST_P(EveryKey, IsNotConfusedByAnyAlgorithm) {
    for (const crypto::AlgorithmInfo& algorithm : crypto::algorithms()) {
        for (const std::string_view name : {algorithm.jose, algorithm.jose_other}) {
            if (name.empty()) continue;
            const std::string header = R"({"alg":")" + std::string(name) + R"("})";
            ASSERT_OK_AND(const Jws jws, Jws::parse(signed_with(header, *signer_)));
            if (algorithm.key_type == GetParam())
                EXPECT_OK(jws.verify(signer_->public_key()));
            else
                EXPECT_CODE(jws.verify(signer_->public_key()), errors::kAlgorithmKeyMismatch);
            const auto made = sign(as_bytes("{}"), {.algorithm = name}, *signer_, call_);
            if (algorithm.key_type == GetParam())
                EXPECT_OK(made);
            else
                EXPECT_CODE(made, errors::kAlgorithmKeyMismatch);
        }
    }
}

TEST_P(EveryKey, IsNotConfusedByNoneNorMacs) {
    const struct {
        std::string_view alg;
        const ErrorCode& code;
    } cases[] = {{"none", errors::kAlgorithmNone},        {"None", errors::kAlgorithmNone},
                 {"NONE", errors::kAlgorithmNone},        {"HS256", errors::kAlgorithmSymmetric},
                 {"HS384", errors::kAlgorithmSymmetric},  {"HS512", errors::kAlgorithmSymmetric},
                 {"eddsa", errors::kAlgorithmUnknown},    {"es256", errors::kAlgorithmUnknown},
                 {"Ed448", errors::kAlgorithmUnknown},    {"ES256 ", errors::kAlgorithmUnknown},
                 {"RSA-OAEP", errors::kAlgorithmUnknown}, {"dir", errors::kAlgorithmUnknown}};
    for (const auto& [alg, code] : cases) {
        const std::string header = R"({"alg":")" + std::string(alg) + R"("})";
        ASSERT_OK_AND(const Jws jws, Jws::parse(signed_with(header, *signer_)));
        EXPECT_CODE(jws.header(), code) << alg;
        EXPECT_CODE(jws.verify(signer_->public_key()), code) << alg;
        EXPECT_FALSE(sign(as_bytes("{}"), {.algorithm = alg}, *signer_, call_)) << alg;
    }
    // Unsigned as it is sent: nothing after the last dot.
    ASSERT_OK_AND(const Jws unsigned_jws, Jws::parse(compact(R"({"alg":"none"})", "{}", "")));
    EXPECT_CODE(unsigned_jws.verify(signer_->public_key()), errors::kAlgorithmNone);
}

TEST_P(EveryKey, TakesNoSignatureOfAnotherLength) {
    ASSERT_OK_AND(const std::string made, sign(as_bytes("{}"), {}, *signer_, call_));
    ASSERT_OK_AND(const Jws jws, Jws::parse(made));
    const std::string input(jws.signing_input());
    Bytes signature = to_bytes(jws.signature());
    signature.push_back(0);
    for (const ByteView other :
         {ByteView(), ByteView(signature), ByteView(signature).first(signature.size() - 2)}) {
        ASSERT_OK_AND(const Jws changed, Jws::parse(input + "." + base64url_encode(other)));
        EXPECT_CODE(changed.verify(signer_->public_key()), errors::kSignatureMalformed);
    }
}

TEST_P(EveryKey, NoticesEveryChangedCharacter) {
    ASSERT_OK_AND(const std::string made,
                  sign(as_bytes(R"({"a":1})"), {.key_id = "k"}, *signer_, call_));
    for (std::size_t i = 0; i < made.size(); ++i) {
        for (const char c : {'A', 'B', '_', '.'}) {
            std::string changed = made;
            if (changed[i] == c) continue;
            changed[i] = c;
            const auto jws = Jws::parse(changed);
            EXPECT_FALSE(jws && jws->verify(signer_->public_key())) << changed;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Jws, EveryKey,
                         testing::Values(KeyType::ed25519, KeyType::secp256k1, KeyType::p256,
                                         KeyType::p384, KeyType::p521, KeyType::sm2),
                         [](const auto& type) {
                             std::string name(crypto::to_string(type.param));
                             std::erase(name, '-');
                             return name;
                         });

// RFC 7518 says nothing of high S, so both forms of an ECDSA signature are good.
TEST(Jws, TakesHighSOfEcdsa) {
    // Orders of the groups (SEC 2): P-256 and secp256k1.
    const struct {
        KeyType type;
        std::string_view order;
    } cases[] = {
        {KeyType::p256, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"},
        {KeyType::secp256k1, "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"}};
    for (const auto& [type, order_hex] : cases) {
        const auto signer = signer_of(type);
        Call call;
        ASSERT_OK_AND(const std::string made, sign(as_bytes("{}"), {}, *signer, call));
        ASSERT_OK_AND(const Jws low, Jws::parse(made));
        Bytes signature = to_bytes(low.signature());
        const Bytes order = hex_decode(order_hex).value();
        EXPECT_LT(signature[32], 0x80) << "a low S is made";
        int borrow = 0;
        for (std::size_t i = 32; i-- > 0;) {
            const int difference = order[i] - signature[32 + i] - borrow;
            borrow = difference < 0 ? 1 : 0;
            signature[32 + i] = static_cast<std::uint8_t>(difference);
        }
        ASSERT_OK_AND(const Jws high, Jws::parse(std::string(low.signing_input()) + "." +
                                                 base64url_encode(signature)));
        EXPECT_OK(high.verify(signer->public_key()));
    }
}

TEST(Jws, IsNotSignedByKeysThatSignNothing) {
    const auto key = crypto::PrivateKey::generate(KeyType::x25519).public_key();
    EXPECT_CODE(make_header({}, key), errors::kNoAlgorithmForKey);
    EXPECT_CODE(make_header({.algorithm = "EdDSA"}, key), errors::kNoAlgorithmForKey);
}

TEST(Jws, RefusesASignerOfAnotherLength) {
    class Cut final : public crypto::Signer {
    public:
        const crypto::PublicKey& public_key() const override { return signer_->public_key(); }
        Result<Bytes> sign(ByteView, Call&) override { return Bytes(63); }

    private:
        std::unique_ptr<crypto::Signer> signer_ = signer_of(KeyType::p256);
    } cut;
    Call call;
    EXPECT_CODE(sign(as_bytes("{}"), {}, cut, call), errors::kSignatureMalformed);
}

TEST(Jws, IsToldFromJson) {
    EXPECT_TRUE(looks_like_jws(kRfc8037Jws));
    EXPECT_TRUE(looks_like_jws("ey.broken=="));
    for (const std::string_view text : {"", "{}", R"({"a":"b.c"})", "1.5", "[1.5]", "\"a.b\"",
                                        "true", "null", R"(junk{"a":"b.c"})"})
        EXPECT_FALSE(looks_like_jws(text)) << text;
}

}  // namespace
}  // namespace deed::jose

// What protects a private key: refused by name where it does not, bounded where it is costly.

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/encoding/text.hpp"
#include "tests/lib/crypto/key_encoding/openssl.hpp"

namespace deed::test {
namespace {

using crypto::PrivateKey;

class EncryptionTest : public testing::Test {
protected:
    EncryptionTest() {
        openssl_.must("genpkey -algorithm ED25519 -out key.pem");
        openssl_.must("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.pem");
    }
    /// The file "sealed.pem" after `openssl pkcs8 -topk8`.
    std::string sealed(const std::string& scheme) {
        openssl_.must("pkcs8 -topk8 -in key.pem -passout pass:words -out sealed.pem " + scheme);
        return openssl_.file("sealed.pem");
    }
    std::string sealed_der(const std::string& scheme) { return sealed("-outform DER " + scheme); }
    Result<PrivateKey> open(const std::string& pem, std::string_view words = "words") {
        return crypto::private_key_from_pem(pem, typed(words));
    }
    Openssl openssl_;
};

TEST_F(EncryptionTest, WeakSchemesAreNamed) {
    const std::pair<const char*, const char*> schemes[] = {
        {"-v2 des3", "DES-EDE3-CBC"},
        {"-v2 aes-256-cbc -v2prf hmacWithSHA1", "HMAC-SHA-1"},
        {"-v1 PBE-SHA1-3DES", "triple DES"},
        {"-v1 PBE-SHA1-RC2-128 -provider legacy -provider default", "128-bit RC2"},
        {"-v1 PBE-MD5-DES -provider legacy -provider default", "PBES1 with MD5 and DES"},
    };
    for (const auto& [scheme, name] : schemes) {
        const auto opened = open(sealed(scheme));
        EXPECT_CODE(opened, crypto::errors::kWeakKeyEncryption) << scheme;
        if (opened) continue;
        EXPECT_NE(opened.error().message().find(name), std::string::npos)
            << opened.error().message();
    }
}

TEST_F(EncryptionTest, TheOldPemHeadIsRefused) {
    openssl_.must("ec -in ec.pem -aes256 -passout pass:words -out old.pem");
    ASSERT_NE(openssl_.file("old.pem").find("DEK-Info"), std::string::npos);
    EXPECT_CODE(open(openssl_.file("old.pem")), crypto::errors::kWeakKeyEncryption);
}

TEST_F(EncryptionTest, UnknownSchemesAreRefused) {
    EXPECT_CODE(open(sealed("-v2 camellia-256-cbc")), crypto::errors::kUnsupportedKeyEncryption);
}

TEST_F(EncryptionTest, WrongAndMissingPassphrases) {
    const std::string pem = sealed("-v2 aes-256-cbc");
    EXPECT_CODE(open(pem, "other"), crypto::errors::kKeyPassphraseWrong);
    EXPECT_CODE(open(pem, ""), crypto::errors::kKeyPassphraseWrong);
    EXPECT_CODE(crypto::private_key_from_pem(pem, nullptr), crypto::errors::kKeyPassphraseNeeded);
    const auto refused = crypto::private_key_from_pem(pem, []() -> Result<crypto::SecretBytes> {
        return Error(crypto::errors::kKeyPassphraseNeeded, "nobody is there");
    });
    EXPECT_CODE(refused, crypto::errors::kKeyPassphraseNeeded);
    const auto key = PrivateKey::generate(crypto::KeyType::ed25519);
    EXPECT_CODE(crypto::private_key_to_encrypted_pem(key, crypto::SecretBytes()),
                crypto::errors::kKeyPassphraseEmpty);
}

TEST_F(EncryptionTest, WrongPassphrasesNeverPass) {
    // One in 256 leaves the padding in order; none may be taken for a key, or for a broken file.
    const std::string pem = sealed("-v2 aes-128-cbc -iter 1");
    for (int i = 0; i < 1500; ++i)
        ASSERT_EQ(code_of(open(pem, "word" + std::to_string(i))), "crypto.key_passphrase_wrong");
}

TEST_F(EncryptionTest, CostlyIterationsAreRefusedBeforeTheyAreMade) {
    std::string der = sealed_der("-v2 aes-256-cbc -iter 65536");
    const auto at = der.find(std::string("\x02\x03\x01\x00\x00", 5));
    ASSERT_NE(at, std::string::npos);
    ASSERT_EQ(der.substr(at - 10, 2), "\x04\x08");
    // A salt that is shorter by one makes room for 10,000,001.
    der[at - 9] = 7;
    der.replace(at - 1, 6, std::string("\x02\x04\x00\x98\x96\x81", 6));
    EXPECT_CODE(crypto::read_private_key(as_bytes(der), never_asked()),
                crypto::errors::kKeyEncryptionTooCostly);
    der.back() = static_cast<char>(der.back() ^ 1);
    der.replace(at - 1, 6, std::string("\x02\x04\x00\x98\x96\x80", 6));
    bool asked = false;
    const auto opened =
        crypto::read_private_key(as_bytes(der), [&]() -> Result<crypto::SecretBytes> {
            asked = true;
            return Error(crypto::errors::kKeyPassphraseNeeded, "nobody is there");
        });
    EXPECT_CODE(opened, crypto::errors::kKeyPassphraseNeeded);
    EXPECT_TRUE(asked);
    der.replace(at - 1, 6, std::string("\x02\x04\x00\x00\x00\x00", 6));
    EXPECT_CODE(crypto::read_private_key(as_bytes(der), never_asked()),
                crypto::errors::kDerMalformed);
}

TEST_F(EncryptionTest, CostlyScryptIsRefusedBeforeItIsMade) {
    const std::string der = sealed_der("-v2 aes-256-cbc -scrypt -scrypt_N 16384 -scrypt_r 8");
    const auto at = der.find(std::string("\x02\x02\x40\x00\x02\x01\x08\x02\x01\x01", 10));
    ASSERT_NE(at, std::string::npos);
    const auto with = [&](std::size_t offset, std::string_view bytes) {
        std::string changed = der;
        changed.replace(at + offset, bytes.size(), bytes);
        return changed;
    };
    using std::string_view_literals::operator""sv;
    const std::string largest = with(4, "\x02\x01\x7f"sv);  // 254 MiB
    EXPECT_CODE(crypto::read_private_key(as_bytes(largest), typed("words")),
                crypto::errors::kKeyPassphraseWrong);
    const std::string lanes = with(7, "\x02\x01\x41"sv);  // 65 times 16 MiB
    EXPECT_CODE(crypto::read_private_key(as_bytes(lanes), never_asked()),
                crypto::errors::kKeyEncryptionTooCostly);
    std::string large = sealed_der("-v2 aes-256-cbc -scrypt -scrypt_N 1024 -scrypt_r 128");
    const auto n = large.find(std::string("\x02\x02\x04\x00\x02\x02\x00\x80", 8));
    ASSERT_NE(n, std::string::npos);
    large.replace(n, 8, std::string("\x02\x02\x40\x00\x02\x02\x00\x81", 8));  // 258 MiB
    EXPECT_CODE(crypto::read_private_key(as_bytes(large), never_asked()),
                crypto::errors::kKeyEncryptionTooCostly);
    const std::string odd = with(0, "\x02\x02\x40\x01"sv);
    EXPECT_CODE(crypto::read_private_key(as_bytes(odd), never_asked()),
                crypto::errors::kDerMalformed);
}

TEST_F(EncryptionTest, AnotherFileEveryTime) {
    const auto key = PrivateKey::generate(crypto::KeyType::ed25519);
    const auto words = crypto::SecretBytes::copy_of(as_bytes("words"));
    ASSERT_OK_AND(const auto a, crypto::private_key_to_encrypted_der(key, words));
    ASSERT_OK_AND(const auto b, crypto::private_key_to_encrypted_der(key, words));
    EXPECT_NE(hex_encode(shown(a)), hex_encode(shown(b)));
}

}  // namespace
}  // namespace deed::test

// What stands in a file of a key and may not.

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/encoding/text.hpp"
#include "tests/lib/crypto/key_encoding/openssl.hpp"

namespace deed::test {
namespace {

using crypto::PrivateKey;

Result<PrivateKey> read(std::string_view file) {
    return crypto::read_private_key(as_bytes(file), never_asked());
}
Result<crypto::PublicKey> read_public(std::string_view file) {
    return crypto::read_public_key(as_bytes(file));
}

class RefusalTest : public testing::Test {
protected:
    RefusalTest() {
        openssl_.must("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem");
        openssl_.must("pkey -in key.pem -pubout -out public.pem");
        openssl_.must("pkey -in key.pem -outform DER -out key.der");
        openssl_.must("pkey -in key.pem -pubout -outform DER -out public.der");
        openssl_.must("genpkey -algorithm ED25519 -outform DER -out ed.der");
    }
    std::string changed(std::string_view file, std::string_view from, std::string_view to) {
        std::string text = openssl_.file(file);
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos);
        return text.replace(at, from.size(), to);
    }
    Openssl openssl_;
};

TEST_F(RefusalTest, TheOtherHalf) {
    EXPECT_CODE(read(openssl_.file("public.pem")), crypto::errors::kPublicKeyGiven);
    EXPECT_CODE(read(openssl_.file("public.der")), crypto::errors::kPublicKeyGiven);
    EXPECT_CODE(read_public(openssl_.file("key.pem")), crypto::errors::kPrivateKeyExposed);
    EXPECT_CODE(read_public(openssl_.file("key.der")), crypto::errors::kPrivateKeyExposed);
    openssl_.must("ec -in key.pem -out sec1.pem");
    EXPECT_CODE(read_public(openssl_.file("sec1.pem")), crypto::errors::kPrivateKeyExposed);
    openssl_.must("pkcs8 -topk8 -in key.pem -passout pass:words -out sealed.pem");
    EXPECT_CODE(read_public(openssl_.file("sealed.pem")), crypto::errors::kPrivateKeyExposed);
}

TEST_F(RefusalTest, ExplicitCurves) {
    openssl_.must("ec -in key.pem -param_enc explicit -pubout -out public_explicit.pem");
    EXPECT_CODE(read_public(openssl_.file("public_explicit.pem")), crypto::errors::kExplicitCurve);
    openssl_.must("ec -in key.pem -param_enc explicit -out sec1_explicit.pem");
    EXPECT_CODE(read(openssl_.file("sec1_explicit.pem")), crypto::errors::kExplicitCurve);
    openssl_.must("pkcs8 -topk8 -nocrypt -in sec1_explicit.pem -out explicit.pem");
    EXPECT_CODE(read(openssl_.file("explicit.pem")), crypto::errors::kExplicitCurve);
}

TEST_F(RefusalTest, OtherCurvesAndAlgorithms) {
    openssl_.must(
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1 -out other.pem");
    openssl_.must("pkey -in other.pem -pubout -out other.pub");
    const auto refused = read(openssl_.file("other.pem"));
    EXPECT_CODE(refused, crypto::errors::kUnsupportedKeyType);
    EXPECT_NE(refused.error().message().find("1.3.36.3.3.2.8.1.1.7"), std::string::npos);
    EXPECT_CODE(read_public(openssl_.file("other.pub")), crypto::errors::kUnsupportedKeyType);
    openssl_.must("ec -in other.pem -out sec1.pem");
    EXPECT_CODE(read(openssl_.file("sec1.pem")), crypto::errors::kUnsupportedKeyType);
    openssl_.must("genpkey -algorithm ED448 -out ed448.pem");
    EXPECT_CODE(read(openssl_.file("ed448.pem")), crypto::errors::kUnsupportedKeyType);
    openssl_.must("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.pem");
    EXPECT_CODE(read(openssl_.file("rsa.pem")), crypto::errors::kNoPrivateKeys);
    openssl_.must("rsa -in rsa.pem -traditional -out rsa1.pem");
    EXPECT_CODE(read(openssl_.file("rsa1.pem")), crypto::errors::kNoPrivateKeys);
}

TEST_F(RefusalTest, PublicRsaKeys) {
    openssl_.must("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out rsa.pem");
    openssl_.must("pkey -in rsa.pem -pubout -out rsa.pub");
    openssl_.must("rsa -in rsa.pem -RSAPublicKey_out -out rsa1.pub");
    ASSERT_OK_AND(const auto key, read_public(openssl_.file("rsa.pub")));
    EXPECT_EQ(key.type(), crypto::KeyType::rsa);
    ASSERT_OK_AND(const auto old, read_public(openssl_.file("rsa1.pub")));
    EXPECT_EQ(old, key);
    ASSERT_OK_AND(const std::string written, crypto::public_key_to_pem(key));
    EXPECT_EQ(written, openssl_.file("rsa.pub"));
    ASSERT_OK_AND(const Bytes cose, crypto::public_key_to_cose(key));
    ASSERT_OK_AND(const auto again, crypto::read_public_key(cose));
    EXPECT_EQ(again, key);
}

TEST_F(RefusalTest, SeveralBlocksAndTextAround) {
    const std::string pem = openssl_.file("key.pem");
    EXPECT_CODE(read(pem + pem), crypto::errors::kPemSeveralBlocks);
    EXPECT_CODE(read(pem + openssl_.file("public.pem")), crypto::errors::kPemSeveralBlocks);
    openssl_.must("ecparam -name prime256v1 -genkey -out with_parameters.pem");
    EXPECT_CODE(read(openssl_.file("with_parameters.pem")), crypto::errors::kPemSeveralBlocks);
    EXPECT_CODE(read(pem + "more"), crypto::errors::kPemMalformed);
    openssl_.must("pkey -in key.pem -text -out text.pem");
    EXPECT_CODE(read(openssl_.file("text.pem")), crypto::errors::kPemMalformed);
    EXPECT_OK(read("\n" + pem + "\r\n \n"));
    std::string crlf;
    for (const char c : pem) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    EXPECT_OK(read(crlf));
}

TEST_F(RefusalTest, BrokenBlocks) {
    EXPECT_CODE(read(changed("key.pem", "-----END PRIVATE KEY-----", "")),
                crypto::errors::kPemMalformed);
    EXPECT_CODE(read(changed("key.pem", "END PRIVATE KEY", "END PUBLIC KEY")),
                crypto::errors::kPemMalformed);
    EXPECT_CODE(read(changed("key.pem", "KEY-----\nM", "KEY-----M")),
                crypto::errors::kPemMalformed);
    EXPECT_CODE(read(changed("key.pem", "\nMIG", "\nMI!")), crypto::errors::kPemMalformed);
    EXPECT_CODE(read(changed("key.pem", "\nMIG", "\nMI G")), crypto::errors::kPemMalformed);
    EXPECT_CODE(read("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----"),
                crypto::errors::kPemMalformed);
    EXPECT_CODE(read("-----BEGIN PRIVATE KEY"), crypto::errors::kPemMalformed);
    EXPECT_CODE(read("-----BEGIN -----\n-----END -----"), crypto::errors::kPemMalformed);
}

TEST_F(RefusalTest, Labels) {
    std::string relabelled = changed("key.pem", "BEGIN PRIVATE", "BEGIN EC PRIVATE");
    relabelled.replace(relabelled.find("END PRIVATE"), 11, "END EC PRIVATE");
    EXPECT_CODE(read(relabelled), crypto::errors::kPemLabelMismatch);
    openssl_.must("req -x509 -new -key key.pem -subj /CN=a -out certificate.pem");
    EXPECT_CODE(read(openssl_.file("certificate.pem")), crypto::errors::kPemLabel);
    openssl_.must("x509 -in certificate.pem -outform DER -out certificate.der");
    EXPECT_CODE(read(openssl_.file("certificate.der")), crypto::errors::kUnknownKeyFile);
    EXPECT_CODE(read_public(openssl_.file("certificate.der")), crypto::errors::kUnknownKeyFile);
}

TEST_F(RefusalTest, TrailingBytes) {
    EXPECT_CODE(read(openssl_.file("key.der") + '\0'), crypto::errors::kDerTrailingBytes);
    EXPECT_CODE(read_public(openssl_.file("public.der") + "x"), crypto::errors::kDerTrailingBytes);
    // The same within a PEM block.
    openssl_.put_file("longer.der", as_bytes(openssl_.file("key.der") + "x"));
    openssl_.must("base64 -in longer.der -out longer.base64");
    EXPECT_CODE(read("-----BEGIN PRIVATE KEY-----\n" + openssl_.file("longer.base64") +
                     "-----END PRIVATE KEY-----\n"),
                crypto::errors::kDerTrailingBytes);
    // Within the structure: the outer length grows, and a byte stands behind the last element.
    std::string inside = openssl_.file("ed.der");
    inside[1] = static_cast<char>(inside[1] + 2);
    EXPECT_CODE(read(inside + std::string("\x05\x00", 2)), crypto::errors::kDerTrailingBytes);
}

TEST_F(RefusalTest, Parameters) {
    // RFC 8410 section 3: the parameters of Ed25519 are absent. Here they are NULL.
    std::string with_null = openssl_.file("ed.der");
    const auto at = with_null.find(std::string("\x30\x05\x06\x03\x2b\x65\x70", 7));
    ASSERT_NE(at, std::string::npos);
    with_null.replace(at, 7, std::string("\x30\x07\x06\x03\x2b\x65\x70\x05\x00", 9));
    with_null[1] = static_cast<char>(with_null[1] + 2);
    EXPECT_CODE(read(with_null), crypto::errors::kKeyParameters);

    // An elliptic-curve key that names no curve, and one with two.
    std::string der = openssl_.file("public.der");
    const std::string curve("\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07", 10);
    ASSERT_NE(der.find(curve), std::string::npos);
    EXPECT_CODE(read_public(der.replace(der.find(curve), 10,
                                        std::string("\x05\x00\x04\x06", 4) + "123456")),
                crypto::errors::kKeyParameters);
    openssl_.must("ec -in key.pem -no_public -outform DER -out sec1.der");
    const std::string sec1 = openssl_.file("sec1.der");
    EXPECT_OK(read(sec1));
    const std::string bare = sec1.substr(0, sec1.size() - 12);
    std::string nameless = bare;
    nameless[1] = static_cast<char>(nameless[1] - 12);
    EXPECT_CODE(read(nameless), crypto::errors::kKeyParameters);
}

TEST_F(RefusalTest, HalvesThatDoNotBelongTogether) {
    std::string der = openssl_.file("key.der");
    der[der.size() - 1] = static_cast<char>(der[der.size() - 1] ^ 1);
    EXPECT_CODE(read(der), crypto::errors::kKeyPairMismatch);
    // PKCS#8 of version 2 (RFC 5958, RFC 8410 section 10.3).
    constexpr std::string_view kRfc8410 =
        "-----BEGIN PRIVATE KEY-----\n"
        "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
        "oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\n"
        "Z9w7lshQhqowtrbLDFw4rXAxZuE=\n"
        "-----END PRIVATE KEY-----\n";
    ASSERT_OK_AND(const PrivateKey key, read(kRfc8410));
    EXPECT_EQ(hex_encode(key.public_key().raw()),
              "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1");
    std::string other(kRfc8410);
    other.replace(other.find("ZuE="), 4, "ZuI=");
    EXPECT_CODE(read(other), crypto::errors::kKeyPairMismatch);
}

TEST_F(RefusalTest, WhatIsNoKey) {
    for (const std::string& file :
         {std::string(), std::string("\n"), std::string("hello"), std::string("[]"),
          std::string("-----BEGINPRIVATE"), std::string(crypto::kMaxKeyFile + 1, ' ')}) {
        EXPECT_CODE(read(file), crypto::errors::kUnknownKeyFile);
        EXPECT_CODE(read_public(file), crypto::errors::kUnknownKeyFile);
    }
    EXPECT_CODE(read(std::string("\x30\x00", 2)), crypto::errors::kUnknownKeyFile);
    EXPECT_CODE(read(std::string("\x30\x80\x00\x00", 4)), crypto::errors::kDerMalformed);
    EXPECT_CODE(read(std::string("\x30\x81\x02\x05\x00", 5)), crypto::errors::kDerMalformed);
    EXPECT_CODE(read(std::string("\xa1\x01\x02", 3)), crypto::errors::kUnknownKeyFile);
}

TEST_F(RefusalTest, NothingIsTakenThatIsCutShort) {
    for (const char* name : {"key.der", "ed.der"}) {
        const std::string der = openssl_.file(name);
        for (std::size_t size = 0; size < der.size(); ++size)
            ASSERT_FALSE(read(std::string_view(der).substr(0, size))) << name << " " << size;
    }
    const std::string der = openssl_.file("public.der");
    for (std::size_t size = 0; size < der.size(); ++size)
        ASSERT_FALSE(read_public(std::string_view(der).substr(0, size))) << size;
}

}  // namespace
}  // namespace deed::test

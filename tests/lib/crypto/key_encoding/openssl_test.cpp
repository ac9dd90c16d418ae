// Files that openssl's command line wrote are read, and it reads what is written here.

#include "tests/lib/crypto/key_encoding/openssl.hpp"
#include "lib/encoding/text.hpp"

namespace deed::test {
namespace {

using crypto::PrivateKey;
using crypto::PublicKey;

class OpensslTest : public testing::TestWithParam<OpensslKey> {
protected:
    OpensslTest() {
        openssl_.must("genpkey " + std::string(GetParam().genpkey) + " -out key.pem");
        openssl_.must("pkey -in key.pem -outform DER -out key.der");
        openssl_.must("pkey -in key.pem -pubout -out public.pem");
        openssl_.must("pkey -in key.pem -pubout -outform DER -out public.der");
    }
    PrivateKey key() {
        auto key = crypto::private_key_from_pem(openssl_.file("key.pem"), never_asked());
        EXPECT_OK(key);
        return std::move(key).value();
    }
    Openssl openssl_;
};

std::string name_of(const testing::TestParamInfo<OpensslKey>& row) {
    std::string name(crypto::to_string(row.param.type));
    std::erase(name, '-');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Types, OpensslTest, testing::ValuesIn(openssl_keys()), name_of);

/// Encryption does not ask for the type of a key: one of each shape will do.
class EncryptedTest : public OpensslTest {};

INSTANTIATE_TEST_SUITE_P(Types, EncryptedTest,
                         testing::Values(openssl_keys().front(), openssl_keys().back()), name_of);

TEST_P(OpensslTest, PublicKeysAreTheSameBytes) {
    const std::string der = openssl_.file("public.der");
    const std::string pem = openssl_.file("public.pem");
    ASSERT_OK_AND(const PublicKey read, crypto::public_key_from_der(as_bytes(der)));
    EXPECT_EQ(read.type(), GetParam().type);
    EXPECT_EQ(read, key().public_key());
    ASSERT_OK_AND(const PublicKey read_pem, crypto::public_key_from_pem(pem));
    EXPECT_EQ(read_pem, read);

    ASSERT_OK_AND(const Bytes written, crypto::public_key_to_der(read));
    EXPECT_EQ(hex_encode(written), hex_encode(as_bytes(der)));
    ASSERT_OK_AND(const std::string written_pem, crypto::public_key_to_pem(read));
    EXPECT_EQ(written_pem, pem);
}

TEST_P(OpensslTest, PrivateKeysAreTheSameBytes) {
    const std::string der = openssl_.file("key.der");
    const PrivateKey read = key();
    ASSERT_OK_AND(const PrivateKey read_der,
                  crypto::read_private_key(as_bytes(der), never_asked()));
    EXPECT_TRUE(same_key(read_der, read));
    ASSERT_OK_AND(const auto pem, crypto::private_key_to_pem(read));
    EXPECT_EQ(as_text(shown(pem)), openssl_.file("key.pem"));
}

TEST_P(EncryptedTest, OpensslOpensWhatIsEncryptedHere) {
    const auto passphrase = crypto::SecretBytes::copy_of(as_bytes("correct horse"));
    ASSERT_OK_AND(const auto pem, crypto::private_key_to_encrypted_pem(key(), passphrase));
    openssl_.put_file("sealed.pem", shown(pem));
    openssl_.must("pkey -in sealed.pem -passin 'pass:correct horse' -out opened.pem");
    EXPECT_EQ(openssl_.file("opened.pem"), openssl_.file("key.pem"));
    EXPECT_FALSE(openssl_.run("pkey -in sealed.pem -passin pass:wrong -out opened.pem"));
    openssl_.must("asn1parse -in sealed.pem -out structure.der > parsed");
    const std::string parsed = openssl_.file("parsed");
    for (const char* part : {"PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc", ":0F4240"})
        EXPECT_NE(parsed.find(part), std::string::npos) << part;

    ASSERT_OK_AND(const PrivateKey opened,
                  crypto::private_key_from_pem(as_text(shown(pem)), typed("correct horse")));
    EXPECT_TRUE(same_key(opened, key()));
}

TEST_P(EncryptedTest, WhatOpensslEncryptsIsOpened) {
    const std::string schemes[] = {"-v2 aes-256-cbc -v2prf hmacWithSHA256",
                                   "-v2 aes-256-cbc -v2prf hmacWithSHA512 -iter 10000",
                                   "-v2 aes-192-cbc -v2prf hmacWithSHA384",
                                   "-v2 aes-128-cbc",
                                   "-v2 sm4-cbc",
                                   "-v2 aes-256-cbc -scrypt",
                                   "-v2 aes-128-cbc -scrypt -scrypt_N 1024 -scrypt_p 16"};
    for (const std::string& scheme : schemes) {
        openssl_.must("pkcs8 -topk8 -in key.pem -passout 'pass:correct horse' -out sealed.pem " +
                      scheme);
        const auto opened =
            crypto::private_key_from_pem(openssl_.file("sealed.pem"), typed("correct horse"));
        ASSERT_TRUE(opened) << scheme << ": " << describe(opened);
        EXPECT_TRUE(same_key(*opened, key()));
    }
}

TEST_P(OpensslTest, ASignatureWithTheKeyIsOpensslsToo) {
    if (!crypto::info_of(GetParam().type).can_sign) return;
    Call call;
    const Bytes message(40, 7);
    const auto signer = PrivateKey::into_signer(key());
    ASSERT_OK_AND(const Bytes signature, signer->sign(message, call));
    ASSERT_OK_AND(const PublicKey stated, crypto::public_key_from_pem(openssl_.file("public.pem")));
    EXPECT_OK(crypto::verify(stated, message, signature));
}

TEST_P(OpensslTest, Sec1) {
    if (GetParam().genpkey.find("-algorithm EC") == std::string_view::npos) return;  // has none
    openssl_.must("ec -in key.pem -out sec1.pem");
    ASSERT_NE(openssl_.file("sec1.pem").find("BEGIN EC PRIVATE KEY"), std::string::npos);
    ASSERT_OK_AND(const PrivateKey read,
                  crypto::private_key_from_pem(openssl_.file("sec1.pem"), never_asked()));
    EXPECT_TRUE(same_key(read, key()));
    openssl_.must("ec -in key.pem -no_public -outform DER -out sec1.der");
    const std::string der = openssl_.file("sec1.der");
    ASSERT_OK_AND(const PrivateKey bare, crypto::read_private_key(as_bytes(der), never_asked()));
    EXPECT_TRUE(same_key(bare, key()));
}

TEST_P(OpensslTest, CompressedPoints) {
    if (GetParam().genpkey.find("-algorithm EC") == std::string_view::npos) return;  // has none
    openssl_.must("ec -in key.pem -pubout -conv_form compressed -outform DER -out compressed.der");
    const std::string der = openssl_.file("compressed.der");
    ASSERT_OK_AND(const PublicKey read, crypto::public_key_from_der(as_bytes(der)));
    EXPECT_EQ(read, key().public_key());
    openssl_.must("ec -in key.pem -pubout -conv_form hybrid -outform DER -out hybrid.der");
    const std::string hybrid = openssl_.file("hybrid.der");
    EXPECT_EQ(code_of(crypto::public_key_from_der(as_bytes(hybrid))), "crypto.invalid_public_key");
}

}  // namespace
}  // namespace deed::test

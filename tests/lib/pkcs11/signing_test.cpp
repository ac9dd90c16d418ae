#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/x509.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "lib/crypto/certificate_key.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_reference_errors.hpp"
#include "lib/io/errors.hpp"
#include "lib/pkcs11/errors.hpp"
#include "tests/lib/pkcs11/source.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::test {
namespace {

using crypto::KeyType;
namespace errors = pkcs11::errors;

TEST(TokenSigner, SignsWithEveryTypeThatTheTokenHas) {
    const SoftToken token;
    std::uint8_t id = 0;
    for (const KeyType type :
         {KeyType::ed25519, KeyType::secp256k1, KeyType::p256, KeyType::p384, KeyType::p521}) {
        const std::string label(crypto::to_string(type));
        token.generate(type, label, ++id);
        Source source;
        ASSERT_OK_AND(const crypto::PublicKey key, source.public_key(token.uri(label)));
        EXPECT_EQ(key.type(), type);
        EXPECT_EQ(source.pin.asked, 0) << "a public key is no secret";

        ASSERT_OK_AND(const auto signer, source.signer(token.uri(label), key));
        EXPECT_EQ(signer->public_key(), key);
        // Half of all ECDSA signatures come with s in the upper half.
        for (int i = 0; i < 16; ++i) {
            const std::string message = label + std::to_string(i);
            ASSERT_OK_AND(const Bytes signature, sign(*signer, message));
            EXPECT_OK(crypto::verify(key, as_bytes(message), signature, crypto::HighS::refuse));
        }
        EXPECT_EQ(source.pin.asked, 1);
        EXPECT_EQ(source.pin.label, token.label());
    }
}

TEST(TokenSigner, SignsNothingAndMuch) {
    const SoftToken token;
    token.generate(KeyType::ed25519, "signing", 1);
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(token.uri("signing")));
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{100'000}}) {
        const std::string message(size, 'x');
        ASSERT_OK_AND(const Bytes signature, sign(*signer, message));
        EXPECT_OK(crypto::verify(signer->public_key(), as_bytes(message), signature));
    }
}

TEST(TokenSigner, FindsTheKeyByIdAndByTheTokensOtherNames) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 0xa1);
    Source source;
    ASSERT_OK_AND(const crypto::PublicKey key, source.public_key(token.uri("signing")));
    const std::string by_id =
        "pkcs11:token=" + token.label() +
        ";manufacturer=SoftHSM%20project;model=SoftHSM%20v2;id=%a1;type=private"
        "?module-path=" +
        softhsm_module();
    ASSERT_OK_AND(const auto signer, source.signer(by_id));
    EXPECT_EQ(signer->public_key(), key);
    EXPECT_CODE(source.signer("pkcs11:token=" + token.label() +
                              ";model=Other;id=%a1?module-path=" + softhsm_module()),
                errors::kTokenAbsent);
}

TEST(TokenSigner, FindsTheModuleByItsNameInP11Kit) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    Source source;
    EXPECT_OK(
        source.signer("pkcs11:token=" + token.label() + ";object=signing?module-name=softhsm2"));
    EXPECT_CODE(source.signer("pkcs11:object=signing?module-name=no-such-module"),
                errors::kModuleNotFound);
}

TEST(TokenSigner, AsksForThePinOfATokenOnce) {
    const SoftToken token;
    token.generate(KeyType::p256, "one", 1);
    token.generate(KeyType::ed25519, "two", 2);
    Source source;
    ASSERT_OK_AND(const auto one, source.signer(token.uri("one")));
    ASSERT_OK_AND(const auto two, source.signer(token.uri("two")));
    EXPECT_OK(sign(*one));
    EXPECT_OK(sign(*two));
    EXPECT_EQ(source.pin.asked, 1);
}

TEST(TokenSigner, ReadsThePinFromAPrivateFile) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    const TempDir folder;
    const std::string file = (folder / "pin").string();
    std::ofstream(file) << SoftToken::kPin << "\n";
    const std::string uri = token.uri("signing") + "&pin-source=file:" + file;

    std::filesystem::permissions(file, std::filesystem::perms(0644));
    {
        Source source("wrong");
        EXPECT_CODE(source.signer(uri), deed::errors::kLoosePermissions);
    }
    std::filesystem::permissions(file, std::filesystem::perms(0600));
    Source source("wrong");
    ASSERT_OK_AND(const auto signer, source.signer(uri));
    EXPECT_OK(sign(*signer));
    EXPECT_EQ(source.pin.asked, 0);
}

TEST(TokenSigner, RefusesWhatIsNotThere) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    Source source;
    EXPECT_CODE(source.signer(token.uri("other")), errors::kNoSuchKey);
    EXPECT_CODE(source.public_key(token.uri("other")), errors::kNoSuchKey);
    EXPECT_CODE(source.signer("pkcs11:token=none;object=a?module-path=" + softhsm_module()),
                errors::kTokenAbsent);
    EXPECT_CODE(source.signer("pkcs11:object=a"), errors::kNoModule);
    EXPECT_CODE(source.signer("pkcs11:object=a?module-path=/nonexistent/module.so"),
                errors::kModuleNotFound);
    EXPECT_CODE(source.signer("pkcs11:object=a?module-path=/usr"), errors::kModuleNotFound);
}

TEST(TokenSigner, RefusesToChoose) {
    const SoftToken first;
    const SoftToken second;
    first.generate(KeyType::p256, "signing", 1);
    first.generate(KeyType::p256, "signing", 2);
    Source source;
    EXPECT_CODE(source.signer(first.uri("signing")), errors::kSeveralKeys);
    EXPECT_CODE(source.public_key(first.uri("signing")), errors::kSeveralKeys);
    const std::string by_id =
        "pkcs11:token=" + first.label() + ";object=signing;id=%02?module-path=" + softhsm_module();
    ASSERT_OK_AND(const auto signer, source.signer(by_id));
    EXPECT_OK(sign(*signer));
    EXPECT_CODE(source.signer("pkcs11:manufacturer=SoftHSM%20project;object=signing?module-path=" +
                              softhsm_module()),
                errors::kSeveralTokens);
}

TEST(TokenSigner, RefusesAModuleThatOthersMayChange) {
    const TempDir folder;
    const auto copy = folder / "module.so";
    std::filesystem::copy_file(softhsm_module(), copy);
    std::filesystem::permissions(copy, std::filesystem::perms(0666));
    Source source;
    const std::string uri = "pkcs11:object=a?module-path=" + copy.string();
    EXPECT_CODE(source.signer(uri), errors::kModuleUntrusted);
    std::ofstream(copy, std::ios::trunc) << "not a library";
    std::filesystem::permissions(copy, std::filesystem::perms(0600));
    EXPECT_CODE(source.signer(uri), errors::kModuleUnusable);
}

TEST(TokenSigner, RefusesAModuleInAFolderThatOthersMayChange) {
    const TempDir folder;
    std::filesystem::create_directories(folder / "shared/inner");
    const auto copy = folder / "shared/inner/module.so";
    std::ofstream(copy) << "not a library";
    std::filesystem::permissions(copy, std::filesystem::perms(0600));
    std::filesystem::create_symlink(copy, folder / "link.so");
    Source source;
    for (const auto& file : {copy, folder / "link.so"}) {
        const std::string uri = "pkcs11:object=a?module-path=" + file.string();
        std::filesystem::permissions(folder / "shared", std::filesystem::perms(0777));
        EXPECT_CODE(source.signer(uri), errors::kModuleUntrusted);
        std::filesystem::permissions(folder / "shared", std::filesystem::perms(0775));
        EXPECT_CODE(source.signer(uri), errors::kModuleUntrusted);
        // Sticky: nobody else can take the name away.
        std::filesystem::permissions(folder / "shared", std::filesystem::perms(01777));
        EXPECT_CODE(source.signer(uri), errors::kModuleUnusable);
    }
}

TEST(TokenSigner, NeedsThePublicHalf) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    token.forget_public_key("signing");
    Source source;
    EXPECT_CODE(source.public_key(token.uri("signing")), errors::kNoPublicKey);
    EXPECT_CODE(source.signer(token.uri("signing")), errors::kNoPublicKey);
}

/// A certificate (DER) of a P-256 key, signed by whoever: nobody asks who.
Bytes certificate_of(const crypto::PublicKey& key) {
    Bytes point = key.uncompressed();
    char group[] = "P-256";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
        OSSL_PARAM_construct_end()};
    EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr);
    EVP_PKEY* subject = nullptr;
    EVP_PKEY_fromdata_init(context);
    EVP_PKEY_fromdata(context, &subject, EVP_PKEY_PUBLIC_KEY, parameters);
    EVP_PKEY_CTX_free(context);
    EVP_PKEY* issuer = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    X509_set_pubkey(certificate, subject);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_sign(certificate, issuer, EVP_sha256());
    unsigned char* der = nullptr;
    const int size = i2d_X509(certificate, &der);
    Bytes bytes(der, der + size);
    OPENSSL_free(der);
    X509_free(certificate);
    EVP_PKEY_free(issuer);
    EVP_PKEY_free(subject);
    return bytes;
}

TEST(TokenSigner, FindsThePublicHalfInACertificate) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    crypto::PublicKey key = [&] {
        Source source;
        return must(source.public_key(token.uri("signing")));
    }();
    token.forget_public_key("signing");
    const Bytes certificate = certificate_of(key);
    token.add_certificate("the certificate", 1, certificate);
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(token.uri("signing")));
    EXPECT_EQ(signer->public_key(), key);
    EXPECT_OK(sign(*signer));

    ASSERT_OK_AND(const crypto::PublicKey read, crypto::certificate_key(certificate));
    EXPECT_EQ(read, key);
    Bytes longer = certificate;
    longer.push_back(0);
    EXPECT_CODE(crypto::certificate_key(longer), crypto::errors::kInvalidPublicKey);
    EXPECT_CODE(crypto::certificate_key(ByteView(certificate).first(100)),
                crypto::errors::kInvalidPublicKey);
}

TEST(TokenSigner, RefusesACertificateOfAnotherKeyThanThePublicObject) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    token.generate(KeyType::p256, "other", 2);
    crypto::PublicKey other = [&] {
        Source source;
        return must(source.public_key(token.uri("other")));
    }();
    token.add_certificate("signing", 1, certificate_of(other));
    Source source;
    EXPECT_CODE(source.public_key(token.uri("signing")), errors::kCertificateMismatch);
    EXPECT_CODE(source.signer(token.uri("signing")), errors::kCertificateMismatch);
}

TEST(TokenSigner, RefusesAnotherKeyThanTheKnownOne) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    token.generate(KeyType::p256, "other", 2);
    Source source;
    ASSERT_OK_AND(const crypto::PublicKey other, source.public_key(token.uri("other")));
    EXPECT_CODE(source.signer(token.uri("signing"), other), crypto::errors::kReferencedKeyChanged);
}

TEST(TokenSigner, AsksAtEveryUseOfAKeyThatWantsIt) {
    const SoftToken token;
    token.generate_guarded("guarded", 1);
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(token.uri("guarded")));
    for (int i = 0; i < 3; ++i) EXPECT_OK(sign(*signer));
    EXPECT_EQ(source.pin.asked, 1) << "the PIN that was typed serves again";
}

TEST(TokenSigner, SignsFromManyThreads) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(token.uri("signing")));
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 24; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20; ++i)
                if (sign(*signer, std::to_string(t * 1000 + i))) ++good;
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(good, 24 * 20);
    EXPECT_EQ(source.pin.asked, 1);
}

TEST(TokenSigner, SignsAfterAFork) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(token.uri("signing")));
    ASSERT_OK(sign(*signer));
    const pid_t child = ::fork();
    if (child == 0) {
        const auto signature = sign(*signer);
        ::_exit(signature ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT_OK(sign(*signer));  // the child left the parent's sessions alone
}

TEST(TokenSigner, HeedsItsCaller) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(token.uri("signing")));
    const std::atomic<bool> cancelled = true;
    Call call(nullptr, &cancelled);
    EXPECT_CODE(signer->sign(as_bytes("x"), call), deed::errors::kInterrupted);
    EXPECT_OK(sign(*signer));
}

}  // namespace
}  // namespace deed::test

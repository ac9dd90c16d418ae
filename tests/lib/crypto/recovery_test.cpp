#include "lib/crypto/recovery.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "lib/crypto/errors.hpp"
#include "tests/lib/crypto/helpers.hpp"

namespace deed::crypto {
namespace {

Bytes hex0x(json::Value entry, std::string_view name) {
    return hex(text_of(entry, name).substr(2));
}

Digest256 digest_of(ByteView bytes) {
    Digest256 digest{};
    EXPECT_EQ(bytes.size(), digest.size());
    std::copy_n(bytes.begin(), digest.size(), digest.begin());
    return digest;
}

PrivateKey key_of(ByteView secret) {
    auto key = PrivateKey::from_raw(KeyType::secp256k1, SecretBytes::copy_of(secret));
    EXPECT_OK(key);
    return std::move(key).value();
}

// Signatures of personal messages by ethers and viem: r, s and 27 more than the recovery id.
TEST(Recovery, SignaturesOfEthereumWallets) {
    DEED_NEEDS_VECTORS();
    int count = 0;
    const json::Document document = read_json_vector("ethereum/eip191.json");
    for (const json::Value entry : document.root().find("cases")->array()) {
        const PrivateKey key = key_of(hex0x(entry, "privateKey"));
        const Digest256 digest = digest_of(hex0x(entry, "digest"));
        Bytes signature = hex0x(entry, "signature");
        signature[64] = static_cast<std::uint8_t>(signature[64] - 27);
        ASSERT_OK_AND(const Bytes made, sign_recoverable(key, digest));
        EXPECT_EQ(made, signature);
        ASSERT_OK_AND(const PublicKey recovered, recover(digest, signature));
        EXPECT_EQ(recovered, key.public_key());
        ++count;
    }
    EXPECT_EQ(count, 5);
}

TEST(Recovery, ADifferentDigestGivesAnotherKeyOrNone) {
    const PrivateKey key = PrivateKey::generate(KeyType::secp256k1);
    const Digest256 digest = sha256(as_bytes("message"));
    ASSERT_OK_AND(const Bytes signature, sign_recoverable(key, digest));
    const Result<PublicKey> other = recover(sha256(as_bytes("massage")), signature);
    EXPECT_TRUE(!other || *other != key.public_key());
    // r and s are those that verify() takes.
    EXPECT_OK(verify(key.public_key(), as_bytes("message"), ByteView(signature).first(64),
                     HighS::refuse));
}

TEST(Recovery, RefusesWhatIsNoRecoverableSignature) {
    const Bytes one = hex("0000000000000000000000000000000000000000000000000000000000000001");
    const Digest256 digest = sha256(as_bytes("message"));
    ASSERT_OK_AND(const Bytes good, sign_recoverable(key_of(one), digest));

    for (const std::size_t size : {0u, 64u, 66u}) {
        Bytes cut = good;
        cut.resize(size);
        EXPECT_CODE(recover(digest, cut), errors::kSignatureMalformed);
    }
    for (const std::uint8_t id : {4, 27, 28, 255}) {
        Bytes changed = good;
        changed[64] = id;
        EXPECT_CODE(recover(digest, changed), errors::kSignatureMalformed);
    }
    const Bytes order = hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    for (const std::size_t place : {0u, 32u}) {
        for (const Bytes& number : {Bytes(32), order}) {
            Bytes changed = good;
            std::copy(number.begin(), number.end(),
                      changed.begin() + static_cast<std::ptrdiff_t>(place));
            EXPECT_CODE(recover(digest, changed), errors::kSignatureInvalid);
        }
    }
    Bytes high = good;
    high[32] = 0xff;
    high[33] = 0x00;
    EXPECT_CODE(recover(digest, high), errors::kSignatureHighS);
}

TEST(Recovery, OnSecp256k1Only) {
    const PrivateKey key = PrivateKey::generate(KeyType::p256);
    EXPECT_CODE(sign_recoverable(key, sha256(as_bytes("x"))), errors::kAlgorithmMismatch);
}

/// A signer whose key is out of reach, as that of a service.
class MessagesOnly final : public Signer {
public:
    explicit MessagesOnly(Signer& signer) : signer_(signer) {}
    const PublicKey& public_key() const override { return signer_.public_key(); }
    Result<Bytes> sign(ByteView message, Call& call) override {
        return signer_.sign(message, call);
    }

private:
    Signer& signer_;
};

/// One that signs another digest than it is given.
class Careless final : public Signer, public DigestSigner {
public:
    explicit Careless(Signer& signer) : signer_(signer) {}
    const PublicKey& public_key() const override { return signer_.public_key(); }
    Result<Bytes> sign(ByteView message, Call& call) override {
        return signer_.sign(message, call);
    }
    Result<Bytes> sign_digest(const Digest256&, Call& call) override {
        return signer_.sign(as_bytes("another"), call);
    }

private:
    Signer& signer_;
};

TEST(Recovery, BySigners) {
    Call call;
    SecretBytes secret = SecretBytes::copy_of(Bytes(32, 7));
    PrivateKey key = PrivateKey::from_raw(KeyType::secp256k1, std::move(secret)).value();
    const Digest256 digest = keccak256(as_bytes("x"));
    const auto expected = sign_recoverable(key, digest);
    ASSERT_OK(expected);
    const auto signer = PrivateKey::into_signer(std::move(key));
    ASSERT_OK_AND(const Bytes made, sign_recoverable(*signer, digest, call));
    EXPECT_EQ(made, *expected);
    MessagesOnly messages(*signer);
    EXPECT_CODE(sign_recoverable(messages, digest, call), errors::kDigestRefused);
    Careless careless(*signer);
    EXPECT_CODE(sign_recoverable(careless, digest, call), errors::kSignatureInvalid);
    const auto other = PrivateKey::into_signer(PrivateKey::generate(KeyType::p256));
    EXPECT_CODE(sign_recoverable(*other, digest, call), errors::kAlgorithmMismatch);
}

}  // namespace
}  // namespace deed::crypto

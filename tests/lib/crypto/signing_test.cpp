#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "lib/crypto/ecdsa_codec.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/crypto/opened_access.hpp"
#include "tests/lib/crypto/helpers.hpp"

namespace deed::crypto {
namespace {

constexpr KeyType kSigningTypes[] = {KeyType::ed25519, KeyType::secp256k1, KeyType::p256,
                                     KeyType::p384,    KeyType::p521,      KeyType::sm2};
constexpr std::string_view kScalarOne =
    "0000000000000000000000000000000000000000000000000000000000000001";

Bytes sign(Signer& signer, ByteView message) {
    Call call;
    Result<Bytes> signature = signer.sign(message, call);
    EXPECT_OK(signature);
    return std::move(signature).value();
}

struct Rfc8032Case {
    std::string_view secret;
    std::string_view public_key;
    std::string_view message;
    std::string_view signature;
};
// RFC 8032 section 7.1, tests 1 to 3.
constexpr Rfc8032Case kRfc8032[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
     "b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
     "1d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984d"
     "c6594a7c15e9716ed28dc027beceea1ec40a"}};

TEST(Signing, Ed25519AsInRfc8032) {
    for (const Rfc8032Case& known : kRfc8032) {
        const auto key = signer(KeyType::ed25519, known.secret);
        EXPECT_EQ(hex_encode(key->public_key().raw()), known.public_key);
        EXPECT_EQ(hex_encode(sign(*key, hex(known.message))), known.signature);
        EXPECT_OK(verify(key->public_key(), hex(known.message), hex(known.signature)));
    }
}

// Vectors for RFC 6979 with secp256k1 and SHA-256 that libraries for Bitcoin share.
TEST(Signing, Secp256k1IsDeterministic) {
    const auto key = signer(KeyType::secp256k1, kScalarOne);
    EXPECT_EQ(hex_encode(sign(*key, as_bytes("Satoshi Nakamoto"))),
              "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
              "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5");
    EXPECT_EQ(hex_encode(sign(*key, as_bytes("All those moments will be lost in time, like tears "
                                             "in rain. Time to die..."))),
              "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b"
              "547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21");
}

// RFC 6979 section A.2.5, whose signature over "sample" has a high s.
TEST(Signing, P256KeyAndSignatureOfRfc6979) {
    const auto key =
        signer(KeyType::p256, "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
    EXPECT_EQ(hex_encode(key->public_key().uncompressed()),
              "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
              "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
    const Bytes high =
        hex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
            "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
    EXPECT_OK(verify(key->public_key(), as_bytes("sample"), high));
    EXPECT_CODE(verify(key->public_key(), as_bytes("sample"), high, HighS::refuse),
                errors::kSignatureHighS);
}

TEST(Signing, EverySignatureIsLowAndVerifies) {
    for (const KeyType type : kSigningTypes) {
        const auto key = PrivateKey::into_signer(PrivateKey::generate(type));
        for (int i = 0; i < 40; ++i) {
            const std::string message = "message " + std::to_string(i);
            const Bytes signature = sign(*key, as_bytes(message));
            EXPECT_OK(verify(key->public_key(), as_bytes(message), signature, HighS::refuse));
            EXPECT_CODE(verify(key->public_key(), as_bytes(message + "!"), signature),
                        errors::kSignatureInvalid);
        }
    }
}

TEST(Signing, AChangedSignatureOrAnotherKeyFails) {
    const Bytes message = to_bytes(as_bytes("message"));
    for (const KeyType type : kSigningTypes) {
        const auto key = PrivateKey::into_signer(PrivateKey::generate(type));
        const PrivateKey other = PrivateKey::generate(type);
        const Bytes signature = sign(*key, message);
        EXPECT_CODE(verify(other.public_key(), message, signature), errors::kSignatureInvalid);
        for (std::size_t i = 0; i < signature.size(); ++i) {
            Bytes changed = signature;
            changed[i] ^= 1;
            EXPECT_CODE(verify(key->public_key(), message, changed), errors::kSignatureInvalid);
        }
        for (const int change : {-1, 1, -64, 64}) {
            Bytes cut = signature;
            cut.resize(static_cast<std::size_t>(static_cast<int>(signature.size()) + change));
            EXPECT_CODE(verify(key->public_key(), message, cut), errors::kSignatureMalformed);
        }
    }
}

/// A number in big-endian hexadecimal, added to or subtracted from by OpenSSL.
Bytes difference(std::string_view minuend, ByteView subtrahend) {
    BIGNUM* parsed = nullptr;
    BN_hex2bn(&parsed, std::string(minuend).c_str());
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> a(parsed, BN_free);
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> b(
        BN_bin2bn(subtrahend.data(), static_cast<int>(subtrahend.size()), nullptr), BN_free);
    Bytes result(minuend.size() / 2);
    const int size = static_cast<int>(result.size());
    EXPECT_EQ(BN_sub(a.get(), a.get(), b.get()), 1);
    EXPECT_EQ(BN_bn2binpad(a.get(), result.data(), size), size);
    return result;
}

struct EcdsaCurve {
    KeyType type;
    std::string_view order;
};
// SP 800-186 sections 3.2.1.3 to 3.2.1.5; SEC 2 section 2.4.1.
constexpr EcdsaCurve kEcdsaCurves[] = {
    {KeyType::p256, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"},
    {KeyType::p384,
     "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf"
     "581a0db248b0a77aecec196accc52973"},
    {KeyType::p521,
     "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
     "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"},
    {KeyType::secp256k1, "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"}};

TEST(Signing, TheHighTwinIsAcceptedOrRefusedAsAsked) {
    const Bytes message = to_bytes(as_bytes("message"));
    for (const EcdsaCurve& curve : kEcdsaCurves) {
        const auto key = PrivateKey::into_signer(PrivateKey::generate(curve.type));
        Bytes twin = sign(*key, message);
        const Bytes high = difference(curve.order, ByteView(twin).last(twin.size() / 2));
        std::copy(high.begin(), high.end(), twin.end() - static_cast<long>(high.size()));
        EXPECT_OK(verify(key->public_key(), message, twin, HighS::accept));
        EXPECT_CODE(verify(key->public_key(), message, twin, HighS::refuse),
                    errors::kSignatureHighS);
    }
}

TEST(Signing, EcdsaNumbersOutOfRangeAreRefused) {
    const Bytes message = to_bytes(as_bytes("message"));
    for (const EcdsaCurve& curve : kEcdsaCurves) {
        const auto key = PrivateKey::into_signer(PrivateKey::generate(curve.type));
        const Bytes good = sign(*key, message);
        const std::size_t size = good.size() / 2;
        for (const std::size_t place : {std::size_t{0}, size}) {
            for (const Bytes& number : {Bytes(size, 0), hex(curve.order), Bytes(size, 0xff)}) {
                Bytes changed = good;
                std::copy(number.begin(), number.end(), changed.begin() + static_cast<long>(place));
                for (const HighS high_s : {HighS::accept, HighS::refuse}) {
                    EXPECT_CODE(verify(key->public_key(), message, changed, high_s),
                                errors::kSignatureInvalid);
                }
            }
        }
    }
}

// RFC 6979 sections A.2.6 and A.2.7: a key of each, and a signature over "sample".
TEST(Signing, P384AndP521OfRfc6979) {
    const auto p384 = signer(KeyType::p384,
                             "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d8"
                             "96d5724e4c70a825f872c9ea60d2edf5");
    EXPECT_OK(verify(p384->public_key(), as_bytes("sample"),
                     hex("94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c"
                         "81a648152e44acf96e36dd1e80fabe46"
                         "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94f"
                         "a329c145786e679e7b82c71a38628ac8")));
    const auto p521 = signer(KeyType::p521,
                             "00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa8"
                             "96eb32f1f47c70855836a6d16fcc1466f6d8fbec67db89ec0c08b0e996b83538");
    EXPECT_OK(verify(p521->public_key(), as_bytes("sample"),
                     hex("00c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f174e"
                         "25a1ee9017b5d450606add152b534931d7d4e8455cc91f9b15bf05ec36e377fa"
                         "00617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af2826"
                         "23eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4a67a")));
}

TEST(Signing, AnAlgorithmOfAnotherTypeOfKeyIsRefused) {
    const Bytes message = to_bytes(as_bytes("message"));
    for (const KeyType type : kSigningTypes) {
        const auto key = PrivateKey::into_signer(PrivateKey::generate(type));
        const Bytes signature = sign(*key, message);
        for (const AlgorithmInfo& algorithm : algorithms()) {
            const auto verdict = verify(key->public_key(), algorithm.id, message, signature);
            if (algorithm.key_type == type) {
                EXPECT_OK(verdict);
            } else {
                EXPECT_CODE(verdict, errors::kAlgorithmMismatch) << algorithm.jose;
            }
        }
    }
}

// The same scalar on two curves of one size: a signature of one is none of the other.
TEST(Signing, SignaturesOfCurvesOfOneSizeDoNotMix) {
    constexpr KeyType kSameSize[] = {KeyType::secp256k1, KeyType::p256, KeyType::sm2,
                                     KeyType::ed25519};
    for (const KeyType a : kSameSize) {
        const Bytes signature = sign(*signer(a, kScalarOne), as_bytes("message"));
        for (const KeyType b : kSameSize) {
            if (a == b) continue;
            EXPECT_CODE(verify(signer(b, kScalarOne)->public_key(), as_bytes("message"), signature),
                        errors::kSignatureInvalid);
        }
    }
}

TEST(Signing, AgreementKeysNeitherSignNorVerify) {
    const PrivateKey key = PrivateKey::generate(KeyType::x25519);
    EXPECT_CODE(verify(key.public_key(), as_bytes("x"), Bytes(64, 1)), errors::kKeyCannotSign);
    EXPECT_CODE(verify(key.public_key(), Algorithm::ed25519, as_bytes("x"), Bytes(64, 1)),
                errors::kAlgorithmMismatch);
    Call call;
    const auto signer = PrivateKey::into_signer(PrivateKey::generate(KeyType::x25519));
    EXPECT_CODE(signer->sign(as_bytes("x"), call), errors::kKeyCannotSign);
}

// RFC 8032 section 5.1.7, step 1: S + L would be a second signature.
TEST(Signing, Ed25519RefusesSBeyondTheOrder) {
    const Bytes order = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    const auto key = signer(KeyType::ed25519, kRfc8032[1].secret);
    Bytes signature = hex(kRfc8032[1].signature);
    unsigned carry = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const unsigned sum = unsigned{signature[32 + i]} + order[i] + carry;
        signature[32 + i] = static_cast<std::uint8_t>(sum & 0xff);
        carry = sum >> 8;
    }
    ASSERT_EQ(carry, 0u);
    EXPECT_CODE(verify(key->public_key(), hex(kRfc8032[1].message), signature),
                errors::kSignatureInvalid);
}

TEST(Signing, Ed25519RefusesSmallOrderR) {
    const auto key = signer(KeyType::ed25519, kRfc8032[0].secret);
    Bytes signature(64, 0);
    signature[0] = 1;
    EXPECT_CODE(verify(key->public_key(), as_bytes("x"), signature), errors::kSignatureInvalid);
}

/// The verdict of OpenSSL, which has its own secp256k1.
bool openssl_accepts(const PublicKey& key, ByteView message, ByteView compact) {
    char group[] = "secp256k1";
    Bytes point = key.uncompressed();
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
        OSSL_PARAM_construct_end()};
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> maker(
        EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr), EVP_PKEY_CTX_free);
    EVP_PKEY* made = nullptr;
    EXPECT_EQ(EVP_PKEY_fromdata_init(maker.get()), 1);
    EXPECT_EQ(EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters), 1);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> peer(made, EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    EXPECT_EQ(EVP_DigestVerifyInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr,
                                      peer.get(), nullptr),
              1);
    const Bytes der = ecdsa_compact_to_der(compact).value();
    return EVP_DigestVerify(context.get(), der.data(), der.size(), message.data(),
                            message.size()) == 1;
}

TEST(Signing, OpenSslAgreesOnSecp256k1) {
    for (int i = 0; i < 10; ++i) {
        const auto key = PrivateKey::into_signer(PrivateKey::generate(KeyType::secp256k1));
        const Bytes signature = sign(*key, as_bytes("message"));
        EXPECT_TRUE(openssl_accepts(key->public_key(), as_bytes("message"), signature));
        EXPECT_FALSE(openssl_accepts(key->public_key(), as_bytes("massage"), signature));
    }
}

TEST(PrivateKey, RefusesWhatIsOutOfRange) {
    for (const KeyTypeInfo& type : key_types()) {
        if (!type.can_generate) {
            EXPECT_CODE(PrivateKey::from_raw(type.type, SecretBytes(32)), errors::kNoPrivateKeys);
            continue;
        }
        for (const std::size_t size :
             {std::size_t{0}, type.secret_size - 1, type.secret_size + 1, std::size_t{128}}) {
            EXPECT_CODE(PrivateKey::from_raw(type.type, SecretBytes(size)),
                        errors::kInvalidPrivateKey);
        }
    }
    for (const EcdsaCurve& curve : kEcdsaCurves) {
        const std::size_t size = info_of(curve.type).secret_size;
        EXPECT_CODE(PrivateKey::from_raw(curve.type, SecretBytes(size)),
                    errors::kInvalidPrivateKey);
        EXPECT_CODE(PrivateKey::from_raw(curve.type, secret(curve.order)),
                    errors::kInvalidPrivateKey);
        EXPECT_CODE(PrivateKey::from_raw(curve.type, SecretBytes::copy_of(Bytes(size, 0xff))),
                    errors::kInvalidPrivateKey);
        Bytes one(size);
        one.back() = 1;
        const Bytes largest = difference(curve.order, one);
        EXPECT_OK(PrivateKey::from_raw(curve.type, SecretBytes::copy_of(one)));
        EXPECT_OK(PrivateKey::from_raw(curve.type, SecretBytes::copy_of(largest)));
    }
}

TEST(PrivateKey, OfEveryTypeThatIsGeneratedComesBackFromItsBytes) {
    for (const KeyTypeInfo& type : key_types()) {
        if (!type.can_generate) continue;
        const PrivateKey key = PrivateKey::generate(type.type);
        EXPECT_EQ(key.raw().size(), type.secret_size);
        EXPECT_EQ(key.public_key().raw().size(), type.raw_size);
        ASSERT_OK_AND(
            const PrivateKey again,
            PrivateKey::from_raw(
                type.type, SecretBytes::copy_of(key.raw().reveal(SecretAccessForOpened::get()))));
        EXPECT_EQ(again.public_key(), key.public_key());
    }
}

/// The private half that a did:key vector states.
Result<PrivateKey> stated_private(KeyType type, json::Value entry, json::Value method) {
    Result<Bytes> raw = Bytes{};
    if (const auto jwk = method.find("privateKeyJwk")) {
        raw = base64url_decode(text_of(*jwk, "d"));
    } else if (const auto base58 = method.find("privateKeyBase58")) {
        raw = base58btc_decode(base58->string());
    } else {
        raw = hex_decode(text_of(entry, "seed"));
    }
    if (!raw) return std::move(raw).error();
    return PrivateKey::from_raw(type, SecretBytes::copy_of(*raw));
}

TEST(PrivateKey, DidKeyVectorsGiveTheirPublicKeys) {
    DEED_NEEDS_VECTORS();
    struct File {
        std::string name;
        KeyType type;
        std::string_view method;
        std::string_view prefix;
        int count;
    };
    const File files[] = {
        {"did-key/ed25519-x25519.json", KeyType::ed25519, "verificationKeyPair", "z6Mk", 5},
        {"did-key/secp256k1.json", KeyType::secp256k1, "verificationKeyPair", "zQ3s", 6},
        {"did-key/nist-curves.json", KeyType::p256, "verificationMethod", "zDn", 3},
        {"did-key/nist-curves.json", KeyType::p384, "verificationMethod", "z82", 2},
        {"did-key/nist-curves.json", KeyType::p521, "verificationMethod", "z2J9", 2}};
    for (const File& file : files) {
        int count = 0;
        const json::Document document = read_json_vector(file.name);
        for (const auto [did, entry] : document.root().object()) {
            const std::string_view multikey = did.substr(std::string_view("did:key:").size());
            if (!multikey.starts_with(file.prefix)) continue;
            const auto key = stated_private(file.type, entry, *entry.find(file.method));
            ASSERT_OK(key);
            EXPECT_EQ(key->public_key().to_multikey(), multikey);
            ++count;
        }
        EXPECT_EQ(count, file.count) << file.name;
    }
}

TEST(Signing, ACancelledCallSignsNothing) {
    const std::atomic<bool> cancelled{true};
    Call call(nullptr, &cancelled);
    for (const KeyType type : kSigningTypes) {
        const auto key = PrivateKey::into_signer(PrivateKey::generate(type));
        EXPECT_CODE(key->sign(as_bytes("x"), call), deed::errors::kInterrupted);
    }
}

TEST(Signing, OneSignerAndKeyServeManyThreads) {
    for (const KeyType type : kSigningTypes) {
        const auto key = PrivateKey::into_signer(PrivateKey::generate(type));
        std::atomic<int> good{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&key, &good, t] {
                Call call;
                for (int i = 0; i < 10; ++i) {
                    const std::string message = std::to_string(t) + "/" + std::to_string(i);
                    const Result<Bytes> signature = key->sign(as_bytes(message), call);
                    if (!signature) continue;
                    if (verify(key->public_key(), as_bytes(message), *signature)) ++good;
                }
            });
        }
        for (std::thread& thread : threads) thread.join();
        EXPECT_EQ(good.load(), 40);
    }
}

}  // namespace
}  // namespace deed::crypto

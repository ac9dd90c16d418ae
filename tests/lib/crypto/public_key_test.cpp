#include <gtest/gtest.h>
#include <sodium.h>

#include <array>
#include <set>
#include <string>

#include "lib/crypto/errors.hpp"
#include "lib/encoding/multiformats.hpp"
#include "tests/lib/crypto/helpers.hpp"

namespace deed::crypto {
namespace {

// RFC 6979 section A.2.5.
constexpr std::string_view kP256X =
    "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6";
constexpr std::string_view kP256Y =
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
// The base point of secp256k1 (SEC 2 section 2.4.1).
constexpr std::string_view kSecpX =
    "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
constexpr std::string_view kSecpY =
    "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";
constexpr std::string_view kZeros =
    "0000000000000000000000000000000000000000000000000000000000000000";

Result<PublicKey> from_hex(KeyType type, const std::string& text) {
    return PublicKey::from_raw(type, hex(text));
}

std::string join(std::string_view a, std::string_view b, std::string_view c = {}) {
    return std::string(a) + std::string(b) + std::string(c);
}

TEST(KeyType, NamesAreThoseOfJwk) {
    const std::pair<KeyType, std::string_view> names[] = {{KeyType::ed25519, "Ed25519"},
                                                          {KeyType::secp256k1, "secp256k1"},
                                                          {KeyType::p256, "P-256"},
                                                          {KeyType::p384, "P-384"},
                                                          {KeyType::p521, "P-521"},
                                                          {KeyType::sm2, "SM2"},
                                                          {KeyType::x25519, "X25519"},
                                                          {KeyType::rsa, "RSA"},
                                                          {KeyType::bls12381_g1, "BLS12381G1"},
                                                          {KeyType::bls12381_g2, "BLS12381G2"}};
    EXPECT_EQ(key_types().size(), std::size(names));
    for (const auto& [type, name] : names) {
        EXPECT_EQ(to_string(type), name);
        ASSERT_OK_AND(const KeyType found, key_type_from_name(name));
        EXPECT_EQ(found, type);
    }
    for (const std::string_view name : {"", "ed25519", "P256", "p384", "Ed448"}) {
        EXPECT_CODE(key_type_from_name(name), errors::kUnsupportedKeyType);
    }
}

struct PointCase {
    KeyType type;
    std::string_view x;
    std::string_view y;
    std::string_view prefix;
};
// RFC 6979 sections A.2.6 and A.2.7; GB/T 32918.5-2017 annex A.
constexpr PointCase kPoints[] = {
    {KeyType::p256, kP256X, kP256Y, "03"},
    {KeyType::secp256k1, kSecpX, kSecpY, "02"},
    {KeyType::p384,
     "ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64"
     "def8f0ea9055866064a254515480bc13",
     "8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1"
     "288b231c3ae0d4fe7344fd2533264720",
     "02"},
    {KeyType::p521,
     "01894550d0785932e00eaa23b694f213f8c3121f86dc97a04e5a7167db4e5bcd3711"
     "23d46e45db6b5d5370a7f20fb633155d38ffa16d2bd761dcac474b9a2f5023a4",
     "00493101c962cd4d2fddf782285e64584139c2f91b47f87ff82354d6630f746a28a0"
     "db25741b5b34a828008b22acc23f924faafbd4d33f81ea66956dfeaa2bfdfcf5",
     "03"},
    {KeyType::sm2, "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020",
     "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13", "03"}};

TEST(PublicKey, BothFormsOfAPointAreOneKey) {
    for (const PointCase& point : kPoints) {
        ASSERT_OK_AND(const PublicKey whole, from_hex(point.type, join("04", point.x, point.y)));
        ASSERT_OK_AND(const PublicKey short_form,
                      from_hex(point.type, join(point.prefix, point.x)));
        EXPECT_EQ(whole, short_form);
        EXPECT_EQ(hex_encode(whole.raw()), join(point.prefix, point.x));
        EXPECT_EQ(hex_encode(short_form.uncompressed()), join("04", point.x, point.y));
        EXPECT_EQ(short_form.type(), point.type);
    }
}

TEST(PublicKey, RefusesWhatIsNoPoint) {
    for (const PointCase& point : kPoints) {
        const std::string refused[] = {"",
                                       "00",                 // the point at infinity
                                       join("04", point.x),  // cut short
                                       join("04", point.x, point.y) + "00",  // too long
                                       join("05", point.x),                  // no such prefix
                                       join("06", point.x, point.y),         // hybrid forms
                                       join("07", point.x, point.y),         //
                                       join("04", point.x, point.x),         // y of another point
                                       join("04", std::string(2 * point.x.size(), '0')),
                                       join("02", std::string(point.x.size(), 'f')),
                                       std::string(point.x)};
        for (const std::string& raw : refused) {
            EXPECT_CODE(from_hex(point.type, raw), errors::kInvalidPublicKey) << raw;
        }
    }
    // x^3 + ax + b has no root for x = 1 (P-256) and x = 5 (secp256k1).
    EXPECT_CODE(from_hex(KeyType::p256, join("02", kZeros.substr(2), "01")),
                errors::kInvalidPublicKey);
    EXPECT_CODE(from_hex(KeyType::secp256k1, join("02", kZeros.substr(2), "05")),
                errors::kInvalidPublicKey);
}

TEST(PublicKey, APointOfOneCurveIsNotOneOfTheOther) {
    EXPECT_CODE(from_hex(KeyType::secp256k1, join("04", kP256X, kP256Y)),
                errors::kInvalidPublicKey);
    EXPECT_CODE(from_hex(KeyType::p256, join("04", kSecpX, kSecpY)), errors::kInvalidPublicKey);
}

// A key met before is taken from memory; it must not be mistaken for another of the same bytes or
// of bytes alike.
TEST(PublicKey, RememberedKeysKeepTheirIdentity) {
    // x = 6 is on both curves.
    const std::string shared = join("02", kZeros.substr(2), "06");
    const Result<PublicKey> secp = from_hex(KeyType::secp256k1, shared);
    const Result<PublicKey> p256 = from_hex(KeyType::p256, shared);
    ASSERT_OK(secp);
    ASSERT_OK(p256);
    for (int i = 0; i < 2; ++i) {
        ASSERT_OK_AND(const PublicKey again, from_hex(KeyType::p256, shared));
        EXPECT_EQ(again, *p256);
        EXPECT_NE(again, *secp);
        EXPECT_NE(again.uncompressed(), secp->uncompressed());
        ASSERT_OK_AND(const PublicKey other, from_hex(KeyType::p256, join("03", shared.substr(2))));
        EXPECT_NE(other, again);
        EXPECT_CODE(from_hex(KeyType::p256, shared.substr(0, 64)), errors::kInvalidPublicKey);
        EXPECT_CODE(from_hex(KeyType::p256, shared + "00"), errors::kInvalidPublicKey);
    }
}

constexpr std::string_view kSmallOrder[] = {
    // The eight points whose order divides 8 …
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    // … and their other encodings: the sign of x = 0, and y not reduced.
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"};

/// 8 P, by libsodium.
Bytes times_eight(Bytes point) {
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(crypto_core_ed25519_add(point.data(), point.data(), point.data()), 0);
    }
    return point;
}

TEST(PublicKey, RefusesEd25519KeysOfSmallOrder) {
    std::set<Bytes> distinct_points;
    for (const std::string_view text : kSmallOrder) {
        EXPECT_CODE(PublicKey::from_raw(KeyType::ed25519, hex(text)), errors::kInvalidPublicKey)
            << text;
        EXPECT_EQ(times_eight(hex(text)), hex(kSmallOrder[0])) << text;
        if (distinct_points.size() < 8) distinct_points.insert(hex(text));
    }
    EXPECT_EQ(distinct_points.size(), 8u);
}

TEST(PublicKey, RefusesEd25519KeysThatAreNoPointOrNotCanonical) {
    // y = 2 and y = 7 have no x; p + 3 is y = 3, which has one, in a second encoding.
    for (const std::string_view text :
         {"0200000000000000000000000000000000000000000000000000000000000000",
          "0700000000000000000000000000000000000000000000000000000000000080",
          "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"}) {
        EXPECT_CODE(PublicKey::from_raw(KeyType::ed25519, hex(text)), errors::kInvalidPublicKey)
            << text;
    }
    EXPECT_OK(PublicKey::from_raw(
        KeyType::ed25519, hex("0300000000000000000000000000000000000000000000000000000000000000")));
    for (const std::size_t size : {0u, 31u, 33u, 64u}) {
        EXPECT_CODE(PublicKey::from_raw(KeyType::ed25519, Bytes(size, 3)),
                    errors::kInvalidPublicKey);
    }
}

std::string multikey(std::uint64_t codec, const Bytes& raw) {
    Bytes bytes;
    append_varint(bytes, codec);
    append(bytes, raw);
    return multibase_encode(Multibase::base58btc, bytes);
}

TEST(Multikey, RefusesOtherThingsEachByItsCode) {
    const Bytes good = hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    EXPECT_OK(PublicKey::from_multikey(multikey(multicodec::kEd25519Pub, good)));

    const std::string in_hex = multibase_encode(Multibase::base16, good);
    const std::string no_base = multikey(multicodec::kEd25519Pub, good).substr(1);
    for (const std::string& text :
         {std::string(), std::string("z"), std::string("z0"), in_hex, no_base,
          "z" + std::string(5000, '2'),
          multikey(multicodec::kEd25519Pub, Bytes(good.begin(), good.end() - 1)),
          multikey(multicodec::kEd25519Pub, Bytes(33, 1)), multikey(multicodec::kP256Pub, good),
          multikey(multicodec::kP256Pub, hex(join("04", kP256X, kP256Y)))}) {
        EXPECT_CODE(PublicKey::from_multikey(text), errors::kInvalidPublicKey) << text;
    }
    // bls12_381-g1g2-pub, ed448-pub and sr25519-pub (multicodec table).
    for (const std::uint64_t codec : {0xeeu, 0x1203u, 0xefu}) {
        EXPECT_CODE(PublicKey::from_multikey(multikey(codec, good)), errors::kUnsupportedKeyType);
    }
    for (const KeyTypeInfo& type : key_types()) {
        EXPECT_CODE(PublicKey::from_multikey(multikey(type.private_codec, good)),
                    errors::kPrivateKeyExposed);
    }
}

/// The key that a did:key vector states in its own way.
Result<PublicKey> stated_key(KeyType type, json::Value method) {
    if (const auto jwk = method.find("publicKeyJwk")) return PublicKey::from_jwk(*jwk);
    DEED_TRY(const Bytes raw, base58btc_decode(text_of(method, "publicKeyBase58")));
    return PublicKey::from_raw(type, raw);
}

/// How many did:keys of a type a file has; each is compared with the key it states.
int check_did_keys(const std::string& file, KeyType type, std::string_view method_name) {
    int count = 0;
    const json::Document document = read_json_vector(file);
    for (const auto [did, value] : document.root().object()) {
        const std::string_view text = did.substr(std::string_view("did:key:").size());
        const Result<PublicKey> key = PublicKey::from_multikey(text);
        EXPECT_OK(key);
        if (!key || key->type() != type) continue;
        EXPECT_EQ(key->to_multikey(), text);
        const Result<PublicKey> stated = stated_key(type, *value.find(method_name));
        EXPECT_OK(stated);
        EXPECT_TRUE(stated && *key == *stated) << did;
        ++count;
    }
    return count;
}

TEST(Multikey, DidKeyVectors) {
    DEED_NEEDS_VECTORS();
    EXPECT_EQ(
        check_did_keys("did-key/ed25519-x25519.json", KeyType::ed25519, "verificationKeyPair"), 5);
    EXPECT_EQ(check_did_keys("did-key/secp256k1.json", KeyType::secp256k1, "verificationKeyPair"),
              6);
    constexpr std::string_view kNist = "did-key/nist-curves.json";
    EXPECT_EQ(check_did_keys(std::string(kNist), KeyType::p256, "verificationMethod"), 3);
    EXPECT_EQ(check_did_keys(std::string(kNist), KeyType::p384, "verificationMethod"), 2);
    EXPECT_EQ(check_did_keys(std::string(kNist), KeyType::p521, "verificationMethod"), 2);
}

TEST(Multikey, X25519OfDidKeyVectors) {
    DEED_NEEDS_VECTORS();
    int count = 0;
    const json::Document document = read_json_vector("did-key/ed25519-x25519.json");
    for (const auto [did, value] : document.root().object()) {
        const json::Value pair = *value.find("keyAgreementKeyPair");
        ASSERT_OK_AND(const PublicKey key,
                      PublicKey::from_multikey(
                          text_of(pair, "id").substr(text_of(pair, "id").find('#') + 1)));
        EXPECT_EQ(key.type(), KeyType::x25519);
        const Result<PublicKey> stated = stated_key(KeyType::x25519, pair);
        EXPECT_TRUE(stated && *stated == key) << did;
        const auto jwk = pair.find("privateKeyJwk");
        ASSERT_OK_AND(const Bytes secret,
                      jwk ? base64url_decode(text_of(*jwk, "d"))
                          : base58btc_decode(text_of(pair, "privateKeyBase58")));
        ASSERT_OK_AND(const PrivateKey own,
                      PrivateKey::from_raw(KeyType::x25519, SecretBytes::copy_of(secret)));
        EXPECT_EQ(own.public_key(), key);
        ++count;
    }
    EXPECT_EQ(count, 5);
}

}  // namespace
}  // namespace deed::crypto

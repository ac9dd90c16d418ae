#include "registry-contracts/client/evm/wire/hex.hpp"

#include "lib/crypto/hash.hpp"
#include "registry-contracts/client/evm/wire/errors.hpp"
#include "tests/registry-contracts/client/evm/vector_support.hpp"

namespace deed::registry::evm {
namespace {

TEST(Checksum, IsThatOfThePublishedExamples) {
    DEED_NEEDS_VECTORS();
    const auto document = test::vectors_of("ethereum/eip55.json");
    for (const json::Value example : document.root().find("valid")->array()) {
        const auto text = test::text_at(example, "checksummed");
        ASSERT_OK_AND(const Address address, parse_account(test::text_at(example, "input")));
        EXPECT_EQ(to_checksummed(address), text);
        ASSERT_OK_AND(const Address again, parse_account(text));
        EXPECT_EQ(again, address);
    }
    for (const json::Value example : document.root().find("invalid")->array())
        EXPECT_FALSE(parse_account(example.string()).has_value()) << example.string();
}

TEST(Checksum, EachRefusalHasItsCode) {
    const std::string good = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    EXPECT_OK(parse_account(good));
    EXPECT_CODE(parse_account("0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
                errors::kAccountChecksum);
    for (const std::string& text : {std::string(), good.substr(2), good + "0", good.substr(0, 41),
                                    "0X" + good.substr(2), good.substr(0, 41) + "g"})
        EXPECT_CODE(parse_account(text), errors::kAccountMalformed) << text;
    EXPECT_OK(parse_account("0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED"));
}

TEST(Account, IsThatOfTheKey) {
    DEED_NEEDS_VECTORS();
    const auto document = test::vectors_of("ethereum/keys/derivation.json");
    for (const json::Value example : document.root().find("cases")->array()) {
        const Bytes secret = test::unhex(*example.find("privateKey"));
        const auto key = test::must(crypto::PrivateKey::from_raw(
            crypto::KeyType::secp256k1, crypto::SecretBytes::copy_of(secret)));
        EXPECT_EQ(key.public_key().uncompressed(),
                  test::unhex(*example.find("publicKeyUncompressed")));
        EXPECT_EQ(key.public_key().raw(), test::unhex(*example.find("publicKeyCompressed")));
        ASSERT_OK_AND(const Address address, address_of(key.public_key()));
        EXPECT_EQ(to_checksummed(address), test::text_at(example, "address"));
    }
}

TEST(Hex, ReadsWholeBytesOfEitherCase) {
    EXPECT_EQ(test::must(from_hex("0xAbcD")), (Bytes{0xab, 0xcd}));
    EXPECT_EQ(to_hex(Bytes{0xab, 0xcd}), "0xabcd");
    EXPECT_TRUE(test::must(from_hex("0x")).empty());
    for (const char* text : {"", "ab", "0xa", "0xzz", "0X00"})
        EXPECT_CODE(from_hex(text), errors::kHexMalformed) << text;
    EXPECT_CODE(word_from_hex("0x00"), errors::kHexMalformed);
    EXPECT_OK(word_from_hex("0x" + std::string(64, '0')));
}

}  // namespace
}  // namespace deed::registry::evm

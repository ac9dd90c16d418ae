#include "registry-contracts/client/fisco/wire/account.hpp"

#include "registry-contracts/client/evm/wire/abi_signature.hpp"
#include "registry-contracts/client/evm/wire/errors.hpp"
#include "tests/registry-contracts/client/evm/vector_support.hpp"

namespace deed::registry::fisco {
namespace {

TEST(FiscoAccount, IsThatOfTheChainsHash) {
    DEED_NEEDS_VECTORS();
    const auto document = test::vectors_of("fisco/addresses.json");
    std::size_t count = 0;
    for (const json::Value example : document.root().find("cases")->array()) {
        PointBytes point;
        const Bytes bytes = test::unhex(test::text_at(example, "publicKey"));
        ASSERT_EQ(bytes.size(), point.size());
        std::copy(bytes.begin(), bytes.end(), point.begin());
        for (const auto& [name, hash] : {std::pair{"addressKeccak256", ChainHash::keccak256},
                                         std::pair{"addressSM3", ChainHash::sm3}}) {
            if (!example.find(name)) continue;
            EXPECT_EQ(evm::to_hex(account_of(hash, point)), test::text_at(example, name));
            ++count;
        }
        const auto curve = example.find("curve");
        if (!curve) continue;
        const bool is_sm = curve->string() == "sm2";
        const auto key = test::must(crypto::PrivateKey::from_raw(
            is_sm ? crypto::KeyType::sm2 : crypto::KeyType::secp256k1,
            crypto::SecretBytes::copy_of(test::unhex(test::text_at(example, "privateKey")))));
        EXPECT_EQ(point_of(key.public_key()), point);
    }
    EXPECT_EQ(count, 6U);
}

TEST(FiscoAccount, IsReadWithOrWithoutItsPrefix) {
    const Address address{0x68, 0x49};
    const std::string digits = evm::to_hex(address).substr(2);
    EXPECT_EQ(test::must(parse_loose_account(digits)), address);
    EXPECT_EQ(test::must(parse_loose_account("0x" + digits)), address);
    EXPECT_CODE(parse_loose_account("0x"), evm::errors::kAccountMalformed);
    EXPECT_CODE(parse_loose_account("/apps/hello"), evm::errors::kAccountMalformed);
    EXPECT_CODE(parse_loose_account("0x0x" + digits), evm::errors::kAccountMalformed);
}

// "HelloWorld" of the consoles of both chains: get() and set(string), of Keccak-256 in every
// Ethereum tool; those of SM3 as `openssl dgst -sm3` has them.
TEST(FiscoAccount, SelectorsAndTopicsAreOfTheChainsHash) {
    const auto selector = [](std::string_view text, ChainHash hash) {
        return evm::to_hex(test::must(evm::AbiSignature::parse(text, hash)).selector());
    };
    EXPECT_EQ(selector("get()", ChainHash::keccak256), "0x6d4ce63c");
    EXPECT_EQ(selector("set(string)", ChainHash::keccak256), "0x4ed3885e");
    EXPECT_EQ(selector("get()", ChainHash::sm3), "0x299f7f9d");
    EXPECT_EQ(selector("set(string)", ChainHash::sm3), "0x3590b49f");
    EXPECT_EQ(test::must(evm::AbiSignature::parse("get()")).selector(),
              test::must(evm::AbiSignature::parse("get()", ChainHash::keccak256)).selector());
}

}  // namespace
}  // namespace deed::registry::fisco

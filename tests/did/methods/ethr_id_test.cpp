#include "did/methods/ethr_id.hpp"

#include <set>

#include "did/errors.hpp"
#include "lib/crypto/errors.hpp"
#include "tests/did/methods/ethr_support.hpp"

namespace deed::did {
namespace {

Result<EthrId> read(const std::string& text) { return parse_ethr(test::must(Did::parse(text))); }

// The example of the method specification, whose key is the generator of secp256k1; its account is
// known from elsewhere (private key 1).
constexpr const char* kKey = "0x0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
constexpr const char* kAccount = "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf";

TEST(EthrId, BothFormsAndAllSpellingsOfMainnetNameOneIdentity) {
    for (const std::string network : {"", "mainnet:", "0x1:"}) {
        for (const std::string form : {kKey, kAccount}) {
            ASSERT_OK_AND(const EthrId id, read("did:ethr:" + network + form));
            EXPECT_EQ(id.chain_id, 1U);
            EXPECT_EQ(registry::to_string(id.identity), kAccount);
            EXPECT_EQ(id.public_key.has_value(), form == kKey);
        }
    }
    ASSERT_OK_AND(const EthrId upper, read("did:ethr:0x7E5F4552091A69125D5DFCB7B8C2659029395BDF"));
    EXPECT_EQ(registry::to_string(upper.identity), kAccount);
}

TEST(EthrId, NetworksHaveNumbersWhereTheyAreKnown) {
    const std::string account = kAccount;
    EXPECT_EQ(test::must(read("did:ethr:sepolia:" + account)).chain_id, 11155111U);
    EXPECT_EQ(test::must(read("did:ethr:0xaa36a7:" + account)).chain_id, 11155111U);
    EXPECT_EQ(test::must(read("did:ethr:0xAA36A7:" + account)).chain_id, 11155111U);
    EXPECT_EQ(test::must(read("did:ethr:goerli:" + account)).chain_id, 5U);
    EXPECT_EQ(test::must(read("did:ethr:rsk:testnet:" + account)).chain_id, 31U);
    ASSERT_OK_AND(const EthrId other, read("did:ethr:our-bank:" + account));
    EXPECT_FALSE(other.chain_id.has_value());
    EXPECT_EQ(other.network, "our-bank");

    std::set<std::string_view> names;
    for (const EthrDeployment& deployment : ethr_deployments()) {
        EXPECT_TRUE(names.insert(deployment.name).second);
        EXPECT_OK(registry::parse_address(deployment.registry));
    }
}

TEST(EthrId, WhatIsNoIdentifierIsRefused) {
    const std::string account = kAccount;
    for (const std::string& text :
         {std::string("7e5f4552091a69125d5dfcb7b8c2659029395bdf"), account + "0",
          account.substr(0, 41), std::string("0x"), "0X" + account.substr(2), "0x01:" + account,
          "0x:" + account, "0xg:" + account, "0x10000000000000000:" + account, ":" + account,
          std::string("0x7e5f4552091a69125d5dfcb7b8c2659029395bdg"),
          "0x04" + std::string(128, '1')})
        EXPECT_CODE(read("did:ethr:" + text), errors::kMalformed) << text;
    EXPECT_CODE(read("did:ethr:0x05" + std::string(64, '1')), crypto::errors::kInvalidPublicKey);
    EXPECT_CODE(read("did:ethr:0x02" + std::string(64, 'f')), crypto::errors::kInvalidPublicKey);
    EXPECT_CODE(read("did:weid:" + account), errors::kMethodUnsupported);
}

}  // namespace
}  // namespace deed::did

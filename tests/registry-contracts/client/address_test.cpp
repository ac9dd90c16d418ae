#include "registry-contracts/client/address.hpp"

#include "lib/encoding/text.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/registry-contracts/suite/support.hpp"

namespace deed::registry {
namespace {

// Addresses that Ethereum wallets give these secret keys; the second is that of EIP-155's example.
TEST(Address, IsThatOfEthereum) {
    const auto ones = test::controller(0x01);
    EXPECT_EQ(to_string(test::address_of(*ones)), "0x1a642f0e3c3af545e7acbd38b07251b3990914f1");
    const auto example = test::controller(0x46);
    EXPECT_EQ(to_string(test::address_of(*example)), "0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
}

TEST(Address, NeedsASecp256k1OrSm2Key) {
    for (const auto type :
         {crypto::KeyType::ed25519, crypto::KeyType::p256, crypto::KeyType::x25519})
        EXPECT_CODE(address_of(test::signer_of(type, 1)->public_key()),
                    errors::kUnsupportedController);
}

TEST(Address, ParsesWhatItPrints) {
    const std::string text = "0x1a642f0e3c3af545e7acbd38b07251b3990914f1";
    ASSERT_OK_AND(const Address address, parse_address(text));
    EXPECT_EQ(address[0], 0x1a);
    EXPECT_EQ(address[19], 0xf1);
    EXPECT_EQ(to_string(address), text);
}

TEST(Address, RefusesEveryOtherSpelling) {
    for (const char* text :
         {"", "0x", "1a642f0e3c3af545e7acbd38b07251b3990914f1",
          "0X1a642f0e3c3af545e7acbd38b07251b3990914f1",
          "0x1A642f0e3c3af545e7acbd38b07251b3990914f1", "0x1a642f0e3c3af545e7acbd38b07251b3990914f",
          "0x1a642f0e3c3af545e7acbd38b07251b3990914f1a",
          "0x1a642f0e3c3af545e7acbd38b07251b3990914g1"})
        EXPECT_CODE(parse_address(text), errors::kAddressMalformed) << text;
}

TEST(Network, DependsOnOriginAndKey) {
    const auto key = test::signer_of(crypto::KeyType::ed25519, 2)->public_key();
    const auto other = test::signer_of(crypto::KeyType::ed25519, 3)->public_key();
    const auto network = [](const char* name, const crypto::PublicKey& log_key) {
        return network_of(test::must(tlog::VerifierKey::create(name, log_key)));
    };
    EXPECT_EQ(network("log.example", key).size(), 33U);
    EXPECT_NE(network("log.example", key), network("log.example/2", key));
    EXPECT_NE(network("log.example", key), network("log.example", other));
}

}  // namespace
}  // namespace deed::registry

#include "registry-contracts/client/evm/signing/account_signer.hpp"
#include "registry-contracts/client/evm/signing/errors.hpp"
#include "tests/registry-contracts/client/evm/vector_support.hpp"
#include "tests/registry-contracts/client/evm/wallets.hpp"

namespace deed::registry::evm {
namespace {

TEST(PersonalMessage, IsSignedAsWalletsSignIt) {
    DEED_NEEDS_VECTORS();
    const auto document = test::vectors_of("ethereum/eip191.json");
    Call call;
    std::size_t count = 0;
    for (const json::Value example : document.root().find("cases")->array()) {
        const Bytes message = test::unhex(*example.find("messageHex"));
        const auto digest = personal_message_digest(message);
        EXPECT_EQ(to_hex(digest), test::text_at(example, "digest"));
        const auto wallet = test::wallet_of(test::unhex(*example.find("privateKey")));
        ASSERT_OK_AND(const auto signature, wallet->sign(digest, call));
        EXPECT_EQ(to_hex(signature.to_bytes()), test::text_at(example, "signature"));
        ASSERT_OK_AND(const auto read, RecoverableSignature::from_bytes(signature.to_bytes()));
        EXPECT_EQ(read, signature);
        ASSERT_OK_AND(const Address account, recover_account(digest, read));
        EXPECT_EQ(to_checksummed(account), test::text_at(example, "address"));
        ++count;
    }
    EXPECT_EQ(count, 5U);
}

TEST(AccountSigner, HasTheAccountOfThePublishedKeys) {
    DEED_NEEDS_VECTORS();
    // The file also shows signatures, but over bytes that it does not tell.
    const auto document = test::vectors_of("ethereum/keys/keyaddrtest.json");
    std::size_t count = 0;
    for (const json::Value example : document.root().array()) {
        const Bytes secret = test::unhex(*example.find("key"));
        EXPECT_EQ(secret, to_bytes(crypto::keccak256(as_bytes(test::text_at(example, "seed")))));
        EXPECT_EQ(to_string(test::wallet_of(secret)->address()),
                  "0x" + std::string(test::text_at(example, "addr")));
        ++count;
    }
    EXPECT_EQ(count, 2U);
}

TEST(MessageSignature, EachRefusalHasItsCode) {
    Bytes bytes(65, 1);
    bytes[64] = 27;
    EXPECT_OK(RecoverableSignature::from_bytes(bytes));
    bytes[64] = 28;
    EXPECT_OK(RecoverableSignature::from_bytes(bytes));
    for (const std::uint8_t v : {0, 1, 2, 26, 29, 255}) {
        bytes[64] = v;
        EXPECT_CODE(RecoverableSignature::from_bytes(bytes), errors::kMessageSignature);
    }
    EXPECT_CODE(RecoverableSignature::from_bytes(Bytes(64)), errors::kMessageSignature);
    EXPECT_CODE(recover_account({}, RecoverableSignature{}), errors::kMessageSignature);
    RecoverableSignature odd;
    odd.y_parity = 2;
    EXPECT_CODE(recover_account({}, odd), errors::kMessageSignature);
    EXPECT_CODE(AccountSigner::from_key(crypto::PrivateKey::generate(crypto::KeyType::sm2)),
                errors::kAccountNeedsSecp256k1);
}

}  // namespace
}  // namespace deed::registry::evm

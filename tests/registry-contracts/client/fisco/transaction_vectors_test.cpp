#include "tests/registry-contracts/client/fisco/vector_support.hpp"

namespace deed::registry::fisco {
namespace {

/// What holds of the published and computed cases of both versions.
void expect_signed(json::Value example, const SignedTransaction& read,
                   const AnyTransaction& transaction) {
    EXPECT_EQ(evm::to_hex(read.hash()), test::text_at(example, "transactionHash"));
    EXPECT_EQ(evm::to_hex(read.raw()), test::text_at(example, "rawTransaction"));
    EXPECT_EQ(evm::to_hex(read.sender()), test::text_at(example, "sender"));
    EXPECT_EQ(read.transaction(), transaction);
    const json::Value signature = *example.find("signature");
    EXPECT_EQ(evm::to_hex(read.signature().r), test::text_at(signature, "r"));
    EXPECT_EQ(evm::to_hex(read.signature().s), test::text_at(signature, "s"));
    if (read.chain_hash() == ChainHash::sm3) {
        EXPECT_EQ(evm::to_hex(read.signature().public_key), test::text_at(signature, "publicKey"));
    }
}

/// Where the case has the private key: signing gives the same transaction of the same account; the
/// same bytes with secp256k1, whose nonces are those of RFC 6979.
void expect_own_signature(json::Value example, const SignedTransaction& read) {
    const auto secret = example.find("privateKey");
    if (!secret) return;
    Call call;
    const auto signer = test::chain_signer_of(read.chain_hash(), test::unhex(*secret));
    EXPECT_EQ(evm::to_hex(signer->address()), test::text_at(example, "sender"));
    ASSERT_OK_AND(const auto made, SignedTransaction::sign(read.transaction(), *signer, call));
    EXPECT_EQ(made.sender(), read.sender());
    const bool is_rlp = std::holds_alternative<RlpTransaction>(read.transaction());
    ASSERT_OK_AND(const auto again,
                  is_rlp ? SignedTransaction::decode_rlp(read.chain_hash(), made.raw())
                         : SignedTransaction::decode_tars(read.chain_hash(), made.raw()));
    EXPECT_EQ(again.raw(), made.raw());
    EXPECT_EQ(again.sender(), read.sender());
    if (read.chain_hash() == ChainHash::keccak256) {
        EXPECT_EQ(made.raw(), read.raw());
    } else {
        EXPECT_EQ(signing_hash(ChainHash::sm3, made.transaction()),
                  signing_hash(ChainHash::sm3, read.transaction()));
    }
}

TEST(FiscoTransaction, IsByteForByteThatOfFiscoBcos2) {
    DEED_NEEDS_VECTORS();
    const auto document = test::vectors_of("fisco/transactions-2x.json");
    std::size_t count = 0;
    for (const json::Value example : document.root().find("cases")->array()) {
        SCOPED_TRACE(test::text_at(example, "name"));
        const ChainHash hash = test::chain_hash_of(example);
        const RlpTransaction transaction = test::rlp_transaction_of(example);
        EXPECT_EQ(evm::to_hex(transaction.unsigned_bytes()), test::text_at(example, "unsignedRlp"));
        EXPECT_EQ(evm::to_hex(signing_hash(hash, transaction)),
                  test::text_at(example, "hashToSign"));
        const Bytes raw = test::unhex(test::text_at(example, "rawTransaction"));
        ASSERT_OK_AND(const auto read, SignedTransaction::decode_rlp(hash, raw));
        expect_signed(example, read, transaction);
        expect_own_signature(example, read);
        ++count;
    }
    EXPECT_EQ(count, 9U);
}

TEST(FiscoTransaction, IsByteForByteThatOfFiscoBcos3) {
    DEED_NEEDS_VECTORS();
    const auto document = test::vectors_of("fisco/transactions-3x.json");
    std::size_t count = 0;
    for (const json::Value example : document.root().find("cases")->array()) {
        SCOPED_TRACE(test::text_at(example, "name"));
        const ChainHash hash = test::chain_hash_of(example);
        const TarsTransaction transaction = test::tars_transaction_of(example);
        EXPECT_EQ(evm::to_hex(transaction.hash_preimage()), test::text_at(example, "hashPreimage"));
        EXPECT_EQ(evm::to_hex(transaction.encode()), test::text_at(example, "transactionDataTars"));
        ASSERT_OK_AND(const auto decoded, TarsTransaction::decode(transaction.encode()));
        EXPECT_EQ(decoded, transaction);
        const Bytes raw = test::unhex(test::text_at(example, "rawTransaction"));
        ASSERT_OK_AND(const auto read, SignedTransaction::decode_tars(hash, raw));
        expect_signed(example, read, transaction);
        expect_own_signature(example, read);
        ++count;
    }
    EXPECT_EQ(count, 11U);
}

}  // namespace
}  // namespace deed::registry::fisco

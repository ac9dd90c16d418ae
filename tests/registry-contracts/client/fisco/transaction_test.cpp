#include "registry-contracts/client/evm/wire/errors.hpp"
#include "registry-contracts/client/fisco/signing/errors.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"
#include "tests/registry-contracts/client/evm/wallets.hpp"
#include "tests/registry-contracts/client/fisco/vector_support.hpp"

namespace deed::registry::fisco {
namespace {

RlpTransaction plain_rlp() {
    RlpTransaction transaction;
    transaction.random_id = 77;
    transaction.gas_price = 1;
    transaction.gas = 300'000'000;
    transaction.block_limit = 500;
    transaction.to = Address{1};
    transaction.input = {1, 2};
    transaction.chain_id = 1;
    transaction.group_id = 1;
    return transaction;
}

TarsTransaction plain_tars() {
    TarsTransaction transaction;
    transaction.chain_id = "chain0";
    transaction.group_id = "group0";
    transaction.block_limit = 500;
    transaction.nonce = "77";
    transaction.to = "0x6849f21d1e455e9f0712b1e99fa4fcd23758e8f1";
    transaction.input = {1, 2};
    return transaction;
}

Result<SignedTransaction> decoded(ChainHash hash, bool is_rlp, ByteView raw) {
    return is_rlp ? SignedTransaction::decode_rlp(hash, raw)
                  : SignedTransaction::decode_tars(hash, raw);
}

TEST(FiscoTransaction, EveryChangedByteIsRefusedOrOfSomebodyElse) {
    Call call;
    for (const ChainHash hash : {ChainHash::keccak256, ChainHash::sm3}) {
        for (const bool is_rlp : {true, false}) {
            const auto signer = test::chain_signer_of(hash, Bytes(32, 7));
            const AnyTransaction transaction =
                is_rlp ? AnyTransaction(plain_rlp()) : AnyTransaction(plain_tars());
            ASSERT_OK_AND(const auto made, SignedTransaction::sign(transaction, *signer, call));
            EXPECT_EQ(made.block_limit(), 500U);
            ASSERT_OK_AND(const auto read, decoded(hash, is_rlp, made.raw()));
            EXPECT_EQ(read.transaction(), transaction);
            EXPECT_EQ(read.hash(), made.hash());
            for (std::size_t i = 0; i < made.raw().size(); ++i) {
                Bytes changed = made.raw();
                changed[i] ^= 1;
                const auto other = decoded(hash, is_rlp, changed);
                if (other) {
                    EXPECT_NE(other->sender(), signer->address()) << i;
                }
                EXPECT_FALSE(decoded(hash, is_rlp, ByteView(made.raw()).first(i)).has_value());
            }
            Bytes longer = made.raw();
            longer.push_back(0);
            EXPECT_CODE(decoded(hash, is_rlp, longer),
                        is_rlp ? evm::errors::kRlpTrailingBytes : errors::kTarsTrailingBytes);
        }
    }
}

TEST(FiscoTransaction, NobodySignsWhatNoChainTakes) {
    Call call;
    const auto signer = test::chain_signer_of(ChainHash::keccak256, Bytes(32, 1));
    const auto refused = [&](auto change) {
        RlpTransaction transaction = plain_rlp();
        change(transaction);
        EXPECT_CODE(SignedTransaction::sign(transaction, *signer, call),
                    errors::kTransactionInvalid);
    };
    EXPECT_OK(SignedTransaction::sign(plain_rlp(), *signer, call));
    refused([](RlpTransaction& t) { t.block_limit = 0; });
    refused([](RlpTransaction& t) { t.random_id = 0; });
    refused([](RlpTransaction& t) { t.to.reset(), t.input.clear(); });
    refused([](RlpTransaction& t) { t.format = RlpFormat::rc1; });
    TarsTransaction unknown = plain_tars();
    unknown.version = 9;
    EXPECT_CODE(SignedTransaction::sign(unknown, *signer, call), errors::kTransactionVersion);
}

TEST(FiscoTransaction, AKeyOfAnotherCurveHasNoAccount) {
    EXPECT_CODE(ChainSigner::from_key(crypto::PrivateKey::generate(crypto::KeyType::ed25519)),
                errors::kSignerUnsupported);
    const auto p256 = test::signer_of(crypto::KeyType::p256, 5);
    EXPECT_CODE(ChainSigner::of_sm2(*p256), errors::kSignerUnsupported);
    const auto sm2 = test::signer_of(crypto::KeyType::sm2, 5);
    ASSERT_OK_AND(const auto borrowed, ChainSigner::of_sm2(*sm2));
    EXPECT_EQ(borrowed->address(), test::chain_signer_of(ChainHash::sm3, Bytes(32, 5))->address());
    EXPECT_EQ(borrowed->hash(), ChainHash::sm3);
    const auto wallet = test::wallet_of(5);
    const auto account = ChainSigner::of_account(*wallet);
    EXPECT_EQ(account->address(), wallet->address());
    EXPECT_EQ(account->hash(), ChainHash::keccak256);
}

TEST(FiscoTransaction, ForeignFormsAreRefused) {
    Call call;
    const auto signer = test::chain_signer_of(ChainHash::keccak256, Bytes(32, 3));
    ASSERT_OK_AND(const auto made, SignedTransaction::sign(plain_tars(), *signer, call));
    // Of the other algorithms the hash is another one.
    EXPECT_CODE(SignedTransaction::decode_tars(ChainHash::sm3, made.raw()),
                errors::kTransactionHash);
    // Another hash, no hash, no signature, and what nobody signed.
    const auto around = [&](ByteView hash, ByteView signature, std::int64_t attribute) {
        TarsWriter writer;
        writer.begin_struct(1);
        plain_tars().write(writer);
        writer.end_struct().optional_bytes(2, hash).optional_bytes(3, signature);
        return SignedTransaction::decode_tars(ChainHash::keccak256,
                                              writer.optional_integer(5, attribute).take());
    };
    Bytes signature = to_bytes(made.signature().r);
    append(signature, made.signature().s);
    signature.push_back(made.signature().y_parity);
    EXPECT_OK(around(made.hash(), signature, 0));
    EXPECT_CODE(around(Word{}, signature, 0), errors::kTransactionHash);
    EXPECT_CODE(around({}, signature, 0), errors::kTransactionHash);
    EXPECT_CODE(around(made.hash(), {}, 0), errors::kTransactionMalformed);
    EXPECT_CODE(around(made.hash(), Bytes(128, 1), 0), errors::kTransactionMalformed);
    signature[64] = 2;
    EXPECT_CODE(around(made.hash(), signature, 0), errors::kTransactionMalformed);
    EXPECT_CODE(around(made.hash(), Bytes(65, 0), 0), errors::kSignature);
    signature[64] = made.signature().y_parity;
    EXPECT_CODE(around(made.hash(), signature, 1), errors::kTarsTrailingBytes);

    EXPECT_CODE(SignedTransaction::decode_rlp(ChainHash::keccak256, test::unhex("c0")),
                errors::kTransactionMalformed);
    ASSERT_OK_AND(const auto rlp, SignedTransaction::sign(plain_rlp(), *signer, call));
    EXPECT_CODE(SignedTransaction::decode_rlp(ChainHash::sm3, rlp.raw()),
                evm::errors::kRlpUnexpectedType);
    evm::RlpWriter writer;
    writer.begin_list();
    plain_rlp().write_fields(writer);
    writer.uint(29).uint(1).uint(1).end_list();
    EXPECT_CODE(SignedTransaction::decode_rlp(ChainHash::keccak256, writer.take()),
                errors::kTransactionMalformed);
}

// Anybody could make the other form, and with it another hash of a transaction of 2.x.
TEST(FiscoTransaction, TheHighFormOfASignatureIsRefused) {
    Call call;
    const auto signer = test::chain_signer_of(ChainHash::keccak256, Bytes(32, 3));
    ASSERT_OK_AND(const auto made, SignedTransaction::sign(plain_rlp(), *signer, call));
    const Word order = test::must(
        evm::word_from_hex("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"));
    const Uint256 high =
        test::must(Uint256::from_word(order).minus(Uint256::from_word(made.signature().s)));
    evm::RlpWriter writer;
    writer.begin_list();
    plain_rlp().write_fields(writer);
    writer.uint(28U - made.signature().y_parity).uint(Uint256::from_word(made.signature().r));
    writer.uint(high).end_list();
    EXPECT_CODE(SignedTransaction::decode_rlp(ChainHash::keccak256, writer.take()),
                errors::kSignature);
}

TEST(FiscoTransaction, AnSm2SignatureOfAnotherKeyOrHashIsWrong) {
    Call call;
    const auto signer = test::chain_signer_of(ChainHash::sm3, Bytes(32, 3));
    ASSERT_OK_AND(const auto made, SignedTransaction::sign(plain_rlp(), *signer, call));
    const Word digest = signing_hash(ChainHash::sm3, made.transaction());
    EXPECT_EQ(test::must(signer_account(ChainHash::sm3, digest, made.signature())),
              signer->address());
    EXPECT_CODE(signer_account(ChainHash::sm3, Word{}, made.signature()), errors::kSignature);
    ChainSignature other = made.signature();
    other.public_key = point_of(test::signer_of(crypto::KeyType::sm2, 4)->public_key());
    EXPECT_CODE(signer_account(ChainHash::sm3, digest, other), errors::kSignature);
    other.public_key = {};
    EXPECT_CODE(signer_account(ChainHash::sm3, digest, other), errors::kSignature);
}

}  // namespace
}  // namespace deed::registry::fisco

#include "registry-contracts/client/evm/signing/transaction.hpp"

#include "registry-contracts/client/evm/signing/errors.hpp"
#include "registry-contracts/client/evm/wire/errors.hpp"
#include "registry-contracts/client/evm/wire/rlp.hpp"
#include "tests/registry-contracts/client/evm/transaction_json.hpp"
#include "tests/registry-contracts/client/evm/wallets.hpp"

namespace deed::registry::evm {
namespace {

void expect_transaction(json::Value example, const char* unsigned_name) {
    const Transaction transaction = test::transaction_of(*example.find("transaction"));
    EXPECT_EQ(to_hex(transaction.unsigned_bytes()), test::text_at(example, unsigned_name));
    EXPECT_EQ(to_hex(transaction.signing_hash()), test::text_at(example, "signingHash"));
    const auto wallet = test::wallet_of(test::unhex(*example.find("privateKey")));
    Call call;
    ASSERT_OK_AND(const auto made, SignedTransaction::sign(transaction, *wallet, call));
    EXPECT_EQ(to_hex(made.raw()), test::text_at(example, "raw"));
    EXPECT_EQ(to_hex(made.hash()), test::text_at(example, "transactionHash"));
    EXPECT_EQ(to_hex(made.signature().r), test::text_at(example, "r"));
    EXPECT_EQ(to_hex(made.signature().s), test::text_at(example, "s"));
    EXPECT_EQ(made.v(), Uint256(static_cast<std::uint64_t>(*example.find("v")->integer())));
    ASSERT_OK_AND(const auto read, SignedTransaction::decode(made.raw()));
    EXPECT_EQ(read.transaction(), transaction);
    EXPECT_EQ(read.signature(), made.signature());
    EXPECT_EQ(read.raw(), made.raw());
    EXPECT_EQ(read.hash(), made.hash());
    EXPECT_EQ(to_checksummed(read.sender()), test::text_at(example, "from"));
}

TEST(Transaction, IsByteForByteThatOfTwoLibraries) {
    DEED_NEEDS_VECTORS();
    const auto document = test::vectors_of("ethereum/signed-transactions.json");
    std::size_t count = 0;
    for (const json::Value example : document.root().find("cases")->array()) {
        SCOPED_TRACE(test::text_at(example, "name"));
        expect_transaction(example, "unsignedSerialized");
        ++count;
    }
    EXPECT_EQ(count, 6U);
}

TEST(Transaction, IsThatOfEip155) {
    DEED_NEEDS_VECTORS();
    expect_transaction(test::vectors_of("ethereum/eip155.json").root(), "signingData");
}

Transaction plain() {
    Transaction transaction;
    transaction.chain_id = 31337;
    transaction.max_fee_per_gas = 10;
    transaction.max_priority_fee_per_gas = 1;
    transaction.gas_limit = 21'000;
    transaction.to = Address{};
    return transaction;
}

TEST(Transaction, NobodySignsWhatNoChainTakes) {
    Call call;
    const auto wallet = test::wallet_of(1);
    const auto refused = [&](auto change) {
        Transaction transaction = plain();
        change(transaction);
        EXPECT_CODE(SignedTransaction::sign(transaction, *wallet, call),
                    errors::kTransactionInvalid);
    };
    EXPECT_OK(SignedTransaction::sign(plain(), *wallet, call));
    refused([](Transaction& t) { t.chain_id.reset(); });
    refused([](Transaction& t) { t.chain_id = 0; });
    refused([](Transaction& t) { t.chain_id = ~std::uint64_t{0} / 2; });
    refused([](Transaction& t) { t.nonce = ~std::uint64_t{0}; });
    refused([](Transaction& t) { t.max_priority_fee_per_gas = 11; });
    refused([](Transaction& t) { t.to.reset(); });
    refused([](Transaction& t) { t.type = TransactionType::access_list; });
    refused([](Transaction& t) {
        t.type = TransactionType::legacy;
        t.max_priority_fee_per_gas = 0;
        t.access_list.push_back({});
    });
}

TEST(Transaction, EveryChangedByteIsRefusedOrOfSomebodyElse) {
    Call call;
    const auto wallet = test::wallet_of(2);
    ASSERT_OK_AND(const auto made, SignedTransaction::sign(plain(), *wallet, call));
    for (std::size_t i = 0; i < made.raw().size(); ++i) {
        Bytes changed = made.raw();
        changed[i] ^= 1;
        const auto read = SignedTransaction::decode(changed);
        if (read) {
            EXPECT_NE(read->sender(), wallet->address()) << i;
        }
        const Bytes cut(made.raw().begin(), made.raw().begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_FALSE(SignedTransaction::decode(cut).has_value());
    }
    Bytes longer = made.raw();
    longer.push_back(0);
    EXPECT_CODE(SignedTransaction::decode(longer), errors::kRlpTrailingBytes);
}

TEST(Transaction, EachRefusalHasItsCode) {
    EXPECT_CODE(SignedTransaction::decode({}), errors::kTransactionMalformed);
    EXPECT_CODE(SignedTransaction::decode(test::unhex("03c0")),
                errors::kTransactionTypeUnsupported);
    EXPECT_CODE(SignedTransaction::decode(test::unhex("02c0")), errors::kRlpTruncated);
    const auto with = [](std::uint64_t v, const Uint256& r, const Uint256& s, ByteView to,
                         std::uint64_t nonce = 0) {
        RlpWriter writer;
        writer.begin_list().uint(nonce).uint(1).uint(21'000).string(to).uint(0).string({});
        writer.uint(v).uint(r).uint(s).end_list();
        return SignedTransaction::decode(writer.take());
    };
    const Bytes to(20);
    EXPECT_OK(with(27, 1, 1, to));  // legacy, from before EIP-155
    EXPECT_CODE(with(29, 1, 1, to), errors::kTransactionMalformed);
    EXPECT_CODE(with(0, 1, 1, to), errors::kTransactionMalformed);
    EXPECT_CODE(with(35, 1, 1, to), errors::kTransactionInvalid);  // chain id 0
    EXPECT_CODE(with(27, 1, 1, Bytes(19)), errors::kTransactionMalformed);
    EXPECT_CODE(with(27, 0, 1, to), errors::kTransactionSignature);
    EXPECT_CODE(with(27, 1, Uint256::max(), to), errors::kTransactionSignature);
    EXPECT_CODE(with(27, 1, 1, to, ~std::uint64_t{0}), errors::kTransactionInvalid);
}

TEST(Transaction, TheHighFormOfASignatureIsRefused) {
    Call call;
    ASSERT_OK_AND(const auto made, SignedTransaction::sign(plain(), *test::wallet_of(3), call));
    const Word order = test::must(
        word_from_hex("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"));
    const Uint256 high =
        test::must(Uint256::from_word(order).minus(Uint256::from_word(made.signature().s)));
    RlpReader reader(ByteView(made.raw()).subspan(1));
    RlpReader list = test::must(reader.list());
    RlpWriter writer;
    writer.begin_list();
    for (int i = 0; i < 9; ++i) writer.item(test::must(list.item()));
    writer.uint(1U - made.signature().y_parity).item(test::must([&] {
        (void)list.item();
        return list.item();
    }()));
    writer.uint(high).end_list();
    Bytes raw{2};
    append(raw, writer.take());
    EXPECT_CODE(SignedTransaction::decode(raw), errors::kTransactionSignature);
}

}  // namespace
}  // namespace deed::registry::evm

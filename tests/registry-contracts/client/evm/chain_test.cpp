#include <set>
#include <thread>

#include "lib/crypto/hash.hpp"
#include "lib/net/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/proofs/errors.hpp"
#include "registry-contracts/client/evm/sender.hpp"
#include "tests/registry-contracts/client/evm/anvil.hpp"

namespace deed::registry::evm {
namespace {

const Uint256 kGwei = 1'000'000'000;

/// Remembers in memory; a durable record is its owner's.
class MemoryRecord final : public TransactionRecord {
public:
    Result<void> record(const SignedTransaction& transaction, Call&) override {
        const std::lock_guard lock(mutex_);
        recorded.push_back(transaction);
        return {};
    }
    std::vector<SignedTransaction> recorded;

private:
    std::mutex mutex_;
};

AbiSignature refused_error() { return test::must(AbiSignature::parse("Refused()")); }
AbiSignature stored_event() { return test::must(AbiSignature::parse("Stored(uint256)")); }

/// Code that creates a contract which refuses calls without data by Refused(), and else puts the
/// first word into slot 0, logs it as Stored(uint256) and returns it.
Bytes contract() {
    const auto hex = [](const char* digits) { return test::must(from_hex(digits)); };
    Bytes code = hex("0x3660145763");  // if (calldatasize) goto 0x14; push4
    append(code, refused_error().selector());
    append(code, hex("0x60e01b60005260046000fd"));    // revert with it
    append(code, hex("0x5b600035806000556000527f"));  // sstore(0, word); mstore(0, word); push32
    append(code, stored_event().topic());
    append(code, hex("0x60206000a160206000f3"));  // log1; return the word
    Bytes creation{0x60, static_cast<std::uint8_t>(code.size())};
    append(creation, hex("0x80600b6000396000f3"));
    append(creation, code);
    return creation;
}

Bytes word(std::uint64_t value) { return to_bytes(Uint256(value).to_word()); }

class Chain : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        anvil = std::make_unique<test::Anvil>();
        sender = make_sender();
    }

    std::unique_ptr<Sender> make_sender(SenderOptions options = usual()) {
        return test::must(Sender::open(anvil->node(), *wallet, nonces, record, options, call));
    }

    static SenderOptions usual() {
        SenderOptions options;
        options.chain_id = 31337;
        options.fees.max_fee_per_gas = test::must(kGwei.times(100));
        options.fees.max_priority_fee_per_gas = test::must(kGwei.times(2));
        options.poll_interval = std::chrono::milliseconds(20);
        options.patience = std::chrono::seconds(20);
        return options;
    }

    Receipt done(const Action& action) {
        const auto made = test::must(sender->prepare(action, call));
        test::must(sender->send(made, call));
        return test::must(sender->wait(made.hash(), {}, call));
    }

    Address deployed() { return done({std::nullopt, 0, contract()}).contract_address.value(); }

    std::unique_ptr<test::Anvil> anvil;
    std::unique_ptr<AccountSigner> wallet = test::Anvil::rich();
    Nonces nonces{wallet->address(), 0};
    MemoryRecord record;
    std::unique_ptr<Sender> sender;
    Call call;
};

TEST_F(Chain, TakesWhatIsSentAndAnswersTyped) {
    Node& node = anvil->node();
    EXPECT_EQ(test::must(node.chain_id(call)), 31337U);
    const Address address = deployed();
    EXPECT_OK(node.code(address, BlockRef::latest(), call));
    EXPECT_CODE(node.code(Address{9}, BlockRef::latest(), call), errors::kNoContract);
    const AbiSignature known = refused_error();
    EXPECT_EQ(
        test::must(node.call_contract({.to = address, .data = word(5)}, BlockRef::latest(), call)),
        word(5));
    const auto refused = node.call_contract({.to = address}, BlockRef::latest(), call, {&known, 1});
    EXPECT_CODE(refused, errors::kReverted);
    EXPECT_NE(refused.error().message().find("Refused"), std::string::npos);
    EXPECT_CODE(sender->prepare({address, 0, {}}, call, {&known, 1}), errors::kReverted);
    EXPECT_EQ(record.recorded.size(), 1U);  // what would be refused is not even recorded

    const Receipt receipt = done({address, 0, word(7)});
    EXPECT_TRUE(receipt.value.succeeded);
    EXPECT_EQ(receipt.from, wallet->address());
    LogFilter filter;
    filter.from_block = filter.to_block = receipt.block_number;
    filter.addresses = {address};
    filter.topics = {{stored_event().topic()}};
    ASSERT_OK_AND(const auto logs, node.logs(filter, call));
    ASSERT_EQ(logs.size(), 1U);
    EXPECT_EQ(logs[0].transaction_hash, receipt.transaction_hash);
    const auto values =
        test::must(stored_event().decode_event(logs[0].entry.topics, logs[0].entry.data));
    EXPECT_EQ(*values[0].as_uint(), Uint256(7));
    filter.topics = {{Word{1}}};
    EXPECT_TRUE(test::must(node.logs(filter, call)).empty());
    EXPECT_FALSE(test::must(node.receipt(Word{1}, call)).has_value());
    EXPECT_FALSE(test::must(node.block_by_hash(Word{1}, call)).has_value());
    EXPECT_FALSE(test::must(node.block(BlockRef::number(1'000'000), call)).has_value());
    const auto poor = test::wallet_of(0x77);
    EXPECT_TRUE(test::must(node.balance(poor->address(), BlockRef::latest(), call)).is_zero());
    EXPECT_GT(test::must(node.max_priority_fee_per_gas(call)), Uint256(0));
}

TEST_F(Chain, AnswersAreProvenToABlockHash) {
    Node& node = anvil->node();
    const Address address = deployed();
    const Receipt stored = done({address, 0, word(0x1234)});
    ASSERT_OK_AND(const auto block, node.block_by_hash(stored.block_hash, call));
    ASSERT_TRUE(block.has_value());
    ASSERT_OK(block->header.check_hash(stored.block_hash));

    const std::vector<Word> slots{Word{}, Uint256(1).to_word()};
    ASSERT_OK_AND(const auto proof,
                  node.state_proof(address, slots, BlockRef::number(stored.block_number), call));
    ASSERT_OK_AND(const auto account,
                  prove_account(block->header.state_root(), address, proof.nodes));
    ASSERT_TRUE(account.has_value());
    EXPECT_EQ(*account, proof.account);
    ASSERT_OK_AND(const Word held,
                  prove_storage(account->storage_root, slots[0], proof.storage[0].nodes));
    EXPECT_EQ(to_bytes(held), word(0x1234));
    EXPECT_EQ(held, proof.storage[0].value);
    ASSERT_OK_AND(const Word nothing,
                  prove_storage(account->storage_root, slots[1], proof.storage[1].nodes));
    EXPECT_EQ(nothing, Word{});
    ASSERT_OK_AND(const auto nobody,
                  node.state_proof(Address{9}, {}, BlockRef::number(stored.block_number), call));
    EXPECT_FALSE(test::must(prove_account(block->header.state_root(), Address{9}, nobody.nodes))
                     .has_value());
    EXPECT_CODE(prove_account(block->header.state_root(), Address{8}, proof.nodes),
                errors::kProofBroken);

    ASSERT_OK_AND(const auto receipts, node.block_receipts(stored.block_hash, call));
    Trie::Entries entries;
    for (const Receipt& receipt : receipts)
        entries[receipt_key(receipt.transaction_index)] = receipt.value.encode();
    const Trie trie(entries);
    EXPECT_EQ(trie.root(), block->header.receipts_root());
    ASSERT_OK_AND(const auto proven,
                  prove_receipt(block->header.receipts_root(), stored.transaction_index,
                                trie.prove(receipt_key(stored.transaction_index))));
    EXPECT_EQ(proven, stored.value);
}

TEST_F(Chain, ABlockOfManyReceiptsHasTheirRoot) {
    Node& node = anvil->node();
    const Address address = deployed();
    anvil->tell("evm_setAutomine", "[false]");
    std::vector<Bytes> raws;
    for (std::uint64_t i = 0; i < 150; ++i)
        raws.push_back(test::must(sender->prepare({address, 0, word(i)}, call)).raw());
    ASSERT_OK_AND(const auto outcomes, node.send_raw_transactions(raws, call));
    for (const auto& outcome : outcomes) EXPECT_OK(outcome);
    anvil->tell("evm_mine");
    const auto block = test::must(node.block(BlockRef::latest(), call)).value();
    ASSERT_EQ(block.transactions.size(), raws.size());
    ASSERT_OK_AND(const auto receipts, node.block_receipts(block.hash, call));
    Trie::Entries entries;
    for (const Receipt& receipt : receipts)
        entries[receipt_key(receipt.transaction_index)] = receipt.value.encode();
    EXPECT_EQ(Trie(entries).root(), block.header.receipts_root());
    Trie::Entries sent;
    for (std::size_t i = 0; i < raws.size(); ++i) sent[receipt_key(i)] = raws[i];
    EXPECT_EQ(Trie(sent).root(), block.header.transactions_root());
}

TEST_F(Chain, SaysWhyATransactionIsNotTaken) {
    Node& node = anvil->node();
    const auto send = [&](auto change) {
        Transaction transaction;
        transaction.chain_id = 31337;
        transaction.nonce =
            test::must(node.transaction_count(wallet->address(), BlockRef::pending(), call));
        transaction.max_fee_per_gas = test::must(kGwei.times(50));
        transaction.gas_limit = 21'000;
        transaction.to = Address{7};
        change(transaction);
        const auto made = test::must(SignedTransaction::sign(transaction, *wallet, call));
        return node.send_raw_transaction(made.raw(), call);
    };
    anvil->mined(test::must(send([](Transaction&) {})));
    EXPECT_CODE(send([](Transaction& t) { t.nonce = 0; }), errors::kNonceTooLow);
    EXPECT_CODE(send([](Transaction& t) { t.gas_limit = 20'000; }), errors::kGasTooLow);
    EXPECT_CODE(
        send([](Transaction& t) { t.value = test::must(kGwei.times(1'000'000'000'000'000)); }),
        errors::kInsufficientFunds);
    EXPECT_CODE(send([](Transaction& t) { t.chain_id = 1; }), errors::kWrongChain);
    anvil->tell("evm_setAutomine", "[false]");
    EXPECT_OK(send([](Transaction&) {}));
    EXPECT_CODE(send([](Transaction& t) {
                    t.nonce -= 1;
                    t.value = 1;
                }),
                errors::kUnderpriced);
    for (const auto type : {TransactionType::legacy, TransactionType::access_list})
        EXPECT_OK(send([type](Transaction& t) { t.type = type; }));
    SenderOptions other = usual();
    other.chain_id = 1;
    EXPECT_CODE(Sender::open(node, *wallet, nonces, record, other, call), errors::kWrongChain);
    SenderOptions thrifty = usual();
    thrifty.fees.max_fee_per_gas = 1;
    EXPECT_CODE(make_sender(thrifty)->prepare({Address{7}, 0, {}}, call), errors::kFeeAboveCap);
}

TEST_F(Chain, AnswersThatAreTooLargeAndNodesThatAreGoneAreToldApart) {
    RpcOptions narrow;
    narrow.max_response_bytes = 100;
    auto small = anvil->client(narrow);
    Node careful(*small);
    EXPECT_OK(careful.chain_id(call));
    EXPECT_CODE(careful.block(BlockRef::latest(), call), net::errors::kTooLarge);
    EXPECT_CODE(test::must(anvil->rpc().call({"deed_noSuchMethod", "[]"}, call)).result(),
                errors::kRpcMethodMissing);
    EXPECT_CODE(test::must(anvil->rpc().call({"eth_getBalance", "[1]"}, call)).result(),
                errors::kRpcInvalidParams);
    const auto made = test::must(sender->prepare({Address{7}, 1, {}}, call));
    anvil->stop();
    const auto lost = sender->send(made, call);
    EXPECT_CODE(lost, net::errors::kRefused);
    EXPECT_TRUE(lost.error().where().starts_with("http://127.0.0.1:"));
    EXPECT_CODE(sender->wait(made.hash(), {}, call), net::errors::kRefused);
}

TEST_F(Chain, SendingAgainIsNoSecondTransaction) {
    anvil->tell("evm_setAutomine", "[false]");
    ASSERT_OK_AND(const auto made, sender->prepare({Address{7}, 1, {}}, call));
    ASSERT_EQ(record.recorded.size(), 1U);
    EXPECT_EQ(record.recorded[0].raw(), made.raw());
    EXPECT_OK(sender->send(made, call));
    EXPECT_OK(sender->send(made, call));
    anvil->tell("evm_mine");
    EXPECT_OK(sender->send(made, call));
    EXPECT_EQ(test::must(anvil->node().balance(Address{7}, BlockRef::latest(), call)), Uint256(1));
    // Another one of the same nonce cannot come any more.
    ASSERT_OK_AND(const auto late, sender->prepare_replacement(made, call));
    EXPECT_CODE(sender->send(late, call), errors::kNonceTooLow);
}

TEST_F(Chain, AReplacementTakesThePlaceOfWhatItReplaces) {
    anvil->tell("evm_setAutomine", "[false]");
    ASSERT_OK_AND(const auto first, sender->prepare({Address{7}, 1, {}}, call));
    EXPECT_OK(sender->send(first, call));
    ASSERT_OK_AND(const auto second, sender->prepare_replacement(first, call));
    EXPECT_EQ(second.transaction().nonce, first.transaction().nonce);
    EXPECT_OK(sender->send(second, call));
    anvil->tell("evm_mine");
    EXPECT_OK(sender->wait(second.hash(), {}, call));
    EXPECT_FALSE(test::must(anvil->node().receipt(first.hash(), call)).has_value());
}

TEST_F(Chain, WaitsForDepthAndForFinality) {
    ASSERT_OK_AND(const auto made, sender->prepare({Address{7}, 1, {}}, call));
    EXPECT_OK(sender->send(made, call));
    SenderOptions hasty = usual();
    hasty.patience = std::chrono::milliseconds(60);
    const auto impatient = make_sender(hasty);
    const Confirmation deep{Confirmation::Kind::depth, 5};
    const Confirmation safe{Confirmation::Kind::safe, 0};
    const Confirmation finalized{Confirmation::Kind::finalized, 0};
    EXPECT_OK(impatient->wait(made.hash(), {}, call));
    for (const auto& confirmation : {deep, safe, finalized})
        EXPECT_CODE(impatient->wait(made.hash(), confirmation, call), errors::kNotConfirmed);
    anvil->tell("anvil_mine", "[\"0x4\"]");
    EXPECT_OK(impatient->wait(made.hash(), deep, call));
    EXPECT_CODE(impatient->wait(made.hash(), safe, call), errors::kNotConfirmed);
    anvil->tell("anvil_mine", "[\"0x46\"]");
    EXPECT_OK(impatient->wait(made.hash(), safe, call));
    EXPECT_OK(impatient->wait(made.hash(), finalized, call));
}

TEST_F(Chain, AReceiptWhoseBlockLeftTheChainDoesNotCount) {
    const auto made = test::must(sender->prepare({Address{7}, 1, {}}, call));
    anvil->tell("evm_snapshot");
    EXPECT_OK(sender->send(made, call));
    EXPECT_OK(sender->wait(made.hash(), {}, call));
    anvil->tell("evm_revert", "[\"0x0\"]");
    anvil->tell("anvil_mine", "[\"0x3\"]");
    SenderOptions hasty = usual();
    hasty.patience = std::chrono::milliseconds(60);
    EXPECT_CODE(make_sender(hasty)->wait(made.hash(), {}, call), errors::kNotConfirmed);
    EXPECT_OK(sender->send(made, call));  // the same bytes again
    EXPECT_OK(sender->wait(made.hash(), {}, call));
}

TEST_F(Chain, ManyWritersShareAnAccount) {
    constexpr int kWriters = 8;
    constexpr int kEach = 10;
    std::vector<std::thread> writers;
    for (int i = 0; i < kWriters; ++i)
        writers.emplace_back([this] {
            Call own;
            for (int n = 0; n < kEach; ++n) {
                const auto made = test::must(sender->prepare({Address{7}, 1, {}}, own));
                test::must(sender->send(made, own));
            }
        });
    for (auto& writer : writers) writer.join();
    std::set<std::uint64_t> used;
    for (const auto& made : record.recorded) used.insert(made.transaction().nonce);
    EXPECT_EQ(used.size(), static_cast<std::size_t>(kWriters * kEach));
    EXPECT_EQ(*used.rbegin(), kWriters * kEach - 1U);
    for (const auto& made : record.recorded) EXPECT_OK(sender->wait(made.hash(), {}, call));
    EXPECT_EQ(test::must(anvil->node().balance(Address{7}, BlockRef::latest(), call)),
              Uint256(kWriters * kEach));
}

TEST_F(Chain, TransactionsAreFoundAsTheirSenderSignedThem) {
    for (const auto type :
         {TransactionType::legacy, TransactionType::access_list, TransactionType::dynamic_fee}) {
        Transaction content;
        content.type = type;
        content.chain_id = 31337;
        content.nonce = static_cast<std::uint64_t>(type);
        content.max_fee_per_gas = test::must(kGwei.times(50));
        if (type == TransactionType::dynamic_fee) content.max_priority_fee_per_gas = kGwei;
        content.gas_limit = 100'000;
        content.to = Address{9};
        content.value = 5;
        content.data = Bytes{1, 2, 3};
        if (type != TransactionType::legacy)
            content.access_list = {{Address{8}, {Word{1}, Word{}}}};
        const auto made = test::must(SignedTransaction::sign(content, *wallet, call));
        test::must(anvil->node().send_raw_transaction(made.raw(), call));
        const Receipt receipt = anvil->mined(made.hash());
        const auto found = test::must(anvil->node().transactions_of(
            wallet->address(), content.nonce, receipt.block_number, call));
        ASSERT_EQ(found.size(), 1U);
        EXPECT_EQ(found[0].raw(), made.raw());
        EXPECT_TRUE(test::must(anvil->node().transactions_of(wallet->address(), 77,
                                                             receipt.block_number, call))
                        .empty());
    }
}

}  // namespace
}  // namespace deed::registry::evm

#include "registry-contracts/client/evm/registries/contract.hpp"

#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/kinds.hpp"
#include "tests/registry-contracts/client/evm/registries/deployed.hpp"

namespace deed::registry::evm {
namespace {

TEST(TypedMessage, IsWhatWalletsRead) {
    constexpr std::string_view kType =
        "Cosign(Head head,bytes32[] members,string name,bool good)Head(uint64 size,address owner)";
    const StructText text = structs_of(kType);
    EXPECT_EQ(text.primary, "Cosign");
    EXPECT_EQ(text.structs.at("Head").size(), 2U);
    TypedDataDomain domain;
    domain.name = "Deed \"Test\"";
    domain.version = "1";
    domain.chain_id = 31337;
    domain.verifying_contract = Address{0xab};
    const AbiValue value =
        AbiValue::list({AbiValue::list({AbiValue::uint(7), AbiValue::address(Address{1})}),
                        AbiValue::list({AbiValue::bytes(Word{1}), AbiValue::bytes(Word{2})}),
                        AbiValue::text("名"), AbiValue::boolean(true)});
    ASSERT_OK_AND(const std::string json, typed_data_json(domain, kType, value));
    // Read back by the reader of wallets' typed data.
    ASSERT_OK_AND(const TypedData read, TypedData::parse(json));
    EXPECT_EQ(read.primary_type(), "Cosign");
    EXPECT_EQ(read.domain(), domain);
    EXPECT_EQ(read.message(), value);
    EXPECT_EQ(test::must(read.types().encode_type("Cosign")), kType);
}

class ContractTest : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        chain = std::make_unique<test::Deployment>();
        address = chain->deploy("EvidenceRegistry", "", {});
    }
    RegistryContract open() {
        return test::must(RegistryContract::open(evidence_contract(), chain->anvil.node(),
                                                 {31337, address}, call));
    }
    /// A contract of this code alone.
    Address with_code(const std::string& code) {
        const Address at{0xcc};
        chain->anvil.tell("anvil_setCode", "[\"" + to_hex(at) + "\",\"" + code + "\"]");
        return at;
    }
    Receipt anchored(const RegistryContract& contract, std::uint8_t byte) {
        const std::vector<AbiValue> values{AbiValue::bytes(test::word_of_byte(byte)),
                                           AbiValue::uint(1)};
        return test::must(
            contract.execute(chain->rich.transactor(), "anchorUnlinked", values, call));
    }
    HistoryQuery anchors(std::uint64_t last) {
        Word topic{};
        const Address account = chain->rich.address();
        std::copy(account.begin(), account.end(), topic.begin() + 12);
        return {.events = {"UnlinkedAnchor"}, .indexed = {topic}, .last_block = last};
    }

    std::unique_ptr<test::Deployment> chain;
    Address address{};
    Call call;
};

TEST_F(ContractTest, IsTheOneThatIsMeant) {
    Node& node = chain->anvil.node();
    EXPECT_OK(RegistryContract::open(evidence_contract(), node, {31337, address}, call));
    EXPECT_CODE(RegistryContract::open(evidence_contract(), node, {31337, Address{9}}, call),
                errors::kNoContract);
    EXPECT_CODE(RegistryContract::open(issuer_contract(), node, {31337, address}, call),
                errors::kWrongDomain);
    // The same address may be that of the same contract on another chain.
    EXPECT_CODE(RegistryContract::open(evidence_contract(), node, {1, address}, call),
                errors::kWrongChain);
    // Returns one word for every call; returns nothing; reverts without a reason.
    for (const char* code : {"0x60206000f3", "0x00", "0x60006000fd"})
        EXPECT_CODE(
            RegistryContract::open(evidence_contract(), node, {31337, with_code(code)}, call),
            errors::kWrongDomain);
}

TEST_F(ContractTest, WhatIsNoAnswerOfTheFunctionIsRefused) {
    const RegistryContract contract = open();
    const auto swapped = [&](const char* code) {
        chain->anvil.tell("anvil_setCode", "[\"" + to_hex(address) + "\",\"" + code + "\"]");
        const AbiValue account = AbiValue::address(Address{1});
        return contract.read("anchorsOf", {&account, 1}, BlockRef::latest(), call);
    };
    EXPECT_CODE(swapped("0x60206000f3"), errors::kBadAnswer);  // one word where two are
    EXPECT_CODE(swapped("0x60006000f3"), errors::kBadAnswer);
    EXPECT_CODE(swapped("0x60606000f3"), errors::kBadAnswer);
    // A number of 256 bits where one of 64 is due.
    EXPECT_CODE(swapped("0x60001960005260406000f3"), errors::kBadAnswer);
    EXPECT_CODE(swapped("0x60006000fd"), errors::kRefusedUnknown);
    EXPECT_CODE(swapped("0x60046000fd"), errors::kRefusedUnknown);  // error 0x00000000
    EXPECT_OK(swapped("0x60406000f3"));
}

TEST_F(ContractTest, ReadsAHistoryBackwardsAndNoticesGaps) {
    const RegistryContract contract = open();
    std::uint64_t last = 0;
    for (std::uint8_t i = 1; i <= 4; ++i) {
        last = anchored(contract, i).block_number;
        if (i == 2) chain->anvil.tell("anvil_mine", "[\"0x5\"]");
    }
    const auto previous = [](const Event& event) -> Result<std::uint64_t> {
        return event.values[4].as_uint()->to_u64();
    };
    ASSERT_OK_AND(const auto events, contract.history(anchors(last), previous, call));
    ASSERT_EQ(events.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(*events[i].values[3].as_uint(), Uint256(i + 1));
    EXPECT_TRUE(test::must(contract.history(anchors(0), previous, call)).empty());
    EXPECT_CODE(contract.history(anchors(last - 2), previous, call), errors::kHistoryBroken);
    HistoryQuery few = anchors(last);
    few.most = 3;
    EXPECT_CODE(contract.history(few, previous, call), errors::kHistoryTooLong);
    const auto forwards = [](const Event& event) -> Result<std::uint64_t> {
        return event.log.block_number;
    };
    EXPECT_CODE(contract.history(anchors(last), forwards, call), errors::kHistoryBroken);

    // Two in one block follow each other there.
    chain->anvil.tell("evm_setAutomine", "[false]");
    const std::vector<AbiValue> values{AbiValue::bytes(Word{5}), AbiValue::uint(1)};
    const Bytes data = test::must(contract.encode("anchorUnlinked", values));
    std::vector<SignedTransaction> sent;
    for (int i = 0; i < 2; ++i) {
        sent.push_back(test::must(chain->rich.sender().prepare({address, 0, data}, call)));
        test::must(chain->rich.sender().send(sent.back(), call));
    }
    chain->anvil.tell("evm_mine");
    ASSERT_OK_AND(const auto receipt, chain->rich.sender().wait(sent[1].hash(), {}, call));
    ASSERT_OK_AND(const auto more, contract.history(anchors(receipt.block_number), previous, call));
    EXPECT_EQ(more.size(), 6U);
}

TEST_F(ContractTest, HoldsAChangeToItsEvent) {
    const RegistryContract contract = open();
    const Receipt receipt = anchored(contract, 7);
    const auto topic = anchors(0).indexed;
    EXPECT_OK(contract.event_in(receipt, "UnlinkedAnchor", topic));
    const std::optional<Word> other = Word{1};
    EXPECT_CODE(contract.event_in(receipt, "UnlinkedAnchor", {&other, 1}), errors::kEventMissing);
    EXPECT_CODE(contract.event_in(receipt, "Checkpoint", {}), errors::kEventMissing);
    // The right topics from another contract do not count; damaged data of this one does not pass.
    Receipt forged = receipt;
    forged.value.logs[0].address = Address{1};
    EXPECT_CODE(contract.event_in(forged, "UnlinkedAnchor", topic), errors::kEventMissing);
    forged = receipt;
    forged.value.logs[0].data.pop_back();
    EXPECT_CODE(contract.event_in(forged, "UnlinkedAnchor", topic), errors::kBadEvent);
    forged = receipt;
    forged.value.logs[0].data[32] = 1;  // a count beyond 64 bits
    EXPECT_CODE(contract.event_in(forged, "UnlinkedAnchor", topic), errors::kBadEvent);
    forged = receipt;
    forged.value.logs[0].topics.pop_back();
    EXPECT_CODE(contract.event_in(forged, "UnlinkedAnchor", topic), errors::kBadEvent);
}

TEST_F(ContractTest, AChangeWhoseBlockLeftTheChainIsNoticed) {
    const RegistryContract contract = open();
    chain->anvil.tell("evm_snapshot");
    const Receipt receipt = anchored(contract, 7);
    EXPECT_OK(check_still_there(chain->anvil.node(), receipt, call));
    chain->anvil.tell("evm_revert", "[\"0x0\"]");
    chain->anvil.tell("anvil_mine", "[\"0x3\"]");
    EXPECT_CODE(check_still_there(chain->anvil.node(), receipt, call), errors::kReorganised);
    const auto previous = [](const Event&) -> Result<std::uint64_t> { return 0; };
    EXPECT_CODE(contract.history(anchors(receipt.block_number), previous, call),
                errors::kHistoryBroken);
    // Whoever waits for depth does not take it for done.
    test::Account hasty(chain->anvil.node(), test::Anvil::rich(), {Confirmation::Kind::depth, 3},
                        std::chrono::milliseconds(80));
    EXPECT_CODE(hasty.sender().wait(receipt.transaction_hash, {Confirmation::Kind::depth, 3}, call),
                errors::kNotConfirmed);
}

TEST_F(ContractTest, WhatFailsInItsBlockSaysWhy) {
    const RegistryContract contract = open();
    // Refused beforehand: nothing is sent.
    const std::vector<AbiValue> empty{AbiValue::bytes(Word{}), AbiValue::uint(1)};
    const std::uint64_t before = test::must(chain->anvil.node().block_number(call));
    const auto refused = contract.execute(chain->rich.transactor(), "anchorUnlinked", empty, call);
    EXPECT_EQ(test::code_of(refused), "anchor.invalid");
    EXPECT_EQ(test::must(chain->anvil.node().block_number(call)), before);

    /// Loses a race each time.
    class Late final : public Transactor {
    public:
        Late(test::Deployment& chain, const Address& contract)
            : chain_(chain), contract_(contract) {}
        const Address& account() const override { return chain_.rich.address(); }
        Finality finality() const override { return Finality::included; }
        Result<Receipt> run(const Action& action, Call& own) override {
            test::must(chain_.rich.transactor().run(action, own));
            // The same again, which the sender would not have prepared.
            Transaction transaction;
            transaction.chain_id = 31337;
            transaction.nonce = test::must(
                chain_.anvil.node().transaction_count(account(), BlockRef::latest(), own));
            transaction.max_fee_per_gas = 50'000'000'000;
            transaction.gas_limit = 300'000;
            transaction.to = contract_;
            transaction.data = action.data;
            const auto made =
                test::must(SignedTransaction::sign(transaction, chain_.rich.wallet(), own));
            test::must(chain_.anvil.node().send_raw_transaction(made.raw(), own));
            return chain_.rich.sender().wait(made.hash(), {}, own);
        }

    private:
        test::Deployment& chain_;
        Address contract_;
    };
    Late late(*chain, address);
    const std::vector<AbiValue> open_log{
        AbiValue::text("log.example"),
        AbiValue::list({AbiValue::uint(1), AbiValue::bytes(test::word_of_byte(3))})};
    const auto failed = contract.execute(late, "openLog", open_log, call);
    EXPECT_CODE(failed, errors::kFailedInBlock);
    EXPECT_NE(failed.error().message().find("LogExists"), std::string::npos);
}

}  // namespace
}  // namespace deed::registry::evm

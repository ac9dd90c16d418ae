#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"
#include "tests/registry-contracts/client/fisco/engine/fisco_chain.hpp"

namespace deed::registry::test {
namespace {

namespace errors = fisco::errors;
using evm::BlockRef;

class FiscoReader : public testing::TestWithParam<fisco::ChainVersion> {
protected:
    void SetUp() override {
        if (!deed::test::have_fisco_node())
            GTEST_SKIP() << "no Anvil, no Node or no libraries for it: run scripts/setup";
        chain = std::make_unique<FiscoChain>(GetParam());
    }
    bool is_two() const { return GetParam() == fisco::ChainVersion::two; }
    fisco::Reader& reader() { return chain->reader(); }

    /// A contract whose every call leaves one event without topics, and its runtime code.
    static Bytes noisy() { return deed::test::unhex("6004600a5f3960045ff35f5fa000"); }

    std::unique_ptr<FiscoChain> chain;
    Call call;
};

TEST_P(FiscoReader, TellsBlocksAndReceipts) {
    const evm::Receipt made = chain->done({std::nullopt, {}, noisy()}, "a");
    ASSERT_OK_AND(const auto latest, reader().block_info(BlockRef::latest(), call));
    EXPECT_EQ(latest->number, made.block_number);
    EXPECT_EQ(latest->hash, made.block_hash);
    EXPECT_EQ(latest->timestamp, static_cast<std::uint64_t>(kStart) * 1000);
    ASSERT_OK_AND(const auto finalized, reader().block_info(BlockRef::finalized(), call));
    EXPECT_EQ(finalized->hash, latest->hash);
    ASSERT_OK_AND(const auto by_hash, reader().block_info_by_hash(made.block_hash, call));
    EXPECT_EQ(by_hash->number, made.block_number);
    ASSERT_OK_AND(const auto none, reader().block_info(BlockRef::number(99'999), call));
    EXPECT_FALSE(none.has_value());
    ASSERT_OK_AND(const auto unknown, reader().block_info_by_hash(evm::Word{7}, call));
    EXPECT_FALSE(unknown.has_value());
    ASSERT_OK_AND(const auto absent, reader().receipt(evm::Word{7}, call));
    EXPECT_FALSE(absent.has_value());
    EXPECT_CODE(reader().code(Address{9}, BlockRef::latest(), call), evm::errors::kNoContract);
}

TEST_P(FiscoReader, TellsTheEventsOfAllReceiptsOfABlock) {
    const Address contract =
        chain->done({std::nullopt, {}, noisy()}, "contract").contract_address.value();
    chain->node().leaves(5);
    const evm::Receipt made = chain->done({contract, {}, {}}, "call");
    evm::LogFilter filter;
    filter.from_block = filter.to_block = made.block_number;
    filter.addresses = {contract};
    ASSERT_OK_AND(const auto logs, reader().logs(filter, call));
    ASSERT_EQ(logs.size(), 1U);
    EXPECT_EQ(logs[0].transaction_hash, made.transaction_hash);
    EXPECT_EQ(logs[0].block_hash, made.block_hash);
    filter.addresses = {Address{1}};
    ASSERT_OK_AND(const auto others, reader().logs(filter, call));
    EXPECT_TRUE(others.empty());
    filter.addresses.clear();
    filter.block_hash = made.block_hash;
    ASSERT_OK_AND(const auto by_hash, reader().logs(filter, call));
    EXPECT_EQ(by_hash.size(), 1U);

    // Nothing can be left out or changed: the root covers every receipt.
    for (const char* fault : {"changed_receipt"}) {
        chain->node().fault(fault);
        EXPECT_CODE(reader().logs(filter, call), errors::kProofRoot);
    }
    chain->node().fault("hide_receipts");
    const auto hidden = reader().logs(filter, call);
    EXPECT_FALSE(hidden.has_value());
    chain->node().fault("hide_transactions");
    EXPECT_CODE(reader().logs(filter, call), errors::kProofRoot);
    chain->node().fault("changed_header");
    EXPECT_CODE(reader().receipt(made.transaction_hash, call), errors::kHeaderMismatch);
}

TEST_P(FiscoReader, ReadsNoRangeWithoutEnd) {
    evm::LogFilter filter;
    filter.to_block = fisco::Reader::kMostBlocks;
    EXPECT_CODE(reader().logs(filter, call), errors::kRangeTooWide);
    filter.to_block = 1;
    EXPECT_OK(reader().logs(filter, call));
}

TEST_P(FiscoReader, AnswersAsOfTheLatestBlockAlone) {
    const evm::Receipt made = chain->done({std::nullopt, {}, noisy()}, "a");
    const evm::CallRequest request{.to = made.contract_address};
    EXPECT_OK(reader().try_call(request, BlockRef::number(made.block_number), call));
    chain->node().mine(1);
    EXPECT_CODE(reader().try_call(request, BlockRef::number(made.block_number), call),
                evm::errors::kStateMoved);
    EXPECT_OK(reader().try_call(request, BlockRef::latest(), call));
    ASSERT_OK_AND(const auto nothing,
                  reader().call_contract({.to = Address{9}}, BlockRef::latest(), call));
    EXPECT_TRUE(nothing.empty());
    chain->deploy_contracts();
    const auto refused = reader().call_contract(
        {.to = chain->registry, .data = deed::test::unhex("00000001")}, BlockRef::latest(), call);
    EXPECT_CODE(refused, evm::errors::kReverted);
}

TEST_P(FiscoReader, IsOfTheGroupThatIsMeant) {
    using fisco::Reader;
    auto& node = chain->node().node();
    if (is_two()) {
        EXPECT_CODE(Reader::open(node, {kFiscoChainId}, call), errors::kEngineUnsupported);
    } else {
        EXPECT_OK(Reader::open(node, {kFiscoChainId}, call));
        EXPECT_CODE(Reader::open(node, {7}, call), evm::errors::kWrongChain);
        const auto told = [&](const char* setting) {
            chain->node().fault("setting", setting);
            return Reader::open(node, {kFiscoChainId}, call);
        };
        EXPECT_CODE(told(R"(["compatibility_version","3.9.2"])"), errors::kEngineUnsupported);
        EXPECT_CODE(told(R"(["compatibility_version","new"])"), errors::kUnexpectedResult);
        EXPECT_OK(told(R"(["compatibility_version","3.10.0"])"));
        EXPECT_CODE(told(R"(["web3_chain_id","0"])"), errors::kNoWeb3ChainId);
        EXPECT_CODE(told(R"(["web3_chain_id",""])"), errors::kNoWeb3ChainId);
        EXPECT_CODE(told(R"(["web3_chain_id","0x1"])"), errors::kUnexpectedResult);
    }
    fisco::ChainSettings sm = chain->node().settings();
    sm.hash = fisco::ChainHash::sm3;
    EXPECT_CODE(Reader::open(*chain->node().with(sm), {kFiscoChainId, true}, call),
                errors::kEngineUnsupported);
}

std::string version_name(const testing::TestParamInfo<fisco::ChainVersion>& info) {
    return info.param == fisco::ChainVersion::two ? "Two" : "Three";
}

INSTANTIATE_TEST_SUITE_P(Versions, FiscoReader,
                         testing::Values(fisco::ChainVersion::two, fisco::ChainVersion::three),
                         version_name);

}  // namespace
}  // namespace deed::registry::test

#pragma once

#include <atomic>

#include "registry-contracts/client/evm/artifacts/artifact.hpp"
#include "registry-contracts/client/evm/ledger/evm_ledger.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/fisco/outbox/outbox.hpp"
#include "tests/registry-contracts/client/fisco/fisco_node.hpp"
#include "tests/registry-contracts/suite/ledger_suite.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::registry::test {

inline constexpr std::uint64_t kFiscoChainId = 31'337;  // as Anvil has it unless told

/// A group of its own with an account, a reader and an outbox.
class FiscoChain {
public:
    explicit FiscoChain(fisco::ChainVersion version, std::vector<std::string> more = {})
        : node_(deed::test::NodeKind{version, fisco::ChainHash::keccak256}, std::move(more)) {
        node_.leaves(1);
        set_time(at_second(kStart));
        open();
    }

    void set_time(Timestamp time) {
        Call call;
        const std::string milliseconds = std::to_string(time.unix_milliseconds());
        must(must(node_.rpc().call({"test_time", "[" + milliseconds + "]"}, call)).result());
    }
    void open() {
        outbox_.reset();
        reader_ = must(fisco::Reader::open(node_.node(), {kFiscoChainId, true}, call_));
        outbox_ = must(fisco::Outbox::open(options(), *reader_, *signer_, clock_));
    }
    fisco::OutboxOptions options() {
        fisco::OutboxOptions options;
        options.folder = temp_ / "outbox";
        options.chain_id = kFiscoChainId;
        options.poll_interval = std::chrono::milliseconds(10);
        options.patience = patience;
        options.resend_after = std::chrono::milliseconds(0);
        return options;
    }
    void close() { outbox_.reset(); }

    deed::test::FiscoNode& node() { return node_; }
    fisco::Reader& reader() { return *reader_; }
    fisco::Outbox& outbox() { return *outbox_; }
    fisco::ChainSigner& signer() { return *signer_; }
    FixedClock& clock() { return clock_; }
    const deed::test::TempDir& folder() const { return temp_; }

    evm::Receipt done(const evm::Action& action, const std::string& key) {
        const auto id = must(outbox_->submit(action, key, call_));
        return must(outbox_->wait(id, {}, call_));
    }
    Address deploy(Bytes creation) {
        const std::string key = "deploy " + std::to_string(++deployed_);
        return done({std::nullopt, {}, std::move(creation)}, key).contract_address.value();
    }
    /// A DidRegistry and a Directory that names it.
    void deploy_contracts() {
        registry = deploy(to_bytes(evm::artifact_of(evm::Contract::did).creation));
        Bytes word = bytes_of("did");
        word.resize(32);
        std::vector<evm::AbiType> types;
        for (const char* type : {"address", "uint256", "bytes32[]", "address[]"})
            types.push_back(must(evm::AbiType::parse(type)));
        const evm::AbiValue::List values{evm::AbiValue::address(signer_->address()),
                                         evm::AbiValue::uint(86'400),
                                         evm::AbiValue::list({evm::AbiValue::bytes(word)}),
                                         evm::AbiValue::list({evm::AbiValue::address(registry)})};
        Bytes creation = to_bytes(evm::artifact_of(evm::Contract::directory).creation);
        append(creation, must(evm::abi_encode(types, values)));
        directory = deploy(std::move(creation));
    }

    Address registry{};
    Address directory{};
    std::chrono::milliseconds patience{std::chrono::seconds(20)};

private:
    deed::test::TempDir temp_;
    Call call_;
    FixedClock clock_{at_second(kStart)};
    deed::test::FiscoNode node_;
    std::unique_ptr<fisco::ChainSigner> signer_ =
        deed::test::chain_signer_of(fisco::ChainHash::keccak256, Bytes(32, 0x21));
    std::unique_ptr<fisco::Reader> reader_;
    std::unique_ptr<fisco::Outbox> outbox_;
    int deployed_ = 0;
};

/// Its DidRegistry as a ledger.
template <fisco::ChainVersion kVersion>
class FiscoLedgerFixture : public EngineFixture {
public:
    FiscoLedgerFixture() {
        // All groups here are alike: one contract more before gives every other one another
        // Directory, so that two which live side by side are two networks.
        static std::atomic<unsigned> made{0};
        if (made++ % 2 == 1) chain_.deploy(must(evm::from_hex("0x600160005360016000f3")));
        chain_.deploy_contracts();
        open();
    }

    Ledger& writer() override { return *ledger_; }
    Ledger& reader() override { return *ledger_; }
    FixedClock& clock() override { return chain_.clock(); }
    void reopen() override {
        ledger_.reset();
        chain_.open();
        open();
    }
    void set_time(Timestamp time) override {
        clock().set(time);
        if (time <= time_) return;
        chain_.set_time(time);
        time_ = time;
    }

private:
    void open() {
        evm::EvmLedgerOptions options;
        options.network = {kFiscoChainId, chain_.directory};
        options.final = {};
        Call call;
        ledger_ = must(evm::open_evm_ledger(chain_.reader(), &chain_.outbox(), options, call));
    }

    FiscoChain chain_{kVersion};
    Timestamp time_ = at_second(kStart);
    std::unique_ptr<evm::EvmLedger> ledger_;
};

}  // namespace deed::registry::test

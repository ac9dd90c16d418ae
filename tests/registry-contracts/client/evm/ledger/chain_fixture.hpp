#pragma once

#include "registry-contracts/client/evm/artifacts/artifact.hpp"
#include "registry-contracts/client/evm/ledger/evm_ledger.hpp"
#include "registry-contracts/client/evm/outbox/outbox.hpp"
#include "tests/registry-contracts/client/evm/anvil.hpp"
#include "tests/registry-contracts/suite/ledger_suite.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::registry::test {

/// A chain of its own with a Directory and a DidRegistry, whose time stands still unless it is set.
class ChainFixture : public EngineFixture {
public:
    explicit ChainFixture(std::vector<std::string> arguments = {})
        : chain_id_(next_chain_id()), anvil_(with_usual(std::move(arguments))) {
        anvil_.tell("anvil_setBlockTimestampInterval", "[0]");
        open_outbox();
        registry_ = deploy(to_bytes(evm::artifact_of(evm::Contract::did).creation));
        directory_ = deploy(directory_creation({{"did", registry_}}));
        open();
    }

    Ledger& writer() override { return *ledger_; }
    Ledger& reader() override { return *ledger_; }
    FixedClock& clock() override { return clock_; }
    void reopen() override {
        close();
        open_outbox();
        open();
    }
    void set_time(Timestamp time) override {
        clock_.set(time);
        if (time <= chain_time_) return;
        anvil_.tell("evm_setNextBlockTimestamp",
                    "[" + std::to_string(time.unix_milliseconds() / 1000) + "]");
        mine();
        chain_time_ = time;
    }

    void close() {
        ledger_.reset();
        outbox_.reset();
    }
    void open() { ledger_ = must(evm::open_evm_ledger(node(), outbox_.get(), options(), call_)); }
    evm::EvmLedgerOptions options() {
        evm::EvmLedgerOptions options;
        options.network = {chain_id_, directory_};
        options.final = {};  // no other blocks come here
        options.query_range = 3;
        return options;
    }
    void mine(int blocks = 1) {
        for (int i = 0; i < blocks; ++i) anvil_.tell("evm_mine");
    }
    deed::test::Anvil& anvil() { return anvil_; }
    evm::Node& node() { return anvil_.node(); }
    evm::Outbox& outbox() { return *outbox_; }
    const Address& registry() const { return registry_; }
    const Address& directory() const { return directory_; }
    std::uint64_t chain_id() const { return chain_id_; }

    Address deploy(Bytes creation) {
        const std::string key = "deploy " + std::to_string(++deployed_);
        const auto id = must(outbox_->submit({std::nullopt, 0, std::move(creation)}, key, call_));
        return must(outbox_->wait(id, {}, call_)).contract_address.value();
    }
    Bytes directory_creation(const std::vector<std::pair<std::string, Address>>& names) {
        evm::AbiValue::List words;
        evm::AbiValue::List targets;
        for (const auto& [name, target] : names) {
            Bytes word = bytes_of(name);
            word.resize(32);
            words.push_back(evm::AbiValue::bytes(word));
            targets.push_back(evm::AbiValue::address(target));
        }
        std::vector<evm::AbiType> types;
        for (const char* type : {"address", "uint256", "bytes32[]", "address[]"})
            types.push_back(must(evm::AbiType::parse(type)));
        const evm::AbiValue::List values{
            evm::AbiValue::address(account_->address()), evm::AbiValue::uint(86'400),
            evm::AbiValue::list(std::move(words)), evm::AbiValue::list(std::move(targets))};
        Bytes creation = to_bytes(evm::artifact_of(evm::Contract::directory).creation);
        append(creation, must(evm::abi_encode(types, values)));
        return creation;
    }

private:
    static std::uint64_t next_chain_id() {
        static std::uint64_t last = 31'500;
        return ++last;
    }
    std::vector<std::string> with_usual(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--chain-id", std::to_string(chain_id_), "--timestamp",
                                           std::to_string(kStart)});
        return arguments;
    }
    void open_outbox() {
        evm::OutboxOptions options;
        options.folder = temp_ / "outbox";
        options.chain_id = chain_id_;
        const evm::Uint256 gwei = 1'000'000'000;
        options.fees.max_fee_per_gas = must(gwei.times(100));
        options.fees.max_priority_fee_per_gas = must(gwei.times(2));
        options.poll_interval = std::chrono::milliseconds(20);
        options.patience = std::chrono::seconds(20);
        outbox_ = must(evm::Outbox::open(options, node(), *account_, clock_));
    }

    deed::test::TempDir temp_;
    Call call_;
    FixedClock clock_{at_second(kStart)};
    Timestamp chain_time_ = at_second(kStart);
    const std::uint64_t chain_id_;
    deed::test::Anvil anvil_;
    std::unique_ptr<evm::AccountSigner> account_ = deed::test::Anvil::rich();
    std::unique_ptr<evm::Outbox> outbox_;
    std::unique_ptr<evm::EvmLedger> ledger_;
    Address registry_{};
    Address directory_{};
    int deployed_ = 0;
};

}  // namespace deed::registry::test

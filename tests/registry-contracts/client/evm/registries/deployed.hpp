#pragma once

#include "lib/io/file.hpp"
#include "registry-contracts/client/evm/registries/transactor.hpp"
#include "registry-contracts/client/evm/sender.hpp"
#include "registry-contracts/client/issuer_registry.hpp"
#include "tests/registry-contracts/client/evm/anvil.hpp"

namespace deed::test {

/// A contract's artifact as it is checked in.
inline json::Document artifact(const std::string& name) {
    const auto text =
        must(read_file(std::string(DEED_ARTIFACTS) + "/" + name + ".json", std::size_t{1} << 20));
    return must(json::Document::parse(ByteView(text)));
}

class NoRecord final : public registry::evm::TransactionRecord {
public:
    Result<void> record(const registry::evm::SignedTransaction&, Call&) override { return {}; }
};

/// Sends for one funded account.
class Account {
public:
    Account(registry::evm::Node& node, std::unique_ptr<registry::evm::AccountSigner> wallet,
            registry::evm::Confirmation confirmation = {},
            std::chrono::milliseconds patience = std::chrono::seconds(20))
        : wallet_(std::move(wallet)), nonces_(wallet_->address(), 0) {
        using registry::evm::Uint256;
        const Uint256 gwei = 1'000'000'000;
        registry::evm::SenderOptions options;
        options.chain_id = 31337;
        options.fees.max_fee_per_gas = must(gwei.times(100));
        options.fees.max_priority_fee_per_gas = must(gwei.times(2));
        options.poll_interval = std::chrono::milliseconds(5);
        options.patience = patience;
        Call call;
        sender_ =
            must(registry::evm::Sender::open(node, *wallet_, nonces_, record_, options, call));
        transactor_ = registry::evm::make_transactor(*sender_, wallet_->address(), confirmation);
    }
    const registry::Address& address() const { return wallet_->address(); }
    registry::evm::AccountSigner& wallet() { return *wallet_; }
    registry::evm::Sender& sender() { return *sender_; }
    registry::evm::Transactor& transactor() { return *transactor_; }

private:
    std::unique_ptr<registry::evm::AccountSigner> wallet_;
    registry::evm::Nonces nonces_;
    NoRecord record_;
    std::unique_ptr<registry::evm::Sender> sender_;
    std::unique_ptr<registry::evm::Transactor> transactor_;
};

/// A chain with the contracts on it that a test asks for.
class Deployment {
public:
    explicit Deployment(std::vector<std::string> arguments = {})
        : anvil(std::move(arguments)), rich(anvil.node(), Anvil::rich()) {}

    registry::Address deploy(const std::string& name, std::string_view types,
                             const registry::evm::AbiValue::List& values) {
        using registry::evm::AbiType;
        const auto document = artifact(name);
        Bytes code = must(registry::evm::from_hex(document.root().find("bytecode")->string()));
        if (!values.empty())
            append(code,
                   must(registry::evm::abi_encode(must(AbiType::parse(types)).members(), values)));
        Call call;
        const auto receipt = must(rich.transactor().run({std::nullopt, 0, code}, call));
        return receipt.contract_address.value();
    }
    registry::Address did_registry() {
        if (!dids_) dids_ = deploy("DidRegistry", "", {});
        return *dids_;
    }
    registry::Address with_dids(const std::string& name) {
        return deploy(name, "(address)", {registry::evm::AbiValue::address(did_registry())});
    }

    /// An account with funds, whose secret key is 32 times the byte.
    std::unique_ptr<Account> account(std::uint8_t byte) {
        auto wallet = wallet_of(byte);
        anvil.tell("anvil_setBalance",
                   "[\"" + registry::evm::to_hex(wallet->address()) + "\",\"0xde0b6b3a7640000\"]");
        return std::make_unique<Account>(anvil.node(), std::move(wallet));
    }
    std::uint64_t now() {
        Call call;
        return must(anvil.node().block(registry::evm::BlockRef::latest(), call))
            .value()
            .header.timestamp();
    }
    /// The next block has this time.
    void at(std::uint64_t time) {
        anvil.tell("evm_setNextBlockTimestamp", "[" + std::to_string(time) + "]");
    }

    Anvil anvil;
    Account rich;

private:
    std::optional<registry::Address> dids_;
};

inline registry::Hash word_of_byte(std::uint8_t byte) {
    registry::Hash word;
    word.fill(byte);
    return word;
}

}  // namespace deed::test

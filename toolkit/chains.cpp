#include "toolkit/chains.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/deployment/deployment.hpp"
#include "registry-contracts/client/evm/deployment/directory.hpp"
#include "registry-contracts/client/evm/outbox/outbox.hpp"
#include "registry-contracts/client/evm/signing/errors.hpp"
#include "registry-contracts/client/fisco/outbox/outbox_file.hpp"
#include "toolkit/chain_errors.hpp"
#include "toolkit/chain_nodes.hpp"
#include "toolkit/fisco_chain.hpp"

namespace deed {
namespace {

using registry::evm::ActionOutbox;
using registry::evm::Node;
using registry::evm::Outbox;

/// The parts in the order in which they lean on each other.
class Chain final : public OpenChain {
public:
    Chain(ChainConfig config, std::filesystem::path outboxes, crypto::ReferencedKeyStore& keys,
          const Clock& clock, registry::evm::WaitObserver* waiting)
        : config_(std::move(config)),
          names_chain_(config_.chain_id.has_value()),
          outboxes_(std::move(outboxes)),
          keys_(keys),
          clock_(clock),
          waiting_(waiting) {}

    Result<void> connect(Call& call) {
        DEED_TRY(config_.chain_id, nodes_.connect(call));
        return {};
    }

    const ChainConfig& config() const override { return config_; }
    std::string_view node_origin() const override { return nodes_.origin(); }
    registry::evm::ChainReader& reader() override { return nodes_.node(); }
    Node& node() override { return nodes_.node(); }

    Result<registry::Address> account(Call& call) override {
        DEED_TRY(const crypto::KeyReference key, account_key());
        DEED_TRY(const crypto::PublicKey public_key, keys_.public_key(key, call));
        if (public_key.type() != crypto::KeyType::secp256k1)
            return Error(registry::evm::errors::kAccountNeedsSecp256k1,
                         "the account of " + config_.alias, key.to_string());
        return registry::address_of(public_key);
    }

    Result<registry::evm::EvmLedger*> ledger(Access access, Call& call) override {
        DEED_TRY(registry::evm::EvmLedgerOptions options, ledger_options());
        ActionOutbox* sending = nullptr;
        if (access == Access::writing) {
            DEED_TRY(sending, outbox(call));
        }
        const std::lock_guard lock(mutex_);
        // What can be written can be read, and knows what was just written.
        if (writer_) return writer_.get();
        auto& place = sending != nullptr ? writer_ : reader_;
        if (!place) {
            DEED_TRY(place, registry::evm::open_evm_ledger(nodes_.node(), sending, options, call));
        }
        return place.get();
    }

    Result<ActionOutbox*> outbox(Call& call) override {
        // Else the node would choose the chain that transactions are signed for.
        if (!names_chain_)
            return Error(errors::kChainNoId, "chain." + config_.alias + ".chain-id is not set");
        const std::lock_guard lock(mutex_);
        if (outbox_) return outbox_.get();
        if (!signer_) {
            DEED_TRY(const crypto::KeyReference key, account_key());
            DEED_TRY(auto signer, keys_.signer(key, call));
            DEED_TRY(signer_, registry::evm::AccountSigner::from_signer(std::move(signer)));
        }
        registry::evm::OutboxOptions options;
        options.folder = outboxes_;
        options.chain_id = *config_.chain_id;
        options.fees = fees_;
        options.settled = registry::evm::stricter(options.settled, config_.confirmation);
        options.patience = config_.patience;
        options.known_errors = registry::evm::deployment_errors();
        options.observer = waiting_;
        DEED_TRY(outbox_, Outbox::open(std::move(options), nodes_.node(), *signer_, clock_));
        return outbox_.get();
    }

    void cap_fee(const registry::evm::Uint256& most) override {
        const std::lock_guard lock(mutex_);
        fees_.max_fee_per_gas = std::min(fees_.max_fee_per_gas, most);
        fees_.max_priority_fee_per_gas = std::min(fees_.max_priority_fee_per_gas, most);
    }

    Result<registry::evm::Transactor*> transactor(Call& call) override {
        DEED_TRY(const registry::Address paying, account(call));
        DEED_TRY(ActionOutbox * sending, outbox(call));
        const std::lock_guard lock(mutex_);
        if (!transactor_)
            transactor_ = registry::evm::make_transactor(*sending, nodes_.node(), paying,
                                                         config_.confirmation);
        return transactor_.get();
    }

    Result<registry::evm::DryRun*> dry_run(Call& call) override {
        // What is tried is signed, too.
        if (!names_chain_)
            return Error(errors::kChainNoId, "chain." + config_.alias + ".chain-id is not set");
        DEED_TRY(const registry::Address paying, account(call));
        const std::lock_guard lock(mutex_);
        if (!dry_run_) dry_run_ = std::make_unique<registry::evm::DryRun>(nodes_.node(), paying);
        return dry_run_.get();
    }

    Result<registry::evm::DeployedAt> contract(registry::evm::Contract contract,
                                               Call& call) override {
        DEED_TRY(const ChainNetwork named, network());
        DEED_TRY(const registry::Address address,
                 registry::evm::find_contract(nodes_.node(), named, contract, call));
        return registry::evm::DeployedAt{named.chain_id, address};
    }

private:
    Result<registry::evm::EvmLedgerOptions> ledger_options() {
        registry::evm::EvmLedgerOptions options;
        DEED_TRY(options.network, network());
        options.included = config_.confirmation;
        options.final = config_.confirmation;
        options.node = "node " + nodes_.origin();
        if (config_.keep_histories) {
            options.histories = outboxes_;
            options.prover = &nodes_.node();
        }
        return options;
    }

    Result<crypto::KeyReference> account_key() const {
        if (config_.account) return *config_.account;
        return Error(errors::kChainNoAccount, "chain." + config_.alias + ".account is not set");
    }

    ChainConfig config_;
    const bool names_chain_;  ///< before a node said which chain it is of
    const std::filesystem::path outboxes_;
    crypto::ReferencedKeyStore& keys_;
    const Clock& clock_;
    registry::evm::WaitObserver* const waiting_;
    ChainNodes nodes_{config_};
    std::mutex mutex_;
    registry::evm::FeePolicy fees_ = config_.fees;
    std::unique_ptr<registry::evm::AccountSigner> signer_;
    std::unique_ptr<ActionOutbox> outbox_;
    std::unique_ptr<registry::evm::Transactor> transactor_;
    std::unique_ptr<registry::evm::DryRun> dry_run_;
    std::unique_ptr<registry::evm::EvmLedger> reader_;
    std::unique_ptr<registry::evm::EvmLedger> writer_;
};

}  // namespace

Result<std::vector<registry::evm::ActionStatus>> read_chain_outbox(
    const std::filesystem::path& folder, const ChainConfig& chain,
    const registry::Address& account) {
    if (!chain.chain_id)
        return Error(errors::kChainNoId, "chain." + chain.alias + ".chain-id is not set");
    if (!chain.fisco) return registry::evm::read_outbox(folder, {*chain.chain_id, account});
    return registry::fisco::read_outbox(folder, {chain.fisco->version, *chain.chain_id,
                                                 chain.fisco->chain, chain.fisco->group, account});
}

Result<ChainNetwork> OpenChain::network() const {
    if (const auto network = config().network()) return *network;
    return Error(errors::kChainNoDirectory, "chain." + config().alias + ".directory is not set");
}

const ChainConfig* ChainSet::find(std::string_view name) const {
    if (const auto found = chains_.find(name); found != chains_.end()) return &found->second;
    const auto wanted = registry::evm::parse_chain_network(name);
    if (!wanted) return nullptr;
    for (const auto& [alias, config] : chains_)
        if (config.network() == *wanted) return &config;
    return nullptr;
}

const ChainConfig* ChainSet::find_by_id(std::uint64_t chain_id) const {
    for (const auto& [alias, config] : chains_)
        if (config.chain_id == chain_id) return &config;
    return nullptr;
}

ChainSet::Place& ChainSet::place_of(const std::string& alias) {
    const std::lock_guard lock(mutex_);
    return open_[alias];  // stays where it is
}

Result<OpenChain*> ChainSet::open(std::string_view name, Call& call) {
    const ChainConfig* config = find(name);
    if (config == nullptr)
        return Error(errors::kChainUnknown, "no chain \"" + std::string(name) + "\" is configured");
    Place& place = place_of(config->alias);
    // A node that is slow holds up those who ask for its chain, until they are interrupted.
    std::unique_lock lock(place.opening, std::defer_lock);
    while (!lock.try_lock_for(std::chrono::milliseconds(50))) DEED_CHECK(call.check());
    if (place.chain) return place.chain.get();
    if (config->fisco) {
        DEED_TRY(place.chain, open_fisco_chain(*config, outboxes_, keys_, clock_, waiting_, call));
        return place.chain.get();
    }
    auto chain = std::make_unique<Chain>(*config, outboxes_, keys_, clock_, waiting_);
    DEED_CHECK(chain->connect(call));
    place.chain = std::move(chain);
    return place.chain.get();
}

}  // namespace deed

#include "toolkit/fisco_chain.hpp"

#include "registry-contracts/client/evm/deployment/deployment.hpp"
#include "registry-contracts/client/evm/deployment/directory.hpp"
#include "registry-contracts/client/evm/signing/errors.hpp"
#include "registry-contracts/client/fisco/connection.hpp"
#include "registry-contracts/client/fisco/outbox/outbox.hpp"
#include "toolkit/chain_errors.hpp"
#include "toolkit/chain_nodes.hpp"

namespace deed {
namespace {

namespace evm = registry::evm;
namespace fisco = registry::fisco;

Error not_ethereum(const std::string& alias) {
    return Error(errors::kChainNotEthereum, "chain." + alias + " is of FISCO BCOS");
}

/// The parts in the order in which they lean on each other.
class FiscoChain final : public OpenChain {
public:
    FiscoChain(const ChainConfig& config, const std::filesystem::path& outboxes,
               crypto::ReferencedKeyStore& keys, const Clock& clock, evm::WaitObserver* waiting)
        : config_(config),
          names_chain_(config.chain_id.has_value()),
          outboxes_(outboxes),
          keys_(keys),
          clock_(clock),
          waiting_(waiting),
          refusing_(not_ethereum(config.alias)) {}

    /// Takes the first node that answers.
    Result<void> connect(Call& call) {
        if (config_.nodes.empty())
            return Error(errors::kChainNoNode, "chain." + config_.alias + ".nodes is not set");
        for (const net::Url& node : config_.nodes)
            if (!may_be_asked(node))
                return Error(errors::kChainPlainHttp, std::string(node.origin()));
        for (const net::Url& node : config_.nodes) {
            auto opened = try_node(node, call);
            const bool is_last = &node == &config_.nodes.back();
            if (!opened && !is_last && opened.error().kind() == ErrorKind::unavailable) continue;
            DEED_CHECK(opened);
            DEED_TRY(config_.chain_id, chain_reader_->chain_id(call));
            return {};
        }
        return {};
    }

    const ChainConfig& config() const override { return config_; }
    std::string_view node_origin() const override { return origin_; }
    evm::ChainReader& reader() override { return *chain_reader_; }
    evm::Node& node() override { return no_node_; }

    Result<registry::Address> account(Call& call) override {
        DEED_TRY(const crypto::KeyReference key, account_key());
        DEED_TRY(const crypto::PublicKey public_key, keys_.public_key(key, call));
        if (public_key.type() != crypto::KeyType::secp256k1)
            return Error(evm::errors::kAccountNeedsSecp256k1, "the account of " + config_.alias,
                         key.to_string());
        return registry::address_of(public_key);
    }

    Result<evm::EvmLedger*> ledger(Access access, Call& call) override {
        evm::EvmLedgerOptions options;
        DEED_TRY(options.network, network());
        options.final = options.included;  // blocks are final when they are made
        options.node = "node " + origin_;
        evm::ActionOutbox* sending = nullptr;
        if (access == Access::writing) {
            DEED_TRY(sending, outbox(call));
        }
        const std::lock_guard lock(mutex_);
        // What can be written can be read, and knows what was just written.
        if (writer_) return writer_.get();
        auto& place = sending != nullptr ? writer_ : reader_;
        if (!place) {
            DEED_TRY(place, evm::open_evm_ledger(*chain_reader_, sending, options, call));
        }
        return place.get();
    }

    Result<evm::ActionOutbox*> outbox(Call& call) override {
        // Else the node would choose the chain that operations are signed for.
        if (!names_chain_)
            return Error(errors::kChainNoId, "chain." + config_.alias + ".chain-id is not set");
        const std::lock_guard lock(mutex_);
        if (outbox_) return outbox_.get();
        if (!signer_) {
            DEED_TRY(const crypto::KeyReference key, account_key());
            DEED_TRY(auto signer, keys_.signer(key, call));
            DEED_TRY(account_, evm::AccountSigner::from_signer(std::move(signer)));
            signer_ = fisco::ChainSigner::of_account(*account_);
        }
        fisco::OutboxOptions options;
        options.folder = outboxes_;
        options.chain_id = *config_.chain_id;
        options.patience = config_.patience;
        options.known_errors = evm::deployment_errors();
        options.observer = waiting_;
        DEED_TRY(outbox_,
                 fisco::Outbox::open(std::move(options), *chain_reader_, *signer_, clock_));
        return outbox_.get();
    }

    void cap_fee(const evm::Uint256&) override {}

    Result<evm::Transactor*> transactor(Call& call) override {
        DEED_TRY(const registry::Address paying, account(call));
        DEED_TRY(evm::ActionOutbox * sending, outbox(call));
        const std::lock_guard lock(mutex_);
        if (!transactor_)
            transactor_ = evm::make_transactor(*sending, *chain_reader_, paying,
                                               {evm::Confirmation::Kind::finalized, 1});
        return transactor_.get();
    }

    Result<evm::DryRun*> dry_run(Call&) override { return not_ethereum(config_.alias); }

    Result<evm::DeployedAt> contract(evm::Contract contract, Call& call) override {
        DEED_TRY(const ChainNetwork named, network());
        DEED_TRY(const registry::Address address,
                 evm::find_contract(*chain_reader_, named, contract, call));
        return evm::DeployedAt{named.chain_id, address};
    }

private:
    bool may_be_asked(const net::Url& node) const {
        return node.scheme() != net::Url::Scheme::http || config_.plain_http ||
               is_on_this_machine(node);
    }

    Result<void> try_node(const net::Url& url, Call& call) {
        origin_ = url.origin();
        fisco::NodeConnection connection{.url = url};
        connection.allow_http = true;  // judged by may_be_asked()
        connection.timeout = config_.node_timeout;
        if (url.scheme() != net::Url::Scheme::http) {
            connection.ca_file = config_.ca_file;
            connection.certificate = config_.fisco->certificate;
        }
        DEED_TRY(http_, fisco::open_connection(connection));
        rpc_ = std::make_unique<evm::RpcClient>(*http_, url);
        fisco::ChainSettings settings;
        settings.version = config_.fisco->version;
        settings.chain_id = config_.fisco->chain;
        settings.group_id = config_.fisco->group;
        DEED_TRY(node_, fisco::Node::open(*rpc_, std::move(settings)));
        DEED_TRY(chain_reader_, fisco::Reader::open(*node_, {config_.chain_id, false}, call));
        return {};
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
    evm::WaitObserver* const waiting_;
    evm::RpcClient refusing_;
    evm::Node no_node_{refusing_};
    std::unique_ptr<net::HttpClient> http_;
    std::unique_ptr<evm::RpcClient> rpc_;
    std::unique_ptr<fisco::Node> node_;
    std::unique_ptr<fisco::Reader> chain_reader_;
    std::string origin_;
    std::mutex mutex_;
    std::unique_ptr<evm::AccountSigner> account_;
    std::unique_ptr<fisco::ChainSigner> signer_;
    std::unique_ptr<evm::ActionOutbox> outbox_;
    std::unique_ptr<evm::Transactor> transactor_;
    std::unique_ptr<evm::EvmLedger> reader_;
    std::unique_ptr<evm::EvmLedger> writer_;
};

}  // namespace

Result<std::unique_ptr<OpenChain>> open_fisco_chain(const ChainConfig& config,
                                                    const std::filesystem::path& outboxes,
                                                    crypto::ReferencedKeyStore& keys,
                                                    const Clock& clock, evm::WaitObserver* waiting,
                                                    Call& call) {
    auto chain = std::make_unique<FiscoChain>(config, outboxes, keys, clock, waiting);
    DEED_CHECK(chain->connect(call));
    return std::unique_ptr<OpenChain>(std::move(chain));
}

}  // namespace deed

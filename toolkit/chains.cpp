#include "toolkit/chains.hpp"

#include <algorithm>

#include "lib/io/file.hpp"
#include "registry-contracts/client/evm/deployment/deployment.hpp"
#include "registry-contracts/client/evm/deployment/directory.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/outbox/outbox.hpp"
#include "registry-contracts/client/evm/signing/errors.hpp"
#include "toolkit/chain_errors.hpp"

namespace deed {
namespace {

using registry::evm::ActionOutbox;
using registry::evm::Node;
using registry::evm::Outbox;
using registry::evm::RpcClient;

bool is_here(const net::Url& node) {
    return node.host() == "localhost" || node.host() == "::1" ||
           (node.host_is_address() && node.host().starts_with("127."));
}

Result<std::unique_ptr<net::HttpClient>> client_of(const ChainConfig& config) {
    net::HttpClientOptions options;
    options.total_timeout = config.node_timeout;
    options.connect_timeout =
        std::min<std::chrono::milliseconds>(options.connect_timeout, config.node_timeout);
    options.allow_http = true;  // client_of() is called for nodes that may be asked so
    options.addresses = net::Addresses::any;
    options.ca_file = config.ca_file;
    return net::make_http_client(std::move(options));
}

Result<crypto::SecretBytes> read_token(const std::filesystem::path& file) {
    constexpr std::size_t kMaxToken = 4096;
    DEED_TRY(Bytes bytes, read_private_file(file, kMaxToken));
    const auto end = std::ranges::find(bytes, std::uint8_t{'\n'});
    auto token = crypto::SecretBytes::copy_of(
        ByteView(bytes).first(static_cast<std::size_t>(end - bytes.begin())));
    crypto::wipe(bytes);
    return token;
}

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

    /// Takes the first node that answers.
    Result<void> connect(Call& call) {
        if (config_.nodes.empty())
            return Error(errors::kChainNoNode, "chain." + config_.alias + ".nodes is not set");
        for (const net::Url& node : config_.nodes)
            if (node.scheme() == net::Url::Scheme::http && !config_.plain_http && !is_here(node))
                return Error(errors::kChainPlainHttp, std::string(node.origin()));
        if (config_.token_file) {
            DEED_TRY(token_, read_token(*config_.token_file));
        }
        DEED_TRY(http_, client_of(config_));
        for (const net::Url& node : config_.nodes) {
            auto chain_id = try_node(node, call);
            if (!chain_id && &node != &config_.nodes.back() &&
                chain_id.error().kind() == ErrorKind::unavailable)
                continue;
            if (!chain_id) return chain_id.error();
            return take_chain_id(*chain_id);
        }
        return {};
    }

    const ChainConfig& config() const override { return config_; }
    std::string_view node_origin() const override { return origin_; }
    registry::evm::ChainReader& reader() override { return *node_; }
    Node& node() override { return *node_; }

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
            DEED_TRY(place, registry::evm::open_evm_ledger(*node_, sending, options, call));
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
        options.fees = config_.fees;
        options.settled = registry::evm::stricter(options.settled, config_.confirmation);
        options.patience = config_.patience;
        options.known_errors = registry::evm::deployment_errors();
        options.observer = waiting_;
        DEED_TRY(outbox_, Outbox::open(std::move(options), *node_, *signer_, clock_));
        return outbox_.get();
    }

    Result<registry::evm::Transactor*> transactor(Call& call) override {
        DEED_TRY(const registry::Address paying, account(call));
        DEED_TRY(ActionOutbox * sending, outbox(call));
        const std::lock_guard lock(mutex_);
        if (!transactor_)
            transactor_ =
                registry::evm::make_transactor(*sending, *node_, paying, config_.confirmation);
        return transactor_.get();
    }

    Result<registry::evm::DryRun*> dry_run(Call& call) override {
        DEED_TRY(const registry::Address paying, account(call));
        const std::lock_guard lock(mutex_);
        if (!dry_run_) dry_run_ = std::make_unique<registry::evm::DryRun>(*node_, paying);
        return dry_run_.get();
    }

    Result<registry::evm::DeployedAt> contract(registry::evm::Contract contract,
                                               Call& call) override {
        DEED_TRY(const ChainNetwork named, network());
        DEED_TRY(const registry::Address address,
                 registry::evm::find_contract(*node_, named, contract, call));
        return registry::evm::DeployedAt{named.chain_id, address};
    }

private:
    Result<registry::evm::EvmLedgerOptions> ledger_options() const {
        registry::evm::EvmLedgerOptions options;
        DEED_TRY(options.network, network());
        options.included = config_.confirmation;
        options.final = config_.confirmation;
        options.node = "node " + origin_;
        return options;
    }

    Result<std::uint64_t> try_node(const net::Url& url, Call& call) {
        registry::evm::RpcOptions options;
        if (token_) options.bearer_token = &*token_;
        rpc_ = std::make_unique<RpcClient>(*http_, url, options);
        node_ = std::make_unique<Node>(*rpc_);
        origin_ = url.origin();
        return node_->chain_id(call);
    }

    Result<void> take_chain_id(std::uint64_t chain_id) {
        if (config_.chain_id && *config_.chain_id != chain_id)
            return Error(registry::evm::errors::kWrongChain,
                         "the node is of chain " + std::to_string(chain_id) + " and not of " +
                             std::to_string(*config_.chain_id),
                         origin_);
        config_.chain_id = chain_id;
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
    registry::evm::WaitObserver* const waiting_;
    std::optional<crypto::SecretBytes> token_;
    std::unique_ptr<net::HttpClient> http_;
    std::unique_ptr<RpcClient> rpc_;
    std::unique_ptr<Node> node_;
    std::string origin_;
    std::mutex mutex_;
    std::unique_ptr<registry::evm::AccountSigner> signer_;
    std::unique_ptr<ActionOutbox> outbox_;
    std::unique_ptr<registry::evm::Transactor> transactor_;
    std::unique_ptr<registry::evm::DryRun> dry_run_;
    std::unique_ptr<registry::evm::EvmLedger> reader_;
    std::unique_ptr<registry::evm::EvmLedger> writer_;
};

}  // namespace

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

Result<OpenChain*> ChainSet::open(std::string_view name, Call& call) {
    const ChainConfig* config = find(name);
    if (config == nullptr)
        return Error(errors::kChainUnknown, "no chain \"" + std::string(name) + "\" is configured");
    const std::lock_guard lock(mutex_);
    if (const auto found = open_.find(config->alias); found != open_.end())
        return found->second.get();
    auto chain = std::make_unique<Chain>(*config, outboxes_, keys_, clock_, waiting_);
    DEED_CHECK(chain->connect(call));
    return open_.emplace(config->alias, std::move(chain)).first->second.get();
}

}  // namespace deed

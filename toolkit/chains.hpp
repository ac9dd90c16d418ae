#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "lib/crypto/referenced_key_store.hpp"
#include "lib/time/timestamp.hpp"
#include "registry-contracts/client/evm/artifacts/artifact.hpp"
#include "registry-contracts/client/evm/ledger/evm_ledger.hpp"
#include "registry-contracts/client/evm/outbox/outbox.hpp"
#include "registry-contracts/client/evm/registries/contract.hpp"
#include "toolkit/chain_config.hpp"

namespace deed {

/// A chain by one of its nodes, which answered and is of the chain. Thread-safe; lives as long as
/// the toolkit that opened it.
class DEED_API OpenChain {
public:
    virtual ~OpenChain() = default;

    /// With the chain id, which the node told if nobody else did.
    virtual const ChainConfig& config() const = 0;
    /// Where the node is, without the rest of its URL.
    virtual std::string_view node_origin() const = 0;
    /// For whatever only reads.
    virtual registry::evm::ChainReader& reader() = 0;
    /// What only nodes of Ethereum's JSON-RPC tell. That of a chain of another kind answers
    /// everything with `chain.not_ethereum`.
    virtual registry::evm::Node& node() = 0;
    /// `chain.no_directory`.
    Result<ChainNetwork> network() const;

    /// Who pays for transactions; asks for no passphrase. `chain.no_account`,
    /// `evm.account_needs_secp256k1`.
    virtual Result<registry::Address> account(Call& call) = 0;
    enum class Access : std::uint8_t { reading, writing };
    /// The ledger of the chain's DIDs, whose contracts were held against those that this program
    /// carries. One for writing asks for the passphrase, as outbox() does. `chain.no_directory`,
    /// errors of registry::evm::open_evm_ledger().
    virtual Result<registry::evm::EvmLedger*> ledger(Access access, Call& call) = 0;
    /// What sends for this account. The passphrase is asked for here. `chain.no_chain_id` where
    /// neither a setting nor the network's name says which chain it is, `outbox.in_use` where
    /// another process has it open.
    virtual Result<registry::evm::ActionOutbox*> outbox(Call& call) = 0;
    /// Lowers what a unit of gas may cost, all in all, for the outbox that is opened after this;
    /// one that is open keeps its cap. Nothing where transactions cost nothing.
    virtual void cap_fee(const registry::evm::Uint256& most) = 0;
    /// What the registries' engines write by: the outbox, waiting as Config says. Errors of
    /// outbox().
    virtual Result<registry::evm::Transactor*> transactor(Call& call) = 0;
    /// The same for finding out what would be sent: signs no transaction, asks for no passphrase of
    /// the account, and keeps what was tried. Errors of account().
    virtual Result<registry::evm::DryRun*> dry_run(Call& call) = 0;
    /// Where the Directory says that a contract is now, checked as registry::evm::find_contract()
    /// does. `chain.no_directory`.
    virtual Result<registry::evm::DeployedAt> contract(registry::evm::Contract contract,
                                                       Call& call) = 0;
};

/// What the outbox of a chain's account knows, by its file alone; the latest last.
/// `chain.no_chain_id`, `io.not_found`, errors of lib/store.
DEED_API Result<std::vector<registry::evm::ActionStatus>> read_chain_outbox(
    const std::filesystem::path& folder, const ChainConfig& chain,
    const registry::Address& account);

/// The configured chains, opened when first asked for. Thread-safe.
class ChainSet {
public:
    /// `outboxes` is the folder of all of them; `waiting` is told of transactions that are waited
    /// for. All that is borrowed must outlive the object.
    ChainSet(Chains chains, std::filesystem::path outboxes, crypto::ReferencedKeyStore& keys,
             const Clock& clock, registry::evm::WaitObserver* waiting = nullptr)
        : chains_(std::move(chains)),
          outboxes_(std::move(outboxes)),
          keys_(keys),
          clock_(clock),
          waiting_(waiting) {}

    /// By alias, or by network; null where none is configured.
    const ChainConfig* find(std::string_view name) const;
    /// The first, by alias, that is configured with this chain id; null where none is.
    const ChainConfig* find_by_id(std::uint64_t chain_id) const;
    /// `chain.unknown`, `chain.no_node`, `chain.plain_http`, `evm.wrong_chain`; where no node
    /// answers, the last one's error.
    Result<OpenChain*> open(std::string_view name, Call& call);

private:
    const Chains chains_;
    const std::filesystem::path outboxes_;
    crypto::ReferencedKeyStore& keys_;
    const Clock& clock_;
    registry::evm::WaitObserver* const waiting_;
    /// One chain, opened by one caller while the others of that chain wait.
    struct Place {
        std::timed_mutex opening;
        std::unique_ptr<OpenChain> chain;
    };
    Place& place_of(const std::string& alias);

    std::mutex mutex_;  ///< of the map alone; no node is asked meanwhile
    std::map<std::string, Place, std::less<>> open_;
};

}  // namespace deed

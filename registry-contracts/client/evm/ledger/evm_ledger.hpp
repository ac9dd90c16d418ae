#pragma once

#include <memory>
#include <string>

#include "registry-contracts/client/evm/ledger/did_limits.hpp"
#include "registry-contracts/client/evm/node.hpp"
#include "registry-contracts/client/evm/operations/chain_form.hpp"
#include "registry-contracts/client/evm/outbox/action_outbox.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::registry::evm {

struct EvmLedgerOptions {
    ChainNetwork network;
    /// From when on an operation is included, and shown to readers.
    Confirmation included{};
    /// From when on it is final.
    Confirmation final{Confirmation::Kind::finalized};
    /// The longest body that is handed in; most nodes take transactions of at most 128 KiB.
    std::size_t max_body = 100'000;
    /// Where the DidRegistry was deployed; no event is looked for before. Looked for where nothing
    /// says it (FirstBlock).
    std::optional<std::uint64_t> first_block = std::nullopt;
    /// Blocks of one query for events; halved as often as a node refuses.
    std::uint64_t query_range = 10'000;
    DidLimits limits{};
    /// Where proven histories are kept (HistoryStore), and who proves them; borrowed. Nowhere if
    /// either is missing.
    std::filesystem::path histories = {};
    Node* prover = nullptr;
    /// Who is asked, as a verifier reads it; without what is secret in a URL.
    std::string node = "node";
};

/// A chain's DidRegistry as a ledger (specs/evm-ledger.md).
///
/// known_until() is the time of the block as of which it reads, by the word of the node: one that
/// stopped following the chain is told by its age. While no block has the confirmations that are
/// asked for, all reading fails with `evm.not_confirmed`.
class DEED_API EvmLedger : public Ledger {
public:
    virtual const DidDomain& domain() const = 0;
    /// What submit() would have the account do, a transaction each, after the same checks; sends
    /// nothing and needs no outbox. Empty where all is recorded already. Errors of submit(); what
    /// is on its way, and in no block yet, is not counted.
    virtual Result<std::vector<Action>> preview(std::span<const Submission> submissions,
                                                Call& call) = 0;
};

/// Opens the network's ledger: the node is of its chain, the Directory and the DidRegistry have
/// Deed's code, and the Directory vouches for it. Borrows `node`, and `outbox`, whose account pays
/// for what is handed in; without one the ledger is read only. `evm.wrong_chain`,
/// `evm.no_contract`, `evm.foreign_code`, `directory.*`.
DEED_API Result<std::unique_ptr<EvmLedger>> open_evm_ledger(ChainReader& node, ActionOutbox* outbox,
                                                            const EvmLedgerOptions& options,
                                                            Call& call);

/// The DidRegistry that the Directory of a network names, checked as open_evm_ledger() does; for
/// signing what is handed in elsewhere.
DEED_API Result<DidDomain> find_did_registry(ChainReader& node, const ChainNetwork& network,
                                             Call& call);

}  // namespace deed::registry::evm

#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "toolkit/relay.hpp"

// What is found out of an operation before somebody pays for it.

namespace deed {

/// What kept an operation back.
struct RelayJudgement {
    RelayVerdict verdict = RelayVerdict::undetermined;
    Error error;
};

/// Whether, after this, asking for the others is in vain: the node cannot be reached, or it ends.
bool ends_relaying(const Error& error);

/// Looks at operations one behind the other: those of one DID together, in the order of their
/// places. Borrows all of it.
class RelayChecks {
public:
    /// With a `node`, what the transactions take is asked for too.
    RelayChecks(registry::evm::EvmLedger& ledger, registry::evm::Node* node, const Clock& clock)
        : ledger_(ledger), node_(node), clock_(clock) {}
    /// In whose name the node is asked for gas.
    void set_account(const registry::Address& account) { account_ = account; }

    struct Passed {
        bool was_there = false;  ///< the chain has it, or one before it is the same
        std::size_t depth = 0;   ///< how many of its DID have to be sent before it
        std::uint64_t gas = 0;   ///< the limit of its transaction
    };
    std::variant<Passed, RelayJudgement> check(const did::SignedOperation& operation, Call& call);

    /// Checks what may have changed meanwhile, and hands it to the ledger; nothing where that took
    /// it.
    std::optional<RelayJudgement> submit(const did::SignedOperation& operation, Call& call);

    /// What an error of the ledger means for this operation on the chain as it is now.
    RelayJudgement judge(const did::SignedOperation& operation, const Error& error, Call& call);

private:
    /// What passed so far of one DID, and what would be sent for all of it.
    struct Group {
        registry::Address subject{};
        std::vector<registry::Submission> passed;
        Bytes data;             ///< of the transaction that has them all
        std::uint64_t gas = 0;  ///< of that transaction
    };

    Result<Passed> try_behind(const did::SignedOperation& operation, Call& call);
    Result<std::uint64_t> gas_behind(const registry::evm::Action& all, Call& call);
    Result<void> check_deadline(const did::SignedOperation& operation, Call& call);

    registry::evm::EvmLedger& ledger_;
    registry::evm::Node* const node_;
    const Clock& clock_;
    std::optional<registry::Address> account_;
    Group group_;
};

}  // namespace deed

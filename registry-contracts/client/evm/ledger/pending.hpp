#pragma once

#include <map>
#include <mutex>
#include <set>

#include "registry-contracts/client/evm/outbox/action_outbox.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::registry::evm {

/// The operations that were handed in here, and the transactions that are on their way with them.
/// Thread-safe.
class Pending {
public:
    Pending(ActionOutbox* outbox, const Address& registry) : outbox_(outbox), registry_(registry) {}

    struct Entry {
        std::optional<OperationPlace> place;
        std::optional<std::uint64_t> id;  ///< of the outbox's action
    };

    /// Finds what an earlier process has sent to the contract and not seen the end of.
    Result<void> resume();
    void add(const Ticket& ticket, std::uint64_t id);
    /// Of an operation that was recorded already: its place.
    void remember(const Ticket& ticket);
    std::optional<Entry> find(const Hash& operation);
    /// Actions that somebody may have to wait for.
    std::size_t open_count();
    /// Waits until what is on its way for a subject is in a block or has failed.
    Result<void> settle(const Address& subject, Call& call);

    /// Whether an outbox's error means that the transaction will do nothing any more.
    static bool is_failure(const Error& error);

private:
    void forget_mined();
    std::set<std::uint64_t> open_actions(const Address& subject);

    ActionOutbox* const outbox_;
    const Address registry_;
    std::mutex mutex_;
    std::map<Hash, Entry> entries_;
    std::map<std::uint64_t, std::set<Address>> open_;  ///< actions, and whom they are about
    std::set<std::uint64_t> left_;                     ///< by an earlier process: about anybody
};

}  // namespace deed::registry::evm

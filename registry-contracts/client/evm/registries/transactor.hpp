#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "registry-contracts/client/evm/outbox/action_outbox.hpp"
#include "registry-contracts/client/evm/sender.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::registry::evm {

/// Has something done on the chain by one account, which pays for it. Thread-safe.
class DEED_API Transactor {
public:
    virtual ~Transactor() = default;
    virtual const Address& account() const = 0;
    /// How sure a receipt of run() is.
    virtual Finality finality() const = 0;
    /// The receipt, confirmed as far as the transactor waits; also of a transaction that failed.
    virtual Result<Receipt> run(const Action& action, Call& call) = 0;
};

/// One that sends by `sender`, whose account this is, and waits. Borrows the sender.
DEED_API std::unique_ptr<Transactor> make_transactor(Sender& sender, const Address& account,
                                                     Confirmation confirmation);

/// One whose actions the outbox of the account carries out: each is on the disk before it is sent,
/// one that is under way is gone on with, and one that has succeeded is done anew: callers ask the
/// chain first whether it is there. Borrows the outbox and the node that it sends by.
DEED_API std::unique_ptr<Transactor> make_transactor(ActionOutbox& outbox, ChainReader& node,
                                                     const Address& account,
                                                     Confirmation confirmation);

/// The name under which an outbox has an action of a registry.
DEED_API std::string action_key(const Action& action);

/// Finds out what would be sent, and what gas it would take, and sends nothing. Thread-safe.
class DEED_API DryRun final : public Transactor {
public:
    struct Tried {
        Action action;
        std::uint64_t gas = 0;  ///< the node's estimate
    };

    /// Borrows the node.
    DryRun(Node& node, const Address& account) : node_(node), account_(account) {}

    const Address& account() const override { return account_; }
    Finality finality() const override { return Finality::included; }
    /// Always an error: `contract.dry_run`, and the action is among tried(); or `evm.reverted`.
    Result<Receipt> run(const Action& action, Call& call) override;

    std::vector<Tried> tried() const;

private:
    Node& node_;
    const Address account_;
    mutable std::mutex mutex_;
    std::vector<Tried> tried_;
};

}  // namespace deed::registry::evm

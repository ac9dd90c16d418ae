#pragma once

// Internal to the room: an open outbox, and the steps that an action takes.

#include <array>
#include <mutex>

#include "lib/io/file.hpp"
#include "registry-contracts/client/evm/outbox/nonce_choice.hpp"
#include "registry-contracts/client/evm/outbox/outbox.hpp"

namespace deed::registry::evm {

class Outbox::State {
public:
    State(OutboxOptions options, Node& node, AccountSigner& signer, const Clock& clock,
          FileLock lock, std::unique_ptr<OutboxStore> store)
        : options_(std::move(options)),
          node_(node),
          signer_(signer),
          clock_(clock),
          lock_(std::move(lock)),
          store_(std::move(store)),
          nonces_(node_, signer_.address(), *store_) {}

    OutboxStore& store() { return *store_; }
    const OutboxOptions& options() const { return options_; }
    Node& node() { return node_; }

    /// `outbox.unknown_action`.
    Result<ActionStatus> status(std::uint64_t id);
    /// The action's id, whether it is new or was there.
    Result<std::uint64_t> enter(const Action& action, std::string_view key);
    /// An action that ended in a block which left the chain after all goes on by its own nonce; one
    /// that ended without effect in a block that stays, by a new one.
    Result<void> reopen(std::uint64_t id, Call& call);
    /// Finds out where the action stands, and takes the next step.
    Result<void> advance(std::uint64_t id, Call& call);
    Result<void> cancel(std::uint64_t id, Call& call);
    Result<void> record(const SignedTransaction& transaction);
    /// Uses nonces that are missing before transactions which wait, if they have waited long.
    Result<void> fill_gaps(Call& call);

private:
    using Attempts = std::vector<Attempt>;

    std::mutex& turn_of(std::uint64_t id) { return turns_[id % turns_.size()]; }
    Result<void> check_chain(Call& call);
    Result<void> prepare(const ActionStatus& action, Call& call);
    Result<void> take_refusal(const ActionStatus& action, const Error& refusal);
    Result<SignedTransaction> sign_first(const ActionStatus& action, std::uint64_t gas,
                                         const Fees& fees, Call& call);
    Result<void> send(std::uint64_t id, const SignedTransaction& transaction, Call& call);

    Result<void> follow(const ActionStatus& action, Call& call);
    Result<bool> take_receipt(const ActionStatus& action, const Attempts& attempts, Call& call);
    Result<void> take_down(const ActionStatus& action, const Attempt& mined, const Receipt& receipt,
                           Call& call);
    Result<std::string> failure_reason(const ActionStatus& action, const Receipt& receipt,
                                       Call& call);
    Result<void> judge_other_use(const ActionStatus& action, const Attempts& attempts, Call& call);
    Result<std::optional<std::uint64_t>> block_of_nonce(std::uint64_t nonce, std::uint64_t last,
                                                        Call& call);
    Result<void> keep_alive(const ActionStatus& action, const Attempts& attempts, Call& call);
    Result<void> replace(const ActionStatus& action, const Attempt& latest, Call& call);
    bool has_waited(const Attempt& attempt) const;
    Result<bool> is_stuck();

    const OutboxOptions options_;
    Node& node_;
    AccountSigner& signer_;
    const Clock& clock_;
    FileLock lock_;
    std::unique_ptr<OutboxStore> store_;
    NonceChoice nonces_;
    std::mutex signing_;                  ///< from choosing a nonce until it is recorded
    std::array<std::mutex, 64> turns_{};  ///< one thread at a time works for an action
};

}  // namespace deed::registry::evm

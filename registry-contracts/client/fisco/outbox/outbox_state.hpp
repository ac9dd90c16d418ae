#pragma once

// Internal to the room: an open outbox, and the steps that an action takes.

#include <array>
#include <map>
#include <mutex>

#include "lib/io/file.hpp"
#include "registry-contracts/client/fisco/outbox/outbox.hpp"
#include "registry-contracts/client/fisco/outbox/outbox_store.hpp"

namespace deed::registry::fisco {

class Outbox::State {
public:
    State(OutboxOptions options, Reader& reader, ChainSigner& signer, const Clock& clock,
          FileLock lock, std::unique_ptr<OutboxStore> store)
        : options_(std::move(options)),
          reader_(reader),
          signer_(signer),
          clock_(clock),
          lock_(std::move(lock)),
          store_(std::move(store)) {}

    OutboxStore& store() { return *store_; }
    const OutboxOptions& options() const { return options_; }
    Reader& reader() { return reader_; }

    /// `outbox.unknown_action`.
    Result<evm::ActionStatus> status(std::uint64_t id);
    /// The action's id, whether it is new or was there.
    Result<std::uint64_t> enter(const evm::Action& action, std::string_view key);
    /// Finds out where the action stands, and takes the next step.
    Result<void> advance(std::uint64_t id, Call& call);
    Result<void> cancel(std::uint64_t id, Call& call);

private:
    using Time = std::chrono::steady_clock::time_point;

    std::mutex& turn_of(std::uint64_t id) { return turns_[id % turns_.size()]; }
    Result<std::optional<SignedTransaction>> living_transaction(std::uint64_t id);
    Result<void> sign_and_send(const evm::ActionStatus& action, Call& call);
    Result<void> send(std::uint64_t id, const SignedTransaction& transaction, Call& call);
    Result<void> follow(const evm::ActionStatus& action, const SignedTransaction& transaction,
                        Call& call);
    Result<bool> take_receipt(std::uint64_t id, const SignedTransaction& transaction, Call& call);
    Result<void> bury(const evm::ActionStatus& action, const SignedTransaction& transaction,
                      Call& call);
    bool was_sent_lately(std::uint64_t id);

    const OutboxOptions options_;
    Reader& reader_;
    ChainSigner& signer_;
    const Clock& clock_;
    FileLock lock_;
    std::unique_ptr<OutboxStore> store_;
    std::array<std::mutex, 64> turns_{};  ///< one thread at a time works for an action
    std::mutex sent_mutex_;
    std::map<std::uint64_t, Time> sent_;  ///< actions, and when this process sent them last
};

}  // namespace deed::registry::fisco

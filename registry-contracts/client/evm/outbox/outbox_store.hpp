#pragma once

// Internal to the room: the file of one account's outbox.

#include <mutex>

#include "lib/store/query.hpp"
#include "registry-contracts/client/evm/outbox/action_status.hpp"

namespace deed::registry::evm {

/// A transaction that was signed for an action.
struct Attempt {
    Word hash{};
    Bytes raw;
    bool cancels = false;  ///< it is empty, and only takes the nonce
    Timestamp made;
};

/// What is known of the account's nonces. Those from `next` on were never signed; those below
/// `floor` are used on the chain.
struct KnownNonces {
    std::uint64_t next = 0;
    std::uint64_t floor = 0;
};

/// Every method that writes is durable when it returns. Thread-safe.
class OutboxStore {
public:
    static constexpr std::size_t kMaxOpen = 10'000;
    static constexpr std::uint64_t kKept = 100'000;  ///< the latest actions, ended or not
    static constexpr std::size_t kMaxAttempts = 64;

    enum class Access : std::uint8_t { read, write };
    /// `outbox.other_account`, and errors of lib/store.
    static Result<std::unique_ptr<OutboxStore>> open(const std::filesystem::path& file,
                                                     const OutboxAccount& account, Access access);

    Result<std::optional<ActionStatus>> find(std::uint64_t id);
    Result<std::optional<ActionStatus>> find(std::string_view key);
    Result<std::vector<ActionStatus>> latest(std::size_t most);
    /// Those that have not ended, in their order.
    Result<std::vector<std::uint64_t>> open_actions();
    /// Whether an action before this one has not ended and is in no block.
    Result<bool> has_unmined_before(std::uint64_t id);
    /// In the order in which they were signed, of the action's present nonce alone.
    Result<std::vector<Attempt>> attempts(const ActionStatus& action);
    /// Likewise.
    Result<std::size_t> count_attempts(std::uint64_t id);
    Result<KnownNonces> nonces();
    Result<std::optional<std::uint64_t>> action_of_nonce(std::uint64_t nonce);

    /// `outbox.full`.
    Result<std::uint64_t> add(const Action& action, std::string_view key, Timestamp now);
    /// One that ended without effect is to be done after all, by a nonce to come.
    Result<void> take_up_again(std::uint64_t id, Timestamp now);
    /// Gives the action the transaction's nonce, which no other has.
    Result<void> add_attempt(std::uint64_t id, const SignedTransaction& transaction, bool cancels,
                             Timestamp now);
    /// An action and its first transaction at once. `outbox.full`.
    Result<void> add_signed(std::string_view key, const SignedTransaction& transaction,
                            Timestamp now);
    /// A state without a block.
    Result<void> set_state(std::uint64_t id, ActionState state, std::string_view reason,
                           Timestamp now);
    Result<void> set_included(std::uint64_t id, ActionState state, const Inclusion& inclusion,
                              std::string_view reason, Timestamp now);

private:
    OutboxStore(store::Database database) : database_(std::move(database)) {}

    Result<void> claim(const OutboxAccount& account, Access access);
    Result<std::uint64_t> insert_action(const Action& action, std::string_view key, Timestamp now);
    Result<void> insert_attempt(std::uint64_t id, const SignedTransaction& transaction,
                                bool cancels, Timestamp now);
    Result<void> forget_old(std::uint64_t newest);
    Result<void> raise_floor(std::uint64_t id);
    Result<std::vector<ActionStatus>> complete(std::vector<ActionStatus> actions);
    Result<std::optional<ActionStatus>> first_of(store::Query& query);
    Result<std::optional<std::uint64_t>> number(std::string_view sql, std::uint64_t parameter);

    std::mutex mutex_;
    store::Database database_;
};

}  // namespace deed::registry::evm

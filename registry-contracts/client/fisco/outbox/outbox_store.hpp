#pragma once

// Internal to the room: the file of one account's outbox.

#include <mutex>
#include <optional>

#include "lib/store/query.hpp"
#include "registry-contracts/client/evm/outbox/action_status.hpp"
#include "registry-contracts/client/fisco/outbox/outbox_file.hpp"
#include "registry-contracts/client/fisco/signing/signed_transaction.hpp"

namespace deed::registry::fisco {

/// The group and account that a file belongs to.
struct OutboxOwner {
    Word genesis{};
    Address account{};
};

/// Every method that writes is durable when it returns. Thread-safe.
class OutboxStore {
public:
    static constexpr std::size_t kMaxOpen = 10'000;
    static constexpr std::uint64_t kKept = 100'000;  ///< the latest actions, ended or not

    enum class Access : std::uint8_t { read, write };
    /// `outbox.other_account` unless the file is the owner's, who is named for writing; errors of
    /// lib/store.
    static Result<std::unique_ptr<OutboxStore>> open(const std::filesystem::path& file,
                                                     const std::optional<OutboxOwner>& owner,
                                                     Access access);

    Result<std::optional<evm::ActionStatus>> find(std::uint64_t id);
    Result<std::optional<evm::ActionStatus>> find(std::string_view key);
    Result<std::vector<evm::ActionStatus>> latest(std::size_t most);
    /// Those that have not ended, in their order.
    Result<std::vector<std::uint64_t>> open_actions();
    /// The transaction that may still come: as signed. Nothing if none was signed, or all that were
    /// can be in no block any more.
    Result<std::optional<Bytes>> living_transaction(std::uint64_t id);

    /// `outbox.full`.
    Result<std::uint64_t> add(const evm::Action& action, std::string_view key, Timestamp now);
    /// One that ended without effect is to be done after all, by a transaction to come.
    Result<void> take_up_again(std::uint64_t id, Timestamp now);
    Result<void> add_transaction(std::uint64_t id, const SignedTransaction& transaction,
                                 Timestamp now);
    /// No block has the living transaction, and none ever will; the state that follows.
    Result<void> bury_transaction(std::uint64_t id, evm::ActionState state, std::string_view reason,
                                  Timestamp now);
    Result<void> stop(std::uint64_t id, std::string_view reason, Timestamp now);
    /// A state without a block.
    Result<void> set_state(std::uint64_t id, evm::ActionState state, std::string_view reason,
                           Timestamp now);
    Result<void> set_included(std::uint64_t id, evm::ActionState state,
                              const evm::Inclusion& inclusion, std::string_view reason,
                              Timestamp now);

private:
    explicit OutboxStore(store::Database database) : database_(std::move(database)) {}

    Result<void> claim(const OutboxOwner& owner, Access access);
    Result<void> forget_old(std::uint64_t newest);
    Result<void> run(std::string_view sql, std::uint64_t id);
    Result<void> update_state(std::uint64_t id, evm::ActionState state, std::string_view reason,
                              Timestamp now);
    Result<std::vector<evm::ActionStatus>> complete(std::vector<evm::ActionStatus> actions);
    Result<std::optional<evm::ActionStatus>> first_of(store::Query& query);

    std::mutex mutex_;
    store::Database database_;
};

}  // namespace deed::registry::fisco

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/time/timestamp.hpp"
#include "registry-contracts/client/evm/sender.hpp"

namespace deed::registry::evm {

/// How far an action has come. Numbers stand in the file: they keep their meaning.
enum class ActionState : std::uint8_t {
    recorded = 0,  ///< wanted; nothing is signed
    prepared = 1,  ///< signed; perhaps sent
    sent = 2,      ///< a node took it
    in_block = 3,  ///< it may leave the chain again
    done = 4,      ///< in a block that stays
    reverted = 5,  ///< in a block that stays, and the contract refused it
    refused = 6,   ///< the contract would refuse it: nothing was signed
    cancelled = 7,
    displaced = 8  ///< another transaction of the account took its nonce for good
};

/// "recorded", "signed", "sent", "in a block", "done", "reverted", "refused", "cancelled",
/// "displaced".
DEED_API std::string_view state_name(ActionState state);

/// Whether nothing will come of the action any more but what came already.
constexpr bool has_ended(ActionState state) { return state >= ActionState::done; }

/// Whether no block has it yet, and one is to come.
constexpr bool awaits_block(ActionState state) { return state < ActionState::in_block; }

/// Which block has it.
struct Inclusion {
    Word transaction_hash{};
    std::uint64_t block_number = 0;
    Word block_hash{};
    bool succeeded = false;
    friend bool operator==(const Inclusion&, const Inclusion&) = default;
};

/// What the outbox knows of an action.
struct ActionStatus {
    std::uint64_t id = 0;
    std::string key = {};
    Action action = {};
    ActionState state = ActionState::recorded;
    std::optional<std::uint64_t> nonce = std::nullopt;
    std::vector<Word> transactions = {};  ///< all that were signed for it, the latest last
    /// Those among them that are empty, to take the action's place.
    std::vector<Word> cancellations = {};
    std::optional<Inclusion> inclusion = std::nullopt;
    /// It is sent no more, and has ended when its transaction can be in no block any more; of
    /// chains on which nothing can take a transaction's place.
    bool stopped = false;
    /// Why it was refused or reverted, or what a node said last; for people, and printable.
    std::string reason = {};
    Timestamp made;
    Timestamp changed;
};

/// An account on a chain.
struct OutboxAccount {
    std::uint64_t chain_id = 0;
    Address account{};
};

/// The file of an account's outbox in the folder of all.
DEED_API std::filesystem::path outbox_file(const std::filesystem::path& folder,
                                           const OutboxAccount& account);
/// The accounts that have an outbox in the folder, in the order of their files' names; none if the
/// folder is absent.
DEED_API Result<std::vector<OutboxAccount>> find_outboxes(const std::filesystem::path& folder);
/// What an outbox knows, the latest action last, at most `most` of the latest. Reads the file
/// alone, also while a process sends for the account. `io.not_found`, and errors of lib/store.
DEED_API Result<std::vector<ActionStatus>> read_outbox(const std::filesystem::path& folder,
                                                       const OutboxAccount& account,
                                                       std::size_t most = 1000);

}  // namespace deed::registry::evm

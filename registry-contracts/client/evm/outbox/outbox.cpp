#include "registry-contracts/client/evm/outbox/outbox.hpp"

#include <algorithm>
#include <thread>

#include "lib/io/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/outbox/errors.hpp"
#include "registry-contracts/client/evm/outbox/outbox_state.hpp"

namespace deed::registry::evm {
namespace {

using Time = std::chrono::steady_clock::time_point;

constexpr std::size_t kMaxKey = 128;
/// Nodes take transactions of 128 KiB, all in all.
constexpr std::size_t kMaxData = 120'000;

Result<void> check_submission(const Action& action, std::string_view key) {
    const bool is_printable =
        std::ranges::all_of(key, [](char c) { return c >= 0x20 && c <= 0x7e; });
    if (key.empty() || key.size() > kMaxKey || !is_printable)
        return Error(errors::kOutboxBadKey, "the name of the action is not such a text");
    if (action.data.size() <= kMaxData) return {};
    return Error(errors::kOutboxTooLarge,
                 "the action has " + std::to_string(action.data.size()) + " bytes of data");
}

bool is_of(const Error& error, std::string_view family) {
    return error.code().name.starts_with(family);
}

/// Whether the node, or the way to it, is the trouble, and it may pass.
bool may_pass(const Error& error) {
    if (is_of(error, "store.") || is_of(error, "io.") || is_of(error, "call.")) return false;
    if (error.kind() == ErrorKind::unavailable || error.kind() == ErrorKind::malformed) return true;
    const ErrorCode* const passing[] = {
        &errors::kNonceTooLow,   &errors::kNonceTooHigh, &errors::kAlreadyKnown,
        &errors::kHashMismatch,  &errors::kUnderpriced,  &errors::kFeeBelowBase,
        &errors::kRpcParseError, &errors::kRpcWrongId,   &errors::kRpcNotFound};
    return std::ranges::any_of(passing,
                               [&](const ErrorCode* code) { return error.code() == *code; });
}

/// Whether there is no point in asking for the next action.
bool ends_round(const Error& error) {
    return is_of(error, "net.") || is_of(error, "rpc.") || error.code() == errors::kWrongChain;
}

/// Short, so that an interrupt is noticed.
void sleep_until(Time end, const Call& call) {
    constexpr std::chrono::milliseconds kNap{50};
    while (call.check() && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::min<std::chrono::steady_clock::duration>(
            kNap, end - std::chrono::steady_clock::now()));
}

/// How the action ended, if it did without a receipt that counts.
Result<void> outcome_of(const ActionStatus& action) {
    const std::string name = "action " + std::to_string(action.id);
    switch (action.state) {
        case ActionState::refused:
            return Error(errors::kReverted, action.reason);
        case ActionState::cancelled:
            return Error(errors::kOutboxCancelled, name + " was cancelled");
        case ActionState::displaced:
            return Error(errors::kOutboxNonceTaken, name + ": " + action.reason);
        default:
            return {};
    }
}

/// The receipt of an action in a block, once that is confirmed.
Result<std::optional<Receipt>> confirmed_receipt(Node& node, const ActionStatus& action,
                                                 const Confirmation& confirmation, Call& call) {
    DEED_TRY(auto receipt, node.receipt(action.inclusion->transaction_hash, call));
    if (!receipt) return std::optional<Receipt>();
    DEED_TRY(const bool confirmed, is_confirmed(node, *receipt, confirmation, call));
    if (!confirmed) return std::optional<Receipt>();
    const bool is_cancelled =
        std::ranges::count(action.cancellations, receipt->transaction_hash) != 0;
    if (is_cancelled) return Error(errors::kOutboxCancelled, "an empty transaction took its place");
    if (!receipt->value.succeeded) return Error(errors::kReverted, action.reason);
    return receipt;
}

}  // namespace

Outbox::Outbox(std::unique_ptr<State> state) : state_(std::move(state)) {}
Outbox::~Outbox() = default;

Result<std::unique_ptr<Outbox>> Outbox::open(OutboxOptions options, Node& node,
                                             AccountSigner& signer, const Clock& clock) {
    const OutboxAccount account{options.chain_id, signer.address()};
    const std::filesystem::path file = outbox_file(options.folder, account);
    DEED_CHECK(create_private_directories(options.folder));
    auto lock = FileLock::acquire(file.string() + ".lock");
    if (!lock && lock.error().code() == deed::errors::kFileLocked)
        return Error(errors::kOutboxInUse,
                     "another process has the outbox of " + to_checksummed(account.account),
                     file.string());
    if (!lock) return std::move(lock).error();
    DEED_TRY(auto store, OutboxStore::open(file, account, OutboxStore::Access::write));
    return std::unique_ptr<Outbox>(new Outbox(std::make_unique<State>(
        std::move(options), node, signer, clock, std::move(lock).value(), std::move(store))));
}

Result<std::uint64_t> Outbox::submit(const Action& action, std::string_view key, Call& call) {
    DEED_CHECK(check_submission(action, key));
    DEED_TRY(const std::uint64_t id, state_->enter(action, key));
    DEED_CHECK(state_->reopen(id, call));
    const auto begun = state_->advance(id, call);
    if (begun) return id;
    DEED_TRY(const ActionStatus now, state_->status(id));
    if (now.state == ActionState::refused) return begun.error();
    // What cannot be done now is on the disk, and wait() or settle() goes on with it.
    if (is_of(begun.error(), "store.") || is_of(begun.error(), "io.") ||
        is_of(begun.error(), "call."))
        return begun.error();
    call.log(LogLevel::warning, "an action could not be sent yet",
             {{"reason", begun.error().message()}});
    return id;
}

Result<Receipt> Outbox::wait(std::uint64_t id, const Confirmation& confirmation, Call& call) {
    const Time end = std::chrono::steady_clock::now() + state_->options().patience;
    Time next_fill = std::chrono::steady_clock::now() + state_->options().replace_after;
    ToldWait told(state_->options().observer);
    for (;;) {
        DEED_CHECK(call.check());
        auto step = state_->advance(id, call);
        DEED_TRY(const ActionStatus action, state_->status(id));
        std::string doing = "is " + std::string(state_name(action.state));
        if (action.inclusion) {
            auto receipt = confirmed_receipt(state_->node(), action, confirmation, call);
            if (receipt && *receipt) return std::move(**receipt);
            if (!receipt && !may_pass(receipt.error())) return std::move(receipt).error();
            if (!receipt) step = std::move(receipt).error();
        } else {
            DEED_CHECK(outcome_of(action));
        }
        if (!step && !may_pass(step.error())) return std::move(step).error();
        if (!step) doing += "; " + step.error().message();
        if (std::chrono::steady_clock::now() >= end)
            return Error(errors::kNotConfirmed, "action " + std::to_string(id) + " " + doing,
                         step ? std::string() : step.error().where());
        if (std::chrono::steady_clock::now() >= next_fill) {
            next_fill = std::chrono::steady_clock::now() + state_->options().replace_after;
            if (auto filled = state_->fill_gaps(call); !filled && !may_pass(filled.error()))
                return std::move(filled).error();
        }
        told.tell(action);
        sleep_until(
            std::min(end, std::chrono::steady_clock::now() + state_->options().poll_interval),
            call);
    }
}

Result<Settlement> Outbox::settle(Call& call) {
    DEED_TRY(const auto ids, state_->store().open_actions());
    Settlement settlement;
    for (const std::uint64_t id : ids) {
        DEED_CHECK(call.check());
        auto step = state_->advance(id, call);
        DEED_TRY(const ActionStatus now, state_->status(id));
        if (has_ended(now.state)) {
            ++settlement.ended;
            continue;
        }
        if (step) continue;
        if (is_of(step.error(), "store.") || is_of(step.error(), "io.")) return step.error();
        settlement.trouble = step.error();
        if (ends_round(step.error())) break;
    }
    settlement.open = ids.size() - settlement.ended;
    if (settlement.open == 0 || settlement.trouble) return settlement;
    if (auto filled = state_->fill_gaps(call); !filled)
        settlement.trouble = std::move(filled).error();
    return settlement;
}

Result<void> Outbox::cancel(std::uint64_t id, Call& call) {
    auto cancelled = state_->cancel(id, call);
    if (cancelled || !may_pass(cancelled.error())) return cancelled;
    // Once the empty transaction is recorded, the node gets it sooner or later.
    DEED_TRY(const ActionStatus now, state_->status(id));
    if (!now.cancellations.empty()) return {};
    return cancelled;
}

Result<ActionStatus> Outbox::status(std::uint64_t id) { return state_->status(id); }

Result<std::optional<ActionStatus>> Outbox::find(std::string_view key) {
    return state_->store().find(key);
}

Result<std::vector<ActionStatus>> Outbox::list(std::size_t most) {
    return state_->store().latest(most);
}

Result<void> Outbox::record(const SignedTransaction& transaction, Call& call) {
    DEED_CHECK(call.check());
    return state_->record(transaction);
}

}  // namespace deed::registry::evm

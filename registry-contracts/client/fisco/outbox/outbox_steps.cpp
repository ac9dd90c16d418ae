#include "lib/store/errors.hpp"
#include "registry-contracts/client/evm/outbox/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/outbox/outbox_state.hpp"

namespace deed::registry::fisco {

using evm::ActionState;
using evm::ActionStatus;

Result<ActionStatus> Outbox::State::status(std::uint64_t id) {
    DEED_TRY(auto found, store_->find(id));
    if (found) return std::move(*found);
    return Error(evm::errors::kOutboxUnknownAction, "there is no action " + std::to_string(id));
}

Result<std::uint64_t> Outbox::State::enter(const evm::Action& action, std::string_view key) {
    DEED_TRY(const auto known, store_->find(key));
    if (!known) {
        auto added = store_->add(action, key, clock_.now());
        // Another thread came first.
        if (!added && added.error().code() == store::errors::kConstraint) return enter(action, key);
        return added;
    }
    const std::lock_guard turn(turn_of(known->id));
    DEED_TRY(const ActionStatus now, status(known->id));
    if (now.action.to != action.to || now.action.data != action.data)
        return Error(evm::errors::kOutboxKeyReused,
                     "the name stands for action " + std::to_string(now.id));
    if (now.state == ActionState::cancelled || now.state == ActionState::reverted) {
        DEED_CHECK(store_->take_up_again(now.id, clock_.now()));
    } else if (now.stopped && !evm::has_ended(now.state)) {
        return Error(evm::errors::kOutboxCancelled,
                     "action " + std::to_string(now.id) + " is being cancelled: " + now.reason);
    }
    return now.id;
}

Result<std::optional<SignedTransaction>> Outbox::State::living_transaction(std::uint64_t id) {
    DEED_TRY(const auto raw, store_->living_transaction(id));
    if (!raw) return std::optional<SignedTransaction>();
    const ChainSettings& chain = reader_.node().settings();
    auto made = chain.version == ChainVersion::two
                    ? SignedTransaction::decode_rlp(chain.hash, *raw)
                    : SignedTransaction::decode_tars(chain.hash, *raw);
    if (made) return std::optional(std::move(*made));
    return Error(store::errors::kDamaged,
                 "a transaction of the outbox is none: " + made.error().to_string());
}

Result<void> Outbox::State::advance(std::uint64_t id, Call& call) {
    const std::lock_guard turn(turn_of(id));
    DEED_TRY(const ActionStatus action, status(id));
    if (evm::has_ended(action.state)) return {};
    DEED_CHECK(call.check());
    DEED_TRY(const auto transaction, living_transaction(id));
    if (transaction) return follow(action, *transaction, call);
    return sign_and_send(action, call);
}

Result<void> Outbox::State::sign_and_send(const ActionStatus& action, Call& call) {
    DEED_TRY(const SignedTransaction made,
             sign_action(reader_.node(), signer_, options_.sending,
                         {action.action.to, action.action.data, {}}, call));
    DEED_CHECK(store_->add_transaction(action.id, made, clock_.now()));
    return send(action.id, made, call);
}

Result<void> Outbox::State::send(std::uint64_t id, const SignedTransaction& transaction,
                                 Call& call) {
    {
        const std::lock_guard lock(sent_mutex_);
        sent_[id] = std::chrono::steady_clock::now();
    }
    DEED_CHECK(send_recorded(reader_.node(), transaction, call));
    return store_->set_state(id, ActionState::sent, "", clock_.now());
}

bool Outbox::State::was_sent_lately(std::uint64_t id) {
    const std::lock_guard lock(sent_mutex_);
    const auto found = sent_.find(id);
    return found != sent_.end() &&
           std::chrono::steady_clock::now() < found->second + options_.resend_after;
}

Result<void> Outbox::State::follow(const ActionStatus& action, const SignedTransaction& transaction,
                                   Call& call) {
    // Before the receipt, so that none can come in between.
    DEED_TRY(const std::uint64_t head, reader_.block_number(call));
    DEED_TRY(const bool has_receipt, take_receipt(action.id, transaction, call));
    if (has_receipt) return {};
    if (head >= transaction.block_limit()) return bury(action, transaction, call);
    if (action.stopped || was_sent_lately(action.id)) return {};
    return send(action.id, transaction, call);
}

/// Blocks are final: what has a receipt has ended.
Result<bool> Outbox::State::take_receipt(std::uint64_t id, const SignedTransaction& transaction,
                                         Call& call) {
    DEED_TRY(const auto receipt, reader_.receipt(transaction.hash(), call));
    if (!receipt) return false;
    std::string reason;
    if (!receipt->value.succeeded) {
        DEED_TRY(const auto told, reader_.node().receipt(transaction.hash(), call));
        const auto outcome =
            told ? told->check(reader_.node().settings().hash, options_.known_errors)
                 : Result<void>();
        reason = outcome ? "the chain gives no reason" : outcome.error().message();
    }
    const evm::Inclusion inclusion{transaction.hash(), receipt->block_number, receipt->block_hash,
                                   receipt->value.succeeded};
    DEED_CHECK(store_->set_included(id,
                                    inclusion.succeeded ? ActionState::done : ActionState::reverted,
                                    inclusion, reason, clock_.now()));
    const std::lock_guard lock(sent_mutex_);
    sent_.erase(id);
    return true;
}

/// The limit is reached without a receipt. A node that lost one, or is behind the one that told the
/// height, must not make an action be done twice: every block that may hold it is looked through.
Result<void> Outbox::State::bury(const ActionStatus& action, const SignedTransaction& transaction,
                                 Call& call) {
    DEED_TRY(const bool is_there, is_in_blocks(reader_.node(), transaction, call));
    if (is_there)
        return Error(errors::kNotMined,
                     evm::to_hex(transaction.hash()) + " is in a block, and has no receipt yet");
    const std::string reason =
        "no block up to " + std::to_string(transaction.block_limit()) + " took the transaction";
    const ActionState state = action.stopped ? ActionState::cancelled : ActionState::recorded;
    DEED_CHECK(store_->bury_transaction(action.id, state, reason, clock_.now()));
    if (action.stopped) return {};
    return sign_and_send(action, call);
}

Result<void> Outbox::State::cancel(std::uint64_t id, Call& call) {
    const std::lock_guard turn(turn_of(id));
    const auto too_late = [&] {
        return Error(evm::errors::kOutboxTooLate,
                     "action " + std::to_string(id) + " has ended, or is in a block");
    };
    DEED_TRY(const ActionStatus action, status(id));
    if (evm::has_ended(action.state)) return too_late();
    DEED_TRY(const auto transaction, living_transaction(id));
    if (!transaction)
        return store_->set_state(id, ActionState::cancelled, "nothing was signed", clock_.now());
    // Before any node is asked, so that an interruption leaves it stopped.
    DEED_CHECK(store_->stop(id,
                            "it was sent and cannot be taken back: it is sent no more, and any "
                            "block up to " +
                                std::to_string(transaction->block_limit()) + " may still hold it",
                            clock_.now()));
    const auto has_receipt = take_receipt(id, *transaction, call);
    if (has_receipt && *has_receipt) return too_late();
    return call.check();
}

}  // namespace deed::registry::fisco

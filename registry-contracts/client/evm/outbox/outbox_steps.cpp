#include <algorithm>
#include <limits>

#include "lib/store/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/outbox/errors.hpp"
#include "registry-contracts/client/evm/outbox/outbox_state.hpp"
#include "registry-contracts/client/evm/signing/errors.hpp"

namespace deed::registry::evm {
namespace {

/// What a file can hold.
constexpr std::uint64_t kMostBlocks = std::numeric_limits<std::int64_t>::max();

constexpr std::string_view kFillKey = "deed:fill:";
constexpr std::size_t kFilledAtOnce = 16;

/// What asks for other fees, and not for another transaction.
bool is_about_fees(const Error& error) {
    return error.code() == errors::kUnderpriced || error.code() == errors::kFeeBelowBase;
}

}  // namespace

Result<ActionStatus> Outbox::State::status(std::uint64_t id) {
    DEED_TRY(auto found, store_->find(id));
    if (!found)
        return Error(errors::kOutboxUnknownAction, "there is no action " + std::to_string(id));
    return std::move(*found);
}

Result<void> Outbox::State::check_chain(Call& call) {
    DEED_TRY(const std::uint64_t chain_id, node_.chain_id(call));
    if (chain_id == options_.chain_id) return {};
    return Error(errors::kWrongChain, "the node is of chain " + std::to_string(chain_id) +
                                          " and not of " + std::to_string(options_.chain_id));
}

Result<void> Outbox::State::advance(std::uint64_t id, Call& call) {
    const std::lock_guard turn(turn_of(id));
    DEED_TRY(const ActionStatus action, status(id));
    if (has_ended(action.state)) return {};
    DEED_CHECK(check_chain(call));
    if (action.state == ActionState::recorded) return prepare(action, call);
    return follow(action, call);
}

// --- To the node for the first time

Result<void> Outbox::State::prepare(const ActionStatus& action, Call& call) {
    const CallRequest request{signer_.address(), action.action.to, action.action.value,
                              action.action.data};
    const auto gas = node_.estimate_gas(request, call, options_.known_errors);
    if (!gas) return take_refusal(action, gas.error());
    DEED_TRY(const Fees fees, estimate_fees(node_, options_.fees, call));
    DEED_TRY(const SignedTransaction made, sign_first(action, *gas, fees, call));
    return send(action.id, made, call);
}

Result<void> Outbox::State::take_refusal(const ActionStatus& action, const Error& refusal) {
    if (refusal.code() != errors::kReverted) return refusal;
    // What an earlier action is to bring about may be what this one needs.
    DEED_TRY(const bool waits, store_->has_unmined_before(action.id));
    if (waits) return Error(errors::kOutboxWaitsForOthers, refusal.message());
    DEED_CHECK(store_->set_state(action.id, ActionState::refused, refusal.message(), clock_.now()));
    return refusal;
}

Result<SignedTransaction> Outbox::State::sign_first(const ActionStatus& action, std::uint64_t gas,
                                                    const Fees& fees, Call& call) {
    Transaction transaction;
    transaction.chain_id = options_.chain_id;
    transaction.max_fee_per_gas = fees.max_fee_per_gas;
    transaction.max_priority_fee_per_gas = fees.max_priority_fee_per_gas;
    // The state may have changed when the transaction runs; what is not used is not paid. The node
    // is believed no estimate that this could wrap.
    transaction.gas_limit = gas + gas / 5;
    transaction.to = action.action.to;
    transaction.value = action.action.value;
    transaction.data = action.action.data;
    // A nonce that was chosen and not used would hold up all later ones.
    const std::lock_guard lock(signing_);
    DEED_TRY(transaction.nonce, nonces_.choose(call));
    DEED_TRY(auto made, SignedTransaction::sign(std::move(transaction), signer_, call));
    DEED_CHECK(store_->add_attempt(action.id, made, false, clock_.now()));
    return made;
}

Result<void> Outbox::State::send(std::uint64_t id, const SignedTransaction& transaction,
                                 Call& call) {
    const auto sent = send_recorded(node_, transaction, call);
    if (sent) return store_->set_state(id, ActionState::sent, {}, clock_.now());
    const ErrorCode& code = sent.error().code();
    if (code == errors::kNonceTooLow || code == errors::kNonceTooHigh) nonces_.doubt();
    return sent;
}

// --- After that

Result<void> Outbox::State::follow(const ActionStatus& action, Call& call) {
    DEED_TRY(const Attempts attempts, store_->attempts(action));
    if (attempts.empty())
        return Error(store::errors::kDamaged,
                     "action " + std::to_string(action.id) + " has lost its transactions");
    DEED_TRY(const bool is_mined, take_receipt(action, attempts, call));
    if (is_mined) return {};
    DEED_TRY(const std::uint64_t count,
             node_.transaction_count(signer_.address(), BlockRef::latest(), call));
    if (count > *action.nonce) return judge_other_use(action, attempts, call);
    return keep_alive(action, attempts, call);
}

/// Whether one of the transactions is in a block of the chain, which is then recorded.
Result<bool> Outbox::State::take_receipt(const ActionStatus& action, const Attempts& attempts,
                                         Call& call) {
    for (std::size_t i = attempts.size(); i-- > 0;) {
        DEED_TRY(const auto receipt, node_.receipt(attempts[i].hash, call));
        if (!receipt) continue;
        DEED_TRY(const bool on_chain, is_confirmed(node_, *receipt, Confirmation{}, call));
        if (!on_chain) continue;
        DEED_CHECK(take_down(action, attempts[i], *receipt, call));
        return true;
    }
    return false;
}

Result<void> Outbox::State::take_down(const ActionStatus& action, const Attempt& mined,
                                      const Receipt& receipt, Call& call) {
    if (receipt.block_number > kMostBlocks)
        return Error(errors::kRpcUnexpectedResult, "the node tells of a block beyond all numbers");
    const Inclusion inclusion{mined.hash, receipt.block_number, receipt.block_hash,
                              receipt.value.succeeded};
    DEED_TRY(const bool settled, is_confirmed(node_, receipt, options_.settled, call));
    const bool is_known = action.inclusion == inclusion;
    if (is_known && !settled) return {};
    std::string reason = is_known ? action.reason : "";
    if (!is_known && !inclusion.succeeded) {
        DEED_TRY(reason, failure_reason(action, receipt, call));
    }
    ActionState state = ActionState::in_block;
    if (settled && mined.cancels) {
        state = ActionState::cancelled;
    } else if (settled) {
        state = inclusion.succeeded ? ActionState::done : ActionState::reverted;
    }
    return store_->set_included(action.id, state, inclusion, reason, clock_.now());
}

/// By calling the contract as it was before the block.
Result<std::string> Outbox::State::failure_reason(const ActionStatus& action,
                                                  const Receipt& receipt, Call& call) {
    const CallRequest request{signer_.address(), action.action.to, action.action.value,
                              action.action.data};
    const std::uint64_t before = std::max<std::uint64_t>(receipt.block_number, 1) - 1;
    const auto tried =
        node_.call_contract(request, BlockRef::number(before), call, options_.known_errors);
    if (!tried && tried.error().code() == errors::kReverted) return tried.error().message();
    DEED_CHECK(call.check());
    return std::string("the contract refused it, and the node does not say why");
}

/// The account's count says that the nonce is used, and no transaction of the action has a receipt.
/// A count can be wrong, and a receipt late: only another transaction that the account signed, in a
/// block that stays, shows that the action can never be done.
Result<void> Outbox::State::judge_other_use(const ActionStatus& action, const Attempts& attempts,
                                            Call& call) {
    nonces_.doubt();
    const Error unclear(errors::kNonceTooLow,
                        "the node counts nonce " + std::to_string(*action.nonce) +
                            " of the account as used, and shows no transaction for it");
    DEED_TRY(const auto last, confirmed_block(node_, options_.settled, call));
    if (!last) return unclear;
    DEED_TRY(const auto number, block_of_nonce(*action.nonce, *last, call));
    if (!number) return unclear;
    const auto found = node_.transactions_of(signer_.address(), *action.nonce, *number, call);
    if (!found && found.error().code() == errors::kTransactionTypeUnsupported) return unclear;
    if (!found) return found.error();
    if (found->size() != 1) return unclear;
    const auto& chain_id = found->front().transaction().chain_id;
    const Word& hash = found->front().hash();
    const bool is_own =
        std::ranges::any_of(attempts, [&](const Attempt& attempt) { return attempt.hash == hash; });
    // What the account signed for another chain shows nothing of this one.
    if (is_own || (chain_id && *chain_id != options_.chain_id)) return unclear;
    return store_->set_state(action.id, ActionState::displaced,
                             "nonce " + std::to_string(*action.nonce) + " was used by " +
                                 to_hex(hash) + " in block " + std::to_string(*number),
                             clock_.now());
}

/// The block up to `last` in which the account used the nonce; nothing if it did not.
Result<std::optional<std::uint64_t>> Outbox::State::block_of_nonce(std::uint64_t nonce,
                                                                   std::uint64_t last, Call& call) {
    const auto is_used = [&](std::uint64_t number) -> Result<bool> {
        DEED_TRY(const std::uint64_t count,
                 node_.transaction_count(signer_.address(), BlockRef::number(number), call));
        return count > nonce;
    };
    std::uint64_t used = last;
    DEED_TRY(bool found, is_used(used));
    if (!found) return std::optional<std::uint64_t>();
    // Backwards in growing steps: nodes forget old states, and the use is mostly recent.
    std::uint64_t unused = used;
    for (std::uint64_t step = 1; found && unused > 0; step *= 2) {
        used = unused;
        unused -= std::min(step, unused);
        DEED_TRY(found, is_used(unused));
    }
    if (found) return std::optional<std::uint64_t>();  // even in the first block of all
    while (used - unused > 1) {
        const std::uint64_t middle = unused + (used - unused) / 2;
        DEED_TRY(const bool in_middle, is_used(middle));
        (in_middle ? used : unused) = middle;
    }
    return std::optional(used);
}

bool Outbox::State::has_waited(const Attempt& attempt) const {
    const std::int64_t age = clock_.now().unix_milliseconds() - attempt.made.unix_milliseconds();
    // A clock that was set back would else keep it waiting.
    return age < 0 || age >= options_.replace_after.count();
}

/// No block has the action.
Result<void> Outbox::State::keep_alive(const ActionStatus& action, const Attempts& attempts,
                                       Call& call) {
    if (action.inclusion) {
        nonces_.doubt();
        DEED_CHECK(store_->set_state(action.id, ActionState::prepared,
                                     "its block has left the chain: it is sent again",
                                     clock_.now()));
    }
    const Attempt& latest = attempts.back();
    DEED_TRY(const bool is_held, node_.has_transaction(latest.hash, call));
    if (is_held && has_waited(latest)) return replace(action, latest, call);
    if (is_held) return {};
    DEED_TRY(const auto transaction, SignedTransaction::decode(latest.raw));
    auto sent = send(action.id, transaction, call);
    if (!sent && is_about_fees(sent.error())) return replace(action, latest, call);
    return sent;
}

Result<void> Outbox::State::replace(const ActionStatus& action, const Attempt& latest, Call& call) {
    DEED_TRY(const std::size_t made, store_->count_attempts(action.id));
    if (made >= OutboxStore::kMaxAttempts) return {};
    DEED_TRY(const auto before, SignedTransaction::decode(latest.raw));
    Transaction transaction = before.transaction();
    DEED_TRY(const Fees fresh, estimate_fees(node_, options_.fees, call));
    DEED_TRY(const Fees fees,
             replacement_fees({transaction.max_fee_per_gas, transaction.max_priority_fee_per_gas},
                              fresh, options_.fees));
    transaction.max_fee_per_gas = fees.max_fee_per_gas;
    transaction.max_priority_fee_per_gas = fees.max_priority_fee_per_gas;
    DEED_TRY(const auto next, SignedTransaction::sign(std::move(transaction), signer_, call));
    DEED_CHECK(store_->add_attempt(action.id, next, latest.cancels, clock_.now()));
    return send(action.id, next, call);
}

// --- What callers ask for besides

Result<void> Outbox::State::cancel(std::uint64_t id, Call& call) {
    const std::lock_guard turn(turn_of(id));
    DEED_TRY(const ActionStatus action, status(id));
    const Error too_late(errors::kOutboxTooLate, "action " + std::to_string(id) + " is " +
                                                     std::string(state_name(action.state)));
    if (action.state >= ActionState::in_block) return too_late;
    if (action.state == ActionState::recorded)
        return store_->set_state(id, ActionState::cancelled, {}, clock_.now());
    DEED_CHECK(check_chain(call));
    DEED_TRY(const Attempts attempts, store_->attempts(action));
    DEED_TRY(const bool is_mined, take_receipt(action, attempts, call));
    if (is_mined || attempts.empty()) return too_late;
    if (!action.cancellations.empty()) return keep_alive(action, attempts, call);

    DEED_TRY(const auto before, SignedTransaction::decode(attempts.back().raw));
    const Address own = signer_.address();
    Transaction transaction = before.transaction();
    transaction.to = own;
    transaction.value = {};
    transaction.data.clear();
    transaction.access_list.clear();
    DEED_TRY(const std::uint64_t gas, node_.estimate_gas({own, own, {}, {}}, call));
    transaction.gas_limit = gas + gas / 5;
    DEED_TRY(const Fees fresh, estimate_fees(node_, options_.fees, call));
    DEED_TRY(const Fees fees,
             replacement_fees({transaction.max_fee_per_gas, transaction.max_priority_fee_per_gas},
                              fresh, options_.fees));
    transaction.max_fee_per_gas = fees.max_fee_per_gas;
    transaction.max_priority_fee_per_gas = fees.max_priority_fee_per_gas;
    DEED_TRY(const auto empty, SignedTransaction::sign(std::move(transaction), signer_, call));
    DEED_CHECK(store_->add_attempt(id, empty, true, clock_.now()));
    return send(id, empty, call);
}

Result<void> Outbox::State::record(const SignedTransaction& transaction) {
    const Transaction& content = transaction.transaction();
    if (content.chain_id != options_.chain_id || transaction.sender() != signer_.address())
        return Error(errors::kOutboxOtherAccount,
                     "the transaction is of " + to_checksummed(transaction.sender()));
    const std::lock_guard lock(signing_);
    DEED_TRY(const auto owner, store_->action_of_nonce(content.nonce));
    const Action action{content.to, content.value, content.data};
    if (!owner) return store_->add_signed(to_hex(transaction.hash()), transaction, clock_.now());
    DEED_TRY(const ActionStatus known, status(*owner));
    if (std::ranges::count(known.transactions, transaction.hash()) != 0) return {};
    const bool is_same = known.action.to == action.to && known.action.value == action.value &&
                         known.action.data == action.data;
    if (!is_same || has_ended(known.state) || known.nonce != content.nonce)
        return Error(errors::kOutboxNonceReserved, "nonce " + std::to_string(content.nonce) +
                                                       " is that of action " +
                                                       std::to_string(*owner));
    return store_->add_attempt(*owner, transaction, false, clock_.now());
}

Result<std::uint64_t> Outbox::State::enter(const Action& action, std::string_view key) {
    DEED_TRY(const auto known, store_->find(key));
    if (!known) {
        auto added = store_->add(action, key, clock_.now());
        // Another thread came first.
        if (!added && added.error().code() == store::errors::kConstraint) return enter(action, key);
        return added;
    }
    const std::lock_guard turn(turn_of(known->id));
    DEED_TRY(const ActionStatus now, status(known->id));
    if (now.action.to != action.to || now.action.value != action.value ||
        now.action.data != action.data)
        return Error(errors::kOutboxKeyReused,
                     "the name stands for action " + std::to_string(now.id));
    const bool is_void = now.state == ActionState::refused || now.state == ActionState::cancelled ||
                         now.state == ActionState::displaced;
    if (is_void) DEED_CHECK(store_->take_up_again(now.id, clock_.now()));
    return now.id;
}

Result<void> Outbox::State::reopen(std::uint64_t id, Call& call) {
    const std::lock_guard turn(turn_of(id));
    DEED_TRY(const ActionStatus action, status(id));
    const bool was_mined =
        action.state == ActionState::done || action.state == ActionState::reverted;
    if (!was_mined || !action.inclusion) return {};
    const auto stays = [&]() -> Result<bool> {
        DEED_CHECK(check_chain(call));
        DEED_TRY(const auto receipt, node_.receipt(action.inclusion->transaction_hash, call));
        // Mined again, in another block, it may have come to another end.
        if (!receipt || receipt->block_hash != action.inclusion->block_hash) return false;
        return is_confirmed(node_, *receipt, Confirmation{}, call);
    }();
    DEED_CHECK(call.check());
    // A node that does not answer shows nothing, and the action ended as far as is known.
    if (!stays) return {};
    if (*stays && action.state == ActionState::done) return {};
    if (*stays) return store_->take_up_again(id, clock_.now());
    nonces_.doubt();
    return store_->set_state(id, ActionState::prepared,
                             "its block has left the chain: it is sent again", clock_.now());
}

/// Whether the first transaction that is in no block has been waiting for long.
Result<bool> Outbox::State::is_stuck() {
    DEED_TRY(const auto ids, store_->open_actions());
    for (const std::uint64_t id : ids) {
        DEED_TRY(const ActionStatus action, status(id));
        if (!action.nonce || action.inclusion) continue;
        DEED_TRY(const Attempts attempts, store_->attempts(action));
        return !attempts.empty() && has_waited(attempts.front());
    }
    return false;
}

Result<void> Outbox::State::fill_gaps(Call& call) {
    DEED_TRY(const bool stuck, is_stuck());
    if (!stuck) return {};
    DEED_CHECK(check_chain(call));
    DEED_TRY(const auto gaps, nonces_.gaps(kFilledAtOnce, call));
    for (const std::uint64_t nonce : gaps) {
        nonces_.doubt();
        const Action nothing{signer_.address(), {}, {}};
        DEED_TRY(const std::uint64_t id,
                 enter(nothing, std::string(kFillKey) + std::to_string(nonce)));
        DEED_CHECK(advance(id, call));
    }
    return {};
}

}  // namespace deed::registry::evm

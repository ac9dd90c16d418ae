#include "toolkit/relay_checks.hpp"

#include <algorithm>

#include "did/methods/weid.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/operations/did_calls.hpp"
#include "toolkit/relay_errors.hpp"

namespace deed {
namespace {

namespace codes = registry::errors;
using registry::evm::Action;

/// What a transaction takes before it does anything.
constexpr std::uint64_t kGasOfTransaction = 21'000;

bool is_of(const Error& error, std::string_view family) {
    return error.code().name.starts_with(family);
}

bool is_one_of(const Error& error, std::initializer_list<const ErrorCode*> among) {
    return std::ranges::any_of(among, [&](const ErrorCode* code) { return error.code() == *code; });
}

/// What hangs on nothing but the operation, or on what never changes any more.
bool is_for_good(const Error& error) {
    return is_one_of(error, {&codes::kOperationExpired, &codes::kIdentityExists,
                             &codes::kIdentityDeactivated, &codes::kIdentityMoved,
                             &codes::kWrongNetwork, &codes::kOperationTooLarge,
                             &codes::kOperationMalformed}) ||
           is_of(error, "chain_operation.") || is_of(error, "did.") || is_of(error, "json.");
}

Bytes data_of(const std::vector<Action>& actions) {
    Bytes all;
    for (const Action& action : actions) append(all, action.data);
    return all;
}

Error waits(std::string why) { return Error(errors::kRelayWaits, std::move(why)); }

}  // namespace

bool ends_relaying(const Error& error) {
    using namespace registry::evm::errors;
    const bool is_node = is_of(error, "rpc.") && error.kind() == ErrorKind::unavailable;
    return is_node || is_of(error, "net.") || is_of(error, "call.") || is_of(error, "store.") ||
           is_of(error, "io.") ||
           is_one_of(error, {&kNotConfirmed, &kInsufficientFunds, &kFeeAboveCap, &kWrongChain});
}

/// What the contract or the rules refuse is refused for good where the place of the operation is
/// the one that is due, since each place is taken once. Whatever comes after something that is
/// missing, or names no place, may still hold later.
RelayJudgement RelayChecks::judge(const did::SignedOperation& operation, const Error& error,
                                  Call& call) {
    if (error.code() == registry::evm::errors::kReverted) {
        const registry::Submission submission{operation.operation(), {}};
        const auto again = ledger_.preview({&submission, 1}, call);
        const bool is_named = !again && again.error().code() != error.code();
        return is_named ? judge(operation, again.error(), call)
                        : RelayJudgement{RelayVerdict::undetermined, error};
    }
    if (is_for_good(error)) return {RelayVerdict::refused, error};
    const bool is_by_rules = is_of(error, "operation.") && error.code() != codes::kSinceInFuture;
    if (!is_by_rules) return {RelayVerdict::undetermined, error};

    const registry::Envelope& envelope = operation.operation().envelope();
    const auto state = ledger_.state(envelope.subject, call);
    if (!state) return {RelayVerdict::undetermined, state.error()};
    const std::uint64_t due = state->chain(registry::Chain::did).length;
    if (envelope.sequence == registry::kAnySequence) return {RelayVerdict::undetermined, error};
    if (envelope.sequence > due)
        return {RelayVerdict::undetermined,
                waits("its place is " + std::to_string(envelope.sequence) + ", and " +
                      std::to_string(due) + " is due")};
    return {RelayVerdict::refused, error};
}

/// By the chain's time or the clock's, whichever is ahead: an idle chain's last block is old.
Result<void> RelayChecks::check_deadline(const did::SignedOperation& operation, Call& call) {
    DEED_TRY(const Timestamp latest, ledger_.acceptance_time(call));
    const Timestamp now = std::max(latest, clock_.now());
    constexpr std::int64_t kSecond = 1000;
    const std::int64_t until = now.unix_milliseconds() / kSecond + kRelayMarginSeconds;
    const std::uint64_t expiry = operation.operation().envelope().expiry;
    if (until < 0 || static_cast<std::uint64_t>(until) <= expiry) return {};
    const auto end = Timestamp::from_unix_seconds(static_cast<std::int64_t>(expiry));
    return Error(errors::kRelayExpiresSoon,
                 "it holds until " + (end ? end->to_string() : std::to_string(expiry)));
}

/// The limit of the transaction that it gets: as the outbox sets it, a fifth above the estimate.
/// What follows others can be estimated only together with them.
Result<std::uint64_t> RelayChecks::gas_behind(const Action& all, Call& call) {
    registry::evm::CallRequest request;
    request.from = account_;
    request.to = all.to;
    request.data = all.data;
    DEED_TRY(const std::uint64_t gas,
             node_->estimate_gas(request, call, registry::evm::did_registry_errors()));
    std::uint64_t own = gas;
    if (!group_.passed.empty() && gas > group_.gas) own = gas - group_.gas + kGasOfTransaction;
    group_.gas = gas;
    return own + own / 5;
}

Result<RelayChecks::Passed> RelayChecks::try_behind(const did::SignedOperation& operation,
                                                    Call& call) {
    std::vector<registry::Submission> together = group_.passed;
    together.push_back({operation.operation(), {}});
    DEED_TRY(const std::vector<Action> actions, ledger_.preview(together, call));
    Bytes data = data_of(actions);
    Passed passed{.depth = group_.passed.size()};
    passed.was_there = data == group_.data;
    if (passed.was_there) return passed;
    // What does not go into one transaction with those before it cannot be tried before these.
    if (actions.size() > 1) return waits("those of its DID before it are too large to try with it");
    did::WeidRegistrar registrar(ledger_, clock_);
    DEED_CHECK(registrar.check(operation, call));
    DEED_CHECK(check_deadline(operation, call));
    if (node_ != nullptr) {
        DEED_TRY(passed.gas, gas_behind(actions.front(), call));
    }
    group_.passed = std::move(together);
    group_.data = std::move(data);
    return passed;
}

std::variant<RelayChecks::Passed, RelayJudgement> RelayChecks::check(
    const did::SignedOperation& operation, Call& call) {
    const registry::Envelope& envelope = operation.operation().envelope();
    if (envelope.subject != group_.subject) {
        group_ = {};
        group_.subject = envelope.subject;
    }
    const auto tried = try_behind(operation, call);
    if (tried) return *tried;
    const Error& error = tried.error();
    if (group_.passed.empty() || ends_relaying(error)) return judge(operation, error, call);
    // Those before it may fail: what it breaks only behind them, it need not break.
    const registry::Submission submission{operation.operation(), {}};
    if (const auto alone = ledger_.preview({&submission, 1}, call); !alone) {
        RelayJudgement judgement = judge(operation, alone.error(), call);
        if (judgement.verdict == RelayVerdict::refused) return judgement;
    }
    return RelayJudgement{RelayVerdict::undetermined, error};
}

std::optional<RelayJudgement> RelayChecks::submit(const did::SignedOperation& operation,
                                                  Call& call) {
    const registry::Submission submission{operation.operation(), {}};
    auto ready = check_deadline(operation, call);
    if (!ready) return judge(operation, ready.error(), call);
    const auto tickets = ledger_.submit({&submission, 1}, call);
    if (tickets) return std::nullopt;
    return judge(operation, tickets.error(), call);
}

}  // namespace deed

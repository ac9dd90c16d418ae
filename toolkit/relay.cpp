#include "toolkit/relay.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "did/methods/weid.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/fees.hpp"
#include "toolkit/relay_checks.hpp"
#include "toolkit/relay_errors.hpp"

namespace deed {
namespace {

using registry::evm::Uint256;

/// A position is the block's number × 2^21 + the index of the event (specs/evm-ledger.md section
/// 2).
constexpr unsigned kIndexBits = 21;

class Relaying {
public:
    Relaying(OpenChain& chain, const Clock& clock, const std::vector<RelayInput>& inputs,
             const RelayPlan& plan)
        : chain_(chain), clock_(clock), inputs_(inputs), plan_(plan) {}

    Result<RelayReport> run(Call& call) {
        read();
        DEED_TRY(registry::evm::EvmLedger * reader,
                 chain_.ledger(OpenChain::Access::reading, call));
        DEED_CHECK(check_all(*reader, call));
        if (wants_gas()) DEED_CHECK(reckon(call));
        if (!plan_.dry_run && !passed_.empty()) DEED_CHECK(finish(*reader, call));
        return std::move(report_);
    }

private:
    /// What passed the checks: which input, and how many of its DID come before it.
    struct Passed {
        std::size_t input;
        std::size_t depth;
        bool was_there;
    };

    bool wants_gas() const { return plan_.dry_run || plan_.max_cost.has_value(); }
    const did::SignedOperation& operation(std::size_t i) const {
        return inputs_[i].operation.value();
    }
    RelayOutcome& outcome(std::size_t i) { return report_.outcomes[i]; }

    void read();
    std::vector<std::size_t> in_order() const;
    Result<void> check_all(registry::evm::EvmLedger& reader, Call& call);
    Result<void> reckon(Call& call);
    Result<void> finish(registry::evm::EvmLedger& reader, Call& call);
    void send_all(RelayChecks& checks, Call& call);
    void wait_for(registry::Ledger& ledger, RelayChecks& checks, std::size_t input, Call& call);
    void take(std::size_t input, RelayJudgement judgement);

    OpenChain& chain_;
    const Clock& clock_;
    const std::vector<RelayInput>& inputs_;
    const RelayPlan& plan_;
    RelayReport report_;
    std::vector<Passed> passed_;
    std::optional<Error> lost_;  ///< why nothing more is asked
};

/// What a file says of itself is the same whoever reads it: what it breaks, it breaks for good.
void Relaying::read() {
    for (const RelayInput& input : inputs_) {
        RelayOutcome made{.name = input.name};
        if (input.operation) {
            made.did = input.operation->did();
            made.operation = input.operation->operation().hash();
        } else {
            const ErrorKind kind = input.operation.error().kind();
            const bool was_read = kind != ErrorKind::io && kind != ErrorKind::not_found &&
                                  kind != ErrorKind::interrupted;
            made.verdict = was_read ? RelayVerdict::refused : RelayVerdict::undetermined;
            made.trouble = input.operation.error();
        }
        report_.outcomes.push_back(std::move(made));
    }
}

/// Those of one DID one behind the other, in the order of their places.
std::vector<std::size_t> Relaying::in_order() const {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < inputs_.size(); ++i)
        if (inputs_[i].operation) order.push_back(i);
    const auto place = [this](std::size_t i) {
        const registry::Envelope& envelope = operation(i).operation().envelope();
        return std::tie(envelope.network, envelope.subject, envelope.sequence);
    };
    std::ranges::stable_sort(order,
                             [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
    return order;
}

void Relaying::take(std::size_t input, RelayJudgement judgement) {
    outcome(input).verdict = judgement.verdict;
    if (ends_relaying(judgement.error)) lost_ = judgement.error;
    outcome(input).trouble = std::move(judgement.error);
}

Result<void> Relaying::check_all(registry::evm::EvmLedger& reader, Call& call) {
    RelayChecks checks(reader, wants_gas() ? &chain_.node() : nullptr, clock_);
    if (wants_gas()) {
        DEED_TRY(const registry::Address account, chain_.account(call));
        checks.set_account(account);
    }
    for (const std::size_t i : in_order()) {
        if (lost_) {
            take(i, {RelayVerdict::undetermined, *lost_});
            continue;
        }
        auto checked = checks.check(operation(i), call);
        if (const auto* judgement = std::get_if<RelayJudgement>(&checked)) {
            take(i, *judgement);
            continue;
        }
        const auto& passed = std::get<RelayChecks::Passed>(checked);
        outcome(i).verdict = RelayVerdict::relayed;
        outcome(i).was_there = passed.was_there;
        report_.gas += passed.gas;
        // Also one that is there: it is waited for until it is as deep as is asked for.
        passed_.push_back({i, passed.depth, passed.was_there});
    }
    return {};
}

/// The fees of this run are capped so that all of it cannot cost more, whatever blocks ask later.
Result<void> Relaying::reckon(Call& call) {
    DEED_TRY(const registry::evm::Fees fees,
             registry::evm::estimate_fees(chain_.node(), chain_.config().fees, call));
    report_.gas_price = fees.max_fee_per_gas;
    if (!plan_.max_cost || report_.gas == 0) return {};
    DEED_TRY(const Uint256 cost, fees.max_fee_per_gas.times(report_.gas));
    if (cost > *plan_.max_cost)
        return Error(errors::kRelayOverMaxCost, "they may cost " + ether_text(cost) + ", and " +
                                                    ether_text(*plan_.max_cost) + " is allowed");
    chain_.cap_fee(plan_.max_cost->divided_by(report_.gas));
    return {};
}

/// The first ones of all DIDs are on their way before a second one has to wait for its first.
void Relaying::send_all(RelayChecks& checks, Call& call) {
    std::ranges::stable_sort(passed_, {}, &Passed::depth);
    for (const Passed& passed : passed_) {
        if (passed.was_there) continue;
        if (lost_)
            take(passed.input, {RelayVerdict::undetermined, *lost_});
        else if (auto judgement = checks.submit(operation(passed.input), call))
            take(passed.input, std::move(*judgement));
    }
}

Result<void> Relaying::finish(registry::evm::EvmLedger& reader, Call& call) {
    // Where nothing is to be sent, nobody is asked for the key of the account.
    registry::evm::EvmLedger* ledger = &reader;
    if (!std::ranges::all_of(passed_, &Passed::was_there)) {
        DEED_TRY(ledger, chain_.ledger(OpenChain::Access::writing, call));
    }
    RelayChecks checks(*ledger, nullptr, clock_);
    send_all(checks, call);
    lost_.reset();
    for (const Passed& passed : passed_) {
        if (outcome(passed.input).trouble) continue;
        // They have one account's nonces in this order: behind one that does not come, none does.
        if (lost_)
            take(passed.input, {RelayVerdict::undetermined, *lost_});
        else
            wait_for(*ledger, checks, passed.input, call);
    }
    return {};
}

void Relaying::wait_for(registry::Ledger& ledger, RelayChecks& checks, std::size_t input,
                        Call& call) {
    const auto receipt = ledger.wait(registry::ticket_of(operation(input).operation()),
                                     registry::Finality::included, call);
    if (receipt)
        outcome(input).block = receipt->position >> kIndexBits;
    else
        take(input, checks.judge(operation(input), receipt.error(), call));
}

}  // namespace

std::string_view to_string(RelayVerdict verdict) {
    if (verdict == RelayVerdict::relayed) return "relayed";
    return verdict == RelayVerdict::refused ? "refused" : "undetermined";
}

Result<RelayReport> relay_operations(OpenChain& chain, const Clock& clock,
                                     const std::vector<RelayInput>& inputs, const RelayPlan& plan,
                                     Call& call) {
    if (inputs.size() > kMaxRelayed)
        return Error(errors::kRelayTooMany, std::to_string(inputs.size()) + " were given");
    return Relaying(chain, clock, inputs, plan).run(call);
}

}  // namespace deed

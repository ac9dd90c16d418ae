#include "registry-contracts/client/evm/fees.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/errors.hpp"

namespace deed::registry::evm {
namespace {

Error above_cap(const Uint256& asked, const Uint256& cap) {
    return {errors::kFeeAboveCap, "blocks ask " + asked.to_decimal() +
                                      " wei per unit of gas, and the cap is " + cap.to_decimal()};
}

/// The median of the first rewards; nothing where no block tells any.
Uint256 usual_reward(const FeeHistory& history) {
    std::vector<Uint256> rewards;
    for (const auto& of_block : history.rewards)
        if (!of_block.empty()) rewards.push_back(of_block[0]);
    if (rewards.empty()) return {};
    std::sort(rewards.begin(), rewards.end());
    return rewards[rewards.size() / 2];
}

/// An eighth more, rounded up.
Result<Uint256> raised(const Uint256& fee) {
    DEED_TRY(const Uint256 more, fee.plus(fee.divided_by(8)));
    return more.plus(1);
}

}  // namespace

Result<Fees> fees_from(const FeeHistory& history, const FeePolicy& policy) {
    const Uint256& base = history.base_fees.back();
    const Uint256& cap = policy.max_fee_per_gas;
    if (base > cap) return above_cap(base, cap);
    DEED_TRY(const Uint256 room, cap.minus(base));
    const Uint256 priority =
        std::min({usual_reward(history), policy.max_priority_fee_per_gas, room});
    const auto doubled = base.times(2);
    const auto wanted = doubled ? doubled->plus(priority) : Result<Uint256>(Uint256::max());
    return Fees{std::min(cap, wanted ? *wanted : Uint256::max()), priority};
}

Result<Fees> estimate_fees(Node& node, const FeePolicy& policy, Call& call) {
    const unsigned percentiles[] = {policy.percentile};
    DEED_TRY(const FeeHistory history, node.fee_history(policy.history_blocks, percentiles, call));
    return fees_from(history, policy);
}

Result<Fees> replacement_fees(const Fees& sent, const Fees& fresh, const FeePolicy& policy) {
    DEED_TRY(const Uint256 least_fee, raised(sent.max_fee_per_gas));
    DEED_TRY(const Uint256 least_priority, raised(sent.max_priority_fee_per_gas));
    const Fees fees{std::max(least_fee, fresh.max_fee_per_gas),
                    std::max(least_priority, fresh.max_priority_fee_per_gas)};
    if (fees.max_fee_per_gas > policy.max_fee_per_gas)
        return above_cap(fees.max_fee_per_gas, policy.max_fee_per_gas);
    if (fees.max_priority_fee_per_gas > policy.max_priority_fee_per_gas)
        return above_cap(fees.max_priority_fee_per_gas, policy.max_priority_fee_per_gas);
    return fees;
}

}  // namespace deed::registry::evm

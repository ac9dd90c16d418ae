#pragma once

#include "registry-contracts/client/evm/node.hpp"

namespace deed::registry::evm {

/// What may be paid. The caps are absolute: nothing is ever signed above them.
struct FeePolicy {
    Uint256 max_fee_per_gas;           ///< wei per unit of gas, all in all
    Uint256 max_priority_fee_per_gas;  ///< the part that goes to the proposer
    unsigned history_blocks = 10;
    unsigned percentile = 50;  ///< of the priority fees that these blocks took
};

/// The fees of an EIP-1559 transaction.
struct Fees {
    Uint256 max_fee_per_gas;
    Uint256 max_priority_fee_per_gas;
    friend bool operator==(const Fees&, const Fees&) = default;
};

/// Fees for the next blocks: the median priority fee, and room for the base fee to double, which
/// takes it six full blocks; both within the caps. `evm.fee_above_cap` if the next block asks more
/// than the caps allow.
DEED_API Result<Fees> fees_from(const FeeHistory& history, const FeePolicy& policy);
DEED_API Result<Fees> estimate_fees(Node& node, const FeePolicy& policy, Call& call);

/// Fees that replace a transaction with those of `sent`: what `fresh` says, and both at least an
/// eighth above, since nodes ask a tenth. `evm.fee_above_cap`.
DEED_API Result<Fees> replacement_fees(const Fees& sent, const Fees& fresh,
                                       const FeePolicy& policy);

}  // namespace deed::registry::evm

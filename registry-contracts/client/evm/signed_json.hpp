#pragma once

#include "lib/json/document.hpp"
#include "registry-contracts/client/evm/signing/transaction.hpp"

namespace deed::registry::evm {

/// A transaction as nodes show it (ethereum/execution-apis), put together anew from its fields:
/// hash and sender are reckoned, whatever stands beside them. `rpc.unexpected_result`,
/// `transaction.type_unsupported`.
Result<SignedTransaction> signed_transaction_from(json::Value value);

}  // namespace deed::registry::evm

#pragma once

#include "registry-contracts/client/evm/operations/chain_operation.hpp"
#include "registry-contracts/client/operation_form.hpp"

namespace deed::registry::evm {

/// The form of a chain: EIP-712, specs/evm-ledger.md sections 3 and 4. What it parses is for this
/// domain (`chain_operation.wrong_contract`, `operation.wrong_network`).
DEED_API std::unique_ptr<OperationForm> chain_form(const DidDomain& domain);

}  // namespace deed::registry::evm

#pragma once

#include "registry-contracts/client/evm/registries/contract.hpp"

namespace deed::registry::evm {

// What is compiled in of each contract (registry-contracts/contracts): the functions that Deed
// calls, all events, and all errors with their codes.

DEED_API const ContractKind& schema_contract();
DEED_API const ContractKind& status_contract();
DEED_API const ContractKind& issuer_contract();
DEED_API const ContractKind& name_contract();
DEED_API const ContractKind& evidence_contract();

}  // namespace deed::registry::evm

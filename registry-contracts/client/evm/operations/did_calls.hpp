#pragma once

#include <optional>
#include <span>

#include "registry-contracts/client/evm/operations/chain_operation.hpp"
#include "registry-contracts/client/evm/wire/abi_signature.hpp"

namespace deed::registry::evm {

/// The call of the DidRegistry that anybody may send to record the operation. `committed`: whether
/// the subject carries a commitment, under which the key that ends it must be shown, and without
/// which it must not.
DEED_API Bytes call_data(const ChainOperation& operation, bool committed);
/// `batch` of several calls: all or none.
DEED_API Bytes batch_data(std::span<const Bytes> calls);

/// The errors of the DidRegistry and what it shares with the others.
DEED_API std::span<const AbiSignature> did_registry_errors();
/// What the contract refused by these bytes, in the codes of a ledger (specs/contracts.md section
/// 3); nothing for a refusal that has none.
DEED_API std::optional<Error> refusal_of(ByteView revert_data);

}  // namespace deed::registry::evm

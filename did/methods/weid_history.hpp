#pragma once

#include <span>

#include "did/methods/weid.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::did::detail {

/// The state that these operations, oldest first, lead to, if they are the beginning of the did
/// chain of `id` (specs/ledger-entries.md section 7); otherwise an error with `code`.
Result<registry::IdentityState> replay_history(const WeidId& id,
                                               std::span<const registry::Recorded> operations,
                                               const ErrorCode& code);

/// What a replayed history says about its DID. `did.not_found` if it is empty,
/// `did.invalid_document` if the last document breaks the rules.
Result<Resolution> resolve_history(const Did& did, std::span<const registry::Recorded> operations);

}  // namespace deed::did::detail

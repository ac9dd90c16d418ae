#pragma once

#include "registry-contracts/client/evm/registries/contract.hpp"
#include "registry-contracts/client/issuer_registry.hpp"

namespace deed::registry::evm {

/// What is signed of a decision: an EIP-712 struct (specs/contracts-evidence-issuer.md).
struct DecisionMessage {
    std::string_view encoded_type;
    AbiValue value = AbiValue::list({});
};

/// The message of a decision under a root. `name.*` where a name is none.
DEED_API Result<DecisionMessage> message_of(const Hash& root, const Decision& decision,
                                            const DecisionTerms& terms, std::uint64_t expiry);

/// Whether the NameRegistry carries the decision out, and not the IssuerRegistry.
DEED_API bool is_of_names(const Decision& decision);
/// "accredit", "set-standing", "set-bar", "assign-name", "withdraw-name", "change-committee".
DEED_API std::string_view kind_of(const Decision& decision);

/// The call that carries the decision out, and the event that it leaves.
struct DecisionCall {
    std::string_view function;
    AbiValue::List values;
    std::string_view event;
    std::vector<std::optional<Word>> indexed;
};
DEED_API Result<DecisionCall> call_of(const Hash& root, const Decision& decision,
                                      const Approval& approval);

}  // namespace deed::registry::evm

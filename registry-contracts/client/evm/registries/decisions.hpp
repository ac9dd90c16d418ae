#pragma once

#include "registry-contracts/client/decision_message.hpp"
#include "registry-contracts/client/evm/registries/contract.hpp"

namespace deed::registry::evm {

/// What is signed of a decision: an EIP-712 struct (specs/contracts-evidence-issuer.md).
struct DecisionMessage {
    std::string_view encoded_type;
    AbiValue value = AbiValue::list({});
};

/// The message of a decision under a root. `name.*` where a name is none.
DEED_API Result<DecisionMessage> message_of(const Hash& root, const Decision& decision,
                                            const DecisionTerms& terms, std::uint64_t expiry);

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

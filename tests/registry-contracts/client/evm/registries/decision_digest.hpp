#pragma once

#include "registry-contracts/client/evm/registries/proposal.hpp"
#include "tests/support/signers.hpp"

namespace deed::test {

/// What members or an accreditor sign of a decision for a contract on a chain.
inline crypto::Digest256 decision_digest(const registry::evm::DeployedAt& contract,
                                         const registry::Hash& root,
                                         const registry::Decision& decision,
                                         const registry::DecisionTerms& terms,
                                         std::uint64_t expiry) {
    namespace evm = registry::evm;
    const auto message = must(evm::message_of(root, decision, terms, expiry));
    evm::Proposal::Content content;
    content.chain_id = contract.chain_id;
    content.contract = contract.address;
    content.decision = decision;
    const auto separator = must(evm::domain_of(content).separator());
    const auto text = evm::structs_of(message.encoded_type);
    const auto types = must(evm::TypedDataTypes::create(text.structs));
    return evm::typed_data_digest(separator, must(types.hash_struct(text.primary, message.value)));
}

}  // namespace deed::test

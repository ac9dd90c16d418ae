#pragma once

#include "registry-contracts/client/evm/registries/anchors.hpp"
#include "toolkit/registries.hpp"

namespace deed {

class OpenChain;

/// The EvidenceRegistry of a chain. Errors of OpenChain::contract(), transactor() and dry_run().
DEED_API Result<std::unique_ptr<registry::evm::ChainEvidence>> open_chain_evidence(
    OpenChain& chain, RegistryAccess access, Call& call);

/// Looks after what the chain's outbox still has under way, until each has its block: what is
/// prepared afterwards knows of it. What came to a bad end is none of the caller's.
DEED_API Result<void> finish_pending(OpenChain& chain, Call& call);

}  // namespace deed

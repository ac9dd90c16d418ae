#pragma once

// Internal to the room: chains of FISCO BCOS.

#include "toolkit/chains.hpp"

namespace deed {

/// Asks the configured nodes in turn; the first that answers is asked for all. `chain.no_node`,
/// `chain.plain_http`, errors of registry::fisco::Reader::open().
Result<std::unique_ptr<OpenChain>> open_fisco_chain(const ChainConfig& config,
                                                    const std::filesystem::path& outboxes,
                                                    crypto::ReferencedKeyStore& keys,
                                                    const Clock& clock,
                                                    registry::evm::WaitObserver* waiting,
                                                    Call& call);

}  // namespace deed

#include "toolkit/chain_evidence.hpp"

#include "registry-contracts/client/evm/outbox/action_outbox.hpp"
#include "toolkit/chains.hpp"

namespace deed {

Result<std::unique_ptr<registry::evm::ChainEvidence>> open_chain_evidence(OpenChain& chain,
                                                                          RegistryAccess access,
                                                                          Call& call) {
    registry::evm::Transactor* transactor = nullptr;
    if (access == RegistryAccess::write) {
        DEED_TRY(transactor, chain.transactor(call));
    } else if (access == RegistryAccess::dry_run) {
        DEED_TRY(transactor, chain.dry_run(call));
    }
    DEED_TRY(const registry::evm::DeployedAt deployed,
             chain.contract(registry::evm::Contract::evidence, call));
    return registry::evm::ChainEvidence::open(chain.reader(), deployed, transactor, call);
}

Result<void> finish_pending(OpenChain& chain, Call& call) {
    DEED_TRY(registry::evm::ActionOutbox * outbox, chain.outbox(call));
    DEED_CHECK(outbox->settle(call));
    DEED_TRY(const auto actions, outbox->list());
    for (const registry::evm::ActionStatus& action : actions) {
        if (!registry::evm::awaits_block(action.state)) continue;
        (void)outbox->wait(action.id, chain.config().confirmation, call);
        DEED_CHECK(call.check());
    }
    return {};
}

}  // namespace deed

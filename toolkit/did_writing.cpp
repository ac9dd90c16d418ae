#include "toolkit/did_writing.hpp"

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/signing_time.hpp"
#include "toolkit/chain_errors.hpp"
#include "toolkit/chains.hpp"
#include "toolkit/dry_run_ledger.hpp"

namespace deed {

Result<DidWriting> open_dids(Toolkit& toolkit, RegistryAccess access, Call& call) {
    DidWriting writing;
    if (access != RegistryAccess::dry_run) {
        DEED_TRY(writing.ledger, toolkit.writable_registry(call));
        return writing;
    }
    const auto& chain = toolkit.config().chain;
    if (!chain) return Error(errors::kChainDryRunOfLog, "");
    DEED_TRY(OpenChain * open, toolkit.chain(*chain, call));
    DEED_TRY(registry::evm::EvmLedger * reader, open->ledger(OpenChain::Access::reading, call));
    DEED_TRY(registry::evm::DryRun * trying, open->dry_run(call));
    DEED_TRY(const Timestamp now, registry::signing_time(*reader, toolkit.clock(), call));
    if (now > toolkit.clock().now().plus_seconds(kDryRunSeconds))
        return Error(registry::errors::kLedgerTimeAhead,
                     "a dry run signs for a minute, and the node's block is of later");
    writing.owned =
        std::make_unique<DryRunLedger>(*reader, *trying, expiry_after(now, kDryRunSeconds));
    writing.ledger = writing.owned.get();
    writing.makes_keys = false;
    return writing;
}

}  // namespace deed

#include "toolkit/dry_run_ledger.hpp"

#include "registry-contracts/client/evm/registries/errors.hpp"

namespace deed {

registry::Capabilities DryRunLedger::capabilities() const {
    registry::Capabilities capabilities = reader_.capabilities();
    capabilities.writable = true;
    return capabilities;
}

Result<std::vector<registry::Ticket>> DryRunLedger::submit(
    std::span<const registry::Submission> submissions, Call& call) {
    DEED_TRY(const auto actions, reader_.preview(submissions, call));
    std::optional<Error> told;
    for (const registry::evm::Action& action : actions) {
        const auto tried = trying_.run(action, call);
        if (tried || tried.error().code() != registry::evm::errors::kDryRun) return tried.error();
        told = tried.error();
    }
    if (told) return *std::move(told);
    std::vector<registry::Ticket> tickets;
    for (const registry::Submission& submission : submissions)
        tickets.push_back(registry::ticket_of(submission.operation));
    return tickets;
}

}  // namespace deed

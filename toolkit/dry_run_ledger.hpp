#pragma once

#include "registry-contracts/client/evm/ledger/evm_ledger.hpp"
#include "registry-contracts/client/evm/registries/transactor.hpp"
#include "toolkit/expiring_form.hpp"

namespace deed {

/// A chain's ledger whose submit() finds out what would be sent, and then fails with
/// `contract.dry_run`; what it tried is kept by `trying`. Borrows both. What is signed for it
/// expires at `expiry`, in Unix seconds, since whoever has it could send it until then.
class DryRunLedger final : public registry::Ledger {
public:
    DryRunLedger(registry::evm::EvmLedger& reader, registry::evm::DryRun& trying,
                 std::uint64_t expiry)
        : reader_(reader), trying_(trying), expiry_(expiry) {}

    const std::string& network() const override { return reader_.network(); }
    registry::Capabilities capabilities() const override;
    std::unique_ptr<registry::OperationForm> form() const override {
        return std::make_unique<ExpiringForm>(reader_.form(), expiry_);
    }
    /// What is recorded already gives its tickets: nothing would be sent.
    Result<std::vector<registry::Ticket>> submit(std::span<const registry::Submission> submissions,
                                                 Call& call) override;
    Result<registry::Receipt> wait(const registry::Ticket& ticket, registry::Finality finality,
                                   Call& call) override {
        return reader_.wait(ticket, finality, call);
    }
    Result<registry::Record> read(const registry::RecordId& id, const registry::At& at,
                                  Call& call) override {
        return reader_.read(id, at, call);
    }
    Result<registry::IdentityState> state(const registry::Address& subject, Call& call) override {
        return reader_.state(subject, call);
    }
    Result<Timestamp> acceptance_time(Call& call) override { return reader_.acceptance_time(call); }
    Result<registry::SubjectPage> subjects(const std::optional<registry::Address>& after,
                                           std::size_t limit, Call& call) override {
        return reader_.subjects(after, limit, call);
    }
    Result<std::uint64_t> subject_count(Call& call) override { return reader_.subject_count(call); }
    Result<std::vector<registry::Address>> controlled_by(const registry::Address& controller,
                                                         Call& call) override {
        return reader_.controlled_by(controller, call);
    }
    Result<std::optional<registry::KnownUntil>> known_until(Call& call) override {
        return reader_.known_until(call);
    }

private:
    registry::evm::EvmLedger& reader_;
    registry::evm::DryRun& trying_;
    const std::uint64_t expiry_;
};

}  // namespace deed

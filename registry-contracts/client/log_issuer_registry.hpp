#pragma once

#include "registry-contracts/client/issuer_rules.hpp"
#include "registry-contracts/client/owned_records.hpp"

namespace deed::registry {

/// Who brings operations into a log, in whose name they stand there. Anybody may bring what others
/// decided; what one decides for a holder by oneself, and renounces, one brings as who acts for it.
struct LogBringer {
    Address account{};                 ///< an identity or an account without one
    crypto::Signer* signer = nullptr;  ///< of whoever acts for it; nothing: for reading alone
};

/// Accreditations in a log (specs/ledger-entries.md section 12), also in one that others publish.
class DEED_API LogIssuerRegistry final : public IssuerRegistry {
public:
    static constexpr std::size_t kMostPaths = 64;

    /// Borrows all that is given. Without a signer everything that writes is `ledger.read_only`.
    /// Operations expire `validity_seconds` after they are signed.
    LogIssuerRegistry(LogLedger& ledger, const Clock& clock, LogBringer bringer = {},
                      std::uint64_t validity_seconds = 3600)
        : ledger_(ledger), bringer_(bringer), records_(ledger, clock, validity_seconds) {}

    Result<Hash> found(const Hash& salt, std::uint8_t threshold, std::span<const Hash> members,
                       Call& call) override;
    Result<Committee> committee(const Hash& root, Call& call) override;
    Result<Accreditation> find(const Hash& root, const AccreditationPath& path,
                               Call& call) override;
    Result<std::vector<AccreditationChange>> history(const Hash& root,
                                                     const AccreditationPath& path,
                                                     Call& call) override;
    Result<std::vector<BarredTime>> barred(const Hash& root, const Address& holder,
                                           Call& call) override;
    Result<Judgement> judge(const Hash& root, const AccreditationPath& path,
                            const CredentialType& type, std::uint64_t at, Call& call) override;
    Result<std::vector<AccreditationPath>> paths_to(const Hash& root, const Address& holder,
                                                    Call& call) override;
    Result<std::optional<Address>> actor_of(const Address& holder, Call& call) override;
    Result<DecisionDomain> domain_of(const Decision&) const override {
        return DecisionDomain{ledger_.network(), 0, {}};
    }
    Result<DecisionTerms> terms(const Hash& root, const Decision& decision, Decider decider,
                                Call& call) override;
    Result<Receipt> decide(const Hash& root, const Decision& decision, const Approval& approval,
                           Call& call) override;
    Result<Receipt> renounce(const Hash& root, const AccreditationPath& path, const Hash& reason,
                             Call& call) override;

private:
    StateReader reader(Call& call);
    Result<StepEvidence> evidence_of(const Hash& root, const AccreditationPath& path,
                                     std::uint64_t at, Call& call);
    Result<std::vector<BarredTime>> bars_at(const Hash& root, const Address& holder,
                                            std::uint64_t at, Call& call);
    Result<std::uint64_t> number_of(const Hash& root, const Decision& decision, bool committee,
                                    Call& call);
    Result<ChainHead> head_of(const OwnedKey& key, Call& call);
    Result<Receipt> bring(OperationType type, const OwnedKey& key, const Bytes& body, Call& call);

    LogLedger& ledger_;
    const LogBringer bringer_;
    OwnedRecords records_;
};

/// Names in a log. They are given by LogIssuerRegistry::decide().
class DEED_API LogNameRegistry final : public NameRegistry {
public:
    /// Borrows both. Whether a name is in force is asked for the clock's moment.
    LogNameRegistry(LogLedger& ledger, const Clock& clock) : ledger_(ledger), clock_(clock) {}

    Result<NameRecord> find(const Hash& root, const AccreditationPath& accreditor,
                            const DisplayName& name, Call& call) override;
    Result<std::vector<NameChange>> history(const Hash& root, const AccreditationPath& accreditor,
                                            const DisplayName& name, Call& call) override;
    Result<std::optional<Address>> reserved_for(const Hash& root, const DisplayName& name,
                                                Call& call) override;

private:
    Result<bool> is_in_force(const Hash& root, const AccreditationPath& accreditor,
                             const NameState& state, Call& call);

    LogLedger& ledger_;
    const Clock& clock_;
};

/// The operations of a chain, each with the state behind it; all of them are of the key.
DEED_API Result<void> replay_issuer(
    LogLedger& ledger, const OwnedKey& key,
    const std::function<Result<void>(const OwnedOperation&, const Bytes& state)>& visit,
    Call& call);

}  // namespace deed::registry

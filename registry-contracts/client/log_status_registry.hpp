#pragma once

#include "registry-contracts/client/owned_records.hpp"
#include "registry-contracts/client/status_registry.hpp"

namespace deed::registry {

/// Status lists in a log.
class DEED_API LogStatusRegistry final : public StatusRegistry {
public:
    /// As LogSchemaRegistry.
    LogStatusRegistry(LogLedger& ledger, const Clock& clock, std::uint64_t validity_seconds = 3600)
        : ledger_(ledger), records_(ledger, clock, validity_seconds) {}

    const std::string& network() const override { return ledger_.network(); }
    Result<std::optional<KnownUntil>> known_until(Call& call) override {
        return ledger_.known_until(call);
    }

    Result<Receipt> create(const Address& publisher, const NewList& list, crypto::Signer& actor,
                           Call& call) override;
    Result<Receipt> publish(const Hash& id, const Hash& root, crypto::Signer& actor, Call& call,
                            const OwnedTerms& terms = {}) override;
    Result<Receipt> set_bits(const Hash& id, std::span<const std::uint64_t> credentials,
                             crypto::Signer& actor, Call& call,
                             const OwnedTerms& terms = {}) override;
    Result<Receipt> clear_bits(const Hash& id, std::span<const std::uint64_t> credentials,
                               crypto::Signer& actor, Call& call,
                               const OwnedTerms& terms = {}) override;
    Result<Consent> accept_hand_over(const Hash& id, const Address& recipient,
                                     crypto::Signer& actor, Call& call,
                                     const OwnedTerms& terms = {}) override;
    Result<Receipt> hand_over(const Hash& id, const Address& recipient, const Consent& acceptance,
                              crypto::Signer& actor, Call& call) override;
    Result<ListRecord> find(const Hash& id, const At& at, Call& call) override;
    Result<bool> is_set(const Hash& id, std::uint64_t credential, const At& at,
                        Call& call) override;
    Result<std::vector<ListChange>> history(const Hash& id, Call& call) override;

private:
    Result<OwnedState> state_of(const Hash& id, Call& call);
    Result<Receipt> change_bits(OperationType type, const Hash& id,
                                std::span<const std::uint64_t> credentials, crypto::Signer& actor,
                                Call& call, const OwnedTerms& terms);

    LogLedger& ledger_;
    OwnedRecords records_;
};

}  // namespace deed::registry

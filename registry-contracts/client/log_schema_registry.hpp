#pragma once

#include "registry-contracts/client/owned_records.hpp"
#include "registry-contracts/client/schema_registry.hpp"

namespace deed::registry {

/// Schemas in a log.
class DEED_API LogSchemaRegistry final : public SchemaRegistry {
public:
    /// `ledger` and `clock` must outlive the registry. Operations and consents expire
    /// `validity_seconds` after they are signed, as DidRegistry's do.
    LogSchemaRegistry(LogLedger& ledger, const Clock& clock, std::uint64_t validity_seconds = 3600)
        : ledger_(ledger), records_(ledger, clock, validity_seconds) {}

    const std::string& network() const override { return ledger_.network(); }
    Result<std::optional<KnownUntil>> known_until(Call& call) override {
        return ledger_.known_until(call);
    }

    Result<Receipt> create(const Address& publisher, const OwnedName& name, Bytes body,
                           crypto::Signer& actor, Call& call) override;
    Result<Receipt> update(const Hash& id, Bytes body, crypto::Signer& actor, Call& call,
                           const OwnedTerms& terms = {}) override;
    Result<Consent> accept_hand_over(const Hash& id, const Address& recipient,
                                     crypto::Signer& actor, Call& call,
                                     const OwnedTerms& terms = {}) override;
    Result<Receipt> hand_over(const Hash& id, const Address& recipient, const Consent& acceptance,
                              crypto::Signer& actor, Call& call) override;
    Result<CptRules> cpt_rules(Call& call) override;
    Result<CptReceipt> claim_cpt(const Hash& id, crypto::Signer& actor, Call& call) override;
    Result<Consent> approve_cpt(std::uint64_t cpt, const Hash& id, crypto::Signer& steward,
                                Call& call) override;
    Result<Receipt> assign_cpt(std::uint64_t cpt, const Hash& id, const Consent& approval,
                               crypto::Signer& actor, Call& call) override;
    Result<SchemaRecord> find(const Hash& id, const At& at, Call& call) override;
    Result<CptGrant> find_cpt(std::uint64_t cpt, Call& call) override;
    Result<std::vector<SchemaChange>> history(const Hash& id, Call& call) override;

    /// The log's key names the steward of its CPT ids, who takes it on by signing: once for all
    /// time, and `open_from` other than kOpenCptFrom only while no id was claimed. Needs the log's
    /// writer. `registry.steward_exists`, `registry.open_from_out_of_range`.
    Result<Receipt> appoint_steward(const Address& steward, std::uint64_t open_from,
                                    crypto::Signer& actor, Call& call);

private:
    Result<void> check_assignable(std::uint64_t cpt, Call& call);
    Result<OwnedState> state_of(const Hash& id, Call& call);
    Result<Bytes> body_at(const Hash& id, const OwnedState& state, Call& call);

    LogLedger& ledger_;
    OwnedRecords records_;
};

}  // namespace deed::registry

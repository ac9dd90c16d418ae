#pragma once

#include "registry-contracts/client/evm/registries/owned_contract.hpp"
#include "registry-contracts/client/schema_registry.hpp"

namespace deed::registry::evm {

/// Schemas in the SchemaRegistry of a chain. Actors sign by EIP-712 and need no gas: the
/// transactor's account brings what they sign.
class DEED_API EvmSchemaRegistry final : public SchemaRegistry {
public:
    /// RegistryContract::open()'s errors.
    static Result<std::unique_ptr<EvmSchemaRegistry>> open(ChainReader& node,
                                                           const DeployedAt& contract,
                                                           OwnedRegistryOptions options,
                                                           Call& call);

    const std::string& network() const override { return contract_.network(); }
    Result<std::optional<KnownUntil>> known_until(Call& call) override {
        return contract_.known_until(call);
    }

    Result<registry::Receipt> create(const Address& publisher, const OwnedName& name, Bytes body,
                                     crypto::Signer& actor, Call& call) override;
    Result<registry::Receipt> update(const Hash& id, Bytes body, crypto::Signer& actor, Call& call,
                                     const OwnedTerms& terms = {}) override;
    Result<Consent> accept_hand_over(const Hash& id, const Address& recipient,
                                     crypto::Signer& actor, Call& call,
                                     const OwnedTerms& terms = {}) override;
    Result<registry::Receipt> hand_over(const Hash& id, const Address& recipient,
                                        const Consent& acceptance, crypto::Signer& actor,
                                        Call& call) override;
    Result<CptRules> cpt_rules(Call& call) override;
    Result<CptReceipt> claim_cpt(const Hash& id, crypto::Signer& actor, Call& call) override;
    Result<Consent> approve_cpt(std::uint64_t cpt, const Hash& id, crypto::Signer& steward,
                                Call& call) override;
    Result<registry::Receipt> assign_cpt(std::uint64_t cpt, const Hash& id, const Consent& approval,
                                         crypto::Signer& actor, Call& call) override;
    Result<SchemaRecord> find(const Hash& id, const At& at, Call& call) override;
    Result<CptGrant> find_cpt(std::uint64_t cpt, Call& call) override;
    Result<std::vector<SchemaChange>> history(const Hash& id, Call& call) override;

private:
    explicit EvmSchemaRegistry(OwnedContract contract) : contract_(std::move(contract)) {}

    /// schemaOf().
    struct State {
        Address publisher{};
        std::uint64_t changed = 0;
        std::uint64_t version = 0;
        std::uint64_t sequence = 0;
        Hash content_hash{};
    };
    Result<State> state_of(const Hash& id, Call& call);
    Result<SchemaRecord> present(const Hash& id, const State& state, Call& call);
    Result<std::optional<CptGrant>> grant_of(const Hash& id, Call& call);
    Result<SchemaChange> change_of(const Event& event, BlockTimes& times, Call& call);

    OwnedContract contract_;
};

}  // namespace deed::registry::evm

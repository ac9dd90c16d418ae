#pragma once

#include "registry-contracts/client/evm/first_block.hpp"
#include "registry-contracts/client/evm/registries/contract.hpp"
#include "registry-contracts/client/issuer_registry.hpp"
#include "registry-contracts/client/name_registry.hpp"

namespace deed::registry::evm {

struct IssuerRegistryOptions {
    /// Where the contract was deployed: no event is looked for before. Looked for where nothing
    /// says it (FirstBlock).
    std::optional<std::uint64_t> first_block = std::nullopt;
    std::uint64_t blocks_per_query = 100'000;  ///< where issuers are looked for by events
    std::size_t most_paths = 64;  ///< accreditations of one holder, under whatever roots
    /// Where a holder has more of them, as other roots can see to: accreditations below the root.
    std::size_t most_below_root = 4096;
};

/// Accreditations by the IssuerRegistry of a chain, and decisions on names by its NameRegistry.
class DEED_API EvmIssuerRegistry final : public IssuerRegistry {
public:
    /// `names` of nothing: decisions on names are `name.registry_missing`. Without a transactor
    /// everything that writes is `ledger.read_only`. Borrows node and transactor.
    static Result<std::unique_ptr<EvmIssuerRegistry>> open(
        ChainReader& node, const DeployedAt& issuers, const std::optional<Address>& names,
        Transactor* transactor, const IssuerRegistryOptions& options, Call& call);

    const RegistryContract& contract() const { return issuers_; }
    /// The contract whose domain a decision is signed for; `name.registry_missing`.
    Result<const RegistryContract*> contract_of(const Decision& decision) const;

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
    Result<DecisionDomain> domain_of(const Decision& decision) const override;
    Result<DecisionTerms> terms(const Hash& root, const Decision& decision, Decider decider,
                                Call& call) override;
    Result<registry::Receipt> decide(const Hash& root, const Decision& decision,
                                     const Approval& approval, Call& call) override;
    Result<registry::Receipt> renounce(const Hash& root, const AccreditationPath& path,
                                       const Hash& reason, Call& call) override;

private:
    EvmIssuerRegistry(RegistryContract issuers, std::optional<RegistryContract> names,
                      Transactor* transactor, const IssuerRegistryOptions& options)
        : issuers_(std::move(issuers)),
          names_(std::move(names)),
          transactor_(transactor),
          options_(options),
          first_block_(issuers_.address(), options.first_block) {}
    Result<Accreditation> record_of(const Hash& id, Call& call);
    Result<std::uint64_t> next_number(const Hash& root, const Decision& decision, Decider decider,
                                      Call& call);
    Result<registry::Receipt> carry_out(const RegistryContract& contract, std::string_view function,
                                        std::span<const AbiValue> values, std::string_view event,
                                        std::span<const std::optional<Word>> indexed, Call& call);
    Result<std::vector<Event>> opened(const HistoryQuery& query, std::size_t most, Call& call);
    Result<std::vector<AccreditationPath>> paths_upward(const Hash& root, const Address& holder,
                                                        Call& call);
    Result<std::vector<AccreditationPath>> paths_downward(const Hash& root, const Address& holder,
                                                          Call& call);

    RegistryContract issuers_;
    std::optional<RegistryContract> names_;
    Transactor* transactor_;
    const IssuerRegistryOptions options_;
    FirstBlock first_block_;
};

/// Names by the NameRegistry of a chain. Borrows the node.
class DEED_API EvmNameRegistry final : public NameRegistry {
public:
    static Result<std::unique_ptr<EvmNameRegistry>> open(ChainReader& node, const DeployedAt& names,
                                                         Call& call);

    Result<NameRecord> find(const Hash& root, const AccreditationPath& accreditor,
                            const DisplayName& name, Call& call) override;
    Result<std::vector<NameChange>> history(const Hash& root, const AccreditationPath& accreditor,
                                            const DisplayName& name, Call& call) override;
    Result<std::optional<Address>> reserved_for(const Hash& root, const DisplayName& name,
                                                Call& call) override;

private:
    explicit EvmNameRegistry(RegistryContract names) : names_(std::move(names)) {}
    Result<std::vector<Event>> events_of(const Hash& accreditor, const DisplayName& name,
                                         std::uint64_t last_block, Call& call);
    RegistryContract names_;
};

/// What a NameRegistry holds of a name in an accreditor's space; version 0 if nothing.
struct HeldName {
    NameRecord record;
    Hash skeleton{};
};
DEED_API Result<HeldName> read_name(const RegistryContract& names, const Hash& root,
                                    const AccreditationPath& accreditor, const DisplayName& name,
                                    Call& call);

}  // namespace deed::registry::evm

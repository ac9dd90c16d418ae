#pragma once

#include "registry-contracts/client/evm/registries/owned_contract.hpp"
#include "registry-contracts/client/status_registry.hpp"

namespace deed::registry::evm {

/// Status lists in the StatusRegistry of a chain. As EvmSchemaRegistry in all that they have in
/// common.
class DEED_API EvmStatusRegistry final : public StatusRegistry {
public:
    static Result<std::unique_ptr<EvmStatusRegistry>> open(ChainReader& node,
                                                           const DeployedAt& contract,
                                                           OwnedRegistryOptions options,
                                                           Call& call);

    const std::string& network() const override { return contract_.network(); }
    Result<std::optional<KnownUntil>> known_until(Call& call) override {
        return contract_.known_until(call);
    }

    Result<registry::Receipt> create(const Address& publisher, const NewList& list,
                                     crypto::Signer& actor, Call& call) override;
    Result<registry::Receipt> publish(const Hash& id, const Hash& root, crypto::Signer& actor,
                                      Call& call, const OwnedTerms& terms = {}) override;
    Result<registry::Receipt> set_bits(const Hash& id, std::span<const std::uint64_t> credentials,
                                       crypto::Signer& actor, Call& call,
                                       const OwnedTerms& terms = {}) override;
    Result<registry::Receipt> clear_bits(const Hash& id, std::span<const std::uint64_t> credentials,
                                         crypto::Signer& actor, Call& call,
                                         const OwnedTerms& terms = {}) override;
    Result<Consent> accept_hand_over(const Hash& id, const Address& recipient,
                                     crypto::Signer& actor, Call& call,
                                     const OwnedTerms& terms = {}) override;
    Result<registry::Receipt> hand_over(const Hash& id, const Address& recipient,
                                        const Consent& acceptance, crypto::Signer& actor,
                                        Call& call) override;
    Result<ListRecord> find(const Hash& id, const At& at, Call& call) override;
    Result<bool> is_set(const Hash& id, std::uint64_t credential, const At& at,
                        Call& call) override;
    Result<std::vector<ListChange>> history(const Hash& id, Call& call) override;

private:
    explicit EvmStatusRegistry(OwnedContract contract) : contract_(std::move(contract)) {}

    /// list().
    struct State {
        Address publisher{};
        bool permanent = false;
        std::uint64_t created = 0;
        std::uint64_t changed = 0;
        std::uint64_t sequence = 0;
        Bytes root;  ///< its first 24 bytes
    };
    struct Creation {
        Moment moment;
        Address publisher{};
        std::string uri;
    };
    struct BitsCall;
    Result<State> state_of(const Hash& id, Call& call);
    Result<Creation> creation_of(const Hash& id, const State& state, BlockTimes& times, Call& call);
    Result<ListRecord> present(const Hash& id, const State& state, Call& call);
    Result<registry::Receipt> change_bits(const BitsCall& what, const Hash& id,
                                          std::span<const std::uint64_t> credentials,
                                          crypto::Signer& actor, const OwnedTerms& terms,
                                          Call& call);
    Result<ListChange> change_of(const Event& event, BlockTimes& times, Call& call);

    OwnedContract contract_;
};

}  // namespace deed::registry::evm

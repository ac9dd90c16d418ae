#include "toolkit/issuers.hpp"

#include <algorithm>
#include <charconv>

#include "lib/encoding/text.hpp"
#include "registry-contracts/client/evm/ledger/did_events.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/issuers.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/issuer_errors.hpp"
#include "toolkit/chain_errors.hpp"
#include "toolkit/chains.hpp"
#include "toolkit/issuer_errors.hpp"
#include "toolkit/member_keys.hpp"

namespace deed {
namespace {

namespace evm = registry::evm;

/// What the constructor of Opened joins.
struct Parts {
    std::unique_ptr<crypto::Signer> bringer;  ///< who signs for a log; outlives the registries
    std::unique_ptr<registry::SchemaRegistry> beside;  ///< of the same log: how far it is known
    std::unique_ptr<registry::IssuerRegistry> issuers;
    std::unique_ptr<registry::NameRegistry> names;
    OpenChain* chain = nullptr;
    std::string network;
};

class Opened final : public OpenIssuers {
public:
    Opened(Parts parts, const Clock& clock) : parts_(std::move(parts)), clock_(clock) {}

    const std::string& network() const override { return parts_.network; }
    registry::IssuerRegistry& issuers() override { return *parts_.issuers; }
    registry::NameRegistry& names() override { return *parts_.names; }
    OpenChain* chain() override { return parts_.chain; }

    Result<registry::KnownUntil> known_until(Call& call) override {
        if (parts_.chain != nullptr) return latest_block(*parts_.chain, call);
        DEED_TRY(const auto known, parts_.beside->known_until(call));
        return known.value_or(registry::KnownUntil{clock_.now(), "ledger here"});
    }

    Result<evm::Proposal> propose(const registry::Hash& root, const registry::Decision& decision,
                                  registry::Decider decider, std::uint64_t expiry,
                                  Call& call) override {
        evm::Proposal::Content content;
        DEED_TRY(const registry::DecisionDomain domain, issuers().domain_of(decision));
        content.network = domain.network;
        content.chain_id = domain.chain_id;
        content.contract = domain.contract;
        content.root = root;
        content.decision = decision;
        content.expiry = expiry;
        DEED_TRY(content.terms, issuers().terms(root, decision, decider, call));
        if (decider == registry::Decider::committee) {
            DEED_TRY(content.committee, issuers().committee(root, call));
        } else {
            DEED_TRY(content.actor, accreditors_actor(decision, call));
        }
        return evm::Proposal::create(std::move(content));
    }

    Result<registry::Receipt> execute(const evm::Proposal& proposal, Call& call) override {
        const evm::Proposal::Content& content = proposal.content();
        DEED_CHECK(check_registry(content));
        DEED_TRY(const registry::Approval approval, proposal.approval());
        const auto decider =
            content.committee ? registry::Decider::committee : registry::Decider::accreditor;
        DEED_TRY(const registry::DecisionTerms terms,
                 issuers().terms(content.root, content.decision, decider, call));
        if (terms.number > content.terms.number)
            return Error(errors::kProposalOvertaken,
                         "decision " + std::to_string(content.terms.number) +
                             " was taken, and the next one is " + std::to_string(terms.number));
        return issuers().decide(content.root, content.decision, approval, call);
    }

private:
    static Result<registry::KnownUntil> latest_block(OpenChain& chain, Call& call) {
        const std::string node(chain.node_origin());
        DEED_TRY(const auto block, chain.reader().block_info(evm::BlockRef::latest(), call));
        if (!block) return Error(evm::errors::kBadAnswer, "there is no latest block", node);
        DEED_TRY(const Timestamp time, evm::block_time(block->timestamp));
        return registry::KnownUntil{time, "node " + node};
    }

    static std::string words_of(const registry::DecisionDomain& domain) {
        if (!domain.network.empty()) return "the log " + domain.network;
        return evm::to_checksummed(domain.contract) + " on chain " +
               std::to_string(domain.chain_id);
    }

    Result<void> check_registry(const evm::Proposal::Content& content) {
        const registry::DecisionDomain meant{content.network, content.chain_id, content.contract};
        DEED_TRY(const registry::DecisionDomain here, issuers().domain_of(content.decision));
        if (meant == here) return {};
        return Error(errors::kProposalOtherRegistry, "it is for " + words_of(meant) + ", and " +
                                                         network() + " has " + words_of(here));
    }

    Result<registry::Address> accreditors_actor(const registry::Decision& decision, Call& call) {
        const auto accreditor = registry::accreditor_of(decision);
        DEED_ASSERT(accreditor.has_value());  // terms() refused it otherwise
        DEED_TRY(const auto actor, issuers().actor_of(*accreditor, call));
        if (actor) return *actor;
        return Error(registry::errors::kNotAccreditor, "the DID of the accreditor " +
                                                           evm::to_checksummed(*accreditor) +
                                                           " has ended: nobody acts for it");
    }

    Parts parts_;
    const Clock& clock_;
};

/// The alias of the chain that is meant; nothing: a log.
std::optional<std::string> chain_alias(const Toolkit& toolkit, const std::string& place,
                                       RegistryAccess access) {
    const Config& config = toolkit.config();
    if (access != RegistryAccess::read) return config.chain;
    if (config.chains.contains(place)) return place;
    if (const auto network = evm::parse_chain_network(place))
        for (const auto& [alias, chain] : config.chains)
            if (chain.network() == *network) return alias;
    return std::nullopt;
}

/// Of whom the proposal asks a signature.
MembersAsked asked_by(const evm::Proposal& proposal) {
    const auto& content = proposal.content();
    MembersAsked asked;
    const auto look = [&](std::span<const registry::Hash> members, const evm::MemberProofs& given) {
        for (std::size_t i = 0; i < members.size(); ++i)
            asked.add(members[i], !given.contains(static_cast<std::uint8_t>(i)));
    };
    if (content.committee) {
        look(content.committee->members, proposal.signatures());
    } else {
        const registry::Hash actor = evm::member_word(content.actor);
        look({&actor, 1}, proposal.signatures());
    }
    if (const auto* change = std::get_if<registry::ChangeCommittee>(&content.decision))
        look(change->members, proposal.consents());
    return asked;
}

}  // namespace

Result<std::unique_ptr<OpenIssuers>> open_issuer_registries(Toolkit& toolkit,
                                                            const std::string& place,
                                                            RegistryAccess access, Call& call,
                                                            const std::string& bringer) {
    Parts parts;
    IssuerBringer brings;
    if (const auto alias = chain_alias(toolkit, place, access)) {
        DEED_TRY(parts.chain, toolkit.chain(*alias, call));
        DEED_TRY(const ChainNetwork network, parts.chain->network());
        parts.network = evm::to_string(network);
    } else {
        if (access == RegistryAccess::write) {
            DEED_TRY(const did::Did did, toolkit.own_did(bringer, call));
            DEED_TRY(const did::WeidId id, did::parse_weid(did));
            DEED_TRY(parts.bringer, toolkit.controller_of(did, call));
            brings = {id.address, parts.bringer.get()};
        }
        DEED_TRY(parts.beside, open_schemas(toolkit, place, RegistryAccess::read, call));
        parts.network = parts.beside->network();
    }
    DEED_TRY(parts.issuers, open_issuers(toolkit, place, access, call, brings));
    DEED_TRY(parts.names, open_names(toolkit, place, call));
    return std::unique_ptr<OpenIssuers>(
        std::make_unique<Opened>(std::move(parts), toolkit.clock()));
}

Result<std::unique_ptr<evm::MemberSigner>> member_signer(
    Toolkit& toolkit, const evm::Proposal& proposal, const std::optional<crypto::KeyReference>& key,
    Call& call) {
    return member_signer(toolkit, asked_by(proposal), key, call);
}

std::optional<registry::Hash> read_word(std::string_view text) {
    if (!text.starts_with("0x")) return std::nullopt;
    const auto bytes = hex_decode(text.substr(2));
    registry::Hash hash;
    if (!bytes || bytes->size() != hash.size()) return std::nullopt;
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

Result<registry::CredentialType> read_credential_type(std::string_view text) {
    constexpr std::string_view kCpt = "cpt:";
    constexpr std::string_view kIssuerType = "issuer-type:";
    const auto malformed = [&](std::string_view why) {
        return Error(errors::kCredentialTypeMalformed,
                     "\"" + std::string(text) + "\" " + std::string(why));
    };
    if (text == "*") return registry::every_credential_type();
    if (text.starts_with(kIssuerType) && text.size() > kIssuerType.size())
        return registry::specific_issuer_type(text.substr(kIssuerType.size()));
    if (text.starts_with(kCpt)) {
        const std::string_view digits = text.substr(kCpt.size());
        std::uint64_t number = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (error == std::errc() && end == digits.data() + digits.size() && number != 0)
            return registry::cpt_credential_type(number);
        return malformed("names no CPT");
    }
    if (const auto word = read_word(text)) return *word;
    if (text.empty() || text.starts_with("0x")) return malformed("is no type");
    return registry::credential_type_named(text);
}

}  // namespace deed

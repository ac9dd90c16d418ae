#include "toolkit/issuers.hpp"

#include <algorithm>
#include <charconv>

#include "lib/crypto/errors.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/issuers.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/issuer_errors.hpp"
#include "toolkit/chain_errors.hpp"
#include "toolkit/chains.hpp"
#include "toolkit/issuer_errors.hpp"

namespace deed {
namespace {

namespace evm = registry::evm;

class ChainIssuers final : public OpenIssuers {
public:
    ChainIssuers(OpenChain& chain, std::string network,
                 std::unique_ptr<evm::EvmIssuerRegistry> issuers,
                 std::unique_ptr<evm::EvmNameRegistry> names)
        : chain_(chain),
          network_(std::move(network)),
          issuers_(std::move(issuers)),
          names_(std::move(names)) {}

    const std::string& network() const override { return network_; }
    registry::IssuerRegistry& issuers() override { return *issuers_; }
    registry::NameRegistry& names() override { return *names_; }
    OpenChain* chain() override { return &chain_; }

    Result<std::optional<registry::Address>> actor_of(const registry::Address& holder,
                                                      Call& call) override {
        return issuers_->actor_of(holder, call);
    }

    Result<registry::KnownUntil> known_until(Call& call) override {
        DEED_TRY(const auto block, chain_.node().block(evm::BlockRef::latest(), call));
        if (!block)
            return Error(errors::kChainNoNode, "the node has no latest block",
                         std::string(chain_.node_origin()));
        const std::uint64_t seconds = block->header.timestamp();
        if (seconds > registry::kLastMoment)
            return Error(evm::errors::kBadAnswer, "the latest block is of no time",
                         std::string(chain_.node_origin()));
        DEED_TRY(const Timestamp time,
                 Timestamp::from_unix_milliseconds(static_cast<std::int64_t>(seconds) * 1000));
        return registry::KnownUntil{time, "node " + std::string(chain_.node_origin())};
    }

    Result<evm::Proposal> propose(const registry::Hash& root, const registry::Decision& decision,
                                  registry::Decider decider, std::uint64_t expiry,
                                  Call& call) override {
        evm::Proposal::Content content;
        DEED_TRY(const evm::RegistryContract* const contract, issuers_->contract_of(decision));
        content.chain_id = contract->chain_id();
        content.contract = contract->address();
        content.root = root;
        content.decision = decision;
        content.expiry = expiry;
        DEED_TRY(content.terms, issuers_->terms(root, decision, decider, call));
        if (decider == registry::Decider::committee) {
            DEED_TRY(content.committee, issuers_->committee(root, call));
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
                 issuers_->terms(content.root, content.decision, decider, call));
        if (terms.number > content.terms.number)
            return Error(errors::kProposalOvertaken,
                         "decision " + std::to_string(content.terms.number) +
                             " was taken, and the next one is " + std::to_string(terms.number));
        return issuers_->decide(content.root, content.decision, approval, call);
    }

private:
    Result<void> check_registry(const evm::Proposal::Content& content) const {
        DEED_TRY(const evm::RegistryContract* const contract,
                 issuers_->contract_of(content.decision));
        if (contract->chain_id() == content.chain_id && contract->address() == content.contract)
            return {};
        if (content.is_on_log())
            return Error(errors::kProposalOtherRegistry, "it is for the log " + content.network);
        return Error(errors::kProposalOtherRegistry,
                     "it is for " + evm::to_checksummed(content.contract) + " on chain " +
                         std::to_string(content.chain_id) + ", and " + network_ + " has " +
                         evm::to_checksummed(contract->address()) + " on chain " +
                         std::to_string(contract->chain_id()));
    }

    Result<registry::Address> accreditors_actor(const registry::Decision& decision, Call& call) {
        const auto accreditor = registry::accreditor_of(decision);
        DEED_ASSERT(accreditor.has_value());  // terms() refused it otherwise
        DEED_TRY(const auto actor, issuers_->actor_of(*accreditor, call));
        if (actor) return *actor;
        return Error(registry::errors::kNotAccreditor, "the DID of the accreditor " +
                                                           evm::to_checksummed(*accreditor) +
                                                           " has ended: nobody acts for it");
    }

    OpenChain& chain_;
    const std::string network_;
    const std::unique_ptr<evm::EvmIssuerRegistry> issuers_;
    const std::unique_ptr<evm::EvmNameRegistry> names_;
};

Result<OpenChain*> chain_of(Toolkit& toolkit, const std::string& place, RegistryAccess access,
                            Call& call) {
    const Config& config = toolkit.config();
    if (access == RegistryAccess::read) return toolkit.chain(place, call);
    if (config.chain) return toolkit.chain(*config.chain, call);
    return Error(errors::kChainUnknown, "\"" + place + "\" is a ledger and no chain");
}

/// The word that a member's key is known by; nothing for keys that are no member's.
std::optional<evm::Word> word_of(const crypto::PublicKey& key) {
    const auto word = evm::member_word(key);
    return word ? std::optional(*word) : std::nullopt;
}

/// Whether the proposal asks for its signature, and has none of it yet.
struct Wanted {
    bool asked = false;
    bool lacking = false;
};

Wanted wanted_of(const evm::Proposal& proposal, const evm::Word& member) {
    const auto& content = proposal.content();
    Wanted wanted;
    const auto look = [&](std::span<const registry::Hash> members, const evm::MemberProofs& given) {
        const auto found = std::ranges::find(members, member);
        if (found == members.end()) return;
        wanted.asked = true;
        if (!given.contains(static_cast<std::uint8_t>(found - members.begin())))
            wanted.lacking = true;
    };
    if (content.committee) {
        look(content.committee->members, proposal.signatures());
    } else {
        const registry::Hash actor = evm::member_word(content.actor);
        look({&actor, 1}, proposal.signatures());
    }
    if (const auto* change = std::get_if<registry::ChangeCommittee>(&content.decision))
        look(change->members, proposal.consents());
    return wanted;
}

/// Owns the signer that MemberSigner::of_account() borrows.
class OwningMember final : public evm::MemberSigner {
public:
    explicit OwningMember(std::unique_ptr<evm::AccountSigner> signer)
        : signer_(std::move(signer)), member_(of_account(*signer_)) {}
    const evm::Word& member() const override { return member_->member(); }
    Result<Bytes> prove(const crypto::Digest256& digest, Call& call) override {
        return member_->prove(digest, call);
    }

private:
    std::unique_ptr<evm::AccountSigner> signer_;
    std::unique_ptr<evm::MemberSigner> member_;
};

Result<std::unique_ptr<evm::MemberSigner>> signer_at(Toolkit& toolkit,
                                                     const crypto::KeyReference& key, Call& call) {
    DEED_TRY(const crypto::PublicKey public_key, toolkit.public_key(key, call));
    if (public_key.type() == crypto::KeyType::p256)
        return Error(crypto::errors::kDigestRefused,
                     "Deed does not sign digests with P-256 keys of the store: sign elsewhere, and "
                     "bring the proof with --proof",
                     key.to_string());
    DEED_TRY(auto signer, toolkit.signer(key, call));
    if (public_key.type() == crypto::KeyType::sm2)
        return evm::MemberSigner::of_sm2(std::move(signer));
    DEED_TRY(auto account, evm::AccountSigner::from_signer(std::move(signer)));
    return std::unique_ptr<evm::MemberSigner>(std::make_unique<OwningMember>(std::move(account)));
}

}  // namespace

Result<std::unique_ptr<OpenIssuers>> open_issuer_registries(Toolkit& toolkit,
                                                            const std::string& place,
                                                            RegistryAccess access, Call& call) {
    DEED_TRY(OpenChain * chain, chain_of(toolkit, place, access, call));
    DEED_TRY(const ChainNetwork network, chain->network());
    evm::Transactor* transactor = nullptr;
    if (access == RegistryAccess::write) {
        DEED_TRY(transactor, chain->transactor(call));
    } else if (access == RegistryAccess::dry_run) {
        DEED_TRY(transactor, chain->dry_run(call));
    }
    DEED_TRY(const evm::DeployedAt issuers, chain->contract(evm::Contract::issuer, call));
    DEED_TRY(const evm::DeployedAt names, chain->contract(evm::Contract::name, call));
    DEED_TRY(auto opened, evm::EvmIssuerRegistry::open(chain->node(), issuers, names.address,
                                                       transactor, {}, call));
    DEED_TRY(auto named, evm::EvmNameRegistry::open(chain->node(), names, call));
    return std::unique_ptr<OpenIssuers>(std::make_unique<ChainIssuers>(
        *chain, evm::to_string(network), std::move(opened), std::move(named)));
}

Result<std::unique_ptr<evm::MemberSigner>> member_signer(
    Toolkit& toolkit, const evm::Proposal& proposal, const std::optional<crypto::KeyReference>& key,
    Call& call) {
    if (key) return signer_at(toolkit, *key, call);
    DEED_TRY(const auto keys, toolkit.keys().list(call));
    std::vector<std::string> asked;
    std::vector<std::string> lacking;
    for (const crypto::KeyInfo& info : keys) {
        const auto word = word_of(info.public_key);
        if (!word) continue;
        const Wanted wanted = wanted_of(proposal, *word);
        if (wanted.asked) asked.push_back(info.name);
        if (wanted.lacking) lacking.push_back(info.name);
    }
    const std::vector<std::string>& candidates = lacking.empty() ? asked : lacking;
    if (candidates.empty()) return Error(errors::kNoMemberKey, "no key here is a member's");
    if (candidates.size() > 1)
        return Error(errors::kSeveralMemberKeys,
                     candidates[0] + " and " + candidates[1] + " are " + "both asked for");
    DEED_TRY(const auto reference, crypto::KeyReference::to_stored(candidates[0]));
    return signer_at(toolkit, reference, call);
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

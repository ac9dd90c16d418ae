#pragma once

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/issuers.hpp"
#include "registry-contracts/client/evm/registries/proposal.hpp"
#include "registry-contracts/client/group_errors.hpp"
#include "registry-contracts/client/issuer_errors.hpp"
#include "tests/registry-contracts/client/evm/registries/deployed.hpp"

namespace deed::test {

/// Registries of issuers and names on a chain of their own, and a root whose committee is two of
/// three.
class Issuers : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        chain = std::make_unique<Deployment>();
        issuers_at = chain->with_dids("IssuerRegistry");
        names_at = chain->deploy("NameRegistry", "(address)",
                                 {registry::evm::AbiValue::address(issuers_at)});
        issuers = open(&chain->rich.transactor());
        names = must(
            registry::evm::EvmNameRegistry::open(chain->anvil.node(), {31337, names_at}, call));
        for (const std::uint8_t byte : {0x21, 0x22, 0x23}) wallets.push_back(wallet_of(byte));
        std::sort(wallets.begin(), wallets.end(),
                  [](const auto& a, const auto& b) { return a->address() < b->address(); });
        root = must(issuers->found(word_of_byte(1), 2, members(), call));
    }

    std::unique_ptr<registry::evm::EvmIssuerRegistry> open(registry::evm::Transactor* transactor) {
        return must(registry::evm::EvmIssuerRegistry::open(chain->anvil.node(), {31337, issuers_at},
                                                           names_at, transactor, {}, call));
    }
    std::vector<registry::Hash> members() const {
        std::vector<registry::Hash> words;
        for (const auto& wallet : wallets)
            words.push_back(registry::evm::member_word(wallet->address()));
        return words;
    }

    /// What the registry asks for now, to be signed.
    registry::evm::Proposal propose(const registry::Decision& decision) {
        using registry::Decider;
        registry::evm::Proposal::Content content;
        content.chain_id = 31337;
        content.contract = must(issuers->contract_of(decision))->address();
        content.root = root;
        content.decision = decision;
        content.terms = must(issuers->terms(root, decision, Decider::committee, call));
        content.expiry = chain->now() + 3600;
        content.committee = must(issuers->committee(root, call));
        return must(registry::evm::Proposal::create(std::move(content)));
    }
    /// Of the first members.
    void sign(registry::evm::Proposal& proposal, std::size_t signers) {
        for (std::size_t i = 0; i < signers; ++i)
            must(proposal.sign(*registry::evm::MemberSigner::of_account(*wallets[i]), call));
    }
    /// Signed by two, as a file in between.
    Result<registry::Receipt> decide(const registry::Decision& decision) {
        auto proposal = propose(decision);
        sign(proposal, 1);
        auto second = must(registry::evm::Proposal::parse(proposal.to_json()));
        must(second.sign(*registry::evm::MemberSigner::of_account(*wallets[1]), call));
        return issuers->decide(root, decision, must(second.approval()), call);
    }
    registry::Grant grant(bool may_issue, std::uint8_t depth, std::uint64_t seconds = 1'000'000) {
        registry::Grant granted;
        granted.may_issue = may_issue;
        granted.depth = depth;
        // What stands below has no later end, though it is granted later.
        granted.until = chain->now() + seconds + 1000 * depth;
        granted.info = word_of_byte(9);
        return granted;
    }

    std::unique_ptr<Deployment> chain;
    registry::Address issuers_at{};
    registry::Address names_at{};
    std::unique_ptr<registry::evm::EvmIssuerRegistry> issuers;
    std::unique_ptr<registry::evm::EvmNameRegistry> names;
    std::vector<std::unique_ptr<registry::evm::AccountSigner>> wallets;
    registry::Hash root{};
    Call call;

    const registry::CredentialType degree = registry::credential_type_named("Degree");
    const registry::CredentialType licence = registry::credential_type_named("Licence");
};

}  // namespace deed::test

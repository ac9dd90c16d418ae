#pragma once

#include "evidence/chain/chain_report.hpp"
#include "evidence/chain/errors.hpp"
#include "evidence/chain/publish.hpp"
#include "evidence/chain/strengthen.hpp"
#include "tests/evidence/support.hpp"
#include "tests/registry-contracts/client/evm/registries/deployed.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::evidence::test {

namespace evm = registry::evm;

inline constexpr std::string_view kText = "A small document.";

/// A log with a submitter, and a chain with an EvidenceRegistry.
class ChainTest : public EvidenceTest {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        chain_ = std::make_unique<deed::test::Deployment>();
        contract_ = chain_->deploy("EvidenceRegistry", "", {});
        registry_ = open(&chain_->rich.transactor());
    }
    std::unique_ptr<evm::ChainEvidence> open(evm::Transactor* transactor) {
        return must(
            evm::ChainEvidence::open(chain_->anvil.node(), {31337, contract_}, transactor, call_));
    }
    evm::Node& node() { return chain_->anvil.node(); }
    registry::Address account() const { return chain_->rich.address(); }

    Publication plan() {
        return must(plan_publication(*log_.ledger, *registry_, {account(), account()}, call_));
    }
    /// What is done, and its block.
    Publication publish_now() {
        Publication publication = plan();
        must(publish(publication, *registry_, call_));
        return publication;
    }
    Result<ChainPart> part_of(const json::Document& proof, evm::Confirmation confirmation = {}) {
        return prove_published(*log_.ledger, must(EvidenceProof::parse(proof.root())),
                               {*registry_, node(), account(), confirmation}, call_);
    }
    /// A proof that is anchored, published and strengthened.
    json::Document strong_proof() {
        const json::Document proof = anchor_and_prove(open_bytes(did_, kText));
        publish_now();
        return must(with_chain(proof, must(part_of(proof))));
    }

    ChainTrust named(const json::Document& strong) {
        const ChainPart part = must(ChainPart::parse(*strong.root().find("chain")));
        ChainTrust trust;
        trust.blocks = {must(part.event.claimed_block())};
        trust.contract = contract_;
        trust.opener = part.opener;
        return trust;
    }
    AskedChain asked(std::uint64_t depth = 1) {
        return {&node(), 31337, contract_, {evm::Confirmation::Kind::depth, depth}};
    }
    ChainTrust asking(std::uint64_t depth = 1) {
        ChainTrust trust;
        trust.opener = account();
        trust.asked = Result<AskedChain>(asked(depth));
        return trust;
    }
    /// The whole verdict on a proof with a chain part.
    credentials::Report judge_strong(const json::Document& strong, const ChainTrust& trust) {
        const EvidenceProof proof = must(EvidenceProof::parse(strong.root()));
        EvidenceVerdict verdict = must(verify(proof, given_bytes(kText), pin(), call_));
        const ChainPart part = must(ChainPart::parse(proof.chain->root()));
        judge_chain(proof, part, trust, verdict.report, call_);
        return std::move(verdict.report);
    }

    std::unique_ptr<deed::test::Deployment> chain_;
    registry::Address contract_{};
    std::unique_ptr<evm::ChainEvidence> registry_;
};

inline std::string code_in(const credentials::Report& report, std::string_view check) {
    const credentials::Check* found = report.find(check);
    if (found == nullptr) return "no such check";
    return found->code == nullptr ? "" : std::string(found->code->name);
}

}  // namespace deed::evidence::test

/// A check of a report has this code.
#define EXPECT_CHECK(report, check, expected) \
    EXPECT_EQ(::deed::evidence::test::code_in(report, check), std::string((expected).name))

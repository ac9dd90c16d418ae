#include "toolkit/did_proof_report.hpp"

#include <algorithm>

#include "did/document_edit.hpp"
#include "did/methods/weid.hpp"
#include "lib/json/jcs.hpp"
#include "tests/registry-contracts/client/evm/did_proofs/support.hpp"
#include "tests/support/signers.hpp"
#include "toolkit/did_proof_errors.hpp"

// What a verifier may rely on, by proofs of DIDs on Anvil.

namespace deed {
namespace {

using credentials::Verdict;
using did::Relationship;
using registry::CompromiseBody;
using registry::evm::ShownHistory;
using test::must;

class DidProofReport : public registry::test::DidProofTest {
protected:
    did::Did did() const { return did::make_weid(to_string(domain().network), subject_); }
    Bytes document_with(const crypto::PublicKey& key) const {
        const auto made = did::make_document(did(), {{key, {Relationship::assertion_method}}});
        const std::string text = json::canonicalize(made.json().root());
        return Bytes(text.begin(), text.end());
    }
    /// By whoever knows the block of the state and those of operations.
    DidProofVerdict judge(const registry::evm::DidProof& proof, const WantedDid& wanted) {
        evidence::ChainTrust trust;
        trust.contract = domain().registry;
        trust.chain_id = chain_->chain_id();
        trust.blocks = {must(registry::evm::verify_state(proof)).block.hash};
        return judge_did_proof(proof, wanted, trust, call_);
    }
    static bool says(const DidProofVerdict& verdict, std::string_view check,
                     const ErrorCode& code) {
        return std::ranges::any_of(verdict.report.checks(), [&](const credentials::Check& each) {
            return each.name == check && each.code != nullptr && *each.code == code;
        });
    }
    const crypto::PublicKey stolen_ = test::signer_of(crypto::KeyType::ed25519, 7)->public_key();
};

TEST_F(DidProofReport, KeysThatAnEarlierOperationDeclaresAreRevoked) {
    const Timestamp since = must(Timestamp::parse_rfc3339("2023-01-02T03:04:05Z"));
    must(dids_->create(document_with(stolen_), *alice_, call_));
    const CompromiseBody body{{{stolen_.to_multikey(), since}},
                              document_with(alice_->public_key())};
    for (int times = 0; times < 2; ++times) must(dids_->compromise(subject_, body, *alice_, call_));
    // By a program that does not refuse it, as no contract does.
    must(dids_->update(subject_, document_with(stolen_), *alice_, call_));

    const auto whole = judge(prove(subject_, std::nullopt, ShownHistory::whole), {did(), false});
    EXPECT_EQ(whole.report.verdict(), Verdict::good);
    ASSERT_TRUE(whole.facts && whole.facts->document);
    const auto& document = *whole.facts->document;
    EXPECT_EQ(document.find_method(stolen_, Relationship::assertion_method)->revoked, since);
    EXPECT_EQ(whole.report.find("did.document")->detail,
              "it has the hash that the contract recorded; it lists keys that were declared "
              "compromised: 1");
    const json::Document told = did::json_with_revocations(document);
    EXPECT_EQ(told.root().find("verificationMethod")->array()[0].find("revoked")->string(),
              "2023-01-02T03:04:05Z");

    // Who shows the update alone does not get away with it.
    const auto latest = prove(subject_, std::nullopt, ShownHistory::document);
    const auto hidden = judge(latest, {did(), false});
    EXPECT_EQ(hidden.report.verdict(), Verdict::could_not_judge);
    EXPECT_TRUE(says(hidden, "did.history", errors::kDidProofHistoryIncomplete));
    const auto waived = judge(latest, {did(), true});
    EXPECT_EQ(waived.report.verdict(), Verdict::good);
    EXPECT_FALSE(waived.facts->is_whole);
}

TEST_F(DidProofReport, OfNobodyInParticularItIsNotJudged) {
    must(dids_->create(document_with(stolen_), *alice_, call_));
    const auto proof = prove(subject_, std::nullopt, ShownHistory::whole);
    const auto unnamed = judge(proof, {});
    EXPECT_EQ(unnamed.report.verdict(), Verdict::could_not_judge);
    EXPECT_TRUE(says(unnamed, "did.subject", errors::kDidProofDidNotPinned));
    const did::Did other = did::make_weid(to_string(domain().network), registry::Address{9});
    const auto named = judge(proof, {other, false});
    EXPECT_EQ(named.report.verdict(), Verdict::bad);
    EXPECT_TRUE(says(named, "did.subject", errors::kDidProofOther));
}

TEST_F(DidProofReport, AfterADeactivationNoDocumentHolds) {
    must(dids_->create(document_with(stolen_), *alice_, call_));
    must(dids_->update(subject_, document_with(alice_->public_key()), *alice_, call_));
    must(dids_->deactivate(subject_, *alice_, call_));
    // What was before does not matter then.
    for (const ShownHistory shown : {ShownHistory::whole, ShownHistory::document}) {
        const auto verdict = judge(prove(subject_, std::nullopt, shown), {did(), false});
        EXPECT_EQ(verdict.report.verdict(), Verdict::good);
        ASSERT_TRUE(verdict.facts);
        EXPECT_EQ(verdict.facts->state.told.status,
                  registry::evm::ToldIdentity::Status::deactivated);
        EXPECT_FALSE(verdict.facts->document);
    }
}

TEST_F(DidProofReport, ASuccessorIsToldThatMayBeOne) {
    const auto successor_after = [&](const std::string& named) {
        const auto signer = registry::test::controller(named.size());
        const registry::Address subject = registry::test::address_of(*signer);
        must(dids_->create(document_with(stolen_), *signer, call_));
        must(dids_->move(subject, named, *signer, call_));
        const auto proof = prove(subject, std::nullopt, ShownHistory::whole);
        const auto verdict = judge(proof, {did::make_weid(to_string(domain().network), subject)});
        return verdict.facts->successor;
    };
    const std::string next = "did:weid:e1-" + std::string(40, 'a') + ":0x" + std::string(40, '1');
    EXPECT_EQ(successor_after(next), next);
    EXPECT_EQ(successor_after("did:web:example.com"), std::nullopt);
    // Of the same network, where a DID does not move to.
    EXPECT_EQ(successor_after(did().to_string()), std::nullopt);
}

}  // namespace
}  // namespace deed

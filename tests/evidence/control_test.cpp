#include "lib/encoding/cbor.hpp"
#include "lib/tlog/merkle.hpp"
#include "registry-contracts/client/did_registry.hpp"
#include "tests/evidence/support.hpp"

// Who controlled the submitter's DID when the entry came. An honest ledger refuses most of what is
// tried here, so the histories are made by hand, and signed with the log's own key.

namespace deed::evidence {
namespace {

using registry::Envelope;
using registry::OperationType;
using test::controller;
using test::EvidenceTest;
using test::failures;
using test::given_bytes;
using test::must;
using test::open_bytes;
using Names = std::vector<std::string>;

constexpr std::string_view kText = "A small document.";

class Control : public EvidenceTest {
protected:
    /// An operation of the submitter that follows `previous`, if any, in its chain.
    registry::Operation sign(OperationType type, Bytes body,
                             const registry::Operation* previous = nullptr) {
        return sign(envelope(type, previous), std::move(body), *controller_);
    }
    registry::Operation sign(const Envelope& envelope, Bytes body, crypto::Signer& signer) {
        return must(registry::Operation::sign(envelope, std::move(body), signer, call_));
    }
    Envelope envelope(OperationType type, const registry::Operation* previous = nullptr) {
        Envelope made{};
        made.type = type;
        made.network = log_.ledger->network();
        made.subject = log_.address(1);
        made.expiry = 1'900'000'000;
        if (previous == nullptr) return made;
        made.sequence = previous->envelope().sequence + 1;
        made.previous = previous->hash();
        return made;
    }
    Bytes batch_body() const {
        return registry::BatchBody{1, registry::batch_leaf(opening_.commitment())}.encode();
    }
    registry::Operation batch() { return sign(OperationType::evidence_batch, batch_body()); }

    /// A proof of the opening in a log of just these operations, of which the one at `place` is
    /// the batch's.
    json::Document forge(const std::vector<registry::Operation>& operations, std::size_t place);

    std::string note_over(const std::string& body) {
        return must(tlog::sign_note(body, log_.ledger->verifier_key().name(), *log_.log_signer,
                                    call_));
    }

    /// The outcome for a log of these operations.
    Names judged(const std::vector<registry::Operation>& operations, std::size_t place) {
        return failures(judge(forge(operations, place), given_bytes(kText)));
    }

    Opening opening_ = open_bytes(did_, kText);
    json::Document honest_ = anchor_and_prove(opening_);
    registry::Operation create_ = sign(OperationType::did_create, to_bytes(as_bytes("{}")));
    registry::Operation deactivate_ = sign(OperationType::did_deactivate, {}, &create_);
};

json::Document Control::forge(const std::vector<registry::Operation>& operations,
                              std::size_t place) {
    tlog::MerkleTree tree;
    std::vector<Bytes> entries;
    for (const registry::Operation& operation : operations) {
        entries.push_back(registry::Entry{log_.clock.now(), operation}.encode());
        tree.append(tlog::leaf_hash(entries.back()));
    }
    const std::uint64_t size = tree.size();
    const tlog::Checkpoint head{log_.ledger->verifier_key().name(), size, tree.root(), {}};
    const std::string checkpoint = note_over(head.to_body());

    json::Writer history;
    history.begin_array();
    const registry::Operation* last = nullptr;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        if (registry::chain_of(operations[i].envelope().type) != registry::Chain::did) continue;
        last = &operations[i];
        history.begin_object().key("position").integer(static_cast<std::int64_t>(i));
        history.member("entry", base64_encode(entries[i])).key("proof").begin_array();
        for (const tlog::Hash& hash : tree.inclusion_proof(i, size))
            history.string(base64_encode(hash));
        history.end_array().end_object();
    }
    const std::string statement = note_over(
        "deed/did-statement/v1\n" + did_.to_string() + "\n" +
        std::to_string(last->envelope().sequence) + "\n" + base64_encode(last->hash()) + "\n" +
        std::to_string(size) + "\n" + base64_encode(tree.root()) + "\n2026-01-02T03:04:05Z\n");

    json::Document proof = test::with_bytes(honest_, "/entry", entries[place]);
    const tlog::EntryProof entry_proof{place, tree.inclusion_proof(place, size), checkpoint, {}};
    proof = test::with_text(proof, "/proof", entry_proof.to_string());
    proof = test::with_text(proof, "/did/checkpoint", checkpoint);
    proof = test::with_text(proof, "/did/statement", statement);
    return must(proof.with("/did/operations", history.end_array().take_document().root()));
}

TEST_F(Control, OfAForgedLogThatKeepsTheRulesIsGood) {
    EXPECT_EQ(judged({create_, batch()}, 1), Names{});
    EXPECT_EQ(judge(forge({create_, batch()}, 1), given_bytes(kText)).report.exit_code(), 0);
}

TEST_F(Control, EndsWithTheDeactivation) {
    EXPECT_EQ(judged({create_, batch(), deactivate_}, 1), Names{});
    EXPECT_EQ(judged({create_, deactivate_, batch()}, 2),
              Names{"submitter: evidence.submitter_invalid"});
    const auto verdict = judge(forge({create_, deactivate_, batch()}, 2), given_bytes(kText));
    EXPECT_EQ(verdict.report.exit_code(), exit_code(ErrorKind::untrusted));
    EXPECT_NE(verdict.report.find("submitter")->detail.find("deactivated"), std::string::npos);
}

TEST_F(Control, EndsWithTheMove) {
    cbor::Writer to;
    to.text("did:weid:lotherledger:" + registry::to_string(log_.address(1)));
    const registry::Operation move =
        sign(OperationType::did_move, std::move(to).data(), &create_);
    EXPECT_EQ(judged({create_, batch(), move}, 1), Names{});
    EXPECT_EQ(judged({create_, move, batch()}, 2), Names{"submitter: evidence.submitter_invalid"});
    const auto verdict = judge(forge({create_, move, batch()}, 2), given_bytes(kText));
    EXPECT_NE(verdict.report.find("submitter")->detail.find("moved"), std::string::npos);
}

TEST_F(Control, BeforeADeactivationOnAnHonestLedgerStaysGood) {
    must(log_.registrar.deactivate(did_, *controller_, call_));
    const auto verdict = judge(prove_it(opening_), given_bytes(kText));
    EXPECT_EQ(failures(verdict), Names{});
    EXPECT_EQ(verdict.report.exit_code(), 0);
}

TEST_F(Control, StartsWithTheCreation) {
    const auto verdict = judge(forge({batch(), create_}, 0), given_bytes(kText));
    EXPECT_EQ(failures(verdict), Names{"submitter: evidence.submitter_invalid"});
    EXPECT_NE(verdict.report.find("submitter")->detail.find("created after"), std::string::npos);
}

TEST_F(Control, IsNotAnybodysWhoSignsForTheSubmitter) {
    const auto stranger = controller(9);
    const auto forged =
        sign(envelope(OperationType::evidence_batch), batch_body(), *stranger);
    EXPECT_EQ(judged({create_, forged}, 1), Names{"submitter: evidence.submitter_invalid"});
    // In the stranger's own name the operation is right, but not the submitter's.
    Envelope own = envelope(OperationType::evidence_batch);
    own.subject = log_.address(9);
    EXPECT_EQ(judged({create_, sign(own, batch_body(), *stranger)}, 1),
              Names{"operation: evidence.operation_invalid"});
}

TEST_F(Control, NeedsAnOperationThatMayStandInTheLog) {
    const Names invalid{"operation: evidence.operation_invalid"};
    const auto refused = [&](const Envelope& envelope, Bytes body) {
        return judged({create_, sign(envelope, std::move(body), *controller_)}, 1);
    };
    Envelope other = envelope(OperationType::evidence_batch);
    other.network = "l" + std::string(32, 'a');
    EXPECT_EQ(refused(other, batch_body()), invalid);
    Envelope expired = envelope(OperationType::evidence_batch);
    expired.expiry = 1'700'000'000;
    EXPECT_EQ(refused(expired, batch_body()), invalid);
    Envelope committed = envelope(OperationType::evidence_batch);
    committed.next = registry::Hash{};
    EXPECT_EQ(refused(committed, batch_body()), invalid);

    // The same body under another tag; then bodies that are no batch.
    EXPECT_EQ(refused(envelope(OperationType::did_update, &create_), batch_body()), invalid);
    for (const std::string_view body : {"", "{}", "\x82\x00"})
        EXPECT_EQ(refused(envelope(OperationType::evidence_batch), to_bytes(as_bytes(body))),
                  invalid);
    const auto two = registry::BatchBody{2, registry::batch_leaf(opening_.commitment())}.encode();
    EXPECT_EQ(refused(envelope(OperationType::evidence_batch), two), invalid);
}

TEST_F(Control, IsNotJudgedWithoutTheOperation) {
    const auto verdict = judge(forge({create_, create_}, 0), given_bytes(kText));
    EXPECT_EQ(test::code_of(verdict, "operation"), "evidence.operation_invalid");
    EXPECT_EQ(test::code_of(verdict, "commitment"), "evidence.depends_on_failed");
    EXPECT_EQ(verdict.report.verdict(), credentials::Verdict::bad);
}

}  // namespace
}  // namespace deed::evidence

#include <sstream>

#include "did/methods/export_errors.hpp"
#include "did/methods/weid_export.hpp"
#include "tests/evidence/support.hpp"

// Sizes that JSON numbers cannot tell are refused where they are read.

namespace deed::evidence {
namespace {

using test::EvidenceTest;
using test::must;
using test::open_bytes;
using test::text_at;
using test::with_text;

class TreeSize : public EvidenceTest {
protected:
    std::string note_of(const std::string& body) {
        return must(
            tlog::sign_note(body, log_.ledger->verifier_key().name(), *log_.log_signer, call_));
    }

    /// The statement of `proof`, about another tree.
    std::string statement_about(const json::Document& proof, const tlog::Checkpoint& head) {
        std::istringstream text(text_at(proof, "/did/statement"));
        std::string body;
        std::string line;
        for (int i = 0; i < 7 && std::getline(text, line); ++i) {
            if (i == 4) line = std::to_string(head.size);
            if (i == 5) line = base64_encode(head.root);
            body += line + "\n";
        }
        return note_of(body);
    }

    /// `proof`, of a tree of 2 entries, over one of 2^height, most of which nobody ever saw: a
    /// log's operator can sign that.
    json::Document over_a_tree_of(unsigned height, const json::Document& proof) {
        auto entry_proof = must(tlog::EntryProof::parse(text_at(proof, "/proof")));
        auto head =
            must(tlog::verify_checkpoint(entry_proof.checkpoint, log_.ledger->verifier_key()));
        EXPECT_EQ(head.size, 2U);
        const std::vector<tlog::Hash> unseen(height - 1);
        for (const tlog::Hash& hash : unseen) head.root = tlog::node_hash(head.root, hash);
        head.size = std::uint64_t{1} << height;

        entry_proof.checkpoint = note_of(head.to_body());
        entry_proof.path.insert(entry_proof.path.end(), unseen.begin(), unseen.end());
        json::Document forged = with_text(proof, "/proof", entry_proof.to_string());
        forged = with_text(forged, "/did/checkpoint", entry_proof.checkpoint);
        forged = with_text(forged, "/did/statement", statement_about(proof, head));
        for (const tlog::Hash& hash : unseen)
            forged = with_text(forged, "/did/operations/0/proof/-", base64_encode(hash));
        return forged;
    }
};

TEST_F(TreeSize, IsBelow2To53) {
    const json::Document proof = anchor_and_prove(open_bytes(did_, "x"));
    const EvidenceVerdict largest = judge(over_a_tree_of(52, proof), test::given_bytes("x"));
    EXPECT_EQ(largest.report.verdict(), credentials::Verdict::good);
    ASSERT_TRUE(largest.facts);
    EXPECT_EQ(largest.facts->tree_size, std::uint64_t{1} << 52);
    for (const unsigned height : {53U, 62U, 63U}) {
        const json::Document forged = over_a_tree_of(height, proof);
        EXPECT_CODE(EvidenceProof::parse(forged.root()), errors::kProofMalformed) << height;
        EXPECT_CODE(did::WeidExport::parse(*forged.root().find("did")),
                    did::errors::kExportCheckpointInvalid)
            << height;
    }
}

}  // namespace
}  // namespace deed::evidence

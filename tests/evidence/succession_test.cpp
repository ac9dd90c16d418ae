#include "tests/evidence/support.hpp"

// Proofs from a log whose key was succeeded.

namespace deed::evidence::test {
namespace {

class SuccessionTest : public EvidenceTest {
protected:
    SuccessionTest() : opening_(open_bytes(did_, "judgment")) {
        anchor_all({opening_});
        before_ = prove_it(opening_);
        must(log_.ledger->succeed(*second_, call_));
        after_ = prove_it(opening_);
    }
    std::string outcome_of(const json::Document& proof, const std::string& pinned) {
        return outcome(proof, given_bytes("judgment"), pinned);
    }
    std::string detail(const json::Document& proof, const std::string& pinned,
                       std::string_view check) {
        const auto verdict = must(verify(must(EvidenceProof::parse(proof.root())),
                                         given_bytes("judgment"), pinned, call_));
        return verdict.report.find(check)->detail;
    }
    std::string second_key() {
        return must(tlog::VerifierKey::create(log_.ledger->verifier_key().name(),
                                              second_->public_key()))
            .to_string();
    }

    Opening opening_;
    std::unique_ptr<crypto::Signer> second_ = did::test::signer_of(crypto::KeyType::ed25519, 22);
    json::Document before_ = json_of("{}");
    json::Document after_ = json_of("{}");
};

TEST_F(SuccessionTest, AnyKeyOfTheLogOrItsNetworkMayBePinned) {
    const std::string network = log_.ledger->network();
    for (const std::string& pinned : {pin(), network, second_key()})
        EXPECT_EQ(outcome_of(after_, pinned), "good") << pinned;
    EXPECT_EQ(detail(after_, pin(), "log"), "the log is the trusted one, network " + network);
    EXPECT_EQ(detail(after_, second_key(), "log"),
              "the log is the trusted one, network " + network + ", by a later key of it");
    EXPECT_EQ(detail(after_, pin(), "checkpoint"),
              "signed by " + second_key() + ", after 1 succession from the log's first key");
}

TEST_F(SuccessionTest, ProofsFromBeforeStayGoodUnderTheFirstKey) {
    EXPECT_EQ(outcome_of(before_, pin()), "good");
    EXPECT_EQ(detail(before_, pin(), "checkpoint"), "signed by " + pin());
    // It does not lead to the key that is pinned.
    EXPECT_EQ(outcome_of(before_, second_key()), code_name(errors::kLogMismatch));
}

TEST_F(SuccessionTest, AForeignKeyIsNotPinnedByIt) {
    const auto third = did::test::signer_of(crypto::KeyType::ed25519, 33);
    const auto other =
        must(tlog::VerifierKey::create(log_.ledger->verifier_key().name(), third->public_key()));
    EXPECT_EQ(outcome_of(after_, other.to_string()), code_name(errors::kLogMismatch));
}

TEST_F(SuccessionTest, WithoutTheSuccessionTheHeadIsNobodys) {
    const auto verdict = judge(must(after_.without("/did/successions")), given_bytes("judgment"));
    EXPECT_EQ(code_of(verdict, "checkpoint"), code_name(errors::kCheckpointInvalid));
    EXPECT_EQ(code_of(verdict, "submitter"), code_name(errors::kSubmitterInvalid));
    EXPECT_EQ(
        code_of(judge(changed(after_, "/did/successions/0/position", "0"), given_bytes("judgment")),
                "checkpoint"),
        code_name(errors::kCheckpointInvalid));
}

}  // namespace
}  // namespace deed::evidence::test

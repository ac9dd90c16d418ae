// Evidence proofs as word of when a credential existed.
#include "evidence/time_evidence.hpp"

#include <atomic>

#include "lib/json/jcs.hpp"
#include "tests/evidence/support.hpp"

namespace deed::evidence {
namespace {

using credentials::TimeEvidence;
using test::changed;
using test::must;

constexpr std::string_view kCredential = R"({"id": "urn:x:1", "degree": "BSc"})";

class TimeEvidenceTest : public test::EvidenceTest {
protected:
    json::Document proof_over(std::string_view document) {
        return anchor_and_prove(test::open_bytes(did_, document));
    }
    Result<TimeEvidence> weigh(const json::Document& proof, std::string_view credential,
                               const std::vector<std::string>& logs) {
        return time_evidence(must(EvidenceProof::parse(proof.root())), as_bytes(credential), logs,
                             call_);
    }
    /// The code of why the proof is no evidence; "" if it is.
    std::string fault(const json::Document& proof, std::string_view credential,
                      const std::vector<std::string>& logs) {
        const TimeEvidence evidence = must(weigh(proof, credential, logs));
        return evidence.not_after ? "" : std::string(evidence.not_after.error().code().name);
    }
    const std::string other_log_ = std::string(33, 'l');
};

TEST_F(TimeEvidenceTest, IsTheTimeAtWhichATrustedLogAcceptedTheBytes) {
    const auto proof = proof_over(kCredential);
    log_.tick(1000);
    ASSERT_OK_AND(const TimeEvidence evidence, weigh(proof, kCredential, {pin()}));
    ASSERT_OK_AND(const Timestamp not_after, evidence.not_after);
    EXPECT_EQ(not_after.to_string(), "2026-01-02T03:04:05Z");
    EXPECT_EQ(evidence.network, log_.ledger->network());
    EXPECT_EQ(evidence.source, "log " + log_.ledger->network() + ", entry 1");
    EXPECT_EQ(fault(proof, kCredential, {log_.ledger->network()}), "");
}

TEST_F(TimeEvidenceTest, TrustsAnyOfTheLogsThatAreNamedAndNoOther) {
    const auto proof = proof_over(kCredential);
    EXPECT_EQ(fault(proof, kCredential, {other_log_, pin()}), "");
    EXPECT_EQ(fault(proof, kCredential, {pin(), other_log_}), "");
    EXPECT_EQ(fault(proof, kCredential, {}), "evidence.log_not_pinned");
    EXPECT_EQ(fault(proof, kCredential, {other_log_}), "evidence.log_mismatch");
    const TimeEvidence none = must(weigh(proof, kCredential, {other_log_}));
    EXPECT_EQ(none.source, "log " + log_.ledger->network() + ", entry 1");
}

TEST_F(TimeEvidenceTest, IsOverTheVeryBytes) {
    const auto proof = proof_over(kCredential);
    EXPECT_EQ(fault(proof, json::canonicalize(test::json_of(kCredential).root()), {pin()}),
              "evidence.document_mismatch");
    EXPECT_EQ(fault(proof, std::string(kCredential) + "\n", {pin()}), "evidence.document_mismatch");
    EXPECT_EQ(fault(proof, "", {pin()}), "evidence.document_mismatch");
}

TEST_F(TimeEvidenceTest, IsNotOverFields) {
    const auto proof = anchor_and_prove(test::open_json(did_, kCredential));
    EXPECT_EQ(fault(proof, kCredential, {pin()}), "evidence.not_over_bytes");
}

TEST_F(TimeEvidenceTest, IsNoneWhenAnyCheckFails) {
    const auto proof = proof_over(kCredential);
    const auto other = proof_over("other");
    // The other batch's entry under this commitment, and this entry at another place.
    EXPECT_EQ(fault(test::with_text(proof, "/entry", test::text_at(other, "/entry")), kCredential,
                    {pin()}),
              "evidence.commitment_mismatch");
}

TEST_F(TimeEvidenceTest, RefusesWhatNamesNoLog) {
    const auto proof = proof_over(kCredential);
    EXPECT_CODE(weigh(proof, kCredential, {"nonsense"}), errors::kPinMalformed);
}

TEST_F(TimeEvidenceTest, StopsWhenCancelled) {
    const auto proof = proof_over(kCredential);
    const std::atomic<bool> cancelled = true;
    call_ = Call(nullptr, &cancelled);
    EXPECT_CODE(weigh(proof, kCredential, {pin()}), deed::errors::kInterrupted);
}

}  // namespace
}  // namespace deed::evidence

// A proof against the log that its operator publishes today.
#include "registry-contracts/client/errors.hpp"
#include "tests/evidence/support.hpp"
#include "tests/support/forwarding_ledger.hpp"

namespace deed::evidence {
namespace {

using test::code_of;
using test::EvidenceTest;
using test::given_bytes;
using test::must;
using test::open_bytes;
using test::TestLedger;

constexpr std::string_view kText = "A small document.";

class Published : public EvidenceTest {
protected:
    EvidenceVerdict judge_with(PublishedLog published) {
        return must(verify(must(EvidenceProof::parse(proof_.root())), given_bytes(kText), pin(),
                           call_, published));
    }

    std::filesystem::path early_ = folder_ / "early";
    bool copied_ = (std::filesystem::copy(log_.folder / "ledger", early_,
                                          std::filesystem::copy_options::recursive),
                    true);
    json::Document proof_ = anchor_and_prove(open_bytes(did_, kText));
};

TEST_F(Published, TheLogGoesOn) {
    const auto now = judge_with(log_.ledger.get());
    EXPECT_EQ(now.report.verdict(), credentials::Verdict::good);
    const credentials::Check* check = now.report.find("published");
    ASSERT_NE(check, nullptr);
    EXPECT_EQ(check->state, credentials::CheckState::passed);
    log_.create(3);
    EXPECT_NE(judge_with(log_.ledger.get()).report.find("published")->detail.find("with 3 entries"),
              std::string::npos);
    EXPECT_EQ(judge_with(std::nullopt).report.find("published"), nullptr);
    EXPECT_EQ(network_of(must(EvidenceProof::parse(proof_.root()))), log_.ledger->network());
}

TEST_F(Published, TheLogTellsAnotherHistory) {
    TestLedger other(7);
    other.create(1);
    other.create(2);
    const auto verdict = judge_with(other.ledger.get());
    EXPECT_EQ(code_of(verdict, "published"), errors::kNotPublished.name);
    EXPECT_EQ(verdict.report.verdict(), credentials::Verdict::bad);
}

TEST_F(Published, TheLogIsNotThatFar) {
    const auto log = log_.ledger->verifier_key();
    const auto early = must(registry::read_local_ledger(early_, log, nullptr, call_));
    const auto verdict = judge_with(early.get());
    EXPECT_EQ(code_of(verdict, "published"), errors::kPublishedLater.name);
    EXPECT_EQ(verdict.report.verdict(), credentials::Verdict::could_not_judge);
}

TEST_F(Published, TheLogCannotBeRead) {
    const Error away(registry::errors::kLedgerNotFound, "the server is away");
    EXPECT_EQ(code_of(judge_with(Result<registry::LogLedger*>(away)), "published"),
              errors::kPublishedUnknown.name);
    struct Failing final : deed::test::ForwardingLedger {
        using ForwardingLedger::ForwardingLedger;
        Result<std::string> checkpoint(Call&) override {
            return Error(registry::errors::kHeadMismatch, "the server lies");
        }
    } failing(*log_.ledger);
    const auto verdict = judge_with(&failing);
    EXPECT_EQ(code_of(verdict, "published"), errors::kPublishedUnknown.name);
    EXPECT_EQ(verdict.report.verdict(), credentials::Verdict::could_not_judge);
}

}  // namespace
}  // namespace deed::evidence

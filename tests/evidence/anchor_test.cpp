#include "evidence/anchor.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include "registry-contracts/client/errors.hpp"
#include "tests/evidence/support.hpp"
#include "tests/support/forwarding_ledger.hpp"

namespace deed::evidence {
namespace {

using test::controller;
using test::EvidenceTest;
using test::given_bytes;
using test::must;
using test::open_bytes;
using test::open_json;

std::string name_of(const Opening& opening) {
    return hex_encode(opening.commitment().sha256);
}

class Anchoring : public EvidenceTest {
protected:
    std::uint64_t size() {
        return must(tlog::verify_checkpoint(must(log_.ledger->checkpoint(call_)),
                                            log_.ledger->verifier_key()))
            .size;
    }
};

TEST_F(Anchoring, PutsAllInOneBatchInTheirOrder) {
    const std::vector<Opening> openings{open_bytes(did_, "one"), open_json(did_, "{\"two\":2}"),
                                        open_bytes(did_, "three")};
    ASSERT_OK_AND(const Anchored anchored, anchor(openings, context(), call_));
    EXPECT_EQ(size(), 2U);
    EXPECT_EQ(anchored.receipt.position, 1U);
    EXPECT_EQ(anchored.receipt.finality, registry::Finality::final);
    ASSERT_EQ(anchored.commitments.size(), 3U);
    for (std::size_t i = 0; i < openings.size(); ++i) {
        EXPECT_EQ(anchored.commitments[i], openings[i].commitment());
        EXPECT_OK(openings_.get(name_of(openings[i]), call_));
        ASSERT_OK_AND(const auto proof,
                      EvidenceProof::parse(prove_it(openings[i]).root()));
        EXPECT_EQ(proof.batch_index, i);
        EXPECT_EQ(proof.batch_count, 3U);
    }
}

TEST_F(Anchoring, RefusesWhatNoBatchCanHold) {
    EXPECT_CODE(anchor({}, context(), call_), registry::errors::kBatchMismatch);
    const did::Did other = log_.create(3);
    const did::Did elsewhere =
        did::make_weid("l" + std::string(32, 'a'), log_.address(1));
    const did::Did key = did::Did::parse("did:key:z6Mk").value();
    for (const std::vector<Opening>& openings :
         {std::vector{open_bytes(did_, "a"), open_bytes(other, "b")},
          std::vector{open_bytes(elsewhere, "a")}, std::vector{open_bytes(key, "a")}})
        EXPECT_CODE(anchor(openings, context(), call_), errors::kWrongSubmitter);
    EXPECT_TRUE(must(openings_.list({}, call_)).openings.empty());
    EXPECT_EQ(size(), 2U);
}

TEST_F(Anchoring, TakesTheControllerOfTheSubmitterOnly) {
    const auto stranger = controller(9);
    const std::vector<Opening> openings{open_bytes(did_, "a")};
    EXPECT_CODE(
        anchor(openings, {*log_.ledger, openings_, *stranger, log_.clock}, call_),
        registry::errors::kNotController);
    EXPECT_EQ(size(), 1U);
    EXPECT_OK(anchor(openings, context(), call_));
    must(log_.registrar.deactivate(did_, *controller_, call_));
    EXPECT_CODE(anchor(std::vector{open_bytes(did_, "b")}, context(), call_),
                registry::errors::kIdentityDeactivated);
}

TEST_F(Anchoring, AnchorsNothingThatItCannotKeep) {
    deed::test::GivenPassphrase wrong("not this one");
    const auto keys = crypto::open_key_store(folder_ / "keys", wrong, log_.clock);
    OpeningStore store(folder_ / "openings", *keys);
    const std::vector<Opening> openings{open_bytes(did_, "a")};
    EXPECT_CODE(anchor(openings, {*log_.ledger, store, *controller_, log_.clock}, call_),
                crypto::errors::kWrongPassphrase);
    EXPECT_EQ(size(), 1U);
}

/// A ledger where the process dies as soon as something is to be written.
class DeadlyLedger final : public deed::test::ForwardingLedger {
public:
    static constexpr int kExit = 42;
    using ForwardingLedger::ForwardingLedger;

    Result<std::vector<registry::Ticket>> submit(std::span<const registry::Submission>,
                                                 Call&) override {
        ::_exit(kExit);
    }
};

TEST_F(Anchoring, LosesNothingWhenKilledBetweenKeepingAndAnchoring) {
    const std::vector<Opening> openings{open_bytes(did_, "one"), open_json(did_, "[1,2]")};
    const pid_t child = ::fork();
    ASSERT_NE(child, -1);
    if (child == 0) {
        DeadlyLedger deadly(*log_.ledger);
        const auto result =
            anchor(openings, {deadly, openings_, *controller_, log_.clock}, call_);
        ::_exit(result ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    ASSERT_EQ(WEXITSTATUS(status), DeadlyLedger::kExit);

    // Every salt was kept before anything was written, and nothing was written.
    EXPECT_EQ(size(), 1U);
    EXPECT_CODE(prove(*log_.ledger, openings[0], log_.clock, call_),
                registry::errors::kEvidenceNotFound);
    std::vector<Opening> kept;
    for (const Opening& opening : openings)
        kept.push_back(must(openings_.get(name_of(opening), call_)).opening);
    ASSERT_OK_AND(const Anchored anchored, anchor(kept, context(), call_));
    EXPECT_EQ(size(), 2U);
    // Once more is not twice.
    ASSERT_OK_AND(const Anchored again, anchor(kept, context(), call_));
    EXPECT_EQ(again.receipt.operation_hash, anchored.receipt.operation_hash);
    EXPECT_EQ(size(), 2U);
    EXPECT_EQ(judge(prove_it(openings[0]), given_bytes("one")).report.exit_code(), 0);
}

}  // namespace
}  // namespace deed::evidence

#include <atomic>

#include "tests/registry-contracts/client/local/local_fixture.hpp"

// What was accepted, and whose caller then went away, never stands in the way of what comes next.

namespace deed::registry::test {
namespace {

/// A signer that refuses while it is told to.
class FickleSigner final : public crypto::Signer {
public:
    explicit FickleSigner(crypto::Signer& inner) : inner_(inner) {}
    const crypto::PublicKey& public_key() const override { return inner_.public_key(); }
    Result<Bytes> sign(ByteView message, Call& call) override {
        if (refusing) return Error(deed::errors::kInterrupted, "not now");
        return inner_.sign(message, call);
    }

    bool refusing = false;

private:
    crypto::Signer& inner_;
};

/// Remembers warnings.
class WarningLog final : public Logger {
public:
    void log(LogLevel level, std::string_view, std::initializer_list<LogField>) override {
        if (level == LogLevel::warning) ++warnings;
    }
    int warnings = 0;
};

class SettleTest : public testing::Test {
protected:
    /// The subject's record as anybody reads it.
    std::size_t recorded(std::uint8_t number) {
        const RecordId id{Chain::did, address_of(*controller(number))};
        return must(fixture_.log().read(id, Latest{}, call_)).operations.size();
    }
    DidRegistry dids() { return DidRegistry(fixture_.writer(), fixture_.clock()); }
    Result<Receipt> update(std::uint8_t number) {
        const auto signer = controller(number);
        return dids().update(address_of(*signer), bytes_of("{}"), *signer, call_);
    }

    LocalFixture fixture_;
    Call call_;
};

TEST_F(SettleTest, TheNextOperationFollowsWhatWasOnlyAccepted) {
    fixture_.accept_identity(1);
    EXPECT_EQ(recorded(1), 0U);
    ASSERT_OK_AND(const IdentityState state,
                  fixture_.log().state(address_of(*controller(1)), call_));
    EXPECT_TRUE(state.exists());
    EXPECT_EQ(recorded(1), 1U);
    fixture_.accept_identity(2);
    EXPECT_OK(update(2));
    EXPECT_EQ(recorded(2), 2U);
}

TEST_F(SettleTest, StateOfAnotherSubjectNeedsNoHead) {
    fixture_.create_identity(1);
    fixture_.accept_identity(2);
    ASSERT_OK(fixture_.log().state(address_of(*controller(1)), call_));
    EXPECT_EQ(recorded(2), 0U);
}

TEST_F(SettleTest, OpeningIncludesWhatWasOnlyAccepted) {
    fixture_.accept_identity(1);
    fixture_.close();
    fixture_.clock().set(at_second(kStart + 1'000'000));  // long after its expiry
    fixture_.reopen();
    EXPECT_EQ(recorded(1), 1U);
    EXPECT_OK(update(1));
    EXPECT_EQ(recorded(1), 2U);
    EXPECT_EQ(heads_of(fixture_.journal(), fixture_.log_key()).back().size, 2U);
}

TEST_F(SettleTest, AnInterruptedWaitLosesNothing) {
    const Hash hash = fixture_.accept_identity(1);
    const std::atomic<bool> cancelled = true;
    Call interrupted(nullptr, &cancelled);
    EXPECT_CODE(fixture_.log().wait({hash}, Finality::included, interrupted),
                deed::errors::kInterrupted);
    EXPECT_OK(update(1));
    EXPECT_EQ(recorded(1), 2U);
}

TEST_F(SettleTest, ASignerThatFailedMayTryAgain) {
    fixture_.close();
    FickleSigner signer(fixture_.log_signer());
    {
        ASSERT_OK_AND(const auto ledger,
                      open_local_ledger(fixture_.folder(), signer, fixture_.guard(),
                                        fixture_.clock(), call_));
        DidRegistry registry(*ledger, fixture_.clock());
        const auto alice = controller(1);
        const auto bob = controller(2);
        signer.refusing = true;
        EXPECT_CODE(registry.create(bytes_of("{}"), *alice, call_), deed::errors::kInterrupted);
        signer.refusing = false;
        EXPECT_OK(registry.update(address_of(*alice), bytes_of("{}"), *alice, call_));
        signer.refusing = true;
        EXPECT_CODE(registry.create(bytes_of("{}"), *bob, call_), deed::errors::kInterrupted);
    }
    signer.refusing = false;
    fixture_.reopen();
    EXPECT_EQ(recorded(1), 2U);
    EXPECT_OK(update(2));
}

TEST_F(SettleTest, AClockThatRanAheadDoesNotEndTheLedger) {
    constexpr std::int64_t kAhead = std::int64_t{365} * 86'400;
    fixture_.create_identity(1);
    fixture_.clock().set(at_second(kStart + kAhead));
    fixture_.create_identity(2);
    fixture_.clock().set(at_second(kStart));
    EXPECT_EQ(must(fixture_.log().acceptance_time(call_)), at_second(kStart + kAhead));

    WarningLog log;
    Call call(&log);
    const auto alice = controller(1);
    ASSERT_OK_AND(const Receipt receipt,
                  dids().update(address_of(*alice), bytes_of("{}"), *alice, call));
    EXPECT_EQ(receipt.accepted, at_second(kStart + kAhead));
    EXPECT_EQ(log.warnings, 1);
    EvidenceRegistry evidence(fixture_.log(), fixture_.clock());
    EXPECT_OK(evidence.append(address_of(*alice), commitments(0, 2), *alice, call));
    EXPECT_EQ(log.warnings, 2);

    fixture_.clock().set(at_second(kStart + kAhead - 86'400));
    EXPECT_OK(dids().update(address_of(*alice), bytes_of("{}"), *alice, call));
    EXPECT_EQ(log.warnings, 2);  // a day is no news
}

TEST_F(SettleTest, TheTimeOfAcceptance) {
    EXPECT_EQ(must(fixture_.log().acceptance_time(call_)), at_second(kStart));
    EXPECT_EQ(must(must(fixture_.read())->acceptance_time(call_)), at_second(0));
    fixture_.create_identity(1);
    fixture_.clock().set(at_second(kStart + 9));
    EXPECT_EQ(must(fixture_.log().acceptance_time(call_)), at_second(kStart + 9));
    EXPECT_EQ(must(must(fixture_.read())->acceptance_time(call_)), at_second(kStart));
}

}  // namespace
}  // namespace deed::registry::test

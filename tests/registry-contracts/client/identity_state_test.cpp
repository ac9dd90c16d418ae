#include "registry-contracts/client/identity_state.hpp"

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/operation_body.hpp"
#include "tests/registry-contracts/suite/support.hpp"

namespace deed::registry {
namespace {

using test::must;

constexpr std::int64_t kNow = 1'700'000'000;

class IdentityStateTest : public testing::Test {
protected:
    Operation next(OperationType type, Bytes body = {}) {
        return sign(next_envelope(state_, type, "lexample", test::at_second(kNow), 60),
                    std::move(body));
    }

    Operation sign(Envelope envelope, Bytes body = {}) {
        Call call;
        return must(Operation::sign(std::move(envelope), std::move(body), *signer_, call));
    }

    Envelope envelope(OperationType type) {
        return next_envelope(state_, type, "lexample", test::at_second(kNow), 60);
    }

    Result<void> apply(const Operation& operation, std::int64_t second = kNow) {
        return state_.apply(operation, test::at_second(second));
    }

    std::unique_ptr<crypto::Signer> signer_ = test::controller(1);
    IdentityState state_{test::address_of(*signer_)};
};

TEST_F(IdentityStateTest, FollowsBothChains) {
    EXPECT_FALSE(state_.exists());
    const Operation create = next(OperationType::did_create);
    ASSERT_OK(apply(create));
    EXPECT_TRUE(state_.exists());
    EXPECT_EQ(state_.controller(), state_.subject());
    EXPECT_EQ(state_.chain(Chain::did).length, 1U);
    EXPECT_EQ(state_.chain(Chain::did).last, create.hash());
    EXPECT_EQ(state_.chain(Chain::evidence).length, 0U);

    const Operation batch = next(OperationType::evidence_batch);
    EXPECT_EQ(batch.envelope().sequence, 0U);
    EXPECT_EQ(batch.envelope().previous, Hash{});
    ASSERT_OK(apply(batch));
    EXPECT_EQ(state_.chain(Chain::evidence).last, batch.hash());

    const Operation update = next(OperationType::did_update);
    EXPECT_EQ(update.envelope().sequence, 1U);
    EXPECT_EQ(update.envelope().previous, create.hash());
    ASSERT_OK(apply(update));
    ASSERT_OK(apply(next(OperationType::did_deactivate)));
    EXPECT_TRUE(state_.deactivated());
    EXPECT_EQ(state_.chain(Chain::did).length, 3U);
}

TEST_F(IdentityStateTest, ExpiryIsTheLastGoodSecond) {
    const Operation create = next(OperationType::did_create);
    const auto last = must(Timestamp::from_unix_milliseconds((kNow + 60) * 1000 + 999));
    IdentityState late = state_;
    EXPECT_OK(late.apply(create, last));
    EXPECT_CODE(apply(create, kNow + 61), errors::kOperationExpired);
    EXPECT_FALSE(state_.exists());
}

TEST_F(IdentityStateTest, ControlComesBeforePlace) {
    Envelope update = envelope(OperationType::did_update);
    update.sequence = 7;
    EXPECT_CODE(apply(sign(update)), errors::kIdentityUnknown);
    ASSERT_OK(apply(next(OperationType::did_create)));
    EXPECT_CODE(apply(next(OperationType::did_create)), errors::kIdentityExists);
    signer_ = test::controller(2);
    EXPECT_CODE(apply(sign(update)), errors::kNotController);
    signer_ = test::controller(1);
    EXPECT_CODE(apply(sign(update)), errors::kSequenceConflict);
    update.sequence = 1;
    EXPECT_CODE(apply(sign(update)), errors::kPreviousMismatch);
    ASSERT_OK(apply(next(OperationType::did_deactivate)));
    EXPECT_CODE(apply(sign(update)), errors::kIdentityDeactivated);
    EXPECT_CODE(apply(next(OperationType::evidence_batch)), errors::kIdentityDeactivated);
}

TEST_F(IdentityStateTest, OnlyTheSubjectsKeyCreatesIt) {
    signer_ = test::controller(2);
    EXPECT_CODE(apply(next(OperationType::did_create)), errors::kNotController);
}

TEST_F(IdentityStateTest, ACreationStandsAtTheChainsBegin) {
    Envelope create = envelope(OperationType::did_create);
    create.sequence = 1;
    EXPECT_CODE(apply(sign(create)), errors::kSequenceConflict);
    create.sequence = 0;
    create.previous.fill(1);
    EXPECT_CODE(apply(sign(create)), errors::kPreviousMismatch);
}

TEST_F(IdentityStateTest, ACommitmentIsKept) {
    ASSERT_OK(apply(next(OperationType::did_create)));
    Envelope update = envelope(OperationType::did_update);
    update.next.emplace().fill(9);
    ASSERT_OK(apply(sign(update)));
    EXPECT_EQ(state_.next_commitment(), update.next);

    Envelope dropped = envelope(OperationType::did_update);
    EXPECT_EQ(dropped.next, update.next);
    dropped.next.reset();
    EXPECT_CODE(apply(sign(dropped)), errors::kCommitmentBroken);
    Envelope changed = envelope(OperationType::did_update);
    changed.next.emplace().fill(8);
    EXPECT_CODE(apply(sign(changed)), errors::kCommitmentBroken);

    Envelope batch = envelope(OperationType::evidence_batch);
    EXPECT_FALSE(batch.next.has_value());
    ASSERT_OK(apply(sign(batch)));
    batch = envelope(OperationType::evidence_batch);
    batch.next = update.next;
    EXPECT_CODE(apply(sign(batch)), errors::kCommitmentBroken);
    ASSERT_OK(apply(next(OperationType::did_update)));
}

TEST_F(IdentityStateTest, AnErrorChangesNothing) {
    ASSERT_OK(apply(next(OperationType::did_create)));
    const ChainHead before = state_.chain(Chain::did);
    Envelope bad = envelope(OperationType::did_deactivate);
    bad.previous.fill(1);
    bad.next.emplace().fill(2);
    EXPECT_CODE(apply(sign(bad)), errors::kPreviousMismatch);
    EXPECT_EQ(state_.chain(Chain::did).length, before.length);
    EXPECT_EQ(state_.chain(Chain::did).last, before.last);
    EXPECT_FALSE(state_.deactivated());
    EXPECT_FALSE(state_.next_commitment().has_value());
}

TEST(NextEnvelope, HoldsExpiryWithinTheRangeOfYears) {
    const IdentityState state{Address{}};
    const auto expiry = [&](std::int64_t now, std::uint64_t validity) {
        return next_envelope(state, OperationType::did_create, "l", test::at_second(now), validity)
            .expiry;
    };
    EXPECT_EQ(expiry(kNow, 60), 1'700'000'060U);
    EXPECT_EQ(expiry(kNow, ~std::uint64_t{0}), 253'402'300'799U);
    EXPECT_EQ(expiry(-100, 60), 0U);
}

/// What a chain tells of: no key, no expiry, no operation before.
class ToldStateTest : public testing::Test {
protected:
    Statement told(OperationType type, std::uint64_t sequence) {
        Statement statement;
        statement.kind = LedgerKind::chain;
        statement.envelope.type = type;
        statement.envelope.subject = subject_;
        statement.envelope.sequence = sequence;
        statement.hash[0] = static_cast<std::uint8_t>(sequence + 1);
        if (type == OperationType::did_create) statement.controller = subject_;
        if (type == OperationType::did_rotate) {
            statement.controller = Address{7};
            statement.body = RotateBody{}.encode();
        }
        return statement;
    }
    Result<void> apply(const Statement& statement) {
        return state_.apply(statement, test::at_second(kNow));
    }

    const Address subject_{1};
    IdentityState state_{subject_};
};

TEST_F(ToldStateTest, TheContractHasCheckedWhatIsNotShown) {
    ASSERT_OK(apply(told(OperationType::did_create, 0)));
    ASSERT_OK(apply(told(OperationType::did_update, 1)));
    ASSERT_OK(apply(told(OperationType::did_rotate, 2)));
    EXPECT_EQ(state_.controller(), Address{7});
    EXPECT_CODE(apply(told(OperationType::did_rotate, 3)), errors::kSameKey);
    ASSERT_OK(apply(told(OperationType::did_deactivate, 3)));
    EXPECT_CODE(apply(told(OperationType::did_update, 4)), errors::kIdentityDeactivated);
    EXPECT_EQ(state_.chain(Chain::did).length, 4U);
}

TEST_F(ToldStateTest, WhatIsShownIsHeldToTheRules) {
    EXPECT_CODE(apply(told(OperationType::did_update, 0)), errors::kIdentityUnknown);
    Statement foreign = told(OperationType::did_create, 0);
    foreign.controller = Address{9};
    EXPECT_CODE(apply(foreign), errors::kNotController);
    ASSERT_OK(apply(told(OperationType::did_create, 0)));
    EXPECT_CODE(apply(told(OperationType::did_create, 1)), errors::kIdentityExists);
    EXPECT_CODE(apply(told(OperationType::did_update, 2)), errors::kSequenceConflict);
    EXPECT_CODE(apply(told(OperationType::did_update, 0)), errors::kSequenceConflict);
    // Any number is the committed key's alone.
    EXPECT_CODE(apply(told(OperationType::did_rotate, kAnySequence)), errors::kSequenceConflict);
    Statement committing = told(OperationType::did_update, 1);
    committing.envelope.next.emplace().fill(5);
    ASSERT_OK(apply(committing));
    EXPECT_CODE(apply(told(OperationType::did_update, kAnySequence)), errors::kSequenceConflict);
    // It stays without being repeated, and cannot be changed.
    ASSERT_OK(apply(told(OperationType::did_update, 2)));
    EXPECT_EQ(state_.next_commitment(), committing.envelope.next);
    Statement changing = told(OperationType::did_update, 3);
    changing.envelope.next.emplace().fill(6);
    EXPECT_CODE(apply(changing), errors::kCommitmentBroken);
    ASSERT_OK(apply(told(OperationType::did_rotate, kAnySequence)));
    EXPECT_FALSE(state_.next_commitment());
    EXPECT_EQ(state_.chain(Chain::did).length, 4U);
}

}  // namespace
}  // namespace deed::registry

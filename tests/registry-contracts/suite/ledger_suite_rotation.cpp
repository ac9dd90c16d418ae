#include "tests/registry-contracts/suite/ledger_suite.hpp"

// did.rotate, did.compromise and did.move (specs/ledger-entries.md section 7) on the way in.

namespace deed::registry::test {
namespace {

TEST_P(LedgerLife, TodaysControllerHandsOver) {
    ASSERT_OK(record(rotate(rotation(), *bob_, alice_.get())));
    EXPECT_EQ(state().controller(), address_of(*bob_));
    EXPECT_EQ(state().subject(), subject_);
    expect_refused(update(next_update()), errors::kNotController);
    expect_refused(rotate(rotation(), *carol_, alice_.get()), errors::kNotController);
    EXPECT_OK(record(sign(next_update(), bytes_of("{}"), *bob_)));
    EXPECT_OK(record(rotate(rotation(), *carol_, bob_.get())));
    // And back to the key that created it.
    EXPECT_OK(record(rotate(rotation(), *alice_, carol_.get())));
    EXPECT_EQ(state().controller(), subject_);
    EXPECT_EQ(recorded(Chain::did, subject_), 5U);
}

TEST_P(LedgerLife, ARotationNeedsTheWordOfTodaysController) {
    expect_refused(rotate(rotation(), *bob_, nullptr), errors::kAuthorizationMissing);
    expect_refused(rotate(rotation(), *bob_, bob_.get()), errors::kNotController);
    expect_refused(rotate(rotation(), *bob_, carol_.get()), errors::kNotController);
    expect_refused(rotate(rotation(), *alice_, alice_.get()), errors::kSameKey);
    Envelope nobody = next(OperationType::did_rotate, address_of(*carol_));
    expect_refused(rotate(nobody, *bob_, carol_.get()), errors::kIdentityUnknown);
}

TEST_P(LedgerLife, ARotationCannotBeReplayed) {
    const Operation there = rotate(rotation(), *bob_, alice_.get());
    ASSERT_OK(record(there));
    ASSERT_OK(record(rotate(rotation(), *alice_, bob_.get())));
    // The authorization for the first place, in an envelope for the next one.
    RotateBody body = must(RotateBody::parse(there.body()));
    EXPECT_CODE(form()->sign(rotation(), body.encode(), *bob_, call_),
                errors::kAuthorizationInvalid);
    // The same operation again is the first one; in another wrapping it has no place.
    EXPECT_OK(record(there));
    EXPECT_EQ(state().controller(), subject_);
    Envelope again = there.envelope();
    again.expiry += 1;
    if (on_log())
        expect_refused(sign(again, body.encode(), *bob_), errors::kSequenceConflict);
    else  // there the authorization binds the expiry too
        EXPECT_CODE(form()->sign(again, body.encode(), *bob_, call_),
                    errors::kAuthorizationInvalid);

    const auto other = GetParam().make();
    const Submission submission{there, {}};
    EXPECT_CODE(other->writer().submit({&submission, 1}, call_), errors::kWrongNetwork);
    Envelope moved = there.envelope();
    moved.network = other->writer().network();
    EXPECT_CODE(other->writer().form()->sign(moved, body.encode(), *bob_, call_),
                errors::kAuthorizationInvalid);
}

TEST_P(LedgerLife, UnderACommitmentOnlyTheCommittedKeyTakesOver) {
    commit_to_bob();
    // Whoever has today's key, if only stolen, rotates to no key of theirs.
    expect_refused(rotate(rotation(), *carol_, alice_.get()), errors::kNotCommittedKey);
    expect_refused(rotate(rotation(), *carol_, nullptr), errors::kNotCommittedKey);
    expect_refused(rotate(rotation(), *alice_, nullptr), errors::kNotCommittedKey);
    expect_refused(rotate(rotation(), *bob_, alice_.get()), errors::kAuthorizationUnexpected);

    Envelope envelope = rotation();
    EXPECT_FALSE(envelope.next);
    envelope.next = commitment_to(bob_->public_key());
    expect_refused(rotate(envelope, *bob_, nullptr), errors::kCommitmentToSelf);
    envelope.next = commitment_to(carol_->public_key());
    ASSERT_OK(record(rotate(envelope, *bob_, nullptr)));
    EXPECT_EQ(state().controller(), address_of(*bob_));
    EXPECT_EQ(state().next_commitment(), envelope.next);
    expect_refused(rotate(rotation(), *alice_, nullptr), errors::kNotCommittedKey);

    ASSERT_OK(record(rotate(rotation(), *carol_, nullptr)));
    EXPECT_FALSE(state().next_commitment());
    EXPECT_OK(record(rotate(rotation(), *alice_, carol_.get())));
}

TEST_P(LedgerLife, ACommitmentToTodaysKeyLeadsNowhere) {
    Envelope envelope = next_update();
    envelope.next = commitment_to(alice_->public_key());
    if (!on_log()) {  // where nobody could see it, nobody signs it
        EXPECT_CODE(form()->sign(envelope, bytes_of("{}"), *alice_, call_),
                    errors::kCommitmentToSelf);
        return;
    }
    ASSERT_OK(record(update(envelope)));
    expect_refused(rotate(rotation(), *alice_, nullptr), errors::kSameKey);
    EXPECT_OK(record(sign(next(OperationType::did_deactivate, subject_), {}, *alice_)));
}

TEST_P(LedgerLife, UnderACommitmentOnlyTheCommittedKeyEndsIt) {
    commit_to_bob();
    const auto deactivate = [&](crypto::Signer& signer) {
        return sign(next(OperationType::did_deactivate, subject_), {}, signer);
    };
    expect_refused(deactivate(*alice_), errors::kNotCommittedKey);
    expect_refused(deactivate(*carol_), errors::kNotCommittedKey);
    expect_refused(move(*alice_), errors::kNotCommittedKey);
    // Everyday operations stay today's key's.
    expect_refused(sign(next_update(), bytes_of("{}"), *bob_), errors::kNotController);
    expect_refused(compromise(kStart, *bob_), errors::kNotController);
    EXPECT_OK(record(update(next_update())));
    EXPECT_OK(record(compromise(kStart, *alice_)));
    Envelope dropped = next(OperationType::did_move, subject_);
    dropped.next.reset();
    if (on_log())
        expect_refused(sign(dropped, MoveBody{"did:example:2"}.encode(), *bob_),
                       errors::kCommitmentBroken);
    EXPECT_OK(record(move(*bob_)));
    EXPECT_TRUE(state().moved());
}

TEST_P(LedgerLife, DeactivatedByTheCommittedKey) {
    commit_to_bob();
    EXPECT_OK(record(sign(next(OperationType::did_deactivate, subject_), {}, *bob_)));
    EXPECT_TRUE(state().deactivated());
    expect_refused(rotate(rotation(), *bob_, nullptr), errors::kIdentityDeactivated);
}

TEST_P(LedgerLife, ACompromiseBeginsInThePast) {
    expect_refused(compromise(kStart + 1, *alice_), errors::kSinceInFuture);
    expect_refused(compromise(kStart, *bob_), errors::kNotController);
    EXPECT_OK(record(compromise(kStart, *alice_)));
    EXPECT_OK(record(compromise(0, *alice_)));
    ASSERT_OK_AND(const DidRecord found, dids().find(subject_, Latest{}, call_));
    EXPECT_EQ(found.versions.back().type, OperationType::did_compromise);
    EXPECT_EQ(found.versions.back().document, bytes_of("{}"));
}

TEST_P(LedgerLife, WhatMovedTakesNothingMore) {
    expect_refused(move(*bob_), errors::kNotController);
    ASSERT_OK(record(move(*alice_)));
    EXPECT_TRUE(state().moved());
    EXPECT_FALSE(state().deactivated());
    expect_refused(move(*alice_), errors::kIdentityMoved);
    expect_refused(update(next_update()), errors::kIdentityMoved);
    expect_refused(rotate(rotation(), *bob_, alice_.get()), errors::kIdentityMoved);
    expect_refused(compromise(kStart, *alice_), errors::kIdentityMoved);
    expect_refused(sign(next(OperationType::did_deactivate, subject_), {}, *alice_),
                   errors::kIdentityMoved);
    if (on_log())
        expect_refused(sign(next(OperationType::evidence_batch, subject_), {}, *alice_),
                       errors::kIdentityMoved);
    expect_refused(sign(next(OperationType::did_create, subject_), {}, *alice_),
                   errors::kIdentityExists);
}

TEST_P(LedgerLife, StandsAfterReopening) {
    commit_to_bob();
    Envelope envelope = rotation();
    envelope.next = commitment_to(carol_->public_key());
    ASSERT_OK(record(rotate(envelope, *bob_, nullptr)));
    ASSERT_OK(record(compromise(kStart - 5, *bob_)));
    const IdentityState before = state();
    fixture_->reopen();
    EXPECT_EQ(state(), before);
    EXPECT_EQ(recorded(Chain::did, subject_), 4U);
}

TEST_P(LedgerLife, ThroughTheRegistry) {
    DidRegistry registry = dids();
    ASSERT_OK(registry.update(subject_, bytes_of("1"), *alice_, call_,
                              {1, commitment_to(bob_->public_key())}));
    EXPECT_CODE(registry.update(subject_, bytes_of("2"), *alice_, call_, {1, {}}),
                errors::kSequenceConflict);
    ASSERT_OK(registry.rotate(subject_, bytes_of("2"), {*bob_, nullptr}, call_));
    ASSERT_OK(registry.rotate(subject_, std::nullopt, {*carol_, bob_.get()}, call_));
    ASSERT_OK(registry.compromise(subject_, {{{"zKey", at_second(kStart)}}, bytes_of("4")}, *carol_,
                                  call_));
    ASSERT_OK(registry.move(subject_, "did:example:2", *carol_, call_));
    EXPECT_CODE(registry.deactivate(subject_, *carol_, call_), errors::kIdentityMoved);
    ASSERT_OK_AND(const DidRecord found, registry.find(subject_, Latest{}, call_));
    ASSERT_EQ(found.versions.size(), 6U);
    EXPECT_EQ(found.versions[2].document, bytes_of("2"));
    EXPECT_EQ(found.versions[3].document, Bytes());
    EXPECT_EQ(found.versions[4].document, bytes_of("4"));
    EXPECT_EQ(found.controller, address_of(*carol_));
    EXPECT_FALSE(found.deactivated);
}

TEST_P(LedgerLife, ACreationSignedElsewhereIsRecordedOnce) {
    const auto signed_elsewhere =
        must(DidRegistry::sign_creation(*writer().form(), bytes_of("{}"), *bob_, at_second(kStart),
                                        600, call_, {{}, commitment_to(carol_->public_key())}));
    DidRegistry registry = dids();
    ASSERT_OK_AND(const Receipt first, registry.submit(signed_elsewhere, call_));
    set_time(kStart + 10'000);
    ASSERT_OK_AND(const Receipt second, registry.submit(signed_elsewhere, call_));
    EXPECT_EQ(first.position, second.position);
    EXPECT_EQ(must(writer().state(address_of(*bob_), call_)).next_commitment(),
              commitment_to(carol_->public_key()));
}

}  // namespace
}  // namespace deed::registry::test

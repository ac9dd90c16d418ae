#include "lib/encoding/cbor.hpp"
#include "tests/registry-contracts/suite/ledger_suite.hpp"

// Rules 2 and 5 to 10 of specs/ledger-entries.md section 7, each by its code, on the way in.

namespace deed::registry::test {
namespace {

TEST_P(LedgerRules, AnotherLedgersOperation) {
    const auto other = GetParam().make();
    ASSERT_NE(other->writer().network(), writer().network());
    const Operation operation = creation(*bob_);
    const Submission submission{operation, {}};
    EXPECT_CODE(other->writer().submit({&submission, 1}, call_), errors::kWrongNetwork);
    EXPECT_OK(record(operation));
}

TEST_P(LedgerRules, Expiry) {
    const Operation in_time = update(next_update());
    const Operation too_late = creation(*bob_);
    set_time(kStart + 3600);
    EXPECT_OK(record(in_time));
    set_time(kStart + 3601);
    expect_refused(too_late, errors::kOperationExpired);
}

TEST_P(LedgerRules, CreationOfWhatExists) {
    Envelope again = next(OperationType::did_create, subject_);
    expect_refused(sign(again, {}, *alice_), errors::kIdentityExists);
    again.sequence = 0;
    again.previous = Hash{};
    again.expiry += 1;
    expect_refused(sign(again, {}, *alice_), errors::kIdentityExists);
}

TEST_P(LedgerRules, OthersKeys) {
    expect_refused(sign(next(OperationType::did_create, address_of(*bob_)), {}, *alice_),
                   errors::kNotController);
    expect_refused(sign(next_update(), {}, *bob_), errors::kNotController);
    expect_refused(sign(next(OperationType::did_deactivate, subject_), {}, *bob_),
                   errors::kNotController);
}

TEST_P(LedgerRules, UnknownSubject) {
    const Address nobody = address_of(*bob_);
    for (const auto type : everyday())
        expect_refused(sign(next(type, nobody), {}, *bob_), errors::kIdentityUnknown);
}

TEST_P(LedgerRules, Deactivated) {
    ASSERT_OK(record(sign(next(OperationType::did_deactivate, subject_), {}, *alice_)));
    for (const auto type : everyday())
        expect_refused(sign(next(type, subject_), {}, *alice_), errors::kIdentityDeactivated);
    expect_refused(sign(next(OperationType::did_create, subject_), {}, *alice_),
                   errors::kIdentityExists);
}

TEST_P(LedgerRules, Sequence) {
    Envelope envelope = next_update();
    envelope.sequence = 2;
    expect_refused(update(envelope), errors::kSequenceConflict);
    envelope.sequence = 0;
    expect_refused(update(envelope), errors::kSequenceConflict);
    // Two that were prepared from one state: the later one loses.
    const Operation first = sign(next_update(), bytes_of("first"), *alice_);
    const Operation second = sign(next_update(), bytes_of("second"), *alice_);
    ASSERT_OK(record(first));
    expect_refused(second, errors::kSequenceConflict);
}

TEST_P(LedgerRules, Previous) {
    if (!on_log()) GTEST_SKIP() << "on a chain the number alone binds the place";
    Envelope envelope = next_update();
    envelope.previous[31] ^= 1;
    expect_refused(update(envelope), errors::kPreviousMismatch);
    Envelope create = next(OperationType::did_create, address_of(*bob_));
    create.previous[0] = 1;
    expect_refused(sign(create, {}, *bob_), errors::kPreviousMismatch);
}

TEST_P(LedgerRules, CommitmentToTheNextKey) {
    Envelope committing = next_update();
    committing.next = crypto::sha256(bob_->public_key().raw());
    ASSERT_OK(record(update(committing)));
    Envelope envelope = next_update();
    EXPECT_EQ(envelope.next.has_value(), on_log());
    envelope.next.reset();
    // On a chain it stays without being repeated.
    if (on_log()) expect_refused(update(envelope), errors::kCommitmentBroken);
    envelope.next.emplace().fill(1);
    expect_refused(update(envelope), errors::kCommitmentBroken);
    EXPECT_OK(record(update(next_update())));
    EXPECT_EQ(must(writer().state(subject_, call_)).next_commitment(), committing.next);
}

TEST_P(LedgerRules, Batches) {
    if (log_writer() == nullptr) GTEST_SKIP() << "the engine is not a log";
    const Bytes leaves = encode_commitments(commitments(0, 3));
    const auto batch = [&](Bytes body) {
        return sign(next(OperationType::evidence_batch, subject_), std::move(body), *alice_);
    };
    const Bytes body = BatchBody{3, batch_tree(leaves).root()}.encode();
    const Bytes miscounted = BatchBody{2, batch_tree(leaves).root()}.encode();
    const Bytes two = to_bytes(ByteView(leaves).first(128));
    expect_refused(batch(body), errors::kBatchMismatch);
    expect_refused(batch(body), errors::kBatchMismatch, two);
    expect_refused(batch(body), errors::kBatchMismatch, Bytes(192, 0));
    expect_refused(batch(miscounted), errors::kBatchMismatch, leaves);
    expect_refused(batch(miscounted), errors::kBatchMismatch, two);
    expect_refused(batch(bytes_of("{}")), errors::kBatchMismatch, leaves);
    expect_refused(batch(BatchBody{0, tlog::empty_root()}.encode()), errors::kBatchMismatch);
    expect_refused(update(next_update()), errors::kBatchMismatch, leaves);
    Envelope committing = next(OperationType::evidence_batch, subject_);
    committing.next.emplace().fill(1);
    expect_refused(sign(committing, body, *alice_), errors::kCommitmentBroken, leaves);
    EXPECT_OK(record(batch(body), leaves));
}

}  // namespace
}  // namespace deed::registry::test

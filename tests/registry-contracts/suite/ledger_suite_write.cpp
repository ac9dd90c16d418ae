#include <algorithm>
#include <atomic>
#include <thread>

#include "tests/registry-contracts/suite/ledger_suite.hpp"

namespace deed::registry::test {
namespace {

TEST_P(LedgerWriting, ADocumentsLife) {
    const auto alice = controller(1);
    const Address subject = address_of(*alice);
    DidRegistry registry = dids();
    EXPECT_CODE(registry.find(subject, Latest{}, call_), errors::kDidNotFound);
    ASSERT_OK_AND(const Receipt created, registry.create(bytes_of("one"), *alice, call_));
    EXPECT_NE(created.finality, Finality::accepted);
    EXPECT_EQ(created.accepted, at_second(kStart));
    ASSERT_OK_AND(const Receipt updated, registry.update(subject, bytes_of("two"), *alice, call_));
    EXPECT_GT(updated.position, created.position);
    ASSERT_OK_AND(const DidRecord before, registry.find(subject, Latest{}, call_));
    EXPECT_FALSE(before.deactivated);
    ASSERT_OK(registry.deactivate(subject, *alice, call_));

    ASSERT_OK_AND(const DidRecord after, registry.find(subject, Latest{}, call_));
    EXPECT_TRUE(after.deactivated);
    EXPECT_EQ(after.controller, subject);
    ASSERT_EQ(after.versions.size(), 3U);
    EXPECT_EQ(after.versions[0].document, bytes_of("one"));
    EXPECT_EQ(after.versions[0].operation_hash, created.operation_hash);
    EXPECT_EQ(after.versions[1].document, bytes_of("two"));
    EXPECT_EQ(after.versions[1].position, updated.position);
    EXPECT_EQ(after.versions[2].document, Bytes());
    EXPECT_CODE(registry.update(subject, {}, *alice, call_), errors::kIdentityDeactivated);
    EXPECT_CODE(registry.create({}, *alice, call_), errors::kIdentityExists);
}

TEST_P(LedgerWriting, SubmittingAgainChangesNothing) {
    const auto alice = controller(1);
    const Operation operation = creation(*alice);
    ASSERT_OK_AND(const Receipt first, record(operation));
    ASSERT_OK(dids().update(address_of(*alice), bytes_of("later"), *alice, call_));

    set_time(kStart + 1'000'000);  // long after its expiry
    fixture_->reopen();
    ASSERT_OK_AND(const Receipt again, record(operation));
    EXPECT_EQ(again.operation_hash, first.operation_hash);
    EXPECT_EQ(again.position, first.position);
    EXPECT_EQ(again.accepted, first.accepted);
    EXPECT_EQ(recorded(Chain::did, address_of(*alice)), 2U);
}

TEST_P(LedgerWriting, SeveralOperationsAreRecordedInOrder) {
    const auto alice = controller(1);
    const Operation create = creation(*alice);
    Envelope envelope = create.envelope();
    envelope.type = OperationType::did_update;
    envelope.sequence = 1;
    if (on_log()) envelope.previous = create.hash();
    const Operation update = sign(envelope, bytes_of("two"), *alice);
    const Operation other = creation(*controller(2));
    const std::vector<Submission> batch{{create, {}}, {update, {}}, {other, {}}, {create, {}}};
    ASSERT_OK_AND(const auto tickets, writer().submit(batch, call_));
    ASSERT_EQ(tickets.size(), 4U);
    EXPECT_EQ(tickets[0].operation_hash, create.hash());
    EXPECT_EQ(tickets[3].operation_hash, create.hash());
    std::vector<std::uint64_t> positions;
    for (const Ticket& ticket : tickets) {
        ASSERT_OK_AND(const Receipt receipt, writer().wait(ticket, Finality::final, call_));
        EXPECT_EQ(receipt.finality, Finality::final);
        positions.push_back(receipt.position);
    }
    EXPECT_LT(positions[0], positions[1]);
    EXPECT_LT(positions[1], positions[2]);
    EXPECT_EQ(positions[3], positions[0]);
}

TEST_P(LedgerWriting, AllOfABatchOrNothing) {
    const auto alice = controller(1);
    const auto bob = controller(2);
    const Operation good = creation(*alice);
    const Operation bad =
        sign(next(OperationType::did_update, address_of(*bob)), bytes_of("{}"), *bob);
    for (const auto& batch : {std::vector<Submission>{{good, {}}, {bad, {}}},
                              std::vector<Submission>{{bad, {}}, {good, {}}}}) {
        EXPECT_CODE(writer().submit(batch, call_), errors::kIdentityUnknown);
        EXPECT_CODE(writer().wait({good.hash()}, Finality::accepted, call_),
                    errors::kUnknownOperation);
    }
    EXPECT_EQ(recorded(Chain::did, address_of(*alice)), 0U);
    EXPECT_OK(record(good));
}

TEST_P(LedgerWriting, NothingIsNothing) {
    ASSERT_OK_AND(const auto tickets, writer().submit({}, call_));
    EXPECT_TRUE(tickets.empty());
    EXPECT_CODE(writer().wait({Hash{}}, Finality::included, call_), errors::kUnknownOperation);
}

TEST_P(LedgerWriting, SubjectsAreIndependent) {
    const auto alice = controller(1);
    const auto bob = controller(2);
    ASSERT_OK(dids().create(bytes_of("alice"), *alice, call_));
    ASSERT_OK(dids().create(bytes_of("bob"), *bob, call_));
    ASSERT_OK(dids().deactivate(address_of(*alice), *alice, call_));
    ASSERT_OK(dids().update(address_of(*bob), bytes_of("bob 2"), *bob, call_));
    ASSERT_OK_AND(const DidRecord found, dids().find(address_of(*bob), Latest{}, call_));
    EXPECT_FALSE(found.deactivated);
    ASSERT_EQ(found.versions.size(), 2U);
    EXPECT_EQ(found.versions[1].document, bytes_of("bob 2"));
    EXPECT_EQ(found.versions[1].sequence, 1U);
}

TEST_P(LedgerWriting, TimeNeverGoesBack) {
    const auto alice = controller(1);
    ASSERT_OK_AND(const Receipt first, dids().create({}, *alice, call_));
    set_time(kStart - 1000);
    ASSERT_OK_AND(const Receipt second, dids().update(address_of(*alice), {}, *alice, call_));
    EXPECT_GE(second.accepted, first.accepted);
    set_time(kStart + 1000);
    ASSERT_OK_AND(const Receipt third, dids().update(address_of(*alice), {}, *alice, call_));
    EXPECT_EQ(third.accepted, at_second(kStart + 1000));
}

TEST_P(LedgerWriting, ManyThreadsAtOnce) {
    constexpr std::size_t kThreads = 4;
    constexpr std::size_t kUpdates = 8;
    const std::int64_t now = fixture_->clock().now().unix_milliseconds();
    std::vector<std::thread> threads;
    std::vector<std::string> problems(kThreads);
    for (std::size_t i = 0; i < kThreads; ++i)
        threads.emplace_back([&, i] {
            Call call;
            const FixedClock clock(must(Timestamp::from_unix_milliseconds(now)));
            const auto signer = controller(static_cast<std::uint8_t>(i + 1));
            DidRegistry registry(writer(), clock);
            auto receipt = registry.create(bytes_of("0"), *signer, call);
            for (std::size_t k = 1; receipt && k <= kUpdates; ++k)
                receipt = registry.update(address_of(*signer), bytes_of(std::to_string(k)), *signer,
                                          call);
            problems[i] = receipt ? "" : receipt.error().to_string();
        });
    for (std::thread& thread : threads) thread.join();
    for (std::size_t i = 0; i < kThreads; ++i) {
        EXPECT_EQ(problems[i], "");
        const Address subject = address_of(*controller(static_cast<std::uint8_t>(i + 1)));
        ASSERT_OK_AND(const DidRecord found, dids().find(subject, Latest{}, call_));
        ASSERT_EQ(found.versions.size(), kUpdates + 1);
        EXPECT_EQ(found.versions.back().document, bytes_of(std::to_string(kUpdates)));
    }
}

TEST_P(LedgerWriting, OneOfManyRivalsWins) {
    constexpr std::size_t kRivals = 4;
    const auto alice = controller(1);
    const Address subject = address_of(*alice);
    ASSERT_OK(dids().create({}, *alice, call_));
    std::vector<Operation> rivals;
    for (std::size_t i = 0; i < kRivals; ++i)
        rivals.push_back(
            sign(next(OperationType::did_update, subject), bytes_of(std::to_string(i)), *alice));
    std::vector<std::thread> threads;
    std::vector<std::string> codes(kRivals);
    for (std::size_t i = 0; i < kRivals; ++i)
        threads.emplace_back([&, i] {
            Call call;
            const Submission submission{rivals[i], {}};
            codes[i] = deed::test::code_of(writer().submit({&submission, 1}, call));
        });
    for (std::thread& thread : threads) thread.join();
    const auto winners = std::count(codes.begin(), codes.end(), "");
    const auto losers = std::count(codes.begin(), codes.end(), errors::kSequenceConflict.name);
    EXPECT_EQ(winners, 1);
    EXPECT_EQ(losers, static_cast<std::ptrdiff_t>(kRivals - 1));
}

TEST_P(LedgerWriting, ACancelledCallWritesNothing) {
    const Operation operation = creation(*controller(1));
    const std::atomic<bool> cancelled = true;
    Call call(nullptr, &cancelled);
    const Submission submission{operation, {}};
    EXPECT_CODE(writer().submit({&submission, 1}, call), deed::errors::kInterrupted);
    EXPECT_CODE(writer().wait({operation.hash()}, Finality::accepted, call_),
                errors::kUnknownOperation);
}

TEST_P(LedgerWriting, EvidenceNeedsOneToAMillionCommitments) {
    if (log_writer() == nullptr) GTEST_SKIP() << "the engine is not a log";
    const auto alice = controller(1);
    ASSERT_OK(dids().create({}, *alice, call_));
    EvidenceRegistry registry(*log_writer(), fixture_->clock());
    EXPECT_CODE(registry.append(address_of(*alice), {}, *alice, call_), errors::kBatchMismatch);
    const std::vector<Commitment> too_many(1'000'001);
    EXPECT_CODE(registry.append(address_of(*alice), too_many, *alice, call_),
                errors::kBatchMismatch);
}

TEST_P(LedgerWriting, StatementsCannotPassForHeads) {
    if (log_writer() == nullptr) GTEST_SKIP() << "the engine is not a log";
    LogLedger& log = *log_writer();
    const std::string origin = log.verifier_key().name();
    ASSERT_OK_AND(const std::string note, log.sign_statement("a statement\n", call_));
    ASSERT_OK_AND(const tlog::Note parsed, tlog::Note::parse(note));
    EXPECT_OK(parsed.verify(log.verifier_key()));
    EXPECT_EQ(parsed.body(), "a statement\n");
    for (const std::string& line :
         {origin, " " + origin, origin + " ", std::string(), std::string("  ")})
        EXPECT_CODE(log.sign_statement(line + "\n1\n", call_), errors::kStatementIsHead) << line;
    EXPECT_CODE(log.sign_statement("", call_), errors::kStatementIsHead);
    EXPECT_EQ(deed::test::code_of(log.sign_statement("no newline", call_)), "tlog.note_malformed");
}

}  // namespace
}  // namespace deed::registry::test

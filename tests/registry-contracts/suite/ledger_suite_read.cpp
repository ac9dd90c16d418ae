#include <algorithm>

#include "lib/tlog/checkpoint.hpp"
#include "tests/registry-contracts/suite/ledger_suite.hpp"

namespace deed::registry::test {
namespace {

TEST_P(LedgerReading, AnUnknownSubjectHasNothing) {
    ASSERT_OK(dids().create({}, *controller(1), call_));
    const Address nobody = address_of(*controller(9));
    EXPECT_EQ(recorded(Chain::did, nobody), 0U);
    EXPECT_EQ(recorded(Chain::evidence, nobody), 0U);
    ASSERT_OK_AND(const IdentityState state, reader().state(nobody, call_));
    EXPECT_FALSE(state.exists());
    EXPECT_EQ(state.subject(), nobody);
    DidRegistry registry(reader(), fixture_->clock());
    EXPECT_CODE(registry.find(nobody, Latest{}, call_), errors::kDidNotFound);
}

TEST_P(LedgerReading, ListsItsSubjectsInPages) {
    std::vector<ListedSubject> created;
    for (std::uint8_t i = 1; i <= 5; ++i) {
        set_time(kStart + i);
        const auto signer = controller(i);
        ASSERT_OK_AND(const Receipt receipt, dids().create({}, *signer, call_));
        created.push_back({address_of(*signer), receipt.position, at_second(kStart + i)});
        ASSERT_OK(dids().update(address_of(*signer), bytes_of("1"), *signer, call_));
    }
    if (on_log()) ASSERT_OK(submit(creation(*controller(6))));  // nobody waits for inclusion
    std::ranges::sort(created, {}, &ListedSubject::address);

    std::vector<ListedSubject> listed;
    std::optional<Address> after;
    SubjectPage page;
    do {
        page = must(reader().subjects(after, 2, call_));
        ASSERT_FALSE(page.subjects.empty());
        EXPECT_EQ(page.subjects.size(), page.more ? 2U : 1U);
        listed.insert(listed.end(), page.subjects.begin(), page.subjects.end());
        after = listed.back().address;
    } while (page.more);
    EXPECT_EQ(listed, created);

    EXPECT_EQ(must(reader().subject_count(call_)), 5U);
    ASSERT_OK_AND(const SubjectPage all, reader().subjects(std::nullopt, 1'000'000, call_));
    EXPECT_EQ(all.subjects, created);
    EXPECT_FALSE(all.more);
    ASSERT_OK_AND(const SubjectPage none, reader().subjects(created.back().address, 9, call_));
    EXPECT_TRUE(none.subjects.empty());
}

TEST_P(LedgerReading, KnowsWhomAnAddressControls) {
    const auto alice = controller(1);
    ASSERT_OK(dids().create({}, *alice, call_));
    ASSERT_OK(dids().create({}, *controller(2), call_));
    ASSERT_OK(dids().deactivate(address_of(*alice), *alice, call_));
    EXPECT_EQ(must(reader().controlled_by(address_of(*alice), call_)),
              std::vector{address_of(*alice)});
    EXPECT_TRUE(must(reader().controlled_by(address_of(*controller(3)), call_)).empty());
}

TEST_P(LedgerReading, AsOfAMomentOrALength) {
    const auto alice = controller(1);
    const Address subject = address_of(*alice);
    ASSERT_OK(dids().create(bytes_of("0"), *alice, call_));
    set_time(kStart + 10);
    ASSERT_OK(dids().update(subject, bytes_of("1"), *alice, call_));
    ASSERT_OK(dids().create(bytes_of("other"), *controller(2), call_));
    set_time(kStart + 20);
    ASSERT_OK(dids().deactivate(subject, *alice, call_));

    DidRegistry registry(reader(), fixture_->clock());
    const auto versions = [&](const At& at) {
        return must(registry.find(subject, at, call_)).versions.size();
    };
    EXPECT_EQ(versions(Latest{}), 3U);
    EXPECT_EQ(versions(UntilLength{1}), 1U);
    EXPECT_EQ(versions(UntilLength{2}), 2U);
    EXPECT_EQ(versions(UntilLength{100}), 3U);
    EXPECT_CODE(registry.find(subject, UntilLength{0}, call_), errors::kDidNotFound);
    EXPECT_CODE(registry.find(subject, UntilTime{at_second(kStart - 1)}, call_),
                errors::kDidNotFound);
    EXPECT_EQ(versions(UntilTime{at_second(kStart)}), 1U);
    EXPECT_EQ(versions(UntilTime{at_second(kStart + 9)}), 1U);
    EXPECT_EQ(versions(UntilTime{at_second(kStart + 10)}), 2U);
    EXPECT_EQ(versions(UntilTime{at_second(kStart + 20)}), 3U);
    EXPECT_FALSE(must(registry.find(subject, UntilLength{2}, call_)).deactivated);
    EXPECT_TRUE(must(registry.find(subject, Latest{}, call_)).deactivated);
}

TEST_P(LedgerReading, StateIsThatOfTheRecord) {
    const auto alice = controller(1);
    const Address subject = address_of(*alice);
    ASSERT_OK(dids().create({}, *alice, call_));
    ASSERT_OK(dids().update(subject, bytes_of("1"), *alice, call_));
    ASSERT_OK_AND(const IdentityState state, reader().state(subject, call_));
    ASSERT_OK_AND(const Record record, reader().read({Chain::did, subject}, Latest{}, call_));
    ASSERT_EQ(record.operations.size(), 2U);
    EXPECT_EQ(state.chain(Chain::did).length, 2U);
    // On a chain the number alone binds the place.
    const Hash& first = record.operations[0].statement.hash;
    const Hash& second = record.operations[1].statement.hash;
    EXPECT_EQ(state.chain(Chain::did).last, on_log() ? second : Hash{});
    EXPECT_EQ(record.operations[1].statement.envelope.previous, on_log() ? first : Hash{});
    EXPECT_NE(first, second);
    EXPECT_LT(record.operations[0].position, record.operations[1].position);
    EXPECT_EQ(reader().network(), record.operations[0].statement.envelope.network);
}

TEST_P(LedgerReading, BodiesOfEverySize) {
    std::uint8_t number = 0;
    const std::size_t most = writer().capabilities().max_body;
    ASSERT_GE(most, 60'001U);
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{60'000}, std::size_t{60'001}, most}) {
        const auto signer = controller(++number);
        const Bytes document(size, number);
        ASSERT_OK(dids().create(document, *signer, call_));
        DidRegistry registry(reader(), fixture_->clock());
        ASSERT_OK_AND(const DidRecord found, registry.find(address_of(*signer), Latest{}, call_));
        EXPECT_TRUE(found.versions.at(0).document == document) << size;
    }
    EXPECT_CODE(dids().create(Bytes(most + 1), *controller(++number), call_),
                errors::kOperationTooLarge);
}

TEST_P(LedgerReading, ReceiptsAgree) {
    const Operation operation = creation(*controller(1));
    ASSERT_OK_AND(const Receipt written, record(operation));
    ASSERT_OK_AND(const Receipt seen, reader().wait(ticket_of(operation), Finality::final, call_));
    EXPECT_EQ(seen.operation_hash, written.operation_hash);
    EXPECT_EQ(seen.position, written.position);
    EXPECT_EQ(seen.accepted, written.accepted);
    EXPECT_CODE(reader().wait({Hash{}}, Finality::accepted, call_), errors::kUnknownOperation);
}

TEST_P(LedgerReading, CapabilitiesAreTrue) {
    const Operation operation = creation(*controller(1));
    const Submission submission{operation, {}};
    const Capabilities capabilities = reader().capabilities();
    const std::string expected(capabilities.writable ? "" : errors::kLedgerReadOnly.name);
    EXPECT_EQ(deed::test::code_of(reader().submit({&submission, 1}, call_)), expected);
    LogLedger* log = log_reader();
    EXPECT_EQ(log != nullptr, capabilities.is_log);
    if (log == nullptr) return;
    EXPECT_EQ(deed::test::code_of(log->sign_statement("a statement\n", call_)), expected);
}

TEST_P(LedgerReading, FindsEvidence) {
    if (log_reader() == nullptr) GTEST_SKIP() << "the engine is not a log";
    const auto alice = controller(1);
    const auto bob = controller(2);
    const Address subject = address_of(*alice);
    ASSERT_OK(dids().create({}, *alice, call_));
    ASSERT_OK(dids().create({}, *bob, call_));
    EvidenceRegistry writing(*log_writer(), fixture_->clock());
    ASSERT_OK(writing.append(subject, commitments(0, 5), *alice, call_));
    ASSERT_OK_AND(const Receipt last, writing.append(subject, commitments(3, 4), *alice, call_));
    ASSERT_OK(writing.append(address_of(*bob), commitments(100, 1), *bob, call_));

    LogLedger& log = *log_reader();
    EvidenceRegistry registry(log, fixture_->clock());
    for (std::uint32_t number = 0; number < 7; ++number) {
        ASSERT_OK_AND(const BatchPlace place, registry.find(subject, commitment(number), call_));
        ASSERT_OK_AND(const Bytes entry, log.entry(place.position, call_));
        ASSERT_OK_AND(const Entry parsed, Entry::parse(entry));
        EXPECT_EQ(parsed.operation.hash(), place.operation_hash);
        EXPECT_EQ(parsed.accepted, place.accepted);
        ASSERT_OK_AND(const BatchBody batch, BatchBody::parse(parsed.operation.body()));
        EXPECT_EQ(place.count, batch.count);
        EXPECT_OK(tlog::verify_inclusion(place.index, place.count, batch_leaf(commitment(number)),
                                         place.path, batch.root));
        // Numbers 3 and 4 are in both batches.
        EXPECT_EQ(place.operation_hash == last.operation_hash, number >= 3);
    }
    EXPECT_CODE(registry.find(subject, commitment(7), call_), errors::kEvidenceNotFound);
    EXPECT_CODE(registry.find(subject, commitment(100), call_), errors::kEvidenceNotFound);
    EXPECT_OK(registry.find(address_of(*bob), commitment(100), call_));
    Commitment half = commitment(1);
    half.sm3 = commitment(2).sm3;
    EXPECT_CODE(registry.find(subject, half, call_), errors::kEvidenceNotFound);
}

TEST_P(LedgerReading, EverythingIsProved) {
    if (log_reader() == nullptr) GTEST_SKIP() << "the engine is not a log";
    constexpr std::uint64_t kEntries = 7;
    std::vector<tlog::Checkpoint> heads;
    for (std::uint64_t i = 0; i < kEntries; ++i) {
        ASSERT_OK(dids().create({}, *controller(static_cast<std::uint8_t>(i + 1)), call_));
        LogLedger& log = *log_reader();
        ASSERT_OK_AND(const std::string note, log.checkpoint(call_));
        ASSERT_OK_AND(heads.emplace_back(), tlog::verify_checkpoint(note, log.verifier_key()));
    }
    LogLedger& log = *log_reader();
    ASSERT_EQ(heads.back().size, kEntries);
    for (const tlog::Checkpoint& head : heads) {
        for (std::uint64_t index = 0; index < head.size; ++index) {
            ASSERT_OK_AND(const Bytes entry, log.entry(index, call_));
            ASSERT_OK_AND(const auto path, log.inclusion_proof(index, head.size, call_));
            EXPECT_OK(
                tlog::verify_inclusion(index, head.size, tlog::leaf_hash(entry), path, head.root));
        }
        ASSERT_OK_AND(const auto proof, log.consistency_proof(head.size, kEntries, call_));
        EXPECT_OK(
            tlog::verify_consistency(head.size, kEntries, head.root, heads.back().root, proof));
    }
    ASSERT_OK_AND(const auto from_nothing, log.consistency_proof(0, kEntries, call_));
    EXPECT_TRUE(from_nothing.empty());
}

TEST_P(LedgerReading, NothingIsBeyondTheHead) {
    if (log_reader() == nullptr) GTEST_SKIP() << "the engine is not a log";
    ASSERT_OK(dids().create({}, *controller(1), call_));
    LogLedger& log = *log_reader();
    EXPECT_CODE(log.entry(1, call_), errors::kNoSuchEntry);
    EXPECT_CODE(log.entry(~std::uint64_t{0}, call_), errors::kNoSuchEntry);
    EXPECT_CODE(log.inclusion_proof(1, 1, call_), errors::kNoSuchEntry);
    EXPECT_CODE(log.inclusion_proof(0, 2, call_), errors::kNoSuchEntry);
    EXPECT_CODE(log.consistency_proof(1, 2, call_), errors::kNoSuchEntry);
    EXPECT_CODE(log.consistency_proof(1, 0, call_), errors::kNoSuchEntry);
    EXPECT_CODE(log.attachment(Hash{}, call_), errors::kNoSuchAttachment);
}

}  // namespace
}  // namespace deed::registry::test

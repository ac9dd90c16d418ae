#include <fstream>

#include "lib/io/file.hpp"
#include "lib/tlog/errors.hpp"
#include "tests/lib/io/sync_spy.hpp"
#include "tests/registry-contracts/client/local/local_fixture.hpp"

// Data beside the log: when it is durable, which of it is kept, and that it is what its name says.

namespace deed::registry::test {
namespace {

using tlog::FrameType;

struct Frame {
    FrameType type;
    Bytes payload;
    std::uint64_t end;
};

class BesideTest : public testing::Test {
protected:
    std::vector<Frame> frames() {
        std::vector<Frame> result;
        std::uint64_t end = tlog::kFirstFrame;
        const auto read = tlog::Journal::read(
            fixture_.journal(), [&](FrameType type, ByteView payload) -> Result<void> {
                end += tlog::kBeforePayload + payload.size() + tlog::kAfterPayload;
                result.push_back({type, to_bytes(payload), end});
                return {};
            });
        if (!read) throw std::runtime_error(read.error().to_string());
        return result;
    }

    /// Another journal, which no index covers.
    void put(const std::vector<Frame>& frames) {
        fixture_.remove_index();
        std::filesystem::remove(fixture_.journal());
        auto journal = must(tlog::Journal::create(fixture_.journal()));
        for (const Frame& frame : frames)
            if (!journal.append(frame.type, frame.payload)) throw std::runtime_error("append");
    }

    std::vector<std::size_t> bodies() {
        std::vector<std::size_t> places;
        const auto all = frames();
        for (std::size_t i = 0; i < all.size(); ++i)
            if (all[i].type == FrameType::body) places.push_back(i);
        return places;
    }

    Submission creation(std::uint8_t number, Bytes body) {
        const auto signer = controller(number);
        const IdentityState state(address_of(*signer));
        return {must(Operation::sign(next_envelope(state, OperationType::did_create,
                                                   fixture_.log().network(), at_second(kStart), 60),
                                     std::move(body), *signer, call_)),
                {}};
    }

    Receipt anchor(std::uint32_t first, std::uint32_t count) {
        EvidenceRegistry registry(fixture_.log(), fixture_.clock());
        return must(
            registry.append(address_of(*alice_), commitments(first, count), *alice_, call_));
    }

    static Hash root_of(std::uint32_t first, std::uint32_t count) {
        return batch_tree(encode_commitments(commitments(first, count))).root();
    }

    std::unique_ptr<crypto::Signer> alice_ = controller(1);
    LocalFixture fixture_;
    Call call_;
};

TEST_F(BesideTest, DataStandsBeforeItsEntryAndOneSyncServesAll) {
    const deed::test::SyncSpy spy;
    const std::size_t before = frames().size();
    const std::vector<Submission> batch{
        creation(1, Bytes(61'000, 'a')), creation(2, Bytes(10, 'b')),
        creation(3, Bytes(61'000, 'c')), creation(4, Bytes(61'000, 'a'))};
    ASSERT_OK(fixture_.log().submit(batch, call_));
    const auto all = frames();
    ASSERT_EQ(all.size(), before + 6);
    const FrameType expected[] = {FrameType::body, FrameType::entry, FrameType::entry,
                                  FrameType::body, FrameType::entry, FrameType::entry};
    for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(all[before + i].type, expected[i]) << i;
    EXPECT_EQ(spy.sizes_of(fixture_.journal()), std::vector<std::uint64_t>{all[before + 5].end});
    fixture_.reopen();
    for (std::uint8_t number = 1; number <= 4; ++number)
        EXPECT_OK(
            fixture_.log().wait({batch[number - 1].operation.hash()}, Finality::included, call_));
}

TEST_F(BesideTest, CommitmentsAreReadFromTheJournal) {
    fixture_.create_identity(1);
    anchor(0, 3);
    anchor(3, 2);
    const auto expect_both = [&](LogLedger& log) {
        EXPECT_EQ(must(log.attachment(root_of(0, 3), call_)),
                  encode_commitments(commitments(0, 3)));
        EXPECT_EQ(must(log.attachment(root_of(3, 2), call_)),
                  encode_commitments(commitments(3, 2)));
    };
    expect_both(fixture_.log());
    expect_both(*must(fixture_.read()));
    fixture_.reopen();
    expect_both(fixture_.log());

    // A byte that changes under an open ledger is noticed.
    const auto all = frames();
    const auto at = static_cast<std::streamoff>(all[bodies().at(0)].end - 10);
    std::fstream file(fixture_.journal(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(at).put('!').flush();
    EXPECT_CODE(fixture_.log().attachment(root_of(0, 3), call_), tlog::errors::kJournalDamaged);
    EXPECT_OK(fixture_.log().attachment(root_of(3, 2), call_));
    // And what is lost is written again when it comes again.
    anchor(0, 3);
    EXPECT_EQ(must(fixture_.log().attachment(root_of(0, 3), call_)),
              encode_commitments(commitments(0, 3)));
}

TEST_F(BesideTest, TheSameDataIsWrittenOnce) {
    fixture_.create_identity(1);
    anchor(0, 3);
    anchor(0, 3);
    fixture_.reopen();
    anchor(0, 3);
    EXPECT_EQ(bodies().size(), 1U);
}

TEST_F(BesideTest, DataUnderAWrongNameIsRefused) {
    fixture_.create_identity(1);
    anchor(0, 3);
    fixture_.close();
    const auto good = frames();
    auto bad = good;
    bad[bodies().at(0)].payload.back() ^= 1;
    put(bad);
    EXPECT_CODE(fixture_.read(), errors::kInvalidEntry);
    EXPECT_CODE(fixture_.open(), errors::kInvalidEntry);
    bad = good;
    bad[bodies().at(0)].payload.resize(32 + 64);
    put(bad);
    EXPECT_CODE(fixture_.read(), errors::kInvalidEntry);
    put(good);
    EXPECT_OK(fixture_.read());
}

TEST_F(BesideTest, OnlyTheDataDirectlyBeforeAnEntryIsTaken) {
    fixture_.create_identity(1);
    anchor(0, 3);
    fixture_.close();
    const auto good = frames();
    const std::size_t body = bodies().at(0);
    // What a crash left: data that nothing names, even under the name of what comes later.
    Bytes garbage(good[body].payload.begin(), good[body].payload.begin() + 32);
    garbage.resize(1000);
    auto with_garbage = good;
    with_garbage.insert(with_garbage.begin(), {FrameType::body, garbage, 0});
    with_garbage.insert(with_garbage.begin() + static_cast<std::ptrdiff_t>(body) + 1,
                        {FrameType::body, garbage, 0});
    put(with_garbage);
    ASSERT_OK_AND(const auto reader, fixture_.read());
    EXPECT_EQ(must(reader->attachment(root_of(0, 3), call_)),
              encode_commitments(commitments(0, 3)));

    auto too_early = good;
    std::swap(too_early[body], too_early[body - 1]);
    put(too_early);
    ASSERT_OK_AND(const auto poorer, fixture_.read());
    EXPECT_CODE(poorer->attachment(root_of(0, 3), call_), errors::kNoSuchAttachment);
}

// A crash between a body and its entry, then the same operation again.
TEST_F(BesideTest, DataWithoutItsEntryIsWrittenAgain) {
    const Submission submission = creation(1, Bytes(61'000, 'a'));
    ASSERT_OK(fixture_.log().submit({&submission, 1}, call_));
    fixture_.close();
    const auto all = frames();
    std::filesystem::resize_file(fixture_.journal(), all[bodies().at(0)].end);
    fixture_.reopen();
    ASSERT_OK(fixture_.log().submit({&submission, 1}, call_));
    ASSERT_OK(fixture_.log().wait({submission.operation.hash()}, Finality::included, call_));
    EXPECT_EQ(bodies().size(), 2U);
    fixture_.reopen();
    EXPECT_EQ(must(fixture_.log().attachment(submission.operation.envelope().body_hash, call_)),
              Bytes(61'000, 'a'));
}

// The disk wrote the end of a body before its middle.
TEST_F(BesideTest, AHoleInTheLastBodyIsATornTail) {
    const Receipt kept = fixture_.create_identity(1);
    const Submission submission = creation(2, Bytes(61'000, 'a'));
    ASSERT_OK(fixture_.log().submit({&submission, 1}, call_));
    fixture_.close();
    std::filesystem::resize_file(fixture_.journal(), frames()[bodies().at(0)].end);
    {
        std::fstream file(fixture_.journal(), std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(8192).write(std::string(4096, '\0').data(), 4096);
    }
    fixture_.reopen();
    EXPECT_OK(fixture_.log().wait({kept.operation_hash}, Finality::included, call_));
    ASSERT_OK(fixture_.log().submit({&submission, 1}, call_));
    EXPECT_OK(fixture_.log().wait({submission.operation.hash()}, Finality::included, call_));
}

TEST_F(BesideTest, OpeningSyncsWhatAKilledWriterLeft) {
    fixture_.accept_identity(1);
    fixture_.close();
    const std::uint64_t size = std::filesystem::file_size(fixture_.journal());
    const deed::test::SyncSpy spy;
    fixture_.reopen();
    const auto sizes = spy.sizes_of(fixture_.journal());
    ASSERT_EQ(sizes.size(), 2U);
    EXPECT_EQ(sizes[0], size);
    EXPECT_GT(sizes[1], size);  // the head that now covers it
}

}  // namespace
}  // namespace deed::registry::test

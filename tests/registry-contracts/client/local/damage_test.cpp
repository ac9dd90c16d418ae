#include <fstream>

#include "lib/encoding/cbor.hpp"
#include "lib/io/file.hpp"
#include "lib/tlog/errors.hpp"
#include "tests/registry-contracts/client/local/local_fixture.hpp"

// Whatever happens to the journal, what was included is either there or its loss has a name.

namespace deed::registry::test {
namespace {

using tlog::FrameType;

struct Frame {
    FrameType type;
    Bytes payload;
};

std::vector<Frame> frames_of(const std::filesystem::path& journal) {
    std::vector<Frame> frames;
    const auto read =
        tlog::Journal::read(journal, [&](FrameType type, ByteView payload) -> Result<void> {
            frames.push_back({type, to_bytes(payload)});
            return {};
        });
    if (!read) throw std::runtime_error(read.error().to_string());
    return frames;
}

class DamageTest : public testing::Test {
protected:
    void SetUp() override {
        for (std::uint8_t number = 1; number <= kEntries; ++number)
            fixture_.create_identity(number);
        log_.emplace(fixture_.log_key());
        fixture_.close();
        good_ = must(read_file(fixture_.journal(), 1 << 24));
    }

    /// Another journal, which no index covers: what an index does to damage is in index_test.cpp.
    void put(ByteView journal) {
        fixture_.remove_index();
        std::ofstream file(fixture_.journal(), std::ios::binary | std::ios::trunc);
        file.write(reinterpret_cast<const char*>(journal.data()),
                   static_cast<std::streamsize>(journal.size()));
    }

    /// Writes a sound journal with these frames.
    void put(const std::vector<Frame>& frames) {
        fixture_.remove_index();
        std::filesystem::remove(fixture_.journal());
        auto journal = must(tlog::Journal::create(fixture_.journal()));
        for (const Frame& frame : frames)
            if (!journal.append(frame.type, frame.payload)) throw std::runtime_error("append");
    }

    std::vector<Frame> good_frames() {
        put(good_);
        return frames_of(fixture_.journal());
    }

    std::string read_code() {
        return deed::test::code_of(read_local_ledger(fixture_.folder(), *log_, nullptr, call_));
    }
    std::string guarded_read_code() {
        return deed::test::code_of(
            read_local_ledger(fixture_.folder(), *log_, &fixture_.guard(), call_));
    }
    std::string open_code() { return deed::test::code_of(fixture_.open()); }

    /// All entries are there, under a head.
    void expect_whole(LogLedger& ledger) {
        for (std::uint8_t number = 1; number <= kEntries; ++number) {
            const RecordId id{Chain::did, address_of(*controller(number))};
            ASSERT_EQ(must(ledger.read(id, Latest{}, call_)).operations.size(), 1U);
        }
    }

    static constexpr std::uint8_t kEntries = 3;
    static constexpr std::size_t kStride = 7;
    LocalFixture fixture_;
    std::optional<tlog::VerifierKey> log_;
    Bytes good_;
    Call call_;
};

TEST_F(DamageTest, TruncatedAnywhere) {
    std::size_t recovered = 0;
    for (std::size_t size = 0; size < good_.size(); size += kStride) {
        put(ByteView(good_).first(size));
        const auto opened = fixture_.open();
        const std::string code = deed::test::code_of(opened);
        if (opened) {
            expect_whole(**opened);
            ++recovered;
        } else if (size < 16) {
            EXPECT_EQ(code, tlog::errors::kNotAJournal.name) << size;
        } else if (code != tlog::errors::kRolledBack.name) {
            EXPECT_EQ(code, errors::kHeadMissing.name) << size;
        }
    }
    // Only the last head was cut, and the guard knew it.
    EXPECT_GT(recovered, 0U);
    EXPECT_LT(recovered, good_.size() / kStride / kEntries);
    put(good_);
    EXPECT_EQ(open_code(), "");
}

TEST_F(DamageTest, AFlippedBitAnywhere) {
    for (std::size_t at = 0; at < good_.size(); at += kStride) {
        Bytes bad = good_;
        bad[at] ^= static_cast<std::uint8_t>(1U << (at % 8));
        put(bad);
        const auto opened = fixture_.open();
        const std::string code = deed::test::code_of(opened);
        if (opened) {
            expect_whole(**opened);
            continue;
        }
        EXPECT_TRUE(code == tlog::errors::kJournalDamaged.name ||
                    code == tlog::errors::kNotAJournal.name ||
                    code == tlog::errors::kJournalNewerFormat.name ||
                    code == tlog::errors::kRolledBack.name)
            << code << " at " << at;
        EXPECT_NE(guarded_read_code(), "") << at;
    }
}

TEST_F(DamageTest, AMissingJournal) {
    std::filesystem::remove(fixture_.journal());
    EXPECT_EQ(open_code(), "io.not_found");
    EXPECT_EQ(read_code(), "io.not_found");
}

TEST_F(DamageTest, HeadsThatDoNotFit) {
    const std::vector<Frame> good = good_frames();
    ASSERT_EQ(good.size(), 1U + 2 * kEntries);  // the empty head, then entry and head by turns
    const std::string mismatch(errors::kHeadMismatch.name);

    std::vector<Frame> frames = good;
    std::swap(frames[1], frames[3]);
    put(frames);
    EXPECT_EQ(read_code(), mismatch);
    EXPECT_EQ(open_code(), mismatch);

    frames = good;
    frames.erase(frames.begin() + 1);
    put(frames);
    EXPECT_EQ(read_code(), mismatch);

    frames = good;
    frames.push_back(good.back());
    put(frames);
    EXPECT_EQ(read_code(), mismatch);

    frames = good;
    frames.back().payload.assign(10, 'x');
    put(frames);
    EXPECT_EQ(read_code(), mismatch);

    put(std::vector<Frame>{});
    EXPECT_EQ(read_code(), errors::kHeadMissing.name);
    EXPECT_EQ(open_code(), errors::kHeadMissing.name);
    put({good[1]});
    EXPECT_EQ(read_code(), errors::kHeadMissing.name);

    frames = good;
    frames.back().payload.end()[-10] ^= 1;  // within the signature's base64
    put(frames);
    EXPECT_NE(read_code(), "");
    put(good);
    EXPECT_EQ(read_code(), "");
}

/// An operator who signs whatever he likes: the rules hold for his log all the same.
class DishonestLogTest : public DamageTest {
protected:
    void TearDown() override {
        put(good_);
        EXPECT_EQ(read_code(), "");
    }

    /// A journal whose last entry is `entry`, under a rightly signed head.
    std::string code_with(Bytes entry) {
        std::vector<Frame> frames = good_frames();
        tlog::MerkleTree tree;
        for (const Frame& frame : frames)
            if (frame.type == FrameType::entry) tree.append(tlog::leaf_hash(frame.payload));
        tree.append(tlog::leaf_hash(entry));
        const tlog::Checkpoint head{log_->name(), tree.size(), tree.root(), {}};
        const std::string note =
            must(tlog::sign_note(head.to_body(), log_->name(), fixture_.log_signer(), call_));
        frames.push_back({FrameType::entry, std::move(entry)});
        frames.push_back({FrameType::head, bytes_of(note)});
        put(frames);
        return read_code();
    }

    Bytes entry_of(Envelope envelope, std::uint8_t key, std::int64_t second = kStart) {
        const auto signer = controller(key);
        Operation operation =
            must(Operation::sign(std::move(envelope), bytes_of("{}"), *signer, call_));
        return Entry{at_second(second), std::move(operation)}.encode();
    }

    Envelope creation(std::uint8_t key) {
        const IdentityState state(address_of(*controller(key)));
        return next_envelope(state, OperationType::did_create, network_of(*log_), at_second(kStart),
                             60);
    }

    const std::string invalid_{errors::kInvalidEntry.name};
};

TEST_F(DishonestLogTest, TheRulesHoldForReadersToo) {
    EXPECT_EQ(code_with(entry_of(creation(9), 9)), "");
    EXPECT_EQ(code_with(entry_of(creation(1), 1)), invalid_);               // exists
    EXPECT_EQ(code_with(entry_of(creation(9), 8)), invalid_);               // another's key
    EXPECT_EQ(code_with(entry_of(creation(9), 9, kStart + 61)), invalid_);  // expired
    EXPECT_EQ(code_with(entry_of(creation(9), 9, kStart - 1)), invalid_);   // time goes back
    Envelope envelope = creation(9);
    envelope.network = "lother";
    EXPECT_EQ(code_with(entry_of(envelope, 9)), invalid_);
    envelope = creation(9);
    envelope.sequence = 1;
    EXPECT_EQ(code_with(entry_of(envelope, 9)), invalid_);
    envelope = creation(1);
    envelope.type = OperationType::did_update;
    envelope.sequence = 1;
    EXPECT_EQ(code_with(entry_of(envelope, 1)), invalid_);  // previous
}

TEST_F(DishonestLogTest, EntriesMustParse) {
    Bytes entry = entry_of(creation(9), 9);
    entry.push_back(0);
    EXPECT_EQ(code_with(entry), invalid_);
    EXPECT_EQ(code_with({}), invalid_);
    entry = entry_of(creation(9), 9);
    entry[entry.size() - 20] ^= 1;  // within the signature
    EXPECT_EQ(code_with(entry), invalid_);
    // An entry of a body over 60,000 bytes that nobody kept.
    const auto signer = controller(9);
    Operation operation = must(Operation::sign(creation(9), Bytes(60'001, 'x'), *signer, call_));
    EXPECT_EQ(code_with(Entry{at_second(kStart), std::move(operation)}.encode()), invalid_);
}

TEST_F(DishonestLogTest, DataBesideTheLogHasAName) {
    std::vector<Frame> frames = good_frames();
    frames.push_back({FrameType::body, Bytes(31, 0)});
    put(frames);
    EXPECT_EQ(read_code(), invalid_);
}

}  // namespace
}  // namespace deed::registry::test

#include "lib/tlog/journal.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <string>

#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "lib/tlog/errors.hpp"
#include "tests/lib/io/sync_spy.hpp"
#include "tests/lib/tlog/journal_support.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::tlog {
namespace {

using test::collect;
using test::file_bytes;
using test::Frames;
using test::kExampleFrames;
using test::write_file;

class JournalTest : public testing::Test {
protected:
    void write_example() { write_file(path_, hex_decode(test::kExampleHex).value()); }

    void resize(std::uintmax_t size) { std::filesystem::resize_file(path_, size); }

    Frames read_all() {
        Frames frames;
        EXPECT_OK(Journal::read(path_, collect(frames)));
        return frames;
    }

    test::TempDir folder_;
    std::filesystem::path path_ = folder_ / "journal";
    Frames seen_;
};

TEST_F(JournalTest, WritesTheSpecificationsExample) {
    ASSERT_OK_AND(Journal journal, Journal::create(path_));
    EXPECT_EQ(journal.size_bytes(), 16U);
    for (const auto& [type, payload] : kExampleFrames)
        ASSERT_OK(journal.append(type, as_bytes(payload)));
    ASSERT_OK(journal.sync());
    EXPECT_EQ(journal.size_bytes(), 96U);
    EXPECT_EQ(hex_encode(file_bytes(path_)), test::kExampleHex);
    EXPECT_EQ(read_all(), kExampleFrames);
    EXPECT_EQ(std::filesystem::status(path_).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(JournalTest, CreateRefusesAnExistingFile) {
    write_file(path_, as_bytes("precious"));
    EXPECT_CODE(Journal::create(path_), deed::errors::kFileExists);
    EXPECT_EQ(as_text(file_bytes(path_)), "precious");
}

TEST_F(JournalTest, OpenGoesOnWhereItEnded) {
    write_example();
    ASSERT_OK_AND(Journal journal, Journal::open(path_, collect(seen_)));
    EXPECT_EQ(seen_, kExampleFrames);
    EXPECT_EQ(journal.size_bytes(), 96U);
    EXPECT_EQ(journal.torn_bytes(), 0U);
    ASSERT_OK(journal.append(FrameType::entry, as_bytes("fourth")));
    ASSERT_OK(journal.sync());
    Frames expected = kExampleFrames;
    expected.emplace_back(FrameType::entry, "fourth");
    EXPECT_EQ(read_all(), expected);
}

TEST_F(JournalTest, ATornTailIsCutOffByOpenAndIgnoredByRead) {
    for (std::uintmax_t size = 17; size < 96; ++size) {
        write_example();
        resize(size);
        const Bytes before = file_bytes(path_);
        const Frames frames = read_all();
        EXPECT_EQ(file_bytes(path_), before);

        seen_.clear();
        ASSERT_OK_AND(Journal journal, Journal::open(path_, collect(seen_)));
        EXPECT_EQ(seen_, frames);
        const std::uint64_t end = test::kExampleOffsets[frames.size()];
        EXPECT_EQ(journal.size_bytes(), end);
        EXPECT_EQ(journal.torn_bytes(), size - end);
        EXPECT_EQ(std::filesystem::file_size(path_), end);
        ASSERT_OK(journal.append(FrameType::head, as_bytes("next")));
        ASSERT_OK(journal.sync());
        EXPECT_EQ(read_all().size(), frames.size() + 1);
        EXPECT_EQ(read_all().back().second, "next");
    }
}

/// The flags of the frames that begin at `offsets`.
std::string flags_at(const Bytes& journal, std::initializer_list<std::size_t> offsets) {
    std::string out;
    for (const std::size_t offset : offsets) out += static_cast<char>('0' + journal[offset + 1]);
    return out;
}

TEST_F(JournalTest, TheFirstFrameBehindEachSyncSaysSo) {
    ASSERT_OK_AND(Journal journal, Journal::create(path_));
    const auto entry = [&](Journal& to) { ASSERT_OK(to.append(FrameType::entry, as_bytes("x"))); };
    entry(journal);
    entry(journal);
    ASSERT_OK(journal.sync());
    ASSERT_OK(journal.sync());
    entry(journal);
    entry(journal);
    EXPECT_EQ(flags_at(file_bytes(path_), {16, 34, 52, 70}), "1010");
    ASSERT_OK_AND(Journal again, Journal::open(path_, collect(seen_)));
    entry(again);
    entry(again);
    EXPECT_EQ(flags_at(file_bytes(path_), {88, 106}), "10");
}

TEST_F(JournalTest, AHeadStandsBehindASync) {
    ASSERT_OK_AND(Journal journal, Journal::create(path_));
    test::SyncSpy spy;
    ASSERT_OK(journal.append(FrameType::entry, as_bytes("x")));
    ASSERT_OK(journal.append(FrameType::head, as_bytes("h")));
    EXPECT_EQ(spy.sizes_of(path_), std::vector<std::uint64_t>{34});
    EXPECT_EQ(flags_at(file_bytes(path_), {16, 34}), "11");
    ASSERT_OK(journal.sync());
    ASSERT_OK(journal.append(FrameType::head, as_bytes("h")));
    EXPECT_EQ(spy.sizes_of(path_), (std::vector<std::uint64_t>{34, 52}));
}

TEST_F(JournalTest, ReadsOneFrameAtItsOffset) {
    write_example();
    resize(95);
    {
        ASSERT_OK_AND(const JournalReader reader, JournalReader::open(path_));
        for (std::size_t i = 0; i < 2; ++i) {
            ASSERT_OK_AND(const Frame frame, reader.read_frame_at(test::kExampleOffsets[i]));
            EXPECT_EQ(frame.type, kExampleFrames[i].first);
            EXPECT_EQ(as_text(frame.payload), kExampleFrames[i].second);
        }
        EXPECT_CODE(reader.read_frame_at(17), errors::kJournalDamaged);
        for (const std::uint64_t offset : {0U, 15U, 67U, 80U, 95U, 1000U})
            EXPECT_CODE(reader.read_frame_at(offset), errors::kNoSuchFrame) << offset;
        EXPECT_EQ(reader.read_frame_at(95).error().where(), path_.string());
    }
    Bytes bytes = file_bytes(path_);
    bytes[40] ^= 1;
    write_file(path_, bytes);
    ASSERT_OK_AND(const JournalReader reader, JournalReader::open(path_));
    EXPECT_CODE(reader.read_frame_at(16), errors::kJournalDamaged);
    EXPECT_CODE(JournalReader::open(folder_ / "absent"), deed::errors::kFileNotFound);

    write_example();
    ASSERT_OK_AND(Journal journal, Journal::open(path_, collect(seen_)));
    ASSERT_OK(journal.append(FrameType::entry, as_bytes("fourth")));
    ASSERT_OK_AND(const Frame frame, journal.read_frame_at(96));
    EXPECT_EQ(as_text(frame.payload), "fourth");
    EXPECT_CODE(journal.read_frame_at(journal.size_bytes()), errors::kNoSuchFrame);
}

TEST_F(JournalTest, ReadsFromAGivenFrameOn) {
    write_example();
    for (std::size_t i = 0; i <= 3; ++i) {
        const Frames expected(kExampleFrames.begin() + static_cast<int>(i), kExampleFrames.end());
        seen_.clear();
        ASSERT_OK(Journal::read(path_, collect(seen_), test::kExampleOffsets[i]));
        EXPECT_EQ(seen_, expected);
        seen_.clear();
        ASSERT_OK_AND(Journal journal,
                      Journal::open(path_, collect(seen_), test::kExampleOffsets[i]));
        EXPECT_EQ(seen_, expected);
        EXPECT_EQ(journal.size_bytes(), 96U);
    }
    EXPECT_CODE(Journal::read(path_, collect(seen_), 17), errors::kJournalDamaged);
    EXPECT_CODE(Journal::open(path_, collect(seen_), 97), errors::kNoSuchFrame);
    EXPECT_CODE(Journal::open(path_, collect(seen_), 0), errors::kNoSuchFrame);
    EXPECT_EQ(std::filesystem::file_size(path_), 96U);
}

TEST_F(JournalTest, ADamagedJournalIsLeftAsItIs) {
    write_example();
    Bytes bytes = file_bytes(path_);
    bytes[50] ^= 1;
    write_file(path_, bytes);
    EXPECT_CODE(Journal::read(path_, collect(seen_)), errors::kJournalDamaged);
    const auto journal = Journal::open(path_, collect(seen_));
    EXPECT_CODE(journal, errors::kJournalDamaged);
    EXPECT_EQ(journal.error().where(), path_.string());
    EXPECT_EQ(file_bytes(path_), bytes);
}

TEST_F(JournalTest, OtherFilesAreRefusedAndLeftAlone) {
    EXPECT_CODE(Journal::open(path_, collect(seen_)), deed::errors::kFileNotFound);
    EXPECT_CODE(Journal::read(path_, collect(seen_)), deed::errors::kFileNotFound);
    EXPECT_FALSE(std::filesystem::exists(path_));
    EXPECT_CODE(Journal::read(folder_.path(), collect(seen_)), deed::errors::kNotAFile);

    const std::pair<const char*, const ErrorCode*> files[] = {
        {"", &errors::kNotAJournal},
        {"deed journal v1", &errors::kNotAJournal},
        {"some notes of mine\n", &errors::kNotAJournal},
        {"deed journal v2\nunknown", &errors::kJournalNewerFormat},
    };
    for (const auto& [text, code] : files) {
        write_file(path_, as_bytes(text));
        EXPECT_CODE(Journal::open(path_, collect(seen_)), *code) << text;
        EXPECT_CODE(Journal::read(path_, collect(seen_)), *code) << text;
        EXPECT_EQ(as_text(file_bytes(path_)), text);
    }
    EXPECT_TRUE(seen_.empty());
}

TEST_F(JournalTest, AVisitorsErrorEndsTheReading) {
    constexpr ErrorCode kEnough{"test.enough", ErrorKind::usage, "Enough.", "Stop."};
    write_example();
    resize(95);
    int count = 0;
    const auto visit = [&count, &kEnough](FrameType, ByteView) -> Result<void> {
        if (++count == 2) return Error(kEnough, "no more");
        return {};
    };
    EXPECT_CODE(Journal::open(path_, visit), kEnough);
    EXPECT_EQ(count, 2);
    EXPECT_EQ(std::filesystem::file_size(path_), 95U);
}

TEST_F(JournalTest, PayloadsAreBounded) {
    ASSERT_OK_AND(Journal journal, Journal::create(path_));
    const Bytes too_large(kMaxFramePayload + 1);
    EXPECT_CODE(journal.append(FrameType::body, too_large), errors::kFrameTooLarge);
    EXPECT_EQ(journal.size_bytes(), 16U);
    ASSERT_OK(journal.append(FrameType::body, as_bytes("small")));
    ASSERT_OK(journal.sync());
    EXPECT_EQ(read_all(), (Frames{{FrameType::body, "small"}}));
}

/// Lets files of this process grow to `bytes` only, as a full disk would, until it dies.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) : previous_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &previous_);
        rlimit limit = previous_;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &previous_);
        std::signal(SIGXFSZ, previous_handler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit previous_{};
    void (*previous_handler_)(int);
};

TEST_F(JournalTest, AFailedWriteEndsTheWriterAndLeavesWhatWasSynced) {
    write_example();
    ASSERT_OK_AND(Journal journal, Journal::open(path_, collect(seen_)));
    ASSERT_OK(journal.append(FrameType::entry, as_bytes("x")));  // whole, but not synced
    const std::string payload(100, 'z');
    const Result<void> failed = [&] {
        const FileSizeLimit limit(96 + 18 + 40);
        return journal.append(FrameType::entry, as_bytes(payload));
    }();
    EXPECT_CODE(failed, deed::errors::kIoFailed);
    EXPECT_EQ(std::filesystem::file_size(path_), 96U);
    EXPECT_CODE(journal.append(FrameType::entry, as_bytes("x")), deed::errors::kIoFailed);
    EXPECT_CODE(journal.sync(), deed::errors::kIoFailed);

    seen_.clear();
    ASSERT_OK_AND(Journal again, Journal::open(path_, collect(seen_)));
    EXPECT_EQ(seen_, kExampleFrames);
    EXPECT_EQ(again.torn_bytes(), 0U);
    ASSERT_OK(again.append(FrameType::entry, as_bytes(payload)));
    ASSERT_OK(again.sync());
    EXPECT_EQ(read_all().size(), 4U);
}

// Whoever wrote the last frames may have been killed before it synced them.
TEST_F(JournalTest, OpenSyncsWhatItFound) {
    write_example();
    test::SyncSpy spy;
    ASSERT_OK(Journal::open(path_, collect(seen_)));
    EXPECT_EQ(spy.sizes_of(path_), std::vector<std::uint64_t>{96});
    spy.fail_from_now_on();
    EXPECT_CODE(Journal::open(path_, collect(seen_)), deed::errors::kIoFailed);
    EXPECT_EQ(std::filesystem::file_size(path_), 96U);
}

TEST_F(JournalTest, AFileThatChangesWhileItIsReadIsDamaged) {
    const Journal::Visitor cut = [&](FrameType, ByteView) -> Result<void> {
        resize(50);
        return {};
    };
    const Journal::Visitor grow = [&](FrameType, ByteView) -> Result<void> {
        resize(200);
        return {};
    };
    for (const auto& visit : {cut, grow}) {
        write_example();
        const auto opened = Journal::open(path_, visit);
        EXPECT_CODE(opened, errors::kJournalDamaged);
        EXPECT_EQ(opened.error().where(), path_.string());
    }
    // So large that it is read in pieces.
    Bytes large = test::journal_header();
    for (int i = 0; i < 4; ++i) test::put_frame(large, FrameType::body, std::string(200'000, 'x'));
    write_file(path_, large);
    EXPECT_CODE(Journal::open(path_, cut), errors::kJournalDamaged);
    EXPECT_EQ(std::filesystem::file_size(path_), 50U);
}

// The path may lead to another file by the time it is read.
TEST_F(JournalTest, WhatIsReadIsWhatIsWrittenTo) {
    write_example();
    const auto moved = folder_ / "moved";
    const auto move_away = [&](FrameType, ByteView) -> Result<void> {
        if (!std::filesystem::exists(moved)) std::filesystem::rename(path_, moved);
        return {};
    };
    ASSERT_OK_AND(Journal journal, Journal::open(path_, move_away));
    ASSERT_OK(journal.append(FrameType::entry, as_bytes("fourth")));
    path_ = moved;
    EXPECT_EQ(read_all().size(), 4U);
}

}  // namespace
}  // namespace deed::tlog

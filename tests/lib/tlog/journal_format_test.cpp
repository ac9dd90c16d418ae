#include "lib/tlog/journal_format.hpp"

#include <gtest/gtest.h>

#include <string>

#include "lib/encoding/text.hpp"
#include "lib/tlog/crc32c.hpp"
#include "lib/tlog/errors.hpp"
#include "tests/lib/tlog/journal_support.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::tlog {
namespace {

using test::collect;
using test::Frames;
using test::journal_header;
using test::kExampleFrames;
using test::kExampleOffsets;
using test::put_frame;

Bytes example() { return hex_decode(test::kExampleHex).value(); }

/// Where the last whole frame ends, and the frames up to there.
Result<std::uint64_t> scan(ByteView bytes, Frames& frames) {
    detail::MemorySource source(bytes);
    return detail::scan_journal(source, kFirstFrame, [&frames](const detail::FrameView& frame) {
        return collect(frames)(frame.type, frame.payload);
    });
}

Result<std::uint64_t> scan(ByteView bytes) {
    Frames ignored;
    return scan(bytes, ignored);
}

using Crc = std::uint32_t (*)(ByteView, std::uint32_t);

std::vector<Crc> crcs() {
    std::vector<Crc> all{crc32c, detail::crc32c_by_table};
    if (detail::has_crc32c_instruction()) all.push_back(detail::crc32c_by_instruction);
    return all;
}

// RFC 3720 appendix B.4, and the check value of the usual catalogues.
TEST(Crc32c, PublishedValues) {
    for (const Crc crc : crcs()) EXPECT_EQ(crc(as_bytes("123456789"), 0), 0xE3069283U);
    EXPECT_EQ(crc32c({}), 0U);
    Bytes rising(32);
    for (std::size_t i = 0; i < 32; ++i) rising[i] = static_cast<std::uint8_t>(i);
    const Bytes falling(rising.rbegin(), rising.rend());
    for (const Crc crc : crcs()) {
        EXPECT_EQ(crc(Bytes(32, 0x00), 0), 0x8A9136AAU);
        EXPECT_EQ(crc(Bytes(32, 0xff), 0), 0x62A8AB43U);
        EXPECT_EQ(crc(rising, 0), 0x46DD794EU);
        EXPECT_EQ(crc(falling, 0), 0x113FDB5CU);
    }
}

TEST(Crc32c, GoesOnFromAPart) {
    Bytes bytes(100);
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 37);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        const ByteView all(bytes);
        for (const Crc crc : crcs()) {
            EXPECT_EQ(crc(all.first(cut), 0), test::slow_crc32c(all.first(cut)));
            EXPECT_EQ(crc(all.subspan(cut), crc(all.first(cut), 0)), test::slow_crc32c(all));
        }
    }
}

TEST(JournalFormat, TheSpecificationsExampleIsReadAndMade) {
    Frames frames;
    ASSERT_OK_AND(const std::uint64_t end, scan(example(), frames));
    EXPECT_EQ(end, 96U);
    EXPECT_EQ(frames, kExampleFrames);

    Bytes made = journal_header();
    for (const auto& [type, payload] : kExampleFrames)
        append(made,
               detail::make_frame(made.size(), type, type != FrameType::body, as_bytes(payload)));
    EXPECT_EQ(hex_encode(made), test::kExampleHex);
}

TEST(JournalFormat, JournalsWithoutFlagsAreRead) {
    Frames frames;
    ASSERT_OK_AND(const std::uint64_t end,
                  scan(hex_decode(test::kExampleWithoutFlagsHex).value(), frames));
    EXPECT_EQ(end, 96U);
    EXPECT_EQ(frames, kExampleFrames);
}

TEST(JournalFormat, CutAnywhereOnlyTheCutFrameIsMissing) {
    const Bytes whole = example();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        Frames frames;
        const auto end = scan(ByteView(whole).first(size), frames);
        if (size < 16) {
            EXPECT_CODE(end, errors::kNotAJournal) << size;
            continue;
        }
        ASSERT_TRUE(end.has_value()) << size << test::describe(end);
        std::size_t whole_frames = 0;
        while (kExampleOffsets[whole_frames + 1] <= size) ++whole_frames;
        EXPECT_EQ(*end, kExampleOffsets[whole_frames]) << size;
        EXPECT_EQ(frames, Frames(kExampleFrames.begin(),
                                 kExampleFrames.begin() + static_cast<int>(whole_frames)));
    }
}

// Stronger than "not read as the whole": with every byte there, no changed byte is ever taken for
// the trace of a crash, not even in the last frame.
TEST(JournalFormat, EveryOtherValueOfEveryByteIsRefused) {
    const Bytes whole = example();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        for (unsigned change = 1; change < 256; ++change) {
            Bytes bad = whole;
            bad[i] = static_cast<std::uint8_t>(bad[i] ^ change);
            const std::string code = test::code_of(scan(bad));
            if (i >= 16)
                ASSERT_EQ(code, errors::kJournalDamaged.name) << i << " " << change;
            else if (i == 14 && bad[i] >= '1' && bad[i] <= '9')
                ASSERT_EQ(code, errors::kJournalNewerFormat.name) << i << " " << change;
            else if (i == 15)
                ASSERT_EQ(code, errors::kJournalNewerFormat.name) << i << " " << change;
            else
                ASSERT_EQ(code, errors::kNotAJournal.name) << i << " " << change;
        }
    }
}

TEST(JournalFormat, FramesCountOnlyWhereTheyWereWritten) {
    const auto frame = [](std::uint64_t offset, std::string_view payload) {
        return detail::make_frame(offset, FrameType::entry, false, as_bytes(payload));
    };
    const Bytes a = frame(16, "a");
    const Bytes b = frame(16 + 18, "b");
    const Bytes c = frame(16 + 36, "c");
    const auto journal = [](std::initializer_list<ByteView> frames) {
        Bytes bytes = journal_header();
        for (const ByteView one : frames) append(bytes, one);
        return bytes;
    };
    EXPECT_OK(scan(journal({a, b, c})));
    EXPECT_CODE(scan(journal({a, c})), errors::kJournalDamaged);
    EXPECT_CODE(scan(journal({b, c})), errors::kJournalDamaged);
    EXPECT_CODE(scan(journal({a, a, b, c})), errors::kJournalDamaged);
    EXPECT_CODE(scan(journal({b, a, c})), errors::kJournalDamaged);
    EXPECT_CODE(scan(journal({a, c, b})), errors::kJournalDamaged);
}

TEST(JournalFormat, ZerosBehindTheLastFrameAreATornTail) {
    for (const std::size_t zeros : {1U, 15U, 16U, 17U, 416U, 417U, 600000U}) {
        Bytes bytes = example();
        bytes.resize(bytes.size() + zeros);
        Frames frames;
        ASSERT_OK_AND(const std::uint64_t end, scan(bytes, frames));
        EXPECT_EQ(end, 96U);
        EXPECT_EQ(frames, kExampleFrames);
        // With a byte behind them they are no tail; up to a sector's end they are still one that
        // was not written.
        bytes.push_back(1);
        if (zeros < 15) continue;
        if (zeros < 416)
            EXPECT_CODE(scan(bytes), errors::kJournalDamaged) << zeros;
        else
            EXPECT_EQ(scan(bytes).value_or(0), 96U) << zeros;
    }
}

TEST(JournalFormat, SectorsThatWereNotWrittenAreATornTail) {
    Bytes whole = journal_header();
    put_frame(whole, FrameType::entry, "kept");
    const std::size_t kept = whole.size();
    put_frame(whole, FrameType::body, std::string(2000, 'x'));
    put_frame(whole, FrameType::head, std::string(1000, 'y'));
    const auto zero_from = [&whole](std::size_t begin) {
        Bytes bytes = whole;
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(begin), bytes.end(), 0);
        return bytes;
    };
    const std::size_t head = kept + 2017;
    EXPECT_EQ(scan(zero_from(kept)).value_or(0), kept);
    for (const std::size_t sector : {512U, 1024U, 1536U, 2048U})
        EXPECT_EQ(scan(zero_from(sector)).value_or(0), kept) << sector;
    EXPECT_EQ(scan(zero_from(head)).value_or(0), head);
    EXPECT_EQ(scan(zero_from(2560)).value_or(0), head);
    // No sector begins between 2,560 and the end, so fewer zeros are damage.
    ASSERT_EQ(whole.size(), 3071U);
    EXPECT_CODE(scan(zero_from(2561)), errors::kJournalDamaged);
    EXPECT_CODE(scan(zero_from(whole.size() - 1)), errors::kJournalDamaged);
    EXPECT_CODE(scan(zero_from(whole.size() - 400)), errors::kJournalDamaged);

    // The head was written when the body was synced.
    Bytes hole = whole;
    std::fill(hole.begin() + 512, hole.begin() + 1024, 0);
    EXPECT_CODE(scan(hole), errors::kJournalDamaged);
}

TEST(JournalFormat, ASectorThatIsMissingInsideTheLastFrameIsATornTail) {
    Bytes whole = journal_header();
    put_frame(whole, FrameType::entry, "kept");
    const std::size_t kept = whole.size();
    put_frame(whole, FrameType::body, std::string(2000, 'x'));
    ASSERT_EQ(whole.size(), 2054U);
    const auto without = [&whole](std::size_t begin, std::size_t end) {
        Bytes bytes = whole;
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(begin),
                  bytes.begin() + static_cast<std::ptrdiff_t>(end), 0);
        return bytes;
    };
    for (const std::size_t sector : {512U, 1024U, 1536U}) {
        EXPECT_EQ(scan(without(sector, sector + 512)).value_or(0), kept) << sector;
        // A sector is written whole: less is damage.
        EXPECT_CODE(scan(without(sector + 1, sector + 512)), errors::kJournalDamaged) << sector;
        EXPECT_CODE(scan(without(sector, sector + 511)), errors::kJournalDamaged) << sector;
    }
    EXPECT_EQ(scan(without(512, 2048)).value_or(0), kept);
    EXPECT_CODE(scan(without(256, 512)), errors::kJournalDamaged);
    EXPECT_CODE(scan(without(2048, 2053)), errors::kJournalDamaged);

    // What stands behind it may belong to the same batch, unless it says otherwise.
    Bytes more = without(512, 1024);
    more.push_back(1);
    EXPECT_EQ(scan(more).value_or(0), kept);
    put_frame(whole, FrameType::entry, "next");
    put_frame(whole, FrameType::body, "and its");
    EXPECT_EQ(scan(without(512, 1024)).value_or(0), kept);
    Bytes marked = whole;
    test::put_marked_frame(whole, FrameType::entry, "after a sync");
    EXPECT_CODE(scan(without(512, 1024)), errors::kJournalDamaged);
    whole = marked;
    put_frame(whole, FrameType::head, "heads always were");
    EXPECT_CODE(scan(without(512, 1024)), errors::kJournalDamaged);
}

TEST(JournalFormat, APayloadOfZerosIsNoTornTail) {
    Bytes bytes = journal_header();
    put_frame(bytes, FrameType::body, std::string(5000, '\0'));
    ASSERT_OK_AND(const std::uint64_t end, scan(bytes));
    EXPECT_EQ(end, bytes.size());
    // Zeros of its own hide what happened to a frame of the last batch, but not to one before it.
    put_frame(bytes, FrameType::entry, "next");
    bytes[100] = 1;
    EXPECT_EQ(scan(bytes).value_or(0), 16U);
    test::put_marked_frame(bytes, FrameType::entry, "after a sync");
    EXPECT_CODE(scan(bytes), errors::kJournalDamaged);
}

TEST(JournalFormat, LaterVersionsAreNamed) {
    const auto code_of_file = [](std::string_view text) { return scan(as_bytes(text)); };
    EXPECT_CODE(code_of_file("deed journal v2\n"), errors::kJournalNewerFormat);
    EXPECT_CODE(code_of_file("deed journal v10\nmore"), errors::kJournalNewerFormat);
    for (const char* foreign : {"", "deed journal v1", "deed journal v0\n", "deed journal vx\n",
                                "deed Journal v1\n", "SQLite format 3\0...", "\ndeed journal v1\n"})
        EXPECT_CODE(code_of_file(foreign), errors::kNotAJournal) << foreign;

    Bytes unknown_type = journal_header();
    put_frame(unknown_type, 4, "x", 1);
    EXPECT_CODE(scan(unknown_type), errors::kJournalNewerFormat);
    for (int bit = 9; bit < 32; ++bit) {
        Bytes reserved = journal_header();
        put_frame(reserved, (std::uint32_t{1} << bit) | 1, "x", 1);
        EXPECT_CODE(scan(reserved), errors::kJournalNewerFormat) << bit;
    }
    Bytes type_zero = journal_header();
    put_frame(type_zero, 0, "x", 1);
    EXPECT_CODE(scan(type_zero), errors::kJournalDamaged);
}

TEST(JournalFormat, LengthsAreBounded) {
    const std::uint64_t limit = std::uint64_t{64} << 20;
    Bytes above = journal_header();
    put_frame(above, 1, "x", limit + 1);
    EXPECT_CODE(scan(above), errors::kJournalDamaged);
    Bytes huge = journal_header();
    put_frame(huge, 1, "x", 0xffffffff);
    EXPECT_CODE(scan(huge), errors::kJournalDamaged);
    Bytes cut_short = journal_header();
    put_frame(cut_short, 1, "x", limit);
    EXPECT_EQ(scan(cut_short).value_or(0), 16U);
}

TEST(JournalFormat, FramesOfManySizes) {
    Bytes bytes = journal_header();
    Frames expected;
    for (const std::size_t size : {0U, 1U, 511U, 262126U, 262127U, 262128U, 1000000U, 3U, 0U}) {
        expected.emplace_back(FrameType::body,
                              std::string(size, static_cast<char>('a' + size % 26)));
        put_frame(bytes, FrameType::body, expected.back().second);
    }
    Frames frames;
    ASSERT_OK_AND(const std::uint64_t end, scan(bytes, frames));
    EXPECT_EQ(end, bytes.size());
    EXPECT_TRUE(frames == expected);
}

}  // namespace
}  // namespace deed::tlog

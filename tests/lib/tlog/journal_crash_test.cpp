// What a crash can leave of a batch of frames that was not synced (specs/journal.md, "Reading"), by
// a model of the disk: sectors of 512 bytes, each in any state that it went through since the last
// sync, and the file as long as it was at any time since.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "lib/tlog/errors.hpp"
#include "lib/tlog/journal_format.hpp"
#include "tests/lib/tlog/journal_support.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::tlog {
namespace {

using test::Frames;
using test::journal_header;
using test::put_frame;
using test::put_marked_frame;

constexpr std::size_t kSector = 512;

std::string text(std::size_t size, char seed) {
    std::string out(size, seed);
    for (std::size_t i = 0; i < size; ++i)
        out[i] = static_cast<char>('!' + (i * 7 + static_cast<unsigned char>(seed)) % 90);
    return out;
}

struct Scan {
    std::string code;  ///< empty if good
    std::uint64_t end = 0;
    Frames frames;
};

Scan scan(ByteView bytes) {
    Scan out;
    detail::MemorySource source(bytes);
    const auto end = detail::scan_journal(source, kFirstFrame, [&](const detail::FrameView& frame) {
        return test::collect(out.frames)(frame.type, frame.payload);
    });
    if (!end) out.code = end.error().code().name;
    if (end) out.end = *end;
    return out;
}

/// A journal: frames that were synced, and behind them a batch that was not.
class Disk {
public:
    Disk() : bytes_(journal_header()) {}

    void write(FrameType type, const std::string& payload) {
        if (ends_.size() == synced_)
            put_marked_frame(bytes_, type, payload);
        else
            put_frame(bytes_, type, payload);
        frames_.emplace_back(type, payload);
        ends_.push_back(bytes_.size());
        if (ends_.size() > synced_) versions_.push_back(bytes_);
    }

    /// As a writer before there were flags.
    void write_without_flag(FrameType type, const std::string& payload) {
        put_frame(bytes_, type, payload);
        frames_.emplace_back(type, payload);
        ends_.push_back(bytes_.size());
        versions_.push_back(bytes_);
    }

    void sync() {
        synced_ = ends_.size();
        versions_.assign(1, bytes_);
    }

    const Bytes& bytes() const { return bytes_; }
    std::size_t synced_size() const { return synced_ == 0 ? 16 : ends_[synced_ - 1]; }
    std::size_t first_sector() const { return synced_size() / kSector; }
    std::size_t sectors() const { return (bytes_.size() + kSector - 1) / kSector; }
    std::size_t versions() const { return versions_.size(); }

    /// Version 0 is the last sync, the others what stood there after each frame.
    void revert(Bytes& image, std::size_t sector, std::size_t version) const {
        const Bytes& old = versions_[version];
        for (std::size_t i = sector * kSector; i < std::min(image.size(), (sector + 1) * kSector);
             ++i)
            image[i] = i < old.size() ? old[i] : 0;
    }

    /// `image` may have lost the batch's end, and nothing else.
    void expect_torn(const Bytes& image, const std::string& what) const {
        const Scan found = scan(image);
        ASSERT_EQ(found.code, "") << what;
        ASSERT_GE(found.frames.size(), synced_) << what;
        ASSERT_LE(found.frames.size(), frames_.size()) << what;
        ASSERT_EQ(found.end, found.frames.empty() ? 16 : ends_[found.frames.size() - 1]) << what;
        ASSERT_TRUE(std::equal(found.frames.begin(), found.frames.end(), frames_.begin())) << what;
        // Nothing whole is dropped but behind a frame that is not.
        if (found.frames.size() < frames_.size()) {
            const std::size_t begin = found.end;
            const std::size_t end = std::min(ends_[found.frames.size()], image.size());
            ASSERT_FALSE(end == ends_[found.frames.size()] &&
                         std::equal(image.begin() + static_cast<std::ptrdiff_t>(begin),
                                    image.begin() + static_cast<std::ptrdiff_t>(end),
                                    bytes_.begin() + static_cast<std::ptrdiff_t>(begin)))
                << what;
        }
    }

private:
    Bytes bytes_;
    Frames frames_;
    std::vector<std::size_t> ends_;
    std::size_t synced_ = 0;
    std::vector<Bytes> versions_{1, journal_header()};
};

/// Two synced batches and a head, then a batch of small and large frames over eleven sectors whose
/// frames begin and end anywhere in them.
Disk with_a_batch() {
    Disk disk;
    disk.write(FrameType::entry, text(300, 'a'));
    disk.write(FrameType::body, text(700, 'b'));
    disk.write(FrameType::entry, text(200, 'c'));
    disk.sync();
    disk.write(FrameType::head, text(150, 'd'));
    disk.sync();
    disk.write(FrameType::body, text(1500, 'e'));
    disk.write(FrameType::entry, text(120, 'f'));
    disk.write(FrameType::entry, text(90, 'g'));
    disk.write(FrameType::body, text(2100, 'h'));
    disk.write(FrameType::entry, text(40, 'i'));
    disk.write(FrameType::entry, text(700, 'j'));
    disk.write(FrameType::entry, text(300, 'k'));
    return disk;
}

TEST(JournalCrash, EveryChoiceOfMissingSectorsIsATornTail) {
    const Disk disk = with_a_batch();
    const std::size_t first = disk.first_sector();
    const std::size_t count = disk.sectors() - first;
    ASSERT_GE(count, 11U);
    ASSERT_LE(count, 12U);
    for (std::size_t chosen = 0; chosen < std::size_t{1} << count; ++chosen) {
        Bytes image = disk.bytes();
        for (std::size_t i = 0; i < count; ++i)
            if ((chosen >> i & 1) != 0) disk.revert(image, first + i, 0);
        disk.expect_torn(image, std::to_string(chosen));
        // Also where the file was not yet as long.
        for (const std::size_t kept : {count - 1, count / 2}) {
            Bytes shorter = image;
            shorter.resize((first + kept) * kSector);
            disk.expect_torn(shorter, std::to_string(chosen) + " cut");
        }
    }
}

TEST(JournalCrash, EverySectorMayBeOfAnotherTimeAndTheFileOfAnyLength) {
    const Disk disk = with_a_batch();
    std::mt19937 random(20260101);
    const auto below = [&random](std::size_t limit) { return random() % limit; };
    for (int round = 0; round < 8'000; ++round) {
        Bytes image = disk.bytes();
        for (std::size_t i = disk.first_sector(); i < disk.sectors(); ++i)
            if (below(3) != 0) disk.revert(image, i, below(disk.versions()));
        if (below(2) == 0)
            image.resize(disk.synced_size() + below(image.size() - disk.synced_size() + 1));
        disk.expect_torn(image, "round " + std::to_string(round));
    }
}

TEST(JournalCrash, FramesOfAnySizeAndPlace) {
    std::mt19937 random(20260102);
    const auto below = [&random](std::size_t limit) { return random() % limit; };
    for (int round = 0; round < 3'000; ++round) {
        Disk disk;
        const auto write_batch = [&] {
            for (std::size_t i = 1 + below(5); i > 0; --i)
                disk.write(below(2) == 0 ? FrameType::body : FrameType::entry,
                           text(below(4) == 0 ? below(2000) : below(60), 'x'));
        };
        for (std::size_t i = below(3); i > 0; --i) {
            write_batch();
            disk.sync();
        }
        write_batch();
        for (int crash = 0; crash < 8; ++crash) {
            Bytes image = disk.bytes();
            for (std::size_t i = disk.first_sector(); i < disk.sectors(); ++i)
                if (below(2) == 0) disk.revert(image, i, below(disk.versions()));
            disk.expect_torn(image, "round " + std::to_string(round));
        }
    }
}

TEST(JournalCrash, AChangedBitInASyncedFrameIsDamageWhateverTheBatchLost) {
    const Disk disk = with_a_batch();
    for (std::size_t i = 16; i < disk.synced_size(); ++i) {
        Bytes image = disk.bytes();
        if (i % 3 != 0)
            for (std::size_t sector = disk.first_sector(); sector < disk.sectors(); ++sector)
                if ((i + sector) % 2 == 0) disk.revert(image, sector, 0);
        image[i] = static_cast<std::uint8_t>(image[i] ^ 1U << i % 8);
        ASSERT_EQ(scan(image).code, errors::kJournalDamaged.name) << i;
    }
}

TEST(JournalCrash, AMissingSectorOfASyncedFrameIsDamage) {
    const Disk disk = with_a_batch();
    // The head stands in sector 2, and says that the sectors before it were there.
    ASSERT_EQ(disk.first_sector(), 2U);
    Bytes lost = disk.bytes();
    std::fill_n(lost.begin() + kSector, kSector, 0);
    EXPECT_EQ(scan(lost).code, errors::kJournalDamaged.name);
    // Once the batch is synced and something stands behind it, it counts as well.
    Disk more = with_a_batch();
    more.sync();
    more.write(FrameType::entry, "next");
    for (std::size_t sector = 1; sector + 1 < more.sectors(); ++sector) {
        Bytes image = more.bytes();
        std::fill_n(image.begin() + static_cast<std::ptrdiff_t>(sector * kSector), kSector, 0);
        EXPECT_EQ(scan(image).code, errors::kJournalDamaged.name) << sector;
    }
}

TEST(JournalCrash, AChangedBitIsDamageAlsoInAFrameThatWasNotSynced) {
    const Disk disk = with_a_batch();
    for (std::size_t i = disk.synced_size(); i < disk.bytes().size(); ++i) {
        Bytes image = disk.bytes();
        image[i] ^= 0x10;
        ASSERT_EQ(scan(image).code, errors::kJournalDamaged.name) << i;
    }
}

TEST(JournalCrash, AMarkIsFoundBehindALostHeader) {
    Disk disk;
    disk.write(FrameType::entry, text(460, 'a'));
    // A header that stands across a sector's begin, and whose second half is lost.
    disk.write(FrameType::body, text(200'000, 'b'));
    const std::size_t tail = disk.bytes().size();
    disk.sync();
    Bytes image = disk.bytes();
    std::fill_n(image.begin() + kSector, kSector, 0);
    EXPECT_EQ(scan(image).end, 16U + 460 + 17);
    for (const auto& [type, marked] :
         {std::pair(FrameType::entry, true), std::pair(FrameType::entry, false),
          std::pair(FrameType::head, false)}) {
        Bytes followed = image;
        if (marked)
            put_marked_frame(followed, type, "x");
        else
            put_frame(followed, type, "x");
        ASSERT_EQ(followed.size(), tail + 18);
        const bool damaged = marked || type == FrameType::head;
        EXPECT_EQ(scan(followed).code, damaged ? errors::kJournalDamaged.name : "");
    }
}

TEST(JournalCrash, BehindABadFrameALaterVersionsFrameIsNamed) {
    Bytes image = journal_header();
    put_marked_frame(image, FrameType::body, text(2000, 'a'));
    put_frame(image, 4, "x", 1);
    std::fill_n(image.begin() + kSector, kSector, 0);
    EXPECT_EQ(scan(image).code, errors::kJournalNewerFormat.name);
}

// Journals from before there were flags: heads are their only marks.
TEST(JournalCrash, WithoutFlagsAHeadSaysWhatWasSynced) {
    Disk disk;
    disk.write_without_flag(FrameType::body, text(1500, 'a'));
    disk.write_without_flag(FrameType::entry, text(400, 'b'));
    disk.sync();
    disk.write_without_flag(FrameType::head, text(100, 'c'));
    disk.sync();
    disk.write_without_flag(FrameType::entry, text(900, 'd'));
    disk.write_without_flag(FrameType::entry, text(900, 'e'));
    for (std::size_t sector = 1; sector < 3; ++sector) {
        Bytes image = disk.bytes();
        std::fill_n(image.begin() + static_cast<std::ptrdiff_t>(sector * kSector), kSector, 0);
        EXPECT_EQ(scan(image).code, errors::kJournalDamaged.name) << sector;
    }
    const std::size_t count = disk.sectors() - disk.first_sector();
    for (std::size_t chosen = 0; chosen < std::size_t{1} << count; ++chosen) {
        Bytes image = disk.bytes();
        for (std::size_t i = 0; i < count; ++i)
            if ((chosen >> i & 1) != 0) disk.revert(image, disk.first_sector() + i, 0);
        disk.expect_torn(image, std::to_string(chosen));
    }
}

// Many headers without a mark must not cost more than one walk.
TEST(JournalCrash, TheSearchIsLinear) {
    Bytes image = journal_header();
    put_marked_frame(image, FrameType::entry, text(1000, 'a'));
    const std::size_t begin = image.size();
    put_frame(image, FrameType::body, text(100, 'b'));
    while (image.size() < std::size_t{8} << 20) put_frame(image, FrameType::entry, "");
    std::fill(image.begin() + static_cast<std::ptrdiff_t>(begin),
              image.begin() + static_cast<std::ptrdiff_t>((begin / kSector + 1) * kSector), 0);
    EXPECT_EQ(scan(image).end, begin);
}

}  // namespace
}  // namespace deed::tlog

#include "lib/tlog/head_guard.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "lib/crypto/hash.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/tlog/errors.hpp"
#include "tests/lib/tlog/journal_support.hpp"
#include "tests/support/head_guard.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::tlog {
namespace {

using test::advance_from_record;

using std::filesystem::perms;
using test::file_bytes;
using test::write_file;

// The example of specs/journal.md, its digests computed by a separate program.
constexpr std::string_view kKey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view kRoot = "ml5Ql1LbUjcaHReqJtiex0DrthYVPGqRsbC8jNb27yA=";
constexpr std::string_view kFile =
    "a82f24c48c9ee106dd11952a8026e14f3760ae4686748dd80e6cae8dd4e98a04";
constexpr std::string_view kContent =
    "deed/head/v1\n"
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n"
    "7\n"
    "ml5Ql1LbUjcaHReqJtiex0DrthYVPGqRsbC8jNb27yA=\n"
    "daecbc2039dd052205e6689e2c1e4b5070a0b89517635c97a73d04f3a2eb37ef\n";

GuardedHead head(std::uint64_t size, std::string_view root_base64 = kRoot) {
    const Bytes root = base64_decode(root_base64).value();
    GuardedHead result{size, {}};
    std::copy(root.begin(), root.end(), result.root.begin());
    return result;
}

class HeadGuardTest : public testing::Test {
protected:
    void put(std::string_view content, perms mode = perms::owner_read | perms::owner_write) {
        std::filesystem::create_directories(heads_);
        write_file(file_, as_bytes(content));
        std::filesystem::permissions(file_, mode);
    }

    test::TempDir folder_;
    std::filesystem::path heads_ = folder_ / "state" / "heads";
    std::filesystem::path file_ = heads_ / kFile;
    VerifierKey key_ = VerifierKey::parse(kKey).value();
    std::unique_ptr<HeadGuard> guard_ = open_head_guard(heads_);
    Call call_;
};

TEST_F(HeadGuardTest, KnowsNothingAtFirstAndLookingCreatesNothing) {
    ASSERT_OK_AND(const auto highest, guard_->highest(key_, call_));
    EXPECT_FALSE(highest.has_value());
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(HeadGuardTest, WritesTheSpecificationsExample) {
    ASSERT_OK(advance_from_record(*guard_, key_, head(7), call_));
    EXPECT_EQ(as_text(file_bytes(file_)), kContent);
    EXPECT_EQ(std::filesystem::status(file_).permissions(), perms::owner_read | perms::owner_write);
    EXPECT_EQ(std::filesystem::status(heads_).permissions(), perms::owner_all);
    ASSERT_OK_AND(const auto highest, open_head_guard(heads_)->highest(key_, call_));
    EXPECT_EQ(highest, head(7));
}

TEST_F(HeadGuardTest, GoesForwardOnly) {
    const GuardedHead beside = head(7, "bkYhxEbGHwwqvNW7kYmCbeNur0ovBsB6PWKjlC2me24=");
    ASSERT_OK(advance_from_record(*guard_, key_, head(7), call_));
    EXPECT_OK(advance_from_record(*guard_, key_, head(7), call_));
    EXPECT_CODE(advance_from_record(*guard_, key_, beside, call_), errors::kRolledBack);
    EXPECT_CODE(advance_from_record(*guard_, key_, head(6), call_), errors::kRolledBack);
    EXPECT_CODE(advance_from_record(*guard_, key_, head(0), call_), errors::kRolledBack);
    EXPECT_EQ(guard_->highest(key_, call_).value(), head(7));
    ASSERT_OK(advance_from_record(*guard_, key_, head(8), call_));
    EXPECT_CODE(advance_from_record(*guard_, key_, head(7), call_), errors::kRolledBack);
    constexpr std::uint64_t kLargest = (std::uint64_t{1} << 53) - 1;
    EXPECT_CODE(advance_from_record(*guard_, key_, head(kLargest + 1), call_),
                errors::kCheckpointMalformed);
    ASSERT_OK(advance_from_record(*guard_, key_, head(kLargest), call_));
    ASSERT_OK_AND(const auto highest, guard_->highest(key_, call_));
    EXPECT_EQ(highest, head(kLargest));
}

TEST_F(HeadGuardTest, ASizeThatJsonDoesNotCarryIsDamage) {
    ASSERT_OK(advance_from_record(*guard_, key_, head(7), call_));
    const auto with_size = [](const std::string& size) {
        const std::string text =
            "deed/head/v1\n" + std::string(kKey) + "\n" + size + "\n" + std::string(kRoot) + "\n";
        return text + hex_encode(crypto::sha256(as_bytes(text))) + "\n";
    };
    put(with_size("9007199254740991"));
    EXPECT_OK(guard_->highest(key_, call_));
    put(with_size("9007199254740992"));
    EXPECT_CODE(guard_->highest(key_, call_), errors::kHeadGuardDamaged);
}

TEST_F(HeadGuardTest, TwoWhoCheckedTheSameRecordCannotBothAdvance) {
    ASSERT_OK(guard_->advance(key_, std::nullopt, head(5), call_));
    const auto second = open_head_guard(heads_);
    ASSERT_OK_AND(const auto checked, second->highest(key_, call_));
    ASSERT_OK(guard_->advance(key_, checked, head(6), call_));
    // 7 would lie ahead of 6, but nobody has seen that it extends it.
    EXPECT_CODE(second->advance(key_, checked, head(7), call_), errors::kRolledBack);
    EXPECT_CODE(second->advance(key_, std::nullopt, head(7), call_), errors::kRolledBack);
    EXPECT_EQ(guard_->highest(key_, call_).value(), head(6));
}

TEST_F(HeadGuardTest, KeepsKeysApart) {
    ASSERT_OK_AND(const VerifierKey renamed, VerifierKey::create("other.example", key_.key()));
    ASSERT_OK(advance_from_record(*guard_, key_, head(7), call_));
    EXPECT_FALSE(guard_->highest(renamed, call_).value().has_value());
    ASSERT_OK(advance_from_record(*guard_, renamed, head(3), call_));
    EXPECT_EQ(guard_->highest(key_, call_).value(), head(7));
    EXPECT_EQ(guard_->highest(renamed, call_).value(), head(3));
}

TEST_F(HeadGuardTest, TwoObjectsSeeOneRecord) {
    const auto second = open_head_guard(heads_);
    ASSERT_OK(advance_from_record(*guard_, key_, head(7), call_));
    EXPECT_EQ(second->highest(key_, call_).value(), head(7));
    ASSERT_OK(advance_from_record(*second, key_, head(9), call_));
    EXPECT_CODE(advance_from_record(*guard_, key_, head(8), call_), errors::kRolledBack);
    EXPECT_EQ(guard_->highest(key_, call_).value(), head(9));
}

// Each size is recorded by one of the contenders at most: the others are behind or beside it.
TEST_F(HeadGuardTest, ContendersNeverBothWin) {
    constexpr std::uint64_t kRounds = 15;
    const std::string_view roots[] = {kRoot, "bkYhxEbGHwwqvNW7kYmCbeNur0ovBsB6PWKjlC2me24="};
    std::vector<std::atomic<int>> winners(kRounds + 1);
    std::atomic<int> unexpected = 0;
    const auto contend = [&](std::string_view root) {
        const auto guard = open_head_guard(heads_);
        Call call;
        for (std::uint64_t size = 1; size <= kRounds; ++size) {
            const auto result = advance_from_record(*guard, key_, head(size, root), call);
            if (result)
                ++winners[size];
            else if (result.error().code() != errors::kRolledBack)
                ++unexpected;
        }
    };
    std::thread first(contend, roots[0]);
    std::thread second(contend, roots[1]);
    first.join();
    second.join();
    EXPECT_EQ(unexpected, 0);
    for (std::uint64_t size = 1; size <= kRounds; ++size) EXPECT_LE(winners[size], 1) << size;
    EXPECT_EQ(winners[kRounds], 1);
}

TEST_F(HeadGuardTest, EveryChangedBitIsDamage) {
    for (std::size_t i = 0; i < kContent.size(); ++i) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string bad(kContent);
            bad[i] = static_cast<char>(static_cast<unsigned char>(bad[i]) ^ (1U << bit));
            put(bad);
            const std::string code = test::code_of(guard_->highest(key_, call_));
            const bool in_version = i == 11 || i == 12;  // "1" and the line's end
            EXPECT_TRUE(code == errors::kHeadGuardDamaged.name ||
                        (in_version && code == errors::kHeadGuardNewerFormat.name))
                << i << " " << bit << " " << code;
        }
    }
}

TEST_F(HeadGuardTest, ADamagedRecordIsNeverTakenForNone) {
    for (std::size_t size = 0; size < kContent.size(); ++size) {
        put(kContent.substr(0, size));
        EXPECT_CODE(guard_->highest(key_, call_), errors::kHeadGuardDamaged) << size;
    }
    for (const std::string& bad : {std::string(kContent) + "\n", std::string(kContent) + "x",
                                   std::string(10000, '\n'), std::string(kContent.size(), '\0')}) {
        put(bad);
        EXPECT_CODE(guard_->highest(key_, call_), errors::kHeadGuardDamaged);
        EXPECT_CODE(advance_from_record(*guard_, key_, head(8), call_), errors::kHeadGuardDamaged);
        EXPECT_EQ(as_text(file_bytes(file_)), bad);
    }
    put("deed/head/v2\nwhatever\n");
    EXPECT_CODE(advance_from_record(*guard_, key_, head(8), call_), errors::kHeadGuardNewerFormat);
}

TEST_F(HeadGuardTest, ARecordUnderAnotherKeysNameIsDamage) {
    ASSERT_OK_AND(const VerifierKey renamed, VerifierKey::create("other.example", key_.key()));
    ASSERT_OK(advance_from_record(*guard_, renamed, head(3), call_));
    for (const auto& entry : std::filesystem::directory_iterator(heads_))
        if (entry.path().extension() != ".lock") std::filesystem::rename(entry.path(), file_);
    EXPECT_CODE(guard_->highest(key_, call_), errors::kHeadGuardDamaged);
}

TEST_F(HeadGuardTest, ARecordOpenToOthersIsRefused) {
    put(kContent);
    EXPECT_EQ(guard_->highest(key_, call_).value(), head(7));
    put(kContent, perms::owner_read | perms::owner_write | perms::others_write);
    EXPECT_CODE(guard_->highest(key_, call_), deed::errors::kLoosePermissions);
    EXPECT_CODE(advance_from_record(*guard_, key_, head(8), call_),
                deed::errors::kLoosePermissions);
}

TEST_F(HeadGuardTest, WaitsForTheLockNoLongerThanItsCall) {
    ASSERT_OK(advance_from_record(*guard_, key_, head(7), call_));
    std::filesystem::path lock_name = file_;
    lock_name += ".lock";
    ASSERT_OK_AND(const FileLock held, FileLock::acquire(lock_name));
    Call hurried(nullptr, nullptr,
                 std::chrono::steady_clock::now() + std::chrono::milliseconds(30));
    EXPECT_CODE(advance_from_record(*guard_, key_, head(8), hurried), deed::errors::kDeadline);
    const std::atomic<bool> cancelled = true;
    Call stopped(nullptr, &cancelled);
    EXPECT_CODE(advance_from_record(*guard_, key_, head(8), stopped), deed::errors::kInterrupted);
    EXPECT_CODE(guard_->highest(key_, stopped), deed::errors::kInterrupted);
    EXPECT_EQ(guard_->highest(key_, call_).value(), head(7));
}

}  // namespace
}  // namespace deed::tlog

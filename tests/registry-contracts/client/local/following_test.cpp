#include <atomic>
#include <thread>

#include "lib/io/errors.hpp"
#include "lib/tlog/errors.hpp"
#include "tests/registry-contracts/client/local/local_fixture.hpp"

// Who reads for long sees what others write meanwhile, and never a history that does not go on.

namespace deed::registry::test {
namespace {

namespace fs = std::filesystem;

class FollowingTest : public testing::Test {
protected:
    FollowingTest() {
        fixture_.create_identity(1);
        follower_ = must(
            follow_local_ledger(fixture_.folder(), fixture_.log_key(), fixture_.guard(), call_));
    }

    std::uint64_t seen() { return must(follower_->subject_count(call_)); }

    LocalFixture fixture_;
    Call call_;
    std::unique_ptr<LogLedger> follower_;
};

TEST_F(FollowingTest, SeesWhatOthersInclude) {
    const auto reader = must(fixture_.read(&fixture_.guard()));
    EXPECT_EQ(seen(), 1U);
    fixture_.create_identity(2);
    EXPECT_EQ(seen(), 2U);
    fixture_.create_identity(3);
    EXPECT_TRUE(must(follower_->state(address_of(*controller(3)), call_)).exists());
    fixture_.close();
    EXPECT_EQ(seen(), 3U);
    EXPECT_EQ(must(reader->subject_count(call_)), 1U) << "this one reads as the ledger stood";
}

TEST_F(FollowingTest, ManyReadersWhileAWriterGoesOn) {
    constexpr std::uint8_t kLast = 20;
    std::atomic<bool> done = false;
    std::atomic<int> steps_back = 0;
    const auto read = [&] {
        Call call;
        for (std::uint64_t before = 1; !done;) {
            const std::uint64_t now = must(follower_->subject_count(call));
            if (now < before) ++steps_back;
            before = now;
        }
    };
    std::thread first(read), second(read);
    for (std::uint8_t number = 2; number <= kLast; ++number) fixture_.create_identity(number);
    done = true;
    first.join();
    second.join();
    EXPECT_EQ(steps_back, 0);
    EXPECT_EQ(seen(), kLast);
}

TEST_F(FollowingTest, SeesTheNextKeyOfTheLog) {
    EXPECT_TRUE(must(follower_->history(call_)).successions().empty());
    const auto next = signer_of(crypto::KeyType::ed25519, 22);
    must(fixture_.log().succeed(*next, call_));
    EXPECT_EQ(must(follower_->history(call_)).successions().size(), 1U);
    EXPECT_EQ(must(follower_->checkpoint(call_)), must(fixture_.log().checkpoint(call_)));
}

TEST_F(FollowingTest, SaysThatTheJournalIsGone) {
    fixture_.close();
    const fs::path kept = fixture_.copy();
    fs::remove(fixture_.journal());
    EXPECT_CODE(follower_->subject_count(call_), deed::errors::kFileNotFound);
    fixture_.restore(kept);
    EXPECT_EQ(seen(), 1U);
}

TEST_F(FollowingTest, GoesBackToNoOlderCopy) {
    fixture_.close();
    const fs::path old = fixture_.copy();
    fixture_.reopen();
    fixture_.create_identity(2);
    fixture_.close();
    const fs::path current = fixture_.copy();
    EXPECT_EQ(seen(), 2U);
    fixture_.restore(old);
    EXPECT_CODE(follower_->subject_count(call_), tlog::errors::kRolledBack);
    fixture_.restore(current);
    EXPECT_EQ(seen(), 2U);
}

TEST_F(FollowingTest, RemembersWhatTheGuardWasMadeToForget) {
    fixture_.close();
    const fs::path old = fixture_.copy();
    const deed::test::TempDir temp;
    fs::copy(fixture_.heads(), temp / "heads", fs::copy_options::recursive);
    fixture_.reopen();
    fixture_.create_identity(2);
    fixture_.close();
    EXPECT_EQ(seen(), 2U);
    fixture_.restore(old);
    fs::remove_all(fixture_.heads());
    fs::copy(temp / "heads", fixture_.heads(), fs::copy_options::recursive);
    EXPECT_OK(fixture_.read(&fixture_.guard()));  // both together: nobody else can tell
    EXPECT_CODE(follower_->subject_count(call_), tlog::errors::kRolledBack);

    // And another second entry than the one that was seen.
    fixture_.reopen();
    fixture_.create_identity(3);
    fixture_.create_identity(4);
    EXPECT_CODE(follower_->subject_count(call_), tlog::errors::kRolledBack);
}

}  // namespace
}  // namespace deed::registry::test

#include "credentials/challenges/challenge_store.hpp"

#include <set>

#include "credentials/challenges/errors.hpp"
#include "lib/store/errors.hpp"
#include "lib/store/query.hpp"
#include "tests/lib/io/file_helpers.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::credentials {
namespace {

constexpr const char* kBank = "https://bank.example";

Timestamp moment(std::string_view text) { return Timestamp::parse_rfc3339(text).value(); }

class ChallengeStoreTest : public testing::Test {
protected:
    std::unique_ptr<ChallengeStore> open(const ChallengeStoreOptions& options = {}) {
        return open_challenge_store(file_, clock_, options);
    }
    void pass(std::int64_t seconds) { clock_.set(clock_.now().plus_seconds(seconds)); }

    test::TempDir folder_;
    std::filesystem::path file_ = folder_.path() / "state" / "challenges.sqlite";
    FixedClock clock_{moment("2026-11-22T00:00:00Z")};
    std::unique_ptr<ChallengeStore> store_ = open();
    Call call_;
};

TEST_F(ChallengeStoreTest, AChallengeIsGoodOnce) {
    ASSERT_OK_AND(const Challenge challenge, store_->make(kBank, 300, call_));
    EXPECT_EQ(challenge.domain, kBank);
    EXPECT_EQ(challenge.made, clock_.now());
    EXPECT_EQ(challenge.expires, moment("2026-11-22T00:05:00Z"));
    EXPECT_OK(store_->check(challenge.value, kBank, call_));
    EXPECT_OK(store_->check(challenge.value, kBank, call_));
    EXPECT_OK(store_->consume(challenge.value, kBank, call_));
    EXPECT_CODE(store_->check(challenge.value, kBank, call_), errors::kChallengeReplayed);
    EXPECT_CODE(store_->consume(challenge.value, kBank, call_), errors::kChallengeReplayed);
}

TEST_F(ChallengeStoreTest, ChallengesAreRandomAndOfOneForm) {
    std::set<std::string> values;
    for (int i = 0; i < 20; ++i) {
        ASSERT_OK_AND(const Challenge challenge, store_->make(kBank, 300, call_));
        EXPECT_EQ(challenge.value.size(), 44u);
        EXPECT_EQ(challenge.value.front(), 'u');  // multibase, so never an option of a command
        values.insert(challenge.value);
    }
    EXPECT_EQ(values.size(), 20u);
}

TEST_F(ChallengeStoreTest, WhatNobodyMadeIsUnknown) {
    ASSERT_OK(store_->make(kBank, 300, call_));
    for (const char* other : {"", "ruby", "uAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
        EXPECT_CODE(store_->check(other, kBank, call_), errors::kChallengeUnknown);
        EXPECT_CODE(store_->consume(other, kBank, call_), errors::kChallengeUnknown);
    }
}

TEST_F(ChallengeStoreTest, AskingCreatesNothing) {
    EXPECT_CODE(store_->check("ruby", kBank, call_), errors::kChallengeUnknown);
    EXPECT_CODE(store_->consume("ruby", kBank, call_), errors::kChallengeUnknown);
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
    // A store that somebody else begins meanwhile is found.
    ASSERT_OK_AND(const Challenge challenge, open()->make(kBank, 300, call_));
    EXPECT_OK(store_->consume(challenge.value, kBank, call_));
}

TEST_F(ChallengeStoreTest, AChallengeIsForItsDomainAlone) {
    ASSERT_OK_AND(const Challenge challenge, store_->make(kBank, 300, call_));
    for (const char* other : {"", "https://bank.example/", "https://court.example"}) {
        EXPECT_CODE(store_->check(challenge.value, other, call_), errors::kChallengeOtherDomain);
        EXPECT_CODE(store_->consume(challenge.value, other, call_), errors::kChallengeOtherDomain);
    }
    EXPECT_OK(store_->consume(challenge.value, kBank, call_));
}

TEST_F(ChallengeStoreTest, AChallengeExpires) {
    ASSERT_OK_AND(const Challenge early, store_->make(kBank, 300, call_));
    ASSERT_OK_AND(const Challenge late, store_->make(kBank, 300, call_));
    pass(299);
    EXPECT_OK(store_->consume(early.value, kBank, call_));
    pass(1);
    EXPECT_CODE(store_->check(late.value, kBank, call_), errors::kChallengeExpired);
    EXPECT_CODE(store_->consume(late.value, kBank, call_), errors::kChallengeExpired);
    EXPECT_CODE(store_->consume(early.value, kBank, call_), errors::kChallengeReplayed);
}

TEST_F(ChallengeStoreTest, AClockSetBackBringsNothingBack) {
    ASSERT_OK_AND(const Challenge used, store_->make(kBank, 300, call_));
    ASSERT_OK_AND(const Challenge open, store_->make(kBank, 300, call_));
    ASSERT_OK(store_->consume(used.value, kBank, call_));
    pass(-1);
    EXPECT_CODE(store_->check(open.value, kBank, call_), errors::kChallengeAhead);
    EXPECT_CODE(store_->consume(open.value, kBank, call_), errors::kChallengeAhead);
    EXPECT_CODE(store_->consume(used.value, kBank, call_), errors::kChallengeReplayed);
    pass(-365 * 24 * 3600);
    EXPECT_CODE(store_->consume(used.value, kBank, call_), errors::kChallengeReplayed);
    ASSERT_OK_AND(const Challenge fresh, store_->make(kBank, 300, call_));
    EXPECT_OK(store_->consume(fresh.value, kBank, call_));
}

TEST_F(ChallengeStoreTest, OldChallengesAreForgottenAndStayRefused) {
    store_ = open({.keep_seconds = 3600});
    ASSERT_OK_AND(const Challenge used, store_->make(kBank, 300, call_));
    ASSERT_OK_AND(const Challenge unused, store_->make(kBank, 300, call_));
    ASSERT_OK(store_->consume(used.value, kBank, call_));
    pass(300 + 3600);
    ASSERT_OK(store_->make(kBank, 300, call_));
    EXPECT_CODE(store_->consume(used.value, kBank, call_), errors::kChallengeReplayed);
    EXPECT_CODE(store_->consume(unused.value, kBank, call_), errors::kChallengeExpired);
    pass(1);
    ASSERT_OK(store_->make(kBank, 300, call_));
    EXPECT_CODE(store_->consume(used.value, kBank, call_), errors::kChallengeUnknown);
    EXPECT_CODE(store_->consume(unused.value, kBank, call_), errors::kChallengeUnknown);
    pass(-300 - 3601);  // nor does an earlier clock make them good
    EXPECT_CODE(store_->consume(used.value, kBank, call_), errors::kChallengeUnknown);
    EXPECT_CODE(store_->consume(unused.value, kBank, call_), errors::kChallengeUnknown);
}

std::int64_t rows_in(const std::filesystem::path& file) {
    auto database = store::Database::open(
        file, {.application_id = 0x44654368, .version = 1, .schema = "", .read_only = true});
    EXPECT_OK(database);
    auto statement = store::Statement::prepare(*database, "SELECT count(*) FROM challenge");
    EXPECT_OK(statement);
    store::Query query(*statement);
    EXPECT_TRUE(query.next().value());
    return query.integer(0).value();
}

TEST_F(ChallengeStoreTest, ForgettingIsBoundedAndKeepsUp) {
    store_ = open({.keep_seconds = 0});
    for (int i = 0; i < 150; ++i) ASSERT_OK(store_->make(kBank, 1, call_));
    EXPECT_EQ(rows_in(file_), 150);
    pass(10);
    ASSERT_OK(store_->make(kBank, 1, call_));
    EXPECT_EQ(rows_in(file_), 150 - 64 + 1);
    for (int i = 0; i < 2; ++i) ASSERT_OK(store_->make(kBank, 1, call_));
    EXPECT_EQ(rows_in(file_), 3);
}

TEST_F(ChallengeStoreTest, WhatIsKeptOutlivesTheProcess) {
    ASSERT_OK_AND(const Challenge used, store_->make(kBank, 300, call_));
    ASSERT_OK_AND(const Challenge open_one, store_->make(kBank, 300, call_));
    ASSERT_OK(store_->consume(used.value, kBank, call_));
    store_ = open();
    EXPECT_CODE(store_->consume(used.value, kBank, call_), errors::kChallengeReplayed);
    EXPECT_OK(store_->consume(open_one.value, kBank, call_));
}

TEST_F(ChallengeStoreTest, TheFileIsPrivateAndDoesNotTellItsChallenges) {
    ASSERT_OK_AND(const Challenge challenge, store_->make(kBank, 300, call_));
    store_.reset();
    EXPECT_EQ(test::mode_of(file_), 0600u);
    EXPECT_EQ(test::mode_of(file_.parent_path()), 0700u);
    for (const auto& entry : std::filesystem::directory_iterator(file_.parent_path()))
        EXPECT_EQ(test::get(entry.path()).find(challenge.value.substr(1)), std::string::npos)
            << entry.path();
}

TEST_F(ChallengeStoreTest, BadRequestsAreRefused) {
    for (const std::string& domain :
         {std::string(), std::string(1025, 'a'), std::string("a\nb"), std::string("a\x7f"),
          std::string("\xff\xfe"), std::string("a\0b", 3)})
        EXPECT_CODE(store_->make(domain, 300, call_), errors::kChallengeBadDomain);
    for (const std::int64_t seconds : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{86401}})
        EXPECT_CODE(store_->make(kBank, seconds, call_), errors::kChallengeBadValidity);
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
    EXPECT_OK(store_->make(std::string(1024, 'a'), 86400, call_));
    EXPECT_OK(store_->make("银行", 1, call_));
}

TEST_F(ChallengeStoreTest, AnInterruptedCallChangesNothing) {
    ASSERT_OK_AND(const Challenge challenge, store_->make(kBank, 300, call_));
    const std::atomic<bool> cancelled = true;
    Call over(nullptr, &cancelled);
    EXPECT_EQ(test::code_of(store_->make(kBank, 300, over)), "call.interrupted");
    EXPECT_EQ(test::code_of(store_->check(challenge.value, kBank, over)), "call.interrupted");
    EXPECT_EQ(test::code_of(store_->consume(challenge.value, kBank, over)), "call.interrupted");
    EXPECT_OK(store_->consume(challenge.value, kBank, call_));
}

TEST_F(ChallengeStoreTest, OtherFilesAreRefused) {
    std::filesystem::create_directories(file_.parent_path());
    test::put(file_, std::string(8192, 'x'));
    EXPECT_CODE(store_->consume("ruby", kBank, call_), store::errors::kDamaged);
    std::filesystem::remove(file_);
    ASSERT_OK(store::Database::open(
        file_,
        {.application_id = 0x44654f70, .version = 1, .schema = "CREATE TABLE a(b INT) STRICT"}));
    EXPECT_CODE(store_->make(kBank, 300, call_), store::errors::kWrongApplication);
    std::filesystem::remove(file_);
    ASSERT_OK(store::Database::open(
        file_, {.application_id = 0x44654368, .version = 2, .schema = "CREATE TABLE a(b INT)"}));
    EXPECT_CODE(store_->consume("ruby", kBank, call_), store::errors::kNewerFormat);
}

TEST_F(ChallengeStoreTest, AFullDiskNeverSaysYes) {
    ASSERT_OK_AND(const Challenge challenge, store_->make(kBank, 300, call_));
    {
        const test::FileSizeLimit full(0);
        const auto used = store_->consume(challenge.value, kBank, call_);
        ASSERT_FALSE(used.has_value());
        EXPECT_EQ(used.error().kind(), ErrorKind::io) << used.error().to_string();
        EXPECT_FALSE(store_->make(kBank, 300, call_).has_value());
        // A database that cannot be put in order is not read either.
        const auto seen = store_->check(challenge.value, kBank, call_);
        EXPECT_TRUE(seen || seen.error().kind() == ErrorKind::io) << seen.error().to_string();
    }
    EXPECT_OK(store_->consume(challenge.value, kBank, call_));
    EXPECT_CODE(store_->consume(challenge.value, kBank, call_), errors::kChallengeReplayed);
}

}  // namespace
}  // namespace deed::credentials

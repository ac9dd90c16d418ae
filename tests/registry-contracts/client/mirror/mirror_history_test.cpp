// What a mirror makes of a log over time: growth, successions, age, older heads and forks.
#include <gtest/gtest.h>

#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/mirror/errors.hpp"
#include "registry-contracts/client/published_log.hpp"
#include "tests/registry-contracts/client/mirror/mirror_fixture.hpp"

namespace deed::registry {
namespace {

using namespace test;

class MirrorHistoryTest : public testing::Test {
protected:
    void SetUp() override {
        fixture_.create_identity(1);
        fixture_.publish();
    }
    void grow(std::uint8_t number) {
        fixture_.create_identity(number);
        fixture_.publish();
    }
    /// Two histories under one key: the ledger as it was here, written to apart.
    void fork(std::uint8_t number) {
        const auto early = fixture_.copy();
        grow(number);
        keep_site();
        fixture_.close();
        fixture_.restore(early);
        std::filesystem::remove_all(fixture_.heads());
        const auto image = must(read_local_ledger(early, fixture_.log_key(), nullptr, call_));
        const auto head =
            must(tlog::verify_checkpoint(must(image->checkpoint(call_)), fixture_.log_key()));
        must(tlog::adopt_head_record(fixture_.heads(), fixture_.log_key(), {head.size, head.root},
                                     call_));
        fixture_.reopen();
        std::filesystem::remove_all(fixture_.site());
        grow(static_cast<std::uint8_t>(number + 100));
    }
    void keep_site() {
        std::filesystem::remove_all(kept_ / "site");
        std::filesystem::copy(fixture_.site(), kept_ / "site",
                              std::filesystem::copy_options::recursive);
    }
    void put_back_site() {
        std::filesystem::remove_all(fixture_.site());
        std::filesystem::copy(kept_ / "site", fixture_.site(),
                              std::filesystem::copy_options::recursive);
    }
    Result<std::unique_ptr<LogLedger>> remembering() {
        MirrorOptions options = fixture_.options();
        options.folder = fixture_.folder_of_copies();
        return fixture_.mirror(options, &fixture_.seen_heads());
    }
    std::uint64_t count(LogLedger& mirror) { return must(mirror.subject_count(call_)); }
    PublishedFixture fixture_;
    deed::test::TempDir kept_;
    Call call_;
};

TEST_F(MirrorHistoryTest, FollowsTheLogsKeys) {
    ASSERT_OK_AND(const auto before, fixture_.mirror());
    const auto next = deed::test::signer_of(crypto::KeyType::ed25519, 11);
    must(fixture_.log().succeed(*next, call_));
    grow(2);
    fixture_.let_time_pass();
    EXPECT_EQ(count(*before), 2U);
    ASSERT_OK_AND(const auto after, fixture_.mirror());
    EXPECT_EQ(must(after->history(call_)).key_in_force().key(), next->public_key());
    EXPECT_EQ(after->verifier_key(), fixture_.log_key());
}

TEST_F(MirrorHistoryTest, TellsItsAge) {
    const auto known = [&](LogLedger& mirror) {
        return must(mirror.known_until(call_))->time.unix_milliseconds() / 1000;
    };
    ASSERT_OK_AND(const auto mirror, fixture_.mirror());
    EXPECT_EQ(known(*mirror), kStart);
    EXPECT_EQ(must(mirror->known_until(call_))->source, "mirror " + fixture_.url());

    fixture_.clock().set(at_second(kStart + 500));
    fixture_.publish(false, &fixture_.clock());
    fixture_.let_time_pass();
    EXPECT_EQ(known(*mirror), kStart + 500);

    // A later entry tells more than an earlier statement.
    fixture_.clock().set(at_second(kStart + 900));
    grow(2);
    fixture_.let_time_pass();
    EXPECT_EQ(known(*mirror), kStart + 900);
    EXPECT_FALSE(must(fixture_.log().known_until(call_)).has_value());
}

TEST_F(MirrorHistoryTest, StatementsOfTheTimeAreHeldToTheLog) {
    fixture_.publish(false, &fixture_.clock());
    ASSERT_OK(fixture_.mirror());
    const Bytes good = fixture_.file("head-time");
    fixture_.flip("head-time", good.size() - 10);
    EXPECT_CODE(fixture_.mirror(), tlog::errors::kSignatureInvalid);
    fixture_.write("head-time", as_bytes("x"));
    EXPECT_CODE(fixture_.mirror(), tlog::errors::kNoteMalformed);

    const std::string name = fixture_.log_key().name();
    const auto state = [&](const std::string& body, crypto::Signer& signer) {
        fixture_.write("head-time", as_bytes(must(tlog::sign_note(body, name, signer, call_))));
        return deed::test::code_of(fixture_.mirror());
    };
    crypto::Signer& log = fixture_.log_signer();
    HeadTime stated{name, {1, {}}, at_second(kStart)};
    EXPECT_EQ(state(stated.to_body(), log), errors::kHeadTimeMismatch.name);
    EXPECT_EQ(state("deed/head-time/v2\n", log), errors::kHeadTimeMalformed.name);
    stated.origin = "other.example";
    EXPECT_EQ(state(stated.to_body(), log), tlog::errors::kOriginMismatch.name);
    stated = {name, {2, {}}, at_second(kStart)};
    EXPECT_EQ(state(stated.to_body(), log), errors::kMirrorRolledBack.name);
    const auto thief = deed::test::signer_of(crypto::KeyType::ed25519, 66);
    stated = {name, {1, {}}, at_second(kStart)};
    EXPECT_EQ(state(stated.to_body(), *thief), tlog::errors::kSignatureMissing.name);
}

TEST_F(MirrorHistoryTest, AnOlderHeadIsRefused) {
    keep_site();
    grow(2);
    ASSERT_OK_AND(const auto mirror, remembering());
    put_back_site();
    // The one at work, and one that comes later.
    EXPECT_EQ(count(*mirror), 2U);
    fixture_.let_time_pass();
    EXPECT_CODE(mirror->subject_count(call_), errors::kMirrorRolledBack);
    EXPECT_CODE(remembering(), errors::kMirrorRolledBack);
    // Who remembers nothing cannot know.
    EXPECT_OK(fixture_.mirror());

    fixture_.publish();
    fixture_.let_time_pass();
    EXPECT_EQ(count(*mirror), 2U);
    EXPECT_OK(remembering());
}

TEST_F(MirrorHistoryTest, AForkOfOneSizeIsRefused) {
    fork(2);
    ASSERT_OK_AND(const auto mirror, remembering());
    put_back_site();
    fixture_.let_time_pass();
    EXPECT_CODE(mirror->subject_count(call_), errors::kMirrorForked);
    EXPECT_CODE(remembering(), errors::kMirrorForked);
    // The checkpoint that proves it, with the one that is served.
    ASSERT_OK_AND(const Bytes kept,
                  read_file(fixture_.folder_of_copies() / "checkpoint", std::size_t{1} << 20));
    ASSERT_OK_AND(const auto one, tlog::verify_checkpoint(as_text(kept), fixture_.log_key()));
    const Bytes shown = fixture_.file("checkpoint");
    ASSERT_OK_AND(const auto other, tlog::verify_checkpoint(as_text(shown), fixture_.log_key()));
    EXPECT_EQ(one.size, other.size);
    EXPECT_NE(one.root, other.root);
}

TEST_F(MirrorHistoryTest, ALargerForkIsRefused) {
    fork(2);
    put_back_site();
    ASSERT_OK_AND(const auto mirror, remembering());
    std::filesystem::remove_all(fixture_.site());
    grow(3);
    fixture_.let_time_pass();
    EXPECT_CODE(mirror->subject_count(call_), errors::kMirrorForked);
    EXPECT_CODE(remembering(), errors::kMirrorForked);
}

TEST_F(MirrorHistoryTest, AServerThatIsAwayTakesNothingBack) {
    ASSERT_OK_AND(const auto mirror, fixture_.mirror());
    fixture_.answer("checkpoint", R"({"status": 503})");
    fixture_.let_time_pass();
    EXPECT_EQ(count(*mirror), 1U);
    std::filesystem::remove(fixture_.site() / "checkpoint.answer");
    grow(2);
    EXPECT_EQ(count(*mirror), 1U);
    fixture_.let_time_pass();
    EXPECT_EQ(count(*mirror), 2U);
}

TEST_F(MirrorHistoryTest, WritesNothingUnlessAFolderIsGiven) {
    ASSERT_OK(fixture_.mirror());
    EXPECT_FALSE(std::filesystem::exists(fixture_.folder_of_copies()));
}

}  // namespace
}  // namespace deed::registry

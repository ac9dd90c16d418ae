// What a mirror makes of a log over time: growth, successions, age, older heads and forks.
#include <gtest/gtest.h>
#include <cctype>

#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/log_status_registry.hpp"
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
    Result<std::unique_ptr<PublishedLedger>> remembering() {
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
    EXPECT_EQ(must(mirror->known_until(call_))->source,
              "mirror " + fixture_.url("") + " (no earlier look at it is remembered)");
    EXPECT_EQ(must(must(remembering())->known_until(call_))->source, "mirror " + fixture_.url(""));

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

TEST_F(MirrorHistoryTest, DoesNotTellWhatListsWereLikeLater) {
    const auto signer = test::controller(1);  // of create_identity(1)
    const Address publisher = address_of(*signer);
    const NewList list{must(owned_name("a"))};
    LogStatusRegistry lists(fixture_.log(), fixture_.clock());
    must(lists.create(publisher, list, *signer, call_));
    must(lists.set_bits(owned_id(publisher, list.name), std::vector<std::uint64_t>{1}, *signer,
                        call_));
    fixture_.publish(false, &fixture_.clock());
    ASSERT_OK_AND(const auto mirror, fixture_.mirror());
    LogStatusRegistry read(*mirror, fixture_.clock());
    const Hash id = owned_id(publisher, list.name);
    const Timestamp known = must(read.known_until(call_))->time;
    EXPECT_OK(read.find(id, UntilTime{known}, call_));
    EXPECT_TRUE(must(read.is_set(id, 1, UntilTime{known}, call_)));
    const At later = UntilTime{known.plus_seconds(1)};
    EXPECT_CODE(read.find(id, later, call_), errors::kCopyTooOld);
    EXPECT_CODE(read.is_set(id, 1, later, call_), errors::kCopyTooOld);
    // The ledger itself knows.
    EXPECT_FALSE(must(lists.known_until(call_)).has_value());
    EXPECT_TRUE(must(lists.is_set(id, 1, later, call_)));
}

TEST_F(MirrorHistoryTest, StatementsOfTheTimeAreHeldToTheLog) {
    fixture_.publish(false, &fixture_.clock());
    ASSERT_OK(fixture_.mirror());
    const Bytes good = fixture_.file("head-time");
    // Of the signature, where the changed character is one of base64 too.
    std::size_t at = good.size() - 10;
    while (!std::isalnum(good[at]) || !std::isalnum(good[at] ^ 1)) --at;
    fixture_.flip("head-time", at);
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

TEST_F(MirrorHistoryTest, AKeyThatWasHandedOverStatesNoTime) {
    const auto stolen = deed::test::signer_of(crypto::KeyType::ed25519, 11);
    const auto next = deed::test::signer_of(crypto::KeyType::ed25519, 12);
    must(fixture_.log().succeed(*stolen, call_));
    fixture_.publish();
    const tlog::Checkpoint theirs =
        must(tlog::verify_checkpoint(must(fixture_.log().checkpoint(call_)),
                                     must(fixture_.log().history(call_)).key_in_force()));
    must(fixture_.log().succeed(*next, call_));
    grow(2);
    const std::string name = fixture_.log_key().name();
    const tlog::Checkpoint head =
        must(tlog::verify_checkpoint(must(fixture_.log().checkpoint(call_)),
                                     must(fixture_.log().history(call_)).key_in_force()));
    const auto state = [&](const tlog::Checkpoint& of, crypto::Signer& signer) {
        const HeadTime stated{name, {of.size, of.root}, at_second(kStart + 5000)};
        fixture_.write("head-time",
                       as_bytes(must(tlog::sign_note(stated.to_body(), name, signer, call_))));
        return fixture_.mirror();
    };
    const auto seconds = [&](LogLedger& mirror) {
        return must(mirror.known_until(call_))->time.unix_milliseconds() / 1000;
    };
    // About the heads that it signed once, or about none: entries tell more.
    for (const tlog::Checkpoint& past :
         {theirs, tlog::Checkpoint{name, 0, tlog::empty_root(), {}}}) {
        ASSERT_OK_AND(const auto mirror, state(past, *stolen));
        EXPECT_EQ(seconds(*mirror), kStart);
    }
    // About the head that is another's to sign.
    EXPECT_CODE(state(head, *stolen), tlog::errors::kSignatureMissing);
    ASSERT_OK_AND(const auto mirror, state(head, *next));
    EXPECT_EQ(seconds(*mirror), kStart + 5000);
    // What the copy outgrows says nothing of it any more.
    grow(3);
    fixture_.let_time_pass();
    EXPECT_EQ(seconds(*mirror), kStart);
}

TEST_F(MirrorHistoryTest, QuestionsMayBeKeptFromAsking) {
    MirrorOptions options = fixture_.options();
    options.questions_refresh = false;
    ASSERT_OK_AND(const auto mirror, fixture_.mirror(options));
    grow(2);
    fixture_.let_time_pass();
    fixture_.requests();
    EXPECT_EQ(count(*mirror), 1U);
    EXPECT_TRUE(fixture_.requests().empty());
    ASSERT_OK(mirror->refresh(call_));
    EXPECT_EQ(count(*mirror), 2U);
    fixture_.flip("checkpoint", 3);
    fixture_.let_time_pass();
    EXPECT_FALSE(mirror->refresh(call_).has_value());
    EXPECT_FALSE(mirror->subject_count(call_).has_value());
}

TEST_F(MirrorHistoryTest, ASlowServerTakesNothingBack) {
    ASSERT_OK_AND(const auto mirror, fixture_.mirror());
    fixture_.answer("checkpoint", R"({"delay": 2})");
    fixture_.let_time_pass();
    const auto soon = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
    Call hasty(nullptr, nullptr, soon);
    EXPECT_EQ(must(mirror->subject_count(hasty)), 1U);
    // The next one does not wait at all.
    fixture_.requests();
    EXPECT_EQ(count(*mirror), 1U);
    EXPECT_TRUE(fixture_.requests().empty());
}

TEST_F(MirrorHistoryTest, WhoIsWrongIsAskedLessOften) {
    keep_site();
    grow(2);
    ASSERT_OK_AND(const auto mirror, fixture_.mirror());
    put_back_site();
    const auto asks = [&] {
        fixture_.let_time_pass();
        fixture_.requests();
        EXPECT_CODE(mirror->subject_count(call_), errors::kMirrorRolledBack);
        return !fixture_.requests().empty();
    };
    std::vector<bool> asked;
    for (int i = 0; i < 7; ++i) asked.push_back(asks());
    EXPECT_EQ(asked, (std::vector<bool>{true, true, false, true, false, false, false}));
}

/// Another process, which records a head between the look of this one and its record.
class SharedHeads final : public tlog::HeadGuard {
public:
    explicit SharedHeads(tlog::HeadGuard& heads) : heads_(heads) {}
    void will_see(const tlog::GuardedHead& head) { other_ = head; }

    Result<std::optional<tlog::GuardedHead>> highest(const tlog::VerifierKey& key,
                                                     Call& call) override {
        return heads_.highest(key, call);
    }
    Result<void> advance(const tlog::VerifierKey& key,
                         const std::optional<tlog::GuardedHead>& checked,
                         const tlog::GuardedHead& next, Call& call) override {
        if (const auto other = std::exchange(other_, std::nullopt))
            DEED_CHECK(heads_.advance(key, checked, *other, call));
        return heads_.advance(key, checked, next, call);
    }

private:
    tlog::HeadGuard& heads_;
    std::optional<tlog::GuardedHead> other_;
};

TEST_F(MirrorHistoryTest, ProcessesThatShareAFolderAreHeldToEachOther) {
    const auto head_here = [&] {
        const auto head = must(
            tlog::verify_checkpoint(must(fixture_.log().checkpoint(call_)), fixture_.log_key()));
        return tlog::GuardedHead{head.size, head.root};
    };
    const tlog::GuardedHead first = head_here();
    grow(2);
    const tlog::GuardedHead second = head_here();
    SharedHeads heads(fixture_.seen_heads());
    // A smaller one, which this continues.
    heads.will_see(first);
    ASSERT_OK(fixture_.mirror(fixture_.options(), &heads));
    EXPECT_EQ(must(heads.highest(fixture_.log_key(), call_)), second);
    // A larger one, which is read before this one is believed.
    ASSERT_OK_AND(const auto mirror, fixture_.mirror(fixture_.options(), &heads));
    grow(3);
    fixture_.let_time_pass();
    heads.will_see({4, {}});
    EXPECT_CODE(mirror->subject_count(call_), errors::kMirrorRolledBack);
    grow(4);
    EXPECT_CODE(fixture_.mirror(fixture_.options(), &heads), errors::kMirrorForked);
}

TEST_F(MirrorHistoryTest, AnotherProcessSawAForkOfThis) {
    grow(2);
    SharedHeads heads(fixture_.seen_heads());
    heads.will_see({1, {}});
    EXPECT_CODE(fixture_.mirror(fixture_.options(), &heads), errors::kMirrorForked);
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

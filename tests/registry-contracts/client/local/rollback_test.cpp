#include "lib/tlog/errors.hpp"
#include "tests/registry-contracts/client/local/local_fixture.hpp"
#include "tests/support/head_guard.hpp"

// A log key never signs two histories, whatever is copied or restored.

namespace deed::registry::test {
namespace {

class RollbackTest : public testing::Test {
protected:
    LocalFixture fixture_;
    Call call_;
};

TEST_F(RollbackTest, ACopyWithoutItsHeadsIsRefused) {
    fixture_.create_identity(1);
    fixture_.close();
    const deed::test::TempDir other;
    const auto other_guard = tlog::open_head_guard(other / "heads");
    EXPECT_CODE(open_local_ledger(fixture_.copy(), fixture_.log_signer(), *other_guard,
                                  fixture_.clock(), call_),
                tlog::errors::kRolledBack);
    EXPECT_CODE(fixture_.read(other_guard.get()), tlog::errors::kRolledBack);
    EXPECT_OK(fixture_.read());
    EXPECT_OK(fixture_.open());
}

TEST_F(RollbackTest, AnOlderCopyIsRefused) {
    fixture_.create_identity(1);
    fixture_.close();
    const auto old = fixture_.copy();
    fixture_.reopen();
    fixture_.create_identity(2);
    fixture_.close();
    const auto current = fixture_.copy();

    fixture_.restore(old);
    const auto refused = fixture_.open();
    EXPECT_CODE(refused, tlog::errors::kRolledBack);
    EXPECT_NE(refused.error().message().find("restore"), std::string::npos);
    EXPECT_CODE(fixture_.read(&fixture_.guard()), tlog::errors::kRolledBack);
    fixture_.restore(current);
    EXPECT_OK(fixture_.open());
}

TEST_F(RollbackTest, ACopyThatWentItsOwnWayIsRefused) {
    fixture_.create_identity(1);
    fixture_.close();
    const auto other = fixture_.copy();
    fixture_.reopen();
    auto rival = must(fixture_.open_copy(other));  // nothing tells them apart yet
    fixture_.create_identity(2);

    DidRegistry registry(*rival, fixture_.clock());
    EXPECT_CODE(registry.create({}, *controller(3), call_), tlog::errors::kRolledBack);
    EXPECT_CODE(registry.create({}, *controller(4), call_), tlog::errors::kRolledBack);
    rival.reset();
    EXPECT_CODE(fixture_.open_copy(other), tlog::errors::kRolledBack);
    fixture_.create_identity(5);
    EXPECT_EQ(heads_of(other / "journal", fixture_.log_key()).back().size, 1U);
}

TEST_F(RollbackTest, AKeyBeginsOneHistory) {
    const deed::test::TempDir temp;
    const auto create_again = [&](const char* name) {
        return create_local_ledger(temp / name, "", fixture_.log_signer(), fixture_.guard(),
                                   fixture_.clock(), call_);
    };
    {
        // While both are empty nothing is lost; the first entry decides.
        ASSERT_OK_AND(const auto twin, create_again("twin"));
        fixture_.create_identity(1);
        DidRegistry registry(*twin, fixture_.clock());
        EXPECT_CODE(registry.create({}, *controller(2), call_), tlog::errors::kRolledBack);
    }
    EXPECT_CODE(create_again("third"), tlog::errors::kRolledBack);
    EXPECT_FALSE(std::filesystem::exists(temp / "third/journal"));
}

/// As after a crash between guard and head: the guard knows `size` entries, the journal no head.
TEST_F(RollbackTest, FinishesTheHeadThatTheGuardKnows) {
    fixture_.create_identity(1);
    fixture_.accept_identity(2);
    fixture_.accept_identity(3);
    const tlog::VerifierKey log = fixture_.log_key();
    fixture_.close();
    tlog::MerkleTree tree;
    ASSERT_OK(tlog::Journal::read(fixture_.journal(),
                                  [&](tlog::FrameType type, ByteView payload) -> Result<void> {
                                      if (type == tlog::FrameType::entry)
                                          tree.append(tlog::leaf_hash(payload));
                                      return {};
                                  }));
    ASSERT_EQ(tree.size(), 3U);
    ASSERT_OK(deed::test::advance_from_record(fixture_.guard(), log, {2, tree.root_at(2)}, call_));

    EXPECT_OK(fixture_.read(&fixture_.guard()));
    fixture_.reopen();
    const auto heads = heads_of(fixture_.journal(), log);
    ASSERT_EQ(heads.size(), 4U);
    EXPECT_EQ(heads[2].size, 2U);
    EXPECT_EQ(heads[2].root, tree.root_at(2));
    EXPECT_EQ(heads[3].size, 3U);  // and then what was accepted
    fixture_.create_identity(4);
    EXPECT_EQ(heads_of(fixture_.journal(), log).back().size, 4U);
}

// An older record learns from the journal what the key has signed since.
TEST_F(RollbackTest, OpeningRaisesAnOlderRecord) {
    fixture_.create_identity(1);
    const deed::test::TempDir temp;
    std::filesystem::copy(fixture_.heads(), temp / "heads",
                          std::filesystem::copy_options::recursive);
    fixture_.create_identity(2);
    fixture_.close();
    const auto middle = fixture_.copy();
    fixture_.reopen();
    fixture_.create_identity(3);
    fixture_.close();
    const tlog::VerifierKey log = fixture_.log_key();

    std::filesystem::remove_all(fixture_.heads());
    std::filesystem::copy(temp / "heads", fixture_.heads(),
                          std::filesystem::copy_options::recursive);
    ASSERT_EQ(must(fixture_.guard().highest(log, call_))->size, 1U);
    ASSERT_OK(fixture_.open());
    const auto head = heads_of(fixture_.journal(), log).back();
    EXPECT_EQ(must(fixture_.guard().highest(log, call_)), (tlog::GuardedHead{3, head.root}));
    fixture_.restore(middle);
    EXPECT_CODE(fixture_.open(), tlog::errors::kRolledBack);
}

TEST_F(RollbackTest, StatementsAreNotSignedBehindAnotherHistory) {
    fixture_.create_identity(1);
    fixture_.close();
    const auto other = fixture_.copy();
    fixture_.reopen();
    auto rival = must(fixture_.open_copy(other));
    EXPECT_OK(rival->sign_statement("a statement\n", call_));
    fixture_.create_identity(2);
    EXPECT_CODE(rival->sign_statement("a statement\n", call_), tlog::errors::kRolledBack);
    // The same entries are no excuse: the key's last head is not here.
    fixture_.accept_identity(3);
    const tlog::VerifierKey log = fixture_.log_key();
    tlog::MerkleTree tree;
    ASSERT_OK(tlog::Journal::read(fixture_.journal(),
                                  [&](tlog::FrameType type, ByteView payload) -> Result<void> {
                                      if (type == tlog::FrameType::entry)
                                          tree.append(tlog::leaf_hash(payload));
                                      return {};
                                  }));
    EXPECT_OK(fixture_.log().sign_statement("a statement\n", call_));
    ASSERT_OK(deed::test::advance_from_record(fixture_.guard(), log, {3, tree.root()}, call_));
    EXPECT_CODE(fixture_.log().sign_statement("a statement\n", call_), tlog::errors::kRolledBack);
}

TEST_F(RollbackTest, AGuardBeyondOrBesideTheEntriesIsObeyed) {
    fixture_.create_identity(1);
    fixture_.accept_identity(2);
    fixture_.close();
    const tlog::VerifierKey log = fixture_.log_key();
    ASSERT_OK(deed::test::advance_from_record(fixture_.guard(), log, {2, tlog::Hash{}}, call_));
    EXPECT_CODE(fixture_.open(), tlog::errors::kRolledBack);
    EXPECT_CODE(fixture_.read(&fixture_.guard()), tlog::errors::kRolledBack);
    ASSERT_OK(deed::test::advance_from_record(fixture_.guard(), log, {3, tlog::Hash{}}, call_));
    EXPECT_CODE(fixture_.open(), tlog::errors::kRolledBack);
    EXPECT_EQ(heads_of(fixture_.journal(), log).back().size, 1U);
}

}  // namespace
}  // namespace deed::registry::test

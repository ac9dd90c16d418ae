#include "registry-contracts/client/local/recover.hpp"

#include <fstream>

#include "lib/io/file.hpp"
#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/local/recover_errors.hpp"
#include "tests/registry-contracts/client/local/local_fixture.hpp"

// Every case of specs/journal.md, "Repair".

namespace deed::registry::test {
namespace {

using Faults = std::vector<LedgerFault>;

class RecoverTest : public testing::Test {
protected:
    /// Entries 0 to 4: three included one by one, a fourth with a head, a fifth only accepted.
    RecoverTest() {
        for (const std::uint8_t number : {1, 2, 3, 4}) {
            fixture_.create_identity(number);
            sizes_.push_back(journal_size());
        }
    }
    RecoveryParts parts() {
        return {fixture_.folder(),
                fixture_.heads(),
                fixture_.guard(),
                {fixture_.log_signer().public_key()},
                fixture_.clock()};
    }
    Diagnosis diagnosis() { return must(diagnose_ledger(parts(), call_)); }
    Faults faults() {
        Faults found;
        for (const Finding& finding : diagnosis().findings) found.push_back(finding.fault);
        return found;
    }
    std::uintmax_t journal_size() { return std::filesystem::file_size(fixture_.journal()); }
    /// Changes one byte of the journal.
    void damage(std::uintmax_t offset) {
        std::fstream file(fixture_.journal(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(offset));
        const char byte = static_cast<char>(file.get());
        file.seekp(static_cast<std::streamoff>(offset));
        file.put(static_cast<char>(byte ^ 0x10));
    }
    std::string bytes_of_journal() {
        std::ifstream file(fixture_.journal(), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    std::size_t kept_journals() {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(fixture_.folder()))
            if (entry.path().filename().string().starts_with("journal.damaged-")) ++count;
        return count;
    }
    std::filesystem::path head_file() {
        for (const auto& entry : std::filesystem::directory_iterator(fixture_.heads()))
            if (entry.path().filename().string().size() == 64) return entry.path();
        return {};
    }
    std::uint64_t recorded() {
        return must(fixture_.guard().highest(fixture_.log_key(), call_)).value().size;
    }
    /// The ledger works again: healthy, opens, takes an operation, is healthy after it.
    void expect_alive(std::uint64_t entries, std::uint8_t number) {
        EXPECT_EQ(diagnosis().findings.size(), 0U);
        fixture_.reopen();
        EXPECT_EQ(fixture_.create_identity(number).position, entries);
        fixture_.close();
        EXPECT_EQ(faults(), Faults());
    }

    LocalFixture fixture_;
    std::vector<std::uintmax_t> sizes_;  ///< of the journal after each identity
    Call call_;
};

TEST_F(RecoverTest, AHealthyLedgerNeedsNothing) {
    EXPECT_CODE(diagnose_ledger(parts(), call_), errors::kLedgerLocked);
    fixture_.close();
    const Diagnosis healthy = diagnosis();
    EXPECT_TRUE(healthy.findings.empty());
    EXPECT_EQ(healthy.entries, 4U);
    EXPECT_EQ(healthy.included, 4U);
    EXPECT_EQ(healthy.known->size, 4U);
    const std::string before = bytes_of_journal();
    EXPECT_CODE(cut_damage(parts(), call_), errors::kRecoverNotThisCase);
    EXPECT_CODE(adopt_heads(parts(), {}, call_), errors::kRecoverNotThisCase);
    EXPECT_CODE(restore_entries(parts(), fixture_.copy(), call_), errors::kRecoverNotThisCase);
    EXPECT_CODE(accept_loss(parts(), fixture_.log_signer(), call_), errors::kRecoverNotThisCase);
    EXPECT_OK(repair_ledger(parts(), call_));
    EXPECT_EQ(bytes_of_journal(), before);
    EXPECT_EQ(kept_journals(), 0U);
    RecoveryParts nowhere = parts();
    nowhere.folder /= "nowhere";
    EXPECT_CODE(diagnose_ledger(nowhere, call_), errors::kLedgerNotFound);
    expect_alive(4, 9);
}

TEST_F(RecoverTest, ATornTailIsCut) {
    fixture_.accept_identity(5);
    fixture_.close();
    std::filesystem::resize_file(fixture_.journal(), journal_size() - 5);
    EXPECT_EQ(faults(), Faults{LedgerFault::torn_tail});
    EXPECT_OK(repair_ledger(parts(), call_));
    EXPECT_EQ(journal_size(), sizes_.back());
    expect_alive(4, 9);
}

TEST_F(RecoverTest, AnIndexIsDerivedAndThrownAway) {
    fixture_.close();
    const auto index = fixture_.folder() / "index";
    ASSERT_TRUE(std::filesystem::exists(index));
    std::filesystem::resize_file(index, 100);
    EXPECT_EQ(faults(), Faults());
    EXPECT_OK(repair_ledger(parts(), call_));
    EXPECT_FALSE(std::filesystem::exists(index));
    expect_alive(4, 9);
    EXPECT_TRUE(std::filesystem::exists(index));
}

TEST_F(RecoverTest, StaleFilesAreRemoved) {
    fixture_.close();
    std::ofstream(fixture_.folder() / ".deed-0123.tmp") << "half";
    std::filesystem::create_directory(fixture_.folder() / "recovering");
    std::ofstream(fixture_.folder() / "notes.txt") << "the owner's own";
    EXPECT_EQ(faults(), Faults{LedgerFault::stale_files});
    EXPECT_OK(repair_ledger(parts(), call_));
    EXPECT_TRUE(std::filesystem::exists(fixture_.folder() / "notes.txt"));
    EXPECT_FALSE(std::filesystem::exists(fixture_.folder() / "recovering"));
    expect_alive(4, 9);
}

TEST_F(RecoverTest, LedgerJsonIsWrittenAnew) {
    fixture_.close();
    const auto info = must(read_local_ledger_info(fixture_.folder()));
    const auto file = fixture_.folder() / "ledger.json";
    for (const bool damaged : {false, true}) {
        std::filesystem::remove(file);
        if (damaged) std::ofstream(file) << "{";
        EXPECT_EQ(faults(), Faults{LedgerFault::info_lost});
        EXPECT_OK(repair_ledger(parts(), call_));
        EXPECT_EQ(must(read_local_ledger_info(fixture_.folder())).log, info.log);
        EXPECT_EQ(faults(), Faults());
    }
    std::filesystem::remove(file);
    RecoveryParts keyless = parts();
    keyless.log_keys = {signer_of(crypto::KeyType::ed25519, 77)->public_key()};
    EXPECT_CODE(diagnose_ledger(keyless, call_), errors::kRecoverNoKey);
    EXPECT_OK(repair_ledger(parts(), call_));
    expect_alive(4, 9);
}

TEST_F(RecoverTest, TheLastHeadIsAdopted) {
    for (const bool damaged : {false, true}) {
        fixture_.close();
        const auto file = head_file();
        std::filesystem::remove(file);
        if (damaged)
            ASSERT_OK(write_file_durably(file, bytes_of("rubbish"), 0600, Existing::refuse));
        EXPECT_EQ(faults(),
                  Faults{damaged ? LedgerFault::heads_damaged : LedgerFault::heads_missing});
        EXPECT_OK(adopt_heads(parts(), {}, call_));
        EXPECT_EQ(recorded(), 4U + (damaged ? 1U : 0U));
        EXPECT_EQ(std::filesystem::exists(file.string() + ".damaged-1"), damaged);
        expect_alive(4U + (damaged ? 1U : 0U), damaged ? 11 : 9);
    }
}

TEST_F(RecoverTest, CheckpointsThatOthersSawCount) {
    const auto older = fixture_.copy();
    const std::string early = must(fixture_.log().checkpoint(call_));
    fixture_.create_identity(5);
    const std::string late = must(fixture_.log().checkpoint(call_));
    fixture_.close();
    std::filesystem::remove(head_file());
    fixture_.restore(older);
    const std::string foreign = late.substr(0, late.size() - 8) + "AAAAAA=\n";
    EXPECT_CODE(adopt_heads(parts(), {early, foreign}, call_), errors::kRecoverSeenForeign);
    // The key signed another tree of the same size.
    const tlog::Checkpoint other{fixture_.log_key().name(), 3, tlog::empty_root(), {}};
    ASSERT_OK_AND(const std::string differing,
                  tlog::sign_note(other.to_body(), other.origin, fixture_.log_signer(), call_));
    EXPECT_CODE(adopt_heads(parts(), {differing}, call_), errors::kRecoverSeenDiffers);
    EXPECT_EQ(faults(), Faults{LedgerFault::heads_missing});
    // The later one tells that the folder is an older state.
    EXPECT_OK(adopt_heads(parts(), {late, early}, call_));
    EXPECT_EQ(recorded(), 5U);
    EXPECT_EQ(faults(), Faults{LedgerFault::rolled_back});
}

TEST_F(RecoverTest, DamageBehindTheLastHeadIsCut) {
    const Hash lost = fixture_.accept_identity(5);
    const auto first = journal_size();
    const Hash behind = fixture_.accept_identity(6);
    fixture_.close();
    damage(sizes_.back() + 40);
    const std::string before = bytes_of_journal();
    const Diagnosis found = diagnosis();
    ASSERT_EQ(faults(), Faults{LedgerFault::uncovered_damage});
    EXPECT_EQ(found.entries, 4U);
    EXPECT_EQ(found.behind_damage, std::vector<Hash>{behind});
    EXPECT_NE(lost, behind);
    EXPECT_LT(first, before.size());
    EXPECT_CODE(accept_loss(parts(), fixture_.log_signer(), call_), errors::kRecoverNotThisCase);
    EXPECT_EQ(bytes_of_journal(), before);

    EXPECT_OK(cut_damage(parts(), call_));
    EXPECT_EQ(kept_journals(), 1U);
    EXPECT_EQ(journal_size(), sizes_.back());
    expect_alive(4, 5);
}

TEST_F(RecoverTest, DamageToAHeadAloneLosesNothing) {
    fixture_.close();
    // The head over the third identity stands at the end of what was written for it.
    damage(sizes_[2] - 20);
    EXPECT_EQ(faults(), Faults{LedgerFault::spare_damage});
    EXPECT_OK(repair_ledger(parts(), call_));
    EXPECT_EQ(kept_journals(), 1U);
    expect_alive(4, 9);
}

TEST_F(RecoverTest, AnOlderCopyFillsAHole) {
    const auto older = fixture_.copy();
    fixture_.create_identity(5);
    fixture_.create_identity(6);
    fixture_.accept_identity(7);
    fixture_.close();
    const std::string whole = bytes_of_journal();
    // Entry 1 is only in the copy, entries 4 to 6 only here.
    damage(sizes_[0] + 40);
    EXPECT_EQ(faults(), Faults{LedgerFault::covered_damage});
    EXPECT_EQ(diagnosis().entries, 1U);
    EXPECT_OK(restore_entries(parts(), older, call_));
    EXPECT_EQ(journal_size(), whole.size());
    EXPECT_EQ(kept_journals(), 1U);
    fixture_.reopen();
    EXPECT_EQ(must(fixture_.log().read({Chain::did, address_of(*controller(7))}, Latest{}, call_))
                  .operations.size(),
              1U);
    fixture_.close();
    expect_alive(7, 9);
}

TEST_F(RecoverTest, ALaterCopyHelpsAnOlderFolder) {
    const auto older = fixture_.copy();
    fixture_.create_identity(5);
    const auto later = fixture_.copy();
    fixture_.create_identity(6);
    const auto latest = fixture_.copy();
    fixture_.close();
    fixture_.restore(older);
    EXPECT_EQ(faults(), Faults{LedgerFault::rolled_back});
    EXPECT_CODE(restore_entries(parts(), later, call_), errors::kRecoverCopyInsufficient);
    EXPECT_CODE(restore_entries(parts(), fixture_.heads(), call_),
                errors::kRecoverCopyInsufficient);
    LocalFixture stranger;
    stranger.create_identity(1);
    EXPECT_CODE(restore_entries(parts(), stranger.copy(), call_), errors::kRecoverOtherHistory);
    EXPECT_OK(restore_entries(parts(), latest, call_));
    expect_alive(6, 9);
}

TEST_F(RecoverTest, AJournalThatIsGoneComesBack) {
    const auto copy = fixture_.copy();
    fixture_.close();
    std::filesystem::remove(fixture_.journal());
    EXPECT_EQ(faults(), Faults{LedgerFault::covered_damage});
    EXPECT_OK(restore_entries(parts(), copy, call_));
    EXPECT_EQ(kept_journals(), 0U);
    expect_alive(4, 9);
}

TEST_F(RecoverTest, AnotherHistoryIsReplacedByTheSignedOne) {
    // The same key in two places: what was signed last is known, and the other side is not.
    const auto common = fixture_.copy();
    fixture_.create_identity(5);
    const auto is_signed = fixture_.copy();
    fixture_.close();
    fixture_.restore(common);
    deed::test::TempDir elsewhere;
    const auto other_guard = tlog::open_head_guard(elsewhere / "heads");
    const auto early = must(tlog::verify_checkpoint(must(must(fixture_.read())->checkpoint(call_)),
                                                    fixture_.log_key()));
    ASSERT_OK(
        other_guard->advance(fixture_.log_key(), std::nullopt, {early.size, early.root}, call_));
    {
        ASSERT_OK_AND(const auto other, open_local_ledger(fixture_.folder(), fixture_.log_signer(),
                                                          *other_guard, fixture_.clock(), call_));
        DidRegistry registry(*other, fixture_.clock());
        must(registry.create(bytes_of("{}"), *controller(8), call_));
    }
    EXPECT_EQ(faults(), Faults{LedgerFault::other_history});
    EXPECT_CODE(accept_loss(parts(), fixture_.log_signer(), call_), errors::kRecoverOtherHistory);
    EXPECT_CODE(restore_entries(parts(), common, call_), errors::kRecoverOtherHistory);
    EXPECT_OK(restore_entries(parts(), is_signed, call_));
    expect_alive(5, 9);
}

TEST_F(RecoverTest, ALossIsDeclaredForEver) {
    fixture_.create_identity(5);
    const auto signed_before =
        must(tlog::verify_checkpoint(must(fixture_.log().checkpoint(call_)), fixture_.log_key()));
    fixture_.close();
    damage(sizes_[1] + 40);
    EXPECT_EQ(faults(), Faults{LedgerFault::covered_damage});
    // Entries 0 and 1 are left of five; the operations of the fourth and fifth can be read.
    EXPECT_EQ(diagnosis().entries, 2U);
    EXPECT_EQ(diagnosis().behind_damage.size(), 2U);
    EXPECT_CODE(accept_loss(parts(), *signer_of(crypto::KeyType::ed25519, 9), call_),
                errors::kLedgerWrongKey);
    EXPECT_EQ(kept_journals(), 0U);

    EXPECT_OK(accept_loss(parts(), fixture_.log_signer(), call_));
    EXPECT_EQ(kept_journals(), 1U);
    EXPECT_EQ(faults(), Faults{LedgerFault::loss_declared});
    EXPECT_EQ(recorded(), 5U);
    // Once more is refused: it is done.
    EXPECT_CODE(accept_loss(parts(), fixture_.log_signer(), call_), errors::kRecoverNotThisCase);
    fixture_.reopen();
    EXPECT_EQ(recorded(), 6U);
    ASSERT_OK_AND(const LogHistory history, fixture_.log().history(call_));
    ASSERT_EQ(history.losses().size(), 1U);
    EXPECT_EQ(history.losses()[0].held.size, 2U);
    EXPECT_EQ(history.losses()[0].known, (TreeHead{5, signed_before.root}));
    // No two heads of one size.
    std::uint64_t last = 0;
    for (const tlog::Checkpoint& head : heads_of(fixture_.journal(), fixture_.log_key())) {
        if (head.size > 0) {
            EXPECT_GT(head.size, last);
        }
        last = head.size;
        EXPECT_TRUE(head.size <= 2 || head.size > 5);
    }
    // A lost identity can be created anew; one that is left goes on.
    EXPECT_EQ(fixture_.create_identity(4).position, 6U);
    EXPECT_CODE(DidRegistry(fixture_.writer(), fixture_.clock())
                    .create(bytes_of("{}"), *controller(1), call_),
                errors::kIdentityExists);
    fixture_.close();
    expect_alive(7, 12);
    EXPECT_OK(fixture_.read(&fixture_.guard()));
}

TEST_F(RecoverTest, ALossOfEverythingCanBeDeclared) {
    fixture_.close();
    std::filesystem::remove(fixture_.journal());
    EXPECT_OK(accept_loss(parts(), fixture_.log_signer(), call_));
    fixture_.reopen();
    EXPECT_EQ(must(fixture_.log().history(call_)).losses().at(0).held.size, 0U);
    fixture_.close();
    expect_alive(5, 9);
}

TEST_F(RecoverTest, AnOldStateAfterALossIsRolledBackAgain) {
    const auto before = fixture_.copy();
    fixture_.create_identity(5);
    fixture_.close();
    fixture_.restore(before);
    EXPECT_OK(accept_loss(parts(), fixture_.log_signer(), call_));
    fixture_.reopen();
    fixture_.close();
    fixture_.restore(before);
    EXPECT_EQ(faults(), Faults{LedgerFault::rolled_back});
    // The second declaration covers the first one's places as well.
    EXPECT_OK(accept_loss(parts(), fixture_.log_signer(), call_));
    fixture_.reopen();
    EXPECT_EQ(must(fixture_.log().history(call_)).losses().at(0).known.size, 6U);
    fixture_.close();
    expect_alive(7, 9);
}

TEST_F(RecoverTest, ALostSuccessionEndsTheLogWithoutACopy) {
    const auto second = signer_of(crypto::KeyType::ed25519, 22);
    const auto before = fixture_.copy();
    must(fixture_.log().succeed(*second, call_));
    const auto after = fixture_.copy();
    fixture_.close();
    fixture_.restore(before);
    RecoveryParts both = parts();
    both.log_keys.push_back(second->public_key());
    EXPECT_TRUE(must(diagnose_ledger(both, call_)).has(LedgerFault::succession_lost));
    EXPECT_CODE(accept_loss(both, fixture_.log_signer(), call_), errors::kRecoverSuccessionLost);
    EXPECT_OK(restore_entries(both, after, call_));
    EXPECT_TRUE(must(diagnose_ledger(both, call_)).findings.empty());
}

TEST_F(RecoverTest, WithoutRecordsADamagedJournalIsNotJudged) {
    const auto copy = fixture_.copy();
    fixture_.close();
    damage(sizes_[1] + 40);
    std::filesystem::remove(head_file());
    EXPECT_EQ(faults(), (Faults{LedgerFault::heads_missing, LedgerFault::unjudged_damage}));
    EXPECT_CODE(cut_damage(parts(), call_), errors::kRecoverNotThisCase);
    // The heads behind the damage still tell what was signed.
    EXPECT_OK(adopt_heads(parts(), {}, call_));
    EXPECT_EQ(recorded(), 4U);
    EXPECT_EQ(faults(), Faults{LedgerFault::covered_damage});
    EXPECT_OK(restore_entries(parts(), copy, call_));
    expect_alive(4, 9);
}

TEST_F(RecoverTest, ADamagedHeaderIsDamage) {
    fixture_.close();
    damage(3);
    EXPECT_EQ(faults(), Faults{LedgerFault::spare_damage});
    EXPECT_OK(repair_ledger(parts(), call_));
    expect_alive(4, 9);
}

TEST_F(RecoverTest, AForeignFileIsNamedAndLeft) {
    fixture_.close();
    std::ofstream(fixture_.journal(), std::ios::binary) << "deed journal v2\n";
    EXPECT_CODE(diagnose_ledger(parts(), call_), tlog::errors::kJournalNewerFormat);
}

}  // namespace
}  // namespace deed::registry::test

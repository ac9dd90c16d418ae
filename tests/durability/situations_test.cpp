// What else befalls a ledger: clocks that jump, two processes, copies and backups that are brought
// back.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <functional>

#include "lib/io/file.hpp"
#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/did_registry.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/durability/independent_log.hpp"
#include "tests/durability/ledger_home.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::durability {
namespace {

using namespace registry;
using std::filesystem::path;
using test::must;

constexpr auto kCopyAll = std::filesystem::copy_options::recursive;

class Situation : public testing::Test {
protected:
    Result<std::unique_ptr<WitnessedLedger>> open() { return open_at(ledger_); }
    Result<std::unique_ptr<WitnessedLedger>> open_at(const path& folder) {
        auto opened = std::filesystem::exists(folder / "ledger.json")
                          ? open_local_ledger(folder, signer_, *guard_, clock_, call_)
                          : create_local_ledger(folder, "", signer_, *guard_, clock_, call_);
        if (!opened) return std::move(opened).error();
        return std::make_unique<WitnessedLedger>(std::move(*opened), witness_);
    }

    /// Records the DID of controller(number); promised as included on return.
    Result<Receipt> record(LogLedger& ledger, std::uint8_t number) {
        return DidRegistry(ledger, clock_)
            .create(Bytes(100, number), *test::controller(number), call_);
    }
    /// The same in a session of its own.
    void record_alone(std::uint8_t number) {
        const auto ledger = must(open());
        must(record(*ledger, number));
    }

    /// Everything that was ever promised stands in the ledger's journal, once, under one history.
    std::vector<std::string> faults(std::uint64_t entries) {
        check_journal(ledger_ / "journal", promises_in(record_.events()), entries, witness_);
        std::vector<std::string> all;
        for (const Found& found : faults_in(record_.events())) all.push_back(found.what);
        return all;
    }

    static void replace(const path& folder, const path& by) {
        std::filesystem::remove_all(folder);
        std::filesystem::copy(by, folder, kCopyAll);
    }

    test::TempDir temp_;
    const path ledger_ = temp_ / "ledger";
    const path heads_ = temp_ / "heads";
    faults::Recorder record_;
    Witness witness_{record_};
    WitnessedSigner signer_{witness_};
    FixedClock clock_{start_time()};
    std::unique_ptr<tlog::HeadGuard> guard_ = tlog::open_head_guard(heads_);
    Call call_;
};

using Clocks = Situation;

TEST_F(Clocks, MayJumpWithinARunAndBetweenRuns) {
    // Hours from the start; the ledger's time never goes back.
    std::int64_t latest = 0;
    std::uint8_t number = 0;
    for (const std::int64_t first : {0, 48, -24, 1, 30 * 24, 2}) {
        clock_.set(start_time().plus_seconds(3600 * first));
        const auto ledger = must(open());
        for (const std::int64_t jump : {0, -5, 3, -1'000}) {
            clock_.set(start_time().plus_seconds(3600 * (first + jump)));
            ASSERT_OK_AND(const Receipt receipt, record(*ledger, ++number));
            const std::int64_t accepted = receipt.accepted.unix_milliseconds();
            EXPECT_GE(accepted, latest);
            EXPECT_GE(accepted, clock_.now().unix_milliseconds());
            latest = accepted;
        }
    }
    EXPECT_EQ(faults(number), std::vector<std::string>{});
    clock_.set(must(Timestamp::from_unix_seconds(0)));
    EXPECT_OK(open());
    EXPECT_OK(
        read_local_ledger(ledger_, must(read_local_ledger_info(ledger_)).log, guard_.get(), call_));
}

using TwoProcesses = Situation;

TEST_F(TwoProcesses, TheSecondIsRefusedUntilTheFirstIsDead) {
    record_alone(1);
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const Descriptor read_end(ready[0]);
    Descriptor write_end(ready[1]);
    const pid_t first = ::fork();
    ASSERT_NE(first, -1);
    if (first == 0) {
        const auto ledger = open();
        const bool good = ledger && record(**ledger, 2);
        const char answer = good ? 'y' : 'n';
        if (::write(write_end.get(), &answer, 1) != 1) ::_exit(1);
        while (true) ::pause();
    }
    write_end = Descriptor();
    char answer = 0;
    EXPECT_EQ(::read(read_end.get(), &answer, 1), 1);
    EXPECT_EQ(answer, 'y');
    EXPECT_CODE(open(), registry::errors::kLedgerLocked);
    // Readers are not kept out.
    EXPECT_OK(
        read_local_ledger(ledger_, must(read_local_ledger_info(ledger_)).log, guard_.get(), call_));
    ::kill(first, SIGKILL);
    ::waitpid(first, nullptr, 0);
    record_alone(3);
    EXPECT_EQ(faults(3), std::vector<std::string>{});
}

using Copies = Situation;

TEST_F(Copies, UsedInTurnAreRefused) {
    record_alone(1);
    const path copy = temp_ / "copy";
    std::filesystem::copy(ledger_, copy, kCopyAll);
    record_alone(2);
    EXPECT_CODE(open_at(copy), tlog::errors::kRolledBack);
    record_alone(3);
    EXPECT_CODE(open_at(copy), tlog::errors::kRolledBack);
    EXPECT_EQ(faults(3), std::vector<std::string>{});
}

TEST_F(Copies, OpenSideBySideSignOneHistory) {
    record_alone(1);
    const path copy = temp_ / "copy";
    std::filesystem::copy(ledger_, copy, kCopyAll);
    const auto original = must(open());
    // Not witnessed: what a copy has accepted stays in the copy, and no head will ever cover it.
    const auto rival = must(open_local_ledger(copy, signer_, *guard_, clock_, call_));
    ASSERT_OK(record(*original, 2));
    EXPECT_CODE(record(*rival, 3), tlog::errors::kRolledBack);
    ASSERT_OK(record(*original, 4));
    EXPECT_EQ(faults(3), std::vector<std::string>{});
}

/// One backup when there is one entry, and then two entries more.
class BackupOf : public Situation {
protected:
    void SetUp() override {
        record_alone(1);
        std::filesystem::copy(ledger_, old_ledger_, kCopyAll);
        std::filesystem::copy(heads_, old_heads_, kCopyAll);
        record_alone(2);
        record_alone(3);
        std::filesystem::copy(ledger_, new_ledger_, kCopyAll);
    }
    const path old_ledger_ = temp_ / "old-ledger";
    const path old_heads_ = temp_ / "old-heads";
    const path new_ledger_ = temp_ / "new-ledger";
};

TEST_F(BackupOf, TheLedgerAloneIsRefused) {
    replace(ledger_, old_ledger_);
    EXPECT_CODE(open(), tlog::errors::kRolledBack);
    EXPECT_CODE(
        read_local_ledger(ledger_, must(read_local_ledger_info(ledger_)).log, guard_.get(), call_),
        tlog::errors::kRolledBack);
    // Nothing was made worse by the attempt.
    replace(ledger_, new_ledger_);
    record_alone(4);
    EXPECT_EQ(faults(4), std::vector<std::string>{});
}

TEST_F(BackupOf, TheHeadsAloneIsMadeGoodByTheJournal) {
    replace(heads_, old_heads_);
    record_alone(4);
    EXPECT_EQ(faults(4), std::vector<std::string>{});
    replace(ledger_, new_ledger_);
    EXPECT_CODE(open(), tlog::errors::kRolledBack);
}

TEST_F(BackupOf, NoHeadsAtAllIsRefused) {
    std::filesystem::remove_all(heads_);
    EXPECT_CODE(open(), tlog::errors::kRolledBack);
}

// The documented limit (specs/journal.md, "The head file"): nothing here remembers any more. It is
// the harness that sees the fork, because it remembers every head.
TEST_F(BackupOf, EverythingTogetherCannotBeNoticed) {
    replace(ledger_, old_ledger_);
    replace(heads_, old_heads_);
    record_alone(4);
    record_alone(5);
    const std::vector<std::string> found = faults(3);
    const auto is_fork = [](const std::string& what) {
        return what.find("was signed over other entries") != std::string::npos;
    };
    EXPECT_EQ(std::count_if(found.begin(), found.end(), is_fork), 2);
}

// What is derived may be lost or spoiled at any time; the journal makes it good.
TEST(DerivedFiles, MayBeLostOrSpoiled) {
    const std::vector<std::function<void(const path&)>> kDamages = {
        [](const path& file) { std::filesystem::remove(file); },
        [](const path& file) { std::filesystem::resize_file(file, 0); },
        [](const path& file) {
            std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
        },
        [](const path& file) { std::ofstream(file, std::ios::binary) << "not a database"; },
        [](const path& file) {
            std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
            stream.seekp(static_cast<std::streamoff>(std::filesystem::file_size(file) / 3));
            stream << std::string(3'000, '\x5a');
        }};
    for (std::size_t which = 0; which < kDamages.size(); ++which) {
        const test::TempDir temp;
        std::filesystem::permissions(temp.path(), std::filesystem::perms::owner_all);
        const auto workload = make_batch_workload();
        workload->prepare(temp.path());
        faults::Recorder record;
        Witness witness(record);
        ASSERT_OK(workload->open(temp.path(), 0, witness)->run());
        const Promises promises = promises_in(record.events());
        int damaged = 0;
        for (const auto& entry : std::filesystem::directory_iterator(temp / kLedgerFolder)) {
            const std::string name = entry.path().filename().string();
            if (name == "journal" || name == "ledger.json" || name == "lock") continue;
            if (!entry.is_regular_file()) continue;
            kDamages[which](entry.path());
            ++damaged;
        }
        EXPECT_GT(damaged, 0) << "nothing is derived";
        const auto session = workload->open(temp.path(), 1, witness);
        session->check(promises);
        EXPECT_OK(session->run());
        check_journal(temp / kJournal, promises, workload->entries_at_end(), witness);
        for (const Found& found : faults_in(record.events()))
            ADD_FAILURE() << "damage " << which << ": " << found.what;
    }
}

}  // namespace
}  // namespace deed::durability

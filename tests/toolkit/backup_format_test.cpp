#include "toolkit/backup_format.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "lib/crypto/key_store_errors.hpp"
#include "lib/io/pending_file.hpp"
#include "lib/tlog/errors.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/toolkit/backup_support.hpp"
#include "toolkit/backup_errors.hpp"

namespace deed::test {
namespace {

namespace format = backup_format;

const std::string kHex(64, 'a');

TEST(BackupWriter, TellsOfAFileThatBecameShorter) {
    format::Writer writer([](ByteView) -> Result<void> { return {}; });
    std::size_t left = 5;
    const auto shrinking = [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
        return std::exchange(left, std::size_t{0}) == 0 ? 0 : std::min<std::size_t>(5, out.size());
    };
    EXPECT_CODE(writer.file("keys/a.key.json", 10, shrinking), errors::kBackupHomeChanged);
    left = 5;
    EXPECT_OK(writer.file("keys/a.key.json", 5, shrinking));
}

TEST(BackupNames, AreThoseOfAHomeAlone) {
    const Config home = config_in("/h");
    const auto place = [&](std::string_view name) -> Result<std::string> {
        DEED_TRY(const format::Place found, format::place_of(name));
        return path_in(home, found).string();
    };
    EXPECT_EQ(*place("heads/" + kHex), "/h/heads/" + kHex);
    EXPECT_EQ(*place("keys/master.json"), "/h/keys/master.json");
    EXPECT_EQ(*place("keys/log.local.key.json"), "/h/keys/log.local.key.json");
    EXPECT_EQ(*place("ledgers/local/journal"), "/h/ledgers/local/journal");
    EXPECT_EQ(*place("ledgers/a-2/ledger.json"), "/h/ledgers/a-2/ledger.json");
    EXPECT_EQ(*place("openings/" + kHex + ".opening"), "/h/openings/" + kHex + ".opening");

    const std::string hostile[] = {"",
                                   "/",
                                   "/etc/passwd",
                                   "keys",
                                   "keys/",
                                   "keys/..",
                                   "keys/../heads/" + kHex,
                                   "keys/sub/a.key.json",
                                   "keys/../a.key.json",
                                   "keys/.key.json",
                                   "keys/.a.key.json",
                                   "keys/A.key.json",
                                   "keys/a.key.json/",
                                   "keys//a.key.json",
                                   "keys/" + std::string(65, 'a') + ".key.json",
                                   "keys/.lock",
                                   "keys/Master.json",
                                   std::string("keys/a\0.key.json", 16),
                                   "heads/" + kHex + ".lock",
                                   "heads/" + std::string(64, 'A'),
                                   "heads/" + std::string(63, 'a'),
                                   "heads/../" + kHex,
                                   "ledgers/local",
                                   "ledgers/local/index",
                                   "ledgers/local/lock",
                                   "ledgers/../journal",
                                   "ledgers//journal",
                                   "ledgers/./journal",
                                   "ledgers/a/b/journal",
                                   "ledgers/journal",
                                   "ledgers/1a/journal",
                                   "ledgers/" + std::string(33, 'a') + "/journal",
                                   "openings/" + kHex,
                                   "openings/../" + kHex + ".opening",
                                   "./keys/master.json",
                                   "config/keys",
                                   std::string(10'000, 'k')};
    for (const std::string& name : hostile)
        EXPECT_CODE(place(name), errors::kBackupBadName) << name;
}

BackupContents nothing() { return {backup_clock().now(), 0, 0, 0, {}}; }

crypto::ByteSource source_of(std::string_view text) {
    return [text](std::span<std::uint8_t> out) mutable -> Result<std::size_t> {
        const std::size_t count = std::min(out.size(), text.size());
        std::copy_n(text.begin(), count, out.begin());
        text.remove_prefix(count);
        return count;
    };
}

/// A sealed file with this content, in whatever form.
void seal(const std::filesystem::path& file, std::string_view content) {
    ASSERT_OK_AND(PendingFile pending, PendingFile::create(file, 0600));
    ASSERT_OK_AND(auto stream,
                  crypto::SealedStreamWriter::begin("deed/backup/v", secret(), [&](ByteView part) {
                      return pending.append(part);
                  }));
    ASSERT_OK(stream.write(as_bytes(content)));
    ASSERT_OK(stream.finish());
    ASSERT_OK(pending.commit(Existing::replace));
}

/// The content that `write` makes.
std::string content(const std::function<void(format::Writer&)>& write) {
    std::string text;
    format::Writer writer([&](ByteView part) -> Result<void> {
        text += as_text(part);
        return {};
    });
    write(writer);
    return text;
}

struct NamedFile {
    std::string name;
    std::string bytes;
};

std::string content_with(const BackupContents& contents, const std::vector<NamedFile>& files) {
    return content([&](format::Writer& writer) {
        EXPECT_OK(writer.manifest(contents));
        for (const NamedFile& file : files)
            EXPECT_OK(writer.file(file.name, file.bytes.size(), source_of(file.bytes)));
        EXPECT_OK(writer.end());
    });
}

class HostileBackup : public testing::Test {
protected:
    /// What restoring a backup of this content says; it must not change anything.
    Result<RestoreOutcome> restored(const std::string& content) {
        seal(dir_ / "b", content);
        auto outcome = restore(dir_ / "b", home_.path());
        EXPECT_TRUE(files_of(home_.path()).empty());
        EXPECT_EQ(code_of(check(dir_ / "b")), code_of(outcome));
        return outcome;
    }

    TempDir dir_;
    TempDir home_;
};

TEST_F(HostileBackup, CannotLeaveTheHome) {
    for (const char* name : {"keys/../../out.key.json", "/out", "../out", "keys/..//master.json"})
        EXPECT_CODE(restored(content_with(nothing(), {{name, "x"}})), errors::kBackupBadName);
    EXPECT_FALSE(std::filesystem::exists(home_.path().parent_path() / "out.key.json"));
}

TEST_F(HostileBackup, CannotHoldANameTwice) {
    const NamedFile a{"keys/a.key.json", "1"};
    const NamedFile b{"keys/b.key.json", "2"};
    EXPECT_CODE(restored(content_with(nothing(), {a, a})), errors::kBackupBadName);
    EXPECT_CODE(restored(content_with(nothing(), {b, a})), errors::kBackupBadName);
}

TEST_F(HostileBackup, CannotFillTheDisk) {
    EXPECT_CODE(restored(content_with(nothing(), {{"keys/a.key.json", std::string(16'385, 'x')}})),
                errors::kBackupFileTooLarge);
    std::string huge = content_with(nothing(), {{"ledgers/local/journal", ""}});
    const auto size = huge.find("journal") + 7;
    huge.replace(size, 8, std::string(8, '\xff'));
    EXPECT_CODE(restored(huge), errors::kBackupFileTooLarge);
    huge.replace(size, 8, std::string("\0\x1f\xff\xff\xff\xff\xff\xff", 8));
    EXPECT_CODE(restored(huge), errors::kBackupMalformed);  // and ends at once
    EXPECT_CODE(restored(std::string(4, '\xff')), errors::kBackupMalformed);
}

TEST_F(HostileBackup, IsHeldToItsList) {
    BackupContents one_key = nothing();
    one_key.keys = 1;
    EXPECT_CODE(restored(content_with(one_key, {})), errors::kBackupMalformed);
    EXPECT_CODE(restored(content_with(nothing(), {{"keys/a.key.json", "x"}})),
                errors::kBackupMalformed);
    EXPECT_CODE(restored(content_with(nothing(), {{"ledgers/local/journal", "x"}})),
                errors::kBackupMalformed);
    BackupContents ledger = nothing();
    ledger.ledgers.push_back({"local", "l", "k", 0, {}, "c"});
    EXPECT_CODE(restored(content_with(ledger, {{"ledgers/local/journal", "x"}})),
                errors::kBackupMalformed);
    ledger.ledgers.push_back(ledger.ledgers[0]);
    EXPECT_CODE(restored(content_with(ledger, {})), errors::kBackupBadName);
    ledger.ledgers = {{"../x", "l", "k", 0, {}, "c"}};
    EXPECT_CODE(restored(content_with(ledger, {})), errors::kBackupBadName);
}

TEST_F(HostileBackup, IsHeldToItsOneForm) {
    const std::string good = content_with(nothing(), {});
    EXPECT_OK(restored(good));
    EXPECT_CODE(restored(good + "x"), errors::kBackupMalformed);
    EXPECT_CODE(restored(good.substr(0, good.size() - 1)), errors::kBackupMalformed);
    EXPECT_CODE(restored(good.substr(0, good.size() - 1) + '\2'), errors::kBackupMalformed);
    EXPECT_CODE(restored(""), errors::kBackupMalformed);
    const auto with = [&](std::string_view what, std::string_view by) {
        std::string changed = good;
        EXPECT_EQ(what.size(), by.size());
        return restored(changed.replace(changed.find(what), what.size(), by));
    };
    EXPECT_CODE(with("contents/v1", "contents/v2"), errors::kBackupNewerFormat);
    EXPECT_CODE(with("contents/v1", "CONTENTS/v1"), errors::kBackupMalformed);
    EXPECT_CODE(with("\"keys\":0", "\"keys\":x"), errors::kBackupMalformed);
    EXPECT_CODE(with("\"keys\":0", "\"KEYS\":0"), errors::kBackupMalformed);
    EXPECT_CODE(with("2026-02-03T", "2026-02-03t"), errors::kBackupMalformed);
    EXPECT_CODE(with("2026-02-03T", "2026-13-03T"), errors::kBackupMalformed);
}

TEST_F(HostileBackup, HasADigestOfEachFile) {
    std::string changed = content_with(nothing(), {{"keys/a.key.json", "content"}});
    changed.replace(changed.find("content", changed.find("key.json")), 7, "CONTENT");
    EXPECT_CODE(restored(changed), errors::kBackupDigestWrong);
}

TEST_F(HostileBackup, MustOpen) {
    BackupContents one_key = nothing();
    one_key.keys = 1;
    EXPECT_CODE(restored(content_with(one_key, {{"keys/a.key.json", "no key"}})),
                crypto::errors::kKeyStoreDamaged);
    BackupContents one_head = nothing();
    one_head.heads = 1;
    EXPECT_CODE(restored(content_with(one_head, {{"heads/" + kHex, "no head"}})),
                tlog::errors::kHeadGuardDamaged);
    // A head file under another key's name is not that key's record.
    const auto files = files_of(SharedHome::get().folder / "heads");
    EXPECT_CODE(restored(content_with(one_head, {{"heads/" + kHex, files.begin()->second}})),
                errors::kBackupMalformed);
}

TEST_F(HostileBackup, HasTheLedgersThatItLists) {
    const auto& folder = SharedHome::get().folder.path();
    ASSERT_OK_AND(const BackupContents good, back_up(folder, dir_ / "good"));
    std::vector<NamedFile> files;
    for (const auto& [name, bytes] : files_of(folder)) files.push_back({name, bytes});
    const auto of_listed = [&](const std::function<void(BackedUpLedger&)>& change) {
        BackupContents changed = good;
        change(changed.ledgers.at(0));
        return restored(content_with(changed, files));
    };
    EXPECT_CODE(of_listed([](BackedUpLedger& ledger) { ledger.size = 1; }),
                errors::kBackupLedgerDiffers);
    EXPECT_CODE(of_listed([](BackedUpLedger& ledger) { ledger.root[0] ^= 1; }),
                errors::kBackupLedgerDiffers);
    EXPECT_CODE(of_listed([](BackedUpLedger& ledger) { ledger.checkpoint += "x"; }),
                errors::kBackupLedgerDiffers);
    EXPECT_CODE(of_listed([](BackedUpLedger& ledger) { ledger.network = "l"; }),
                errors::kBackupLedgerDiffers);
    EXPECT_CODE(of_listed([](BackedUpLedger& ledger) { ledger.verifier_key = "k"; }),
                errors::kBackupLedgerDiffers);

    // A ledger without the record of its head would not open in a home.
    BackupContents headless = good;
    headless.heads = 0;
    std::erase_if(files, [](const NamedFile& file) { return file.name.starts_with("heads/"); });
    EXPECT_CODE(restored(content_with(headless, files)), tlog::errors::kRolledBack);
}

}  // namespace
}  // namespace deed::test

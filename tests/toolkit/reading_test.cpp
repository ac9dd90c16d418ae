#include <gtest/gtest.h>

#include <set>

#include "did/errors.hpp"
#include "did/methods/export_errors.hpp"
#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/toolkit/home.hpp"

namespace deed::test {
namespace {

/// SQLite's own files beside a ledger's derived index, which reading may make. They hold no data.
bool is_beside_index(const std::filesystem::path& path) {
    return path.filename() == "index-shm" ||
           (path.filename() == "index-wal" && std::filesystem::file_size(path) == 0);
}

/// Every path below a folder with its size and, but for folders, its time of change.
std::set<std::string> tree_of(const std::filesystem::path& folder) {
    std::set<std::string> tree;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (is_beside_index(entry.path())) continue;
        if (entry.is_directory()) {
            tree.insert(entry.path().string());
            continue;
        }
        tree.insert(entry.path().string() + " " + std::to_string(entry.file_size()) + " " +
                    std::to_string(entry.last_write_time().time_since_epoch().count()));
    }
    return tree;
}

json::Document with_note(const json::Document& document, std::string_view note) {
    auto value = json::Document::parse("\"" + std::string(note) + "\"");
    EXPECT_OK(value);
    auto changed = document.with("/note", value->root());
    EXPECT_OK(changed);
    return std::move(changed).value();
}

TEST(Reading, NeedsNoPassphraseAndChangesNothing) {
    Call call;
    const SharedHome& home = SharedHome::get();
    const auto before = tree_of(home.folder.path());
    const Reader reader(home.folder.path());
    ASSERT_OK_AND(const auto keys, reader->keys().list(call));
    EXPECT_EQ(keys.size(), 5U) << "two DIDs of two keys each, and the log's";
    EXPECT_OK(reader->own_dids(call));
    EXPECT_OK(reader->resolver().resolve(home.acme.did, call));
    ASSERT_OK_AND(registry::LogLedger * ledger, reader->readable_ledger("local", call));
    EXPECT_OK(ledger->checkpoint(call));
    EXPECT_FALSE(ledger->capabilities().writable);
    EXPECT_EQ(tree_of(home.folder.path()), before);
}

TEST(Reading, GivesTheSameLedgerByAliasAndByNetwork) {
    Call call;
    const Reader reader(SharedHome::get().folder.path());
    ASSERT_OK_AND(registry::LogLedger * by_alias, reader->readable_ledger("local", call));
    ASSERT_OK_AND(registry::LogLedger * by_network,
                  reader->readable_ledger_of(by_alias->network(), call));
    EXPECT_EQ(by_alias, by_network);
    EXPECT_CODE(reader->readable_ledger_of("l" + std::string(32, 'a'), call),
                did::errors::kUnknownNetwork);
}

TEST(Reading, SeesWhatThisToolkitWrote) {
    Call call;
    const CopiedHome home;
    const Owner owner(home.folder.path());
    ASSERT_OK(owner->readable_ledger("local", call));
    ASSERT_OK_AND(const CreatedDid third, owner->create_did("third", call));
    // The reader that was opened earlier must not answer for the writer.
    EXPECT_OK(owner->resolver().resolve(third.did, call));
    ASSERT_OK_AND(const did::Did own, owner->own_did("third", call));
    EXPECT_EQ(own, third.did);
}

TEST(Reading, AnEmptyHomeCreatesNothing) {
    Call call;
    const TempDir home;
    const Reader reader(home.path());
    EXPECT_CODE(reader->readable_ledger("local", call), registry::errors::kLedgerNotFound);
    EXPECT_CODE(reader->writable_ledger(call), registry::errors::kLedgerNotFound);
    EXPECT_CODE(reader->resolver().resolve(SharedHome::get().acme.did, call),
                did::errors::kUnknownNetwork);
    ASSERT_OK_AND(const auto keys, reader->keys().list(call));
    EXPECT_TRUE(keys.empty());
    EXPECT_TRUE(std::filesystem::is_empty(home.path()));
}

TEST(Reading, RefusesALedgerOlderThanWhatThisHomeSigned) {
    Call call;
    const CopiedHome home;
    {
        const Owner owner(home.folder.path());
        ASSERT_OK(owner->create_did("third", call));
    }
    std::filesystem::remove_all(home.folder / "ledgers");
    std::filesystem::copy(SharedHome::get().folder / "ledgers", home.folder / "ledgers",
                          std::filesystem::copy_options::recursive);
    const Reader reader(home.folder.path());
    EXPECT_CODE(reader->readable_ledger("local", call), tlog::errors::kRolledBack);
    const Owner owner(home.folder.path());
    EXPECT_CODE(owner->writable_ledger(call), tlog::errors::kRolledBack);
}

did::WeidExport export_of(const Owner& owner, const did::Did& did) {
    Call call;
    auto ledger = owner->writable_ledger(call);
    EXPECT_OK(ledger);
    const auto file = did::export_weid(**ledger, did, owner.clock, call);
    EXPECT_OK(file);
    auto exported = did::WeidExport::parse(file->root());
    EXPECT_OK(exported);
    return std::move(exported).value();
}

void update(const Owner& owner, const did::Did& did, std::string_view note) {
    Call call;
    ASSERT_OK_AND(registry::LogLedger * ledger, owner->writable_ledger(call));
    ASSERT_OK_AND(const did::Resolution last, owner->resolver().resolve(did, call));
    ASSERT_OK_AND(const auto controller, owner->controller_of(did, call));
    did::WeidRegistrar registrar(*ledger, owner.clock);
    ASSERT_OK(registrar.update(did, with_note(last.document.json(), note), *controller, call));
}

TEST(AddExport, DoesNotOverruleTheLedgersHere) {
    Call call;
    const CopiedHome home;
    const Owner owner(home.folder.path());
    const did::Did acme = SharedHome::get().acme.did;
    ASSERT_OK(owner->add_export(export_of(owner, acme)));
    ASSERT_OK_AND(registry::LogLedger * ledger, owner->writable_ledger(call));
    ASSERT_OK_AND(const auto controller, owner->controller_of(acme, call));
    did::WeidRegistrar registrar(*ledger, owner.clock);
    ASSERT_OK(registrar.deactivate(acme, *controller, call));

    ASSERT_OK_AND(const did::Resolution resolution, owner->resolver().resolve(acme, call));
    EXPECT_TRUE(resolution.metadata.deactivated);
    EXPECT_FALSE(resolution.freshness);
    // DIDs that are in no export are still asked of the ledgers.
    EXPECT_OK(owner->resolver().resolve(SharedHome::get().bureau.did, call));
}

TEST(AddExport, GoesOnWhereTheLedgerHereEnds) {
    Call call;
    const did::Did acme = SharedHome::get().acme.did;
    const CopiedHome newer;
    const Owner elsewhere(newer.folder.path());
    update(elsewhere, acme, "newer");

    const Reader reader(SharedHome::get().folder.path());
    ASSERT_OK(reader->add_export(export_of(elsewhere, acme)));
    ASSERT_OK_AND(const did::Resolution resolution, reader->resolver().resolve(acme, call));
    EXPECT_TRUE(resolution.document.json().root().find("note"));
    EXPECT_TRUE(resolution.freshness) << "a copy says as of when it is";
}

TEST(AddExport, RefusesWhatContradictsTheLedgerHereOrAnotherExport) {
    Call call;
    const did::Did acme = SharedHome::get().acme.did;
    const CopiedHome home;
    const CopiedHome forked;
    const Owner owner(home.folder.path());
    const Owner elsewhere(forked.folder.path());
    update(owner, acme, "one");
    update(elsewhere, acme, "other");
    ASSERT_OK(owner->add_export(export_of(elsewhere, acme)));
    EXPECT_CODE(owner->resolver().resolve(acme, call), did::errors::kExportConflict);
    EXPECT_CODE(owner->add_export(export_of(owner, acme)), did::errors::kExportConflict);
}

TEST(AddExport, MakesADidKnownWhereItsLedgerIsNot) {
    Call call;
    const CopiedHome home;
    const did::Did acme = SharedHome::get().acme.did;
    const Owner owner(home.folder.path());
    ASSERT_OK_AND(registry::LogLedger * ledger, owner->writable_ledger(call));
    ASSERT_OK_AND(const json::Document file, did::export_weid(*ledger, acme, owner.clock, call));
    ASSERT_OK_AND(did::WeidExport exported, did::WeidExport::parse(file.root()));

    const TempDir elsewhere;
    const Reader reader(elsewhere.path());
    ASSERT_OK(reader->add_export(std::move(exported)));
    ASSERT_OK_AND(const did::Resolution resolution, reader->resolver().resolve(acme, call));
    EXPECT_TRUE(resolution.freshness);
    EXPECT_TRUE(std::filesystem::is_empty(elsewhere.path()));
}

}  // namespace
}  // namespace deed::test

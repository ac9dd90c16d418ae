#include <gtest/gtest.h>

#include <set>

#include "did/errors.hpp"
#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/toolkit/home.hpp"

namespace deed::test {
namespace {

/// Every path below a folder with its size and time of change.
std::set<std::string> tree_of(const std::filesystem::path& folder) {
    std::set<std::string> tree;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const std::string size = entry.is_regular_file() ? std::to_string(entry.file_size()) : "-";
        tree.insert(entry.path().string() + " " + size + " " +
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
    EXPECT_OK(owner->resolver().resolve(third.did, call))
        << "a reader that was opened earlier must not answer for the writer";
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

TEST(AddExport, WinsOverTheLedgersHere) {
    Call call;
    const CopiedHome home;
    const Owner owner(home.folder.path());
    const did::Did acme = SharedHome::get().acme.did;
    ASSERT_OK_AND(registry::LogLedger * ledger, owner->writable_ledger(call));
    ASSERT_OK_AND(const json::Document file, did::export_weid(*ledger, acme, owner.clock, call));
    ASSERT_OK_AND(did::WeidExport exported, did::WeidExport::parse(file.root()));

    ASSERT_OK_AND(const did::Resolution first, owner->resolver().resolve(acme, call));
    ASSERT_OK_AND(const auto controller, owner->controller_of(acme, call));
    did::WeidRegistrar registrar(*ledger, owner.clock);
    ASSERT_OK(registrar.update(acme, with_note(first.document.json(), "later"), *controller, call));

    ASSERT_OK_AND(const did::Resolution from_ledger, owner->resolver().resolve(acme, call));
    EXPECT_TRUE(from_ledger.document.json().root().find("note"));
    EXPECT_FALSE(from_ledger.freshness);

    owner->add_export(std::move(exported));
    ASSERT_OK_AND(const did::Resolution from_export, owner->resolver().resolve(acme, call));
    EXPECT_FALSE(from_export.document.json().root().find("note"));
    EXPECT_TRUE(from_export.freshness) << "a copy says as of when it is";

    // DIDs that are in no export are still asked of the ledgers.
    EXPECT_OK(owner->resolver().resolve(SharedHome::get().bureau.did, call));
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
    reader->add_export(std::move(exported));
    ASSERT_OK_AND(const did::Resolution resolution, reader->resolver().resolve(acme, call));
    EXPECT_TRUE(resolution.freshness);
    EXPECT_TRUE(std::filesystem::is_empty(elsewhere.path()));
}

}  // namespace
}  // namespace deed::test

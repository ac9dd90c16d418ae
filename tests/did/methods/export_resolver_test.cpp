#include "did/methods/export_resolver.hpp"

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "did/errors.hpp"
#include "did/methods/export_errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/did/methods/weid_support.hpp"

namespace deed::did {
namespace {

using test::controller;
using test::must;
using test::TestLedger;

WeidExport export_of(TestLedger& t, const Did& did) {
    return must(WeidExport::parse(must(export_weid(*t.ledger, did, t.clock, t.call)).root()));
}

std::string note_of(const Result<Resolution>& resolution) {
    if (!resolution) return resolution.error().to_string();
    const auto note = resolution->document.json().root().find("note");
    return note ? std::string(note->string()) : "no note";
}

/// A log that shows its readers two trees: `other` signs with the key of `t`, and both begin with
/// the operations of the same moments.
struct Fork {
    Fork() : did(t.create(1)) {
        std::filesystem::copy(t.folder.path(), folder.path(),
                              std::filesystem::copy_options::recursive);
        guard = tlog::open_head_guard(folder / "heads");
        other = must(
            registry::open_local_ledger(folder / "ledger", *t.log_signer, *guard, t.clock, t.call));
    }

    void update_other(std::uint8_t byte, const std::string& note) {
        WeidRegistrar registrar(*other, t.clock);
        const Did subject = make_weid(other->network(), t.address(byte));
        const auto document = must(make_document(subject, {})
                                       .json()
                                       .with("/note", test::json_of("\"" + note + "\"").root()));
        must(registrar.update(subject, document, *controller(byte), t.call));
    }
    Did create_other(std::uint8_t byte) {
        WeidRegistrar registrar(*other, t.clock);
        return must(registrar.create(*controller(byte), {}, t.call));
    }
    WeidExport export_other(const Did& subject) {
        return must(WeidExport::parse(must(export_weid(*other, subject, t.clock, t.call)).root()));
    }

    TestLedger t;
    Did did;
    deed::test::TempDir folder;
    std::unique_ptr<tlog::HeadGuard> guard;
    std::unique_ptr<registry::LogLedger> other;
};

/// The same in both orders, as who comes first must not matter.
void expect_conflict(const WeidExport& a, const WeidExport& b) {
    for (const auto& [first, second] : {std::pair(&a, &b), std::pair(&b, &a)}) {
        Call call;
        ExportResolver resolver;
        ASSERT_OK(resolver.add(*first));
        EXPECT_CODE(resolver.add(*second), errors::kExportConflict);
        // What was refused left nothing behind.
        ASSERT_OK_AND(const Resolution kept, resolver.resolve(first->did(), call));
        EXPECT_EQ(kept.freshness->as_of, first->as_of());
        EXPECT_EQ(resolver.find(second->did()).has_value(), first->did() == second->did());
        EXPECT_OK(resolver.add(*first));
    }
}

TEST(ExportResolver, AnswersForItsExportsAlone) {
    TestLedger t;
    const Did first = t.create(1);
    const Did second = t.create(2);
    const Did third = t.create(3);
    ExportResolver resolver;
    for (const Did& did : {first, second}) ASSERT_OK(resolver.add(export_of(t, did)));
    for (const Did& did : {first, second}) {
        ASSERT_OK_AND(const Resolution resolution, resolver.resolve(did, t.call));
        EXPECT_EQ(resolution.document.id(), did);
        EXPECT_EQ(resolver.find(did)->did(), did);
    }
    EXPECT_CODE(resolver.resolve(third, t.call), errors::kNotFound);
    EXPECT_FALSE(resolver.find(third));
    EXPECT_CODE(resolver.resolve(must(Did::parse("did:key:z6Mk")), t.call), errors::kNotFound);
}

TEST(ExportResolver, KeepsTheLongestHistoryInWhateverOrder) {
    TestLedger t;
    const Did did = t.create(1);
    std::vector<WeidExport> exports{export_of(t, did)};
    t.update(did, 1, "second");
    exports.push_back(export_of(t, did));
    ASSERT_OK(t.registrar.deactivate(did, *controller(1), t.call));
    exports.push_back(export_of(t, did));
    for (const auto& order :
         {std::vector{0, 1, 2}, std::vector{2, 1, 0}, std::vector{1, 2, 0}, std::vector{2, 0, 1}}) {
        ExportResolver resolver;
        for (const int i : order) ASSERT_OK(resolver.add(exports[static_cast<std::size_t>(i)]));
        ASSERT_OK_AND(const Resolution resolution, resolver.resolve(did, t.call));
        EXPECT_TRUE(resolution.metadata.deactivated);
        EXPECT_EQ(note_of(resolution), "second");
    }
}

TEST(ExportResolver, KeepsTheLaterOfEqualHistories) {
    TestLedger t;
    const Did did = t.create(1);
    const WeidExport early = export_of(t, did);
    t.tick(100);
    const WeidExport same_tree = export_of(t, did);
    t.create(2);
    t.tick(100);
    const WeidExport late = export_of(t, did);
    for (const auto& order :
         {std::vector{&early, &same_tree, &late}, std::vector{&late, &same_tree, &early}}) {
        ExportResolver resolver;
        for (const WeidExport* did_export : order) ASSERT_OK(resolver.add(*did_export));
        EXPECT_EQ(resolver.find(did)->as_of(), late.as_of());
    }
}

TEST(ExportResolver, RefusesHistoriesThatPart) {
    Fork fork;
    fork.t.update(fork.did, 1, "one");
    fork.update_other(1, "other");
    expect_conflict(export_of(fork.t, fork.did), fork.export_other(fork.did));
    fork.update_other(1, "other and longer");
    expect_conflict(export_of(fork.t, fork.did), fork.export_other(fork.did));
}

TEST(ExportResolver, RefusesAStatementThatAnotherExportBelies) {
    Fork fork;
    // Here the DID's second operation is entry 1; there the tree of three entries has none.
    fork.t.update(fork.did, 1, "second");
    fork.create_other(2);
    fork.create_other(3);
    const WeidExport longer = export_of(fork.t, fork.did);
    const WeidExport shorter = fork.export_other(fork.did);
    ASSERT_EQ(longer.operations().size(), 2U);
    ASSERT_EQ(shorter.operations().size(), 1U);
    ASSERT_NE(longer.checkpoint().size, shorter.checkpoint().size);
    expect_conflict(longer, shorter);
}

TEST(ExportResolver, RefusesTwoRootsOfOneTree) {
    Fork fork;
    const Did second = fork.t.create(2);
    fork.create_other(3);
    const WeidExport one = export_of(fork.t, second);
    const WeidExport two = fork.export_other(fork.did);
    ASSERT_EQ(one.checkpoint().size, two.checkpoint().size);
    expect_conflict(one, two);

    // Nor is the head of an export forgotten that another one replaced.
    fork.t.create(4);
    ExportResolver resolver;
    ASSERT_OK(resolver.add(one));
    ASSERT_OK(resolver.add(export_of(fork.t, second)));
    EXPECT_CODE(resolver.add(two), errors::kExportConflict);
}

TEST(ExportResolver, TakesHeadsOfOtherLogs) {
    TestLedger one(2);
    TestLedger two(5);
    ExportResolver resolver;
    ASSERT_OK(resolver.add(export_of(one, one.create(1))));
    EXPECT_OK(resolver.add(export_of(two, two.create(1))));
}

TEST(ExportResolver, MayBeAskedWhileItGrows) {
    TestLedger t;
    const Did did = t.create(1);
    const WeidExport early = export_of(t, did);
    t.update(did, 1, "second");
    const WeidExport late = export_of(t, did);
    ExportResolver resolver;
    ASSERT_OK(resolver.add(early));
    std::thread grows([&] {
        for (int i = 0; i < 100; ++i) EXPECT_OK(resolver.add(i % 2 == 0 ? late : early));
    });
    for (int i = 0; i < 100; ++i) EXPECT_OK(resolver.resolve(did, t.call));
    grows.join();
    EXPECT_EQ(note_of(resolver.resolve(did, t.call)), "second");
}

/// A ledger here beside exports from elsewhere.
struct BothSources : ::testing::Test {
    Fork fork;
    TestLedger& t = fork.t;
    Did did = fork.did;
    ExportResolver exports;
    WeidResolver resolver{[this](const std::string& network, Call&) -> Result<registry::Ledger*> {
                              if (fault) return *fault;
                              if (network != t.ledger->network())
                                  return Error(errors::kUnknownNetwork, network);
                              return static_cast<registry::Ledger*>(t.ledger.get());
                          },
                          &exports};
    std::optional<Error> fault;
};

TEST_F(BothSources, TheLedgerWinsOverAnOlderExport) {
    ASSERT_OK(exports.add(export_of(t, did)));
    ASSERT_OK_AND(const Resolution same, resolver.resolve(did, t.call));
    EXPECT_FALSE(same.freshness);
    ASSERT_OK(t.registrar.deactivate(did, *controller(1), t.call));
    ASSERT_OK_AND(const Resolution resolution, resolver.resolve(did, t.call));
    EXPECT_TRUE(resolution.metadata.deactivated);
    EXPECT_FALSE(resolution.freshness);
}

TEST_F(BothSources, AnExportWinsThatGoesOnWhereTheLedgerEnds) {
    fork.update_other(1, "second");
    ASSERT_OK(exports.add(fork.export_other(did)));
    ASSERT_OK_AND(const Resolution resolution, resolver.resolve(did, t.call));
    EXPECT_EQ(note_of(resolution), "second");
    EXPECT_TRUE(resolution.freshness);

    // A DID that the ledger's copy does not know yet.
    const Did late = fork.create_other(2);
    ASSERT_OK(exports.add(fork.export_other(late)));
    EXPECT_OK(resolver.resolve(late, t.call));
}

TEST_F(BothSources, AnExportThatContradictsTheLedgerIsRefused) {
    fork.update_other(1, "other");
    ASSERT_OK(exports.add(fork.export_other(did)));
    t.update(did, 1, "one");
    EXPECT_CODE(resolver.resolve(did, t.call), errors::kExportConflict);
    t.update(did, 1, "one and longer");
    EXPECT_CODE(resolver.resolve(did, t.call), errors::kExportConflict);
}

TEST_F(BothSources, AnExportIsRefusedOfEntriesThatTheLedgerHasOtherwise) {
    fork.update_other(1, "second");
    ASSERT_OK(exports.add(fork.export_other(did)));
    t.create(2);  // here the entry of that update
    EXPECT_CODE(resolver.resolve(did, t.call), errors::kExportConflict);
}

TEST_F(BothSources, ALedgerThatCannotBeTrustedDoesNotGiveWay) {
    ASSERT_OK(exports.add(export_of(t, did)));
    fault = Error(registry::errors::kInvalidEntry, "broken");
    EXPECT_CODE(resolver.resolve(did, t.call), registry::errors::kInvalidEntry);
}

TEST_F(BothSources, AnExportAnswersWhereNoLedgerIs) {
    TestLedger elsewhere(5);
    const Did foreign = elsewhere.create(1);
    EXPECT_CODE(resolver.resolve(foreign, t.call), errors::kUnknownNetwork);
    ASSERT_OK(exports.add(export_of(elsewhere, foreign)));
    ASSERT_OK_AND(const Resolution resolution, resolver.resolve(foreign, t.call));
    EXPECT_TRUE(resolution.freshness);
    EXPECT_CODE(resolver.resolve(make_weid(t.ledger->network(), t.address(9)), t.call),
                errors::kNotFound);
}

}  // namespace
}  // namespace deed::did

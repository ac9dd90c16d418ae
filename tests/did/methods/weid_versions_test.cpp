#include <string>

#include "did/errors.hpp"
#include "did/methods/export_errors.hpp"
#include "did/methods/export_resolver.hpp"
#include "did/methods/key.hpp"
#include "did/methods/weid_export.hpp"
#include "tests/did/methods/weid_support.hpp"

namespace deed::did {
namespace {

using test::controller;
using test::must;
using test::TestLedger;
using test::time_of;

/// Created at 03:04:05, updated at 03:05:05.250 and 03:06:05.250, deactivated at 03:07:05.250.
struct Life {
    Life() : did(t.create(1)) {
        t.clock.set(time_of("2026-01-02T03:05:05.250Z"));
        t.update(did, 1, "first");
        t.tick(60);
        t.update(did, 1, "second");
    }

    void end() {
        t.tick(60);
        must(t.registrar.deactivate(did, *controller(1), t.call));
    }

    WeidResolver resolver(const ExportResolver* exports = nullptr) {
        return WeidResolver(
            [this](const std::string& network, Call&) -> Result<registry::Ledger*> {
                if (network != t.ledger->network() || !ledger_is_here)
                    return Error(errors::kUnknownNetwork, "no ledger of " + network);
                return t.ledger.get();
            },
            exports);
    }

    WeidExport exported() {
        return must(WeidExport::parse(must(export_weid(*t.ledger, did, t.clock, t.call)).root()));
    }

    TestLedger t;
    Did did;
    bool ledger_is_here = true;
};

std::string note_of(const Document& document) {
    const auto note = document.json().root().find("note");
    return note ? std::string(note->string()) : "none";
}

TEST(WeidVersions, AreFoundByTheirId) {
    Life life;
    WeidResolver resolver = life.resolver();
    ASSERT_OK_AND(const Resolution first, resolver.resolve(life.did, {"0", {}}, life.t.call));
    EXPECT_EQ(note_of(first.document), "none");
    EXPECT_EQ(first.metadata.version_id, "0");
    EXPECT_EQ(first.metadata.created, time_of("2026-01-02T03:04:05Z"));
    EXPECT_EQ(first.metadata.updated, time_of("2026-01-02T03:04:05Z"));
    EXPECT_EQ(first.metadata.next_update, time_of("2026-01-02T03:05:05.250Z"));
    EXPECT_EQ(first.metadata.next_version_id, "1");
    ASSERT_OK_AND(const Resolution second, resolver.resolve(life.did, {"1", {}}, life.t.call));
    EXPECT_EQ(note_of(second.document), "first");
    EXPECT_EQ(second.metadata.created, time_of("2026-01-02T03:04:05Z"));
    EXPECT_EQ(second.metadata.updated, time_of("2026-01-02T03:05:05.250Z"));
    ASSERT_OK_AND(const Resolution last, resolver.resolve(life.did, life.t.call));
    EXPECT_EQ(note_of(last.document), "second");
    EXPECT_FALSE(last.metadata.next_update || last.metadata.next_version_id);
    for (const std::string id : {"3", "-1", "00", "1 ", "", "x", "18446744073709551616"})
        EXPECT_CODE(resolver.resolve(life.did, {id, {}}, life.t.call), errors::kNoSuchVersion)
            << id;
}

TEST(WeidVersions, AreFoundByTheirTime) {
    Life life;
    WeidResolver resolver = life.resolver();
    const auto version_at = [&](std::string_view time) {
        auto found = resolver.resolve(life.did, {{}, time_of(time)}, life.t.call);
        return found ? *found->metadata.version_id : std::string(found.error().code().name);
    };
    EXPECT_EQ(version_at("2026-01-02T03:04:04.999Z"), "did.no_such_version");
    EXPECT_EQ(version_at("2026-01-02T03:04:05Z"), "0");
    EXPECT_EQ(version_at("2026-01-02T03:05:05.249Z"), "0");
    EXPECT_EQ(version_at("2026-01-02T03:05:05.250Z"), "1");
    EXPECT_EQ(version_at("2026-01-02T03:06:05.249Z"), "1");
    EXPECT_EQ(version_at("2036-01-02T03:06:05.250Z"), "2");
    EXPECT_CODE(resolver.resolve(life.did, {"0", time_of("2026-01-02T03:04:05Z")}, life.t.call),
                errors::kVersionOptions);
}

TEST(WeidVersions, OutliveADeactivation) {
    Life life;
    life.end();
    WeidResolver resolver = life.resolver();
    ASSERT_OK_AND(const Resolution now, resolver.resolve(life.did, life.t.call));
    EXPECT_TRUE(now.metadata.deactivated);
    ASSERT_OK_AND(const Resolution before, resolver.resolve(life.did, {"2", {}}, life.t.call));
    EXPECT_FALSE(before.metadata.deactivated);
    EXPECT_EQ(before.metadata.next_version_id, "3");
    EXPECT_EQ(note_of(before.document), "second");
}

TEST(WeidHistory, TellsTheWholeLife) {
    Life life;
    life.end();
    WeidResolver resolver = life.resolver();
    ASSERT_OK_AND(const History history, resolver.history(life.did, life.t.call));
    ASSERT_EQ(history.versions.size(), 4U);
    EXPECT_FALSE(history.freshness);
    EXPECT_TRUE(history.compromises.empty());
    using Kind = Version::Kind;
    const Kind kinds[] = {Kind::created, Kind::updated, Kind::updated, Kind::deactivated};
    const std::string notes[] = {"none", "first", "second"};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(history.versions[i].id, std::to_string(i));
        EXPECT_EQ(history.versions[i].kind, kinds[i]);
        if (i == 3) break;
        EXPECT_EQ(note_of(*history.versions[i].document), notes[i]);
    }
    EXPECT_FALSE(history.versions[3].document);
    EXPECT_EQ(history.versions[3].from, time_of("2026-01-02T03:07:05.250Z"));
    EXPECT_CODE(
        resolver.history(make_weid(life.t.ledger->network(), life.t.address(9)), life.t.call),
        errors::kNotFound);
}

TEST(WeidHistory, LeavesOutADocumentThatBreaksTheRules) {
    Life life;
    registry::DidRegistry registry(*life.t.ledger, life.t.clock);
    must(registry.update(life.t.address(1), to_bytes(as_bytes("{}")), *controller(1), life.t.call));
    life.t.update(life.did, 1, "mended");
    WeidResolver resolver = life.resolver();
    EXPECT_CODE(resolver.resolve(life.did, {"3", {}}, life.t.call), errors::kInvalidDocument);
    ASSERT_OK_AND(const History history, resolver.history(life.did, life.t.call));
    EXPECT_FALSE(history.versions.at(3).document);
    EXPECT_EQ(note_of(*history.versions.at(4).document), "mended");
}

TEST(WeidVersions, ComeFromAnExportWhereThereIsNoLedger) {
    Life life;
    ExportResolver exports;
    ASSERT_OK(exports.add(life.exported()));
    life.ledger_is_here = false;
    WeidResolver resolver = life.resolver(&exports);
    for (DidResolver* source :
         {static_cast<DidResolver*>(&resolver), static_cast<DidResolver*>(&exports)}) {
        ASSERT_OK_AND(const Resolution old, source->resolve(life.did, {"1", {}}, life.t.call));
        EXPECT_EQ(note_of(old.document), "first");
        EXPECT_EQ(old.freshness->as_of, time_of("2026-01-02T03:06:05.250Z"));
        ASSERT_OK_AND(const History history, source->history(life.did, life.t.call));
        EXPECT_EQ(history.versions.size(), 3U);
        EXPECT_EQ(history.freshness->source, "did export");
        EXPECT_CODE(source->resolve(life.did, {"3", {}}, life.t.call), errors::kNoSuchVersion);
    }
    EXPECT_CODE(exports.history(make_weid("elsewhere", life.t.address(1)), life.t.call),
                errors::kNotFound);
}

TEST(WeidVersions, ComeFromWhoKnowsMost) {
    Life life;
    ExportResolver exports;
    ASSERT_OK(exports.add(life.exported()));
    life.end();
    WeidResolver resolver = life.resolver(&exports);
    ASSERT_OK_AND(const History history, resolver.history(life.did, life.t.call));
    EXPECT_EQ(history.versions.size(), 4U);
    EXPECT_FALSE(history.freshness);
}

TEST(WeidVersions, AreRefusedWhereSourcesConflict) {
    Life life;
    TestLedger fork;
    const Did did = fork.create(1);
    fork.tick(60);
    fork.update(did, 1, "other");
    ASSERT_EQ(did, life.did);
    ExportResolver exports;
    ASSERT_OK(exports.add(must(
        WeidExport::parse(must(export_weid(*fork.ledger, did, fork.clock, fork.call)).root()))));
    WeidResolver resolver = life.resolver(&exports);
    EXPECT_CODE(resolver.history(did, life.t.call), errors::kExportConflict);
    EXPECT_CODE(resolver.resolve(did, {"0", {}}, life.t.call), errors::kExportConflict);
}

TEST(KeyVersions, AreOneForEver) {
    const Did did = did_key_of(test::signer_of(crypto::KeyType::ed25519, 1)->public_key());
    KeyResolver resolver;
    Call call;
    ASSERT_OK_AND(const Resolution latest, resolver.resolve(did, call));
    ASSERT_OK_AND(const Resolution old,
                  resolver.resolve(did, {{}, time_of("1970-01-01T00:00:00Z")}, call));
    EXPECT_EQ(old.document.json(), latest.document.json());
    EXPECT_CODE(resolver.resolve(did, {"0", {}}, call), errors::kVersionsUnsupported);
    EXPECT_CODE(resolver.resolve(did, {"0", time_of("1970-01-01T00:00:00Z")}, call),
                errors::kVersionOptions);
    ASSERT_OK_AND(const History history, resolver.history(did, call));
    ASSERT_EQ(history.versions.size(), 1U);
    EXPECT_EQ(history.versions[0].id, "");
    EXPECT_FALSE(history.versions[0].from);
    EXPECT_EQ(history.versions[0].kind, Version::Kind::created);
    EXPECT_EQ(history.versions[0].document->json(), latest.document.json());
}

}  // namespace
}  // namespace deed::did

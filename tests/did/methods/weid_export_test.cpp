#include "did/methods/weid_export.hpp"

#include <functional>
#include <string>
#include <vector>

#include "did/errors.hpp"
#include "did/methods/export_errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/did/methods/weid_support.hpp"
#include "tests/support/forwarding_ledger.hpp"

namespace deed::did {
namespace {

using test::controller;
using test::must;
using test::TestLedger;

/// Through text, so that nothing but the file is left.
WeidExport read_back(const json::Document& json) {
    return must(WeidExport::parse(test::json_of(json.to_string()).root()));
}

TEST(WeidExport, ProvesAHistoryToWhoHasNothingElse) {
    TestLedger t;
    const Did other = t.create(2);
    const Did did = t.create(1);
    t.tick(100);
    t.update(other, 2, "noise");
    t.update(did, 1, "second");
    t.tick(100);
    t.update(other, 2, "more noise");
    const Timestamp stated = t.clock.now();
    ASSERT_OK_AND(const json::Document json, export_weid(*t.ledger, did, t.clock, t.call));

    const WeidExport read = read_back(json);
    EXPECT_EQ(read.did(), did);
    EXPECT_EQ(read.log(), t.ledger->verifier_key());
    EXPECT_EQ(read.checkpoint_note(), must(t.ledger->checkpoint(t.call)));
    EXPECT_EQ(read.checkpoint().size, 5U);
    EXPECT_EQ(read.as_of(), stated);
    ASSERT_EQ(read.operations().size(), 2U);
    EXPECT_EQ(read.operations()[0].position, 1U);
    EXPECT_EQ(read.operations()[1].position, 3U);

    ASSERT_OK_AND(const Resolution resolution, read.resolution());
    EXPECT_EQ(resolution.document.json().root().find("note")->string(), "second");
    EXPECT_EQ(resolution.metadata.created->to_string(), "2026-01-02T03:04:05Z");
    EXPECT_EQ(resolution.metadata.updated->to_string(), "2026-01-02T03:05:45Z");
    EXPECT_EQ(resolution.metadata.version_id, "1");
    ASSERT_TRUE(resolution.freshness.has_value());
    EXPECT_EQ(resolution.freshness->as_of, stated);
    EXPECT_EQ(resolution.freshness->source, "did export");
}

TEST(WeidExport, HasTheMembersOfTheSpecification) {
    TestLedger t;
    const Did did = t.create(1);
    ASSERT_OK_AND(const json::Document json, export_weid(*t.ledger, did, t.clock, t.call));
    std::vector<std::string> names;
    for (const auto& [name, value] : json.root().object()) names.emplace_back(name);
    EXPECT_EQ(names, (std::vector<std::string>{"type", "did", "log", "operations", "checkpoint",
                                               "statement"}));
    const json::Value operation = json.root().find("operations")->array()[0];
    names.clear();
    for (const auto& [name, value] : operation.object()) names.emplace_back(name);
    EXPECT_EQ(names, (std::vector<std::string>{"position", "entry", "proof"}));
}

TEST(WeidExport, KnowsTheStateAtEveryPlaceOfTheLog) {
    TestLedger t;
    t.create(2);
    const Did did = t.create(1);
    t.update(did, 1, "second");
    t.create(3);
    ASSERT_OK(t.registrar.deactivate(did, *controller(1), t.call));
    const WeidExport read = read_back(must(export_weid(*t.ledger, did, t.clock, t.call)));

    struct Row {
        std::uint64_t position;
        std::uint64_t length;
        bool deactivated;
    };
    for (const Row& row : std::vector<Row>{{0, 0, false},
                                           {1, 0, false},
                                           {2, 1, false},
                                           {3, 2, false},
                                           {4, 2, false},
                                           {5, 3, true},
                                           {1000, 3, true}}) {
        const auto state = read.state_before(row.position);
        EXPECT_EQ(state.chain(registry::Chain::did).length, row.length) << row.position;
        EXPECT_EQ(state.exists(), row.length > 0) << row.position;
        EXPECT_EQ(state.deactivated(), row.deactivated) << row.position;
        EXPECT_EQ(state.subject(), t.address(1));
        EXPECT_EQ(state.controller(), state.exists() ? t.address(1) : registry::Address{});
    }
    ASSERT_OK_AND(const Resolution resolution, read.resolution());
    EXPECT_TRUE(resolution.metadata.deactivated);
    EXPECT_EQ(resolution.document.json().root().find("note")->string(), "second");
}

TEST(WeidExport, CarriesBodiesThatStandBesideTheLog) {
    TestLedger t;
    const Did did = t.create(1);
    t.update(did, 1, std::string(62'000, 'x'));
    ASSERT_OK_AND(const json::Document json, export_weid(*t.ledger, did, t.clock, t.call));
    const json::Array operations = json.root().find("operations")->array();
    EXPECT_FALSE(operations[0].find("body").has_value());
    EXPECT_TRUE(operations[1].find("body").has_value());
    ASSERT_OK_AND(const Resolution resolution, read_back(json).resolution());
    EXPECT_EQ(resolution.document.json().root().find("note")->string().size(), 62'000U);
}

TEST(WeidExport, KeepsAHistoryWhoseDocumentIsInvalid) {
    TestLedger t;
    registry::DidRegistry raw(*t.ledger, t.clock);
    ASSERT_OK(raw.create(to_bytes(as_bytes("junk")), *controller(1), t.call));
    const Did did = make_weid(t.ledger->network(), t.address(1));
    const WeidExport read = read_back(must(export_weid(*t.ledger, did, t.clock, t.call)));
    EXPECT_CODE(read.resolution(), errors::kInvalidDocument);
}

TEST(WeidExport, CannotBeWrittenOfWhatIsNotThere) {
    TestLedger t;
    TestLedger other(5);
    EXPECT_CODE(
        export_weid(*t.ledger, make_weid(t.ledger->network(), t.address(1)), t.clock, t.call),
        errors::kNotFound);
    EXPECT_CODE(export_weid(*t.ledger, other.create(1), t.clock, t.call), errors::kWrongLedger);
    EXPECT_CODE(export_weid(*t.ledger, must(Did::parse("did:key:z6Mk")), t.clock, t.call),
                errors::kMethodUnsupported);
}

TEST(WeidExport, NeedsTheLogsKeyToBeWritten) {
    TestLedger t;
    const Did did = t.create(1);
    ASSERT_OK_AND(const auto reader,
                  registry::read_local_ledger(t.folder / "ledger", t.ledger->verifier_key(),
                                              nullptr, t.call));
    EXPECT_CODE(export_weid(*reader, did, t.clock, t.call), registry::errors::kLedgerReadOnly);
}

TEST(WeidExport, HasALargestSize) {
    TestLedger t;
    registry::DidRegistry raw(*t.ledger, t.clock);
    const Bytes body(std::size_t{1} << 20, 'x');
    ASSERT_OK(raw.create(body, *controller(1), t.call));
    for (int i = 0; i < 10; ++i) ASSERT_OK(raw.update(t.address(1), body, *controller(1), t.call));
    const Did did = make_weid(t.ledger->network(), t.address(1));
    // 11 MiB of bodies in base64 are 14.7 MiB, 12 are 16.
    ASSERT_OK_AND(const json::Document json, export_weid(*t.ledger, did, t.clock, t.call));
    EXPECT_OK(WeidExport::parse(json.root()));
    ASSERT_OK(raw.update(t.address(1), body, *controller(1), t.call));
    EXPECT_CODE(export_weid(*t.ledger, did, t.clock, t.call), errors::kExportTooLarge);

    const std::string filler(kMaxExportSize, 'x');
    const auto large = must(json.with(
        "/statement",
        must(json::Document::parse("\"" + filler + "\"", {.max_bytes = kMaxExportSize + 2}))
            .root()));
    EXPECT_CODE(WeidExport::parse(large.root()), errors::kExportMalformed);
}

/// Passes everything on, and lets others write right after a checkpoint or a read.
class BusyLedger final : public deed::test::ForwardingLedger {
public:
    BusyLedger(registry::LogLedger& inner, std::function<void()> others)
        : ForwardingLedger(inner), others_(std::move(others)) {}

    Result<registry::Record> read(const registry::RecordId& id, const registry::At& at,
                                  Call& call) override {
        auto record = ForwardingLedger::read(id, at, call);
        others_();
        return record;
    }
    Result<std::string> checkpoint(Call& call) override {
        auto note = ForwardingLedger::checkpoint(call);
        others_();
        return note;
    }

private:
    std::function<void()> others_;
};

TEST(WeidExport, SpeaksOfItsCheckpointWhileOthersWrite) {
    TestLedger t;
    const Did did = t.create(1);
    const Timestamp before = t.clock.now();
    int writes = 0;
    BusyLedger busy(*t.ledger, [&] {
        t.tick(10);
        t.update(did, 1, "busy " + std::to_string(++writes));
    });
    const WeidExport read = read_back(must(export_weid(busy, did, t.clock, t.call)));
    EXPECT_EQ(writes, 2);
    EXPECT_EQ(read.checkpoint().size, 1U);
    EXPECT_EQ(read.operations().size(), 1U);
    // Not a moment at which a later operation existed already.
    EXPECT_EQ(read.as_of(), before);
}

}  // namespace
}  // namespace deed::did

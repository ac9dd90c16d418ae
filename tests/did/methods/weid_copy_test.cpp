// A ledger that is a copy tells its age, whatever it is asked.
#include "did/methods/export_resolver.hpp"
#include "tests/did/methods/weid_support.hpp"
#include "tests/support/forwarding_ledger.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::did {
namespace {

using test::must;
using test::TestLedger;
using test::time_of;

struct CopyOfLedger final : deed::test::ForwardingLedger {
    using ForwardingLedger::ForwardingLedger;
    Result<std::optional<registry::KnownUntil>> known_until(Call&) override {
        return std::optional(registry::KnownUntil{time_of("2026-01-02T03:04:06Z"), "a mirror"});
    }
};

struct WeidCopy : testing::Test {
    LedgerOfNetwork ledgers() {
        return [this](const std::string&, Call&) -> Result<registry::Ledger*> { return &copy; };
    }

    TestLedger t;
    Did did = t.create(1);
    CopyOfLedger copy{*t.ledger};
};

TEST_F(WeidCopy, AnswersWithItsAge) {
    WeidResolver resolver(ledgers());
    ASSERT_OK_AND(const Resolution resolution, resolver.resolve(did, t.call));
    ASSERT_TRUE(resolution.freshness.has_value());
    EXPECT_EQ(resolution.freshness->as_of, time_of("2026-01-02T03:04:06Z"));
    EXPECT_EQ(resolution.freshness->source, "a mirror");
    ASSERT_OK_AND(const History history, resolver.history(did, t.call));
    ASSERT_TRUE(history.freshness.has_value());
    EXPECT_EQ(history.freshness->source, "a mirror");
}

TEST_F(WeidCopy, GivesWayToAYoungerExport) {
    const auto exported = [&] {
        return must(WeidExport::parse(must(export_weid(*t.ledger, did, t.clock, t.call)).root()));
    };
    const auto source_with = [&](WeidExport did_export) {
        ExportResolver exports;
        must(exports.add(std::move(did_export)));
        WeidResolver resolver(ledgers(), &exports);
        return must(resolver.resolve(did, t.call)).freshness->source;
    };
    EXPECT_EQ(source_with(exported()), "a mirror");
    t.tick(2);
    EXPECT_EQ(source_with(exported()), "did export");
}

}  // namespace
}  // namespace deed::did

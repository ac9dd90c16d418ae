#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

using test::Cast;
using test::entry;
using test::parse;
using test::with;

std::string dates_at(std::string_view now) {
    Cast cast;
    const auto credential =
        cast.sign(with(parse(test::kUnsigned), "/issuer", "\"" + cast.issuer.to_string() + "\""));
    cast.clock.set(test::time(now));
    return entry(cast.report(credential), "dates");
}

TEST(VerifyDates, HoldFromTheFirstMomentToTheLast) {
    EXPECT_EQ(dates_at("2026-01-01T00:00:00Z"), "passed");
    EXPECT_EQ(dates_at("2027-01-01T00:00:00Z"), "passed");
    EXPECT_EQ(dates_at("2025-12-31T23:59:00Z"), "passed");  // within the tolerance for clocks
    EXPECT_EQ(dates_at("2025-12-31T23:58:59.999Z"), "failed dates.not_yet_valid at /validFrom");
    EXPECT_EQ(dates_at("2027-01-01T00:00:00.001Z"), "failed dates.expired at /validUntil");
}

TEST(VerifyDates, MakeTheVerdictUnlessSkipped) {
    Cast cast;
    const auto credential = cast.issue(test::kUnsigned).value();
    cast.clock.set(test::time("2030-01-01T00:00:00Z"));
    Report report = cast.report(credential);
    EXPECT_EQ(test::troubles(report), "dates: failed dates.expired at /validUntil\n");
    EXPECT_EQ(report.exit_code(), 11);
    cast.policy.skip = {"dates"};
    EXPECT_EQ(cast.report(credential).verdict(), Verdict::good);
}

TEST(VerifyDates, TolerateClocksAsThePolicySays) {
    Cast cast;
    const auto credential =
        cast.sign(with(parse(test::kUnsigned), "/issuer", "\"" + cast.issuer.to_string() + "\""));
    cast.clock.set(test::time("2025-12-31T23:59:59Z"));
    cast.policy.clock_skew_seconds = 0;
    EXPECT_EQ(entry(cast.report(credential), "dates"), "failed dates.not_yet_valid at /validFrom");
    cast.policy.clock_skew_seconds = 1;
    EXPECT_EQ(entry(cast.report(credential), "dates"), "passed");
}

TEST(VerifyDates, WithoutOffsetAreUtc) {
    Cast cast;
    const auto credential = cast.sign(
        with(with(parse(test::kUnsigned), "/issuer", "\"" + cast.issuer.to_string() + "\""),
             "/validUntil", R"("2026-12-01T00:00:00")"));
    cast.clock.set(test::time("2026-12-01T00:00:00Z"));
    EXPECT_EQ(test::troubles(cast.report(credential)), "");
    cast.clock.set(test::time("2026-12-01T00:00:01Z"));
    EXPECT_EQ(entry(cast.report(credential), "dates"), "failed dates.expired at /validUntil");
}

TEST(VerifyDates, ThatCannotBeReadAreNotPassedOver) {
    for (const auto* pointer : {"/validFrom", "/validUntil"}) {
        for (const auto* value : {"1", "null", R"("soon")"}) {
            Cast cast;
            cast.policy.skip = {"model"};
            const auto credential = cast.sign(
                with(with(parse(test::kUnsigned), "/issuer", "\"" + cast.issuer.to_string() + "\""),
                     pointer, value));
            EXPECT_EQ(test::troubles(cast.report(credential)),
                      "dates: failed dates.malformed at " + std::string(pointer) + "\n");
        }
    }
}

TEST(VerifyDates, OfTheOtherVersionAreNotPassedOver) {
    for (const auto* name : {"issuanceDate", "expirationDate"}) {
        Cast cast;
        cast.policy.skip = {"model"};
        const auto credential = cast.sign(
            with(with(parse(test::kUnsigned), "/issuer", "\"" + cast.issuer.to_string() + "\""),
                 "/" + std::string(name), R"("2020-01-01T00:00:00Z")"));
        EXPECT_EQ(test::troubles(cast.report(credential)),
                  "dates: failed credential.version_mixed at /" + std::string(name) + "\n");
    }
}

TEST(VerifyDates, MayBeAbsent) {
    Cast cast;
    auto undated = parse(test::kUnsigned).without("/validUntil").value();
    undated = undated.without("/validFrom").value();
    const auto credential =
        cast.sign(with(undated, "/issuer", "\"" + cast.issuer.to_string() + "\""));
    EXPECT_EQ(test::troubles(cast.report(credential)), "");
}

}  // namespace
}  // namespace deed::credentials

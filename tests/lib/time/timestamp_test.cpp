#include "lib/time/timestamp.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <string>
#include <vector>

#include "lib/time/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed {
namespace {

constexpr std::int64_t kMax64 = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin64 = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kFirst = -62'135'596'800'000;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kLast = 253'402'300'799'999;   // 9999-12-31T23:59:59.999Z

struct Case {
    std::string_view text;
    std::int64_t milliseconds;
};

void expect_read(const std::vector<Case>& cases) {
    for (const Case& c : cases) {
        SCOPED_TRACE(c.text);
        ASSERT_OK_AND(const Timestamp time, Timestamp::parse_rfc3339(c.text));
        EXPECT_EQ(time.unix_milliseconds(), c.milliseconds);
    }
}

void expect_malformed(const std::vector<std::string_view>& texts) {
    for (const std::string_view text : texts) {
        SCOPED_TRACE(text);
        EXPECT_CODE(Timestamp::parse_rfc3339(text), errors::kTimeMalformed);
        EXPECT_CODE(Timestamp::parse_date_time(text, true), errors::kTimeMalformed);
    }
}

// RFC 3339 section 5.8; seconds by GNU date, the leap second being the second after it.
TEST(Timestamp, Rfc3339Examples) {
    expect_read({{"1985-04-12T23:20:50.52Z", 482'196'050'520},
                 {"1996-12-19T16:39:57-08:00", 851'042'397'000},
                 {"1990-12-31T23:59:60Z", 662'688'000'000},
                 {"1990-12-31T15:59:60-08:00", 662'688'000'000},
                 {"1937-01-01T12:00:27.87+00:20", -1'041'337'172'130}});
}

// Seconds by GNU date.
TEST(Timestamp, KnownMoments) {
    expect_read({{"1970-01-01T00:00:00Z", 0},
                 {"1969-12-31T23:59:59Z", -1'000},
                 {"2000-02-29T00:00:00Z", 951'782'400'000},
                 {"2001-09-09T01:46:40Z", 1'000'000'000'000},
                 {"2026-11-22T02:40:35Z", 1'795'315'235'000},
                 {"2038-01-19T03:14:08Z", 2'147'483'648'000},
                 {"1900-03-01T00:00:00Z", -2'203'891'200'000},
                 {"0001-01-01T00:00:00Z", kFirst},
                 {"9999-12-31T23:59:59.999Z", kLast}});
}

TEST(Timestamp, LowerCaseLettersAndOffsets) {
    const std::int64_t expected = 1'795'315'235'000;
    expect_read({{"2026-11-22t02:40:35z", expected},
                 {"2026-11-22T02:40:35z", expected},
                 {"2026-11-22T02:40:35+00:00", expected},
                 {"2026-11-22T02:40:35-00:00", expected},
                 {"2026-11-22T10:40:35+08:00", expected},
                 {"2026-11-21T21:10:35-05:30", expected},
                 {"2026-11-22T16:40:35+14:00", expected},
                 {"2026-11-23T02:39:35+23:59", expected},
                 {"2026-11-21T02:41:35-23:59", expected}});
}

TEST(Timestamp, FractionsBeyondMillisecondsAreCutOff) {
    expect_read({{"1970-01-01T00:00:00.0Z", 0},
                 {"1970-01-01T00:00:00.1Z", 100},
                 {"1970-01-01T00:00:00.12Z", 120},
                 {"1970-01-01T00:00:00.123Z", 123},
                 {"1970-01-01T00:00:00.1239Z", 123},
                 {"1970-01-01T00:00:00.0009Z", 0},
                 {"1970-01-01T00:00:00.999999999999999999999999999999Z", 999},
                 {"1969-12-31T23:59:59.9999Z", -1},
                 {"9999-12-31T23:59:59.9999Z", kLast}});
}

TEST(Timestamp, OnlyDatesOfTheCalendar) {
    EXPECT_OK(Timestamp::parse_rfc3339("2024-02-29T00:00:00Z"));
    EXPECT_OK(Timestamp::parse_rfc3339("2000-02-29T00:00:00Z"));
    expect_malformed({"2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2100-02-29T00:00:00Z",
                      "2024-02-30T00:00:00Z", "2000-02-30T00:00:00Z", "2026-04-31T00:00:00Z",
                      "2026-06-31T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-00T00:00:00Z",
                      "2026-00-01T00:00:00Z", "2026-13-01T00:00:00Z"});
}

TEST(Timestamp, OnlyTimesOfTheClock) {
    EXPECT_CODE(Timestamp::parse_rfc3339("2026-11-22T24:00:00Z"), errors::kTimeMalformed);
    expect_malformed({"2026-11-22T25:00:00Z", "2026-11-22T02:60:00Z", "2026-11-22T02:40:61Z",
                      "2026-11-22T02:40:99Z", "2026-11-22T02:40:35+24:00",
                      "2026-11-22T02:40:35+08:60"});
}

// RFC 3339 section 5.7: leap seconds end a month, in UTC.
TEST(Timestamp, LeapSecondsOnlyWhereTheyCanBe) {
    expect_read({{"1998-12-31T23:59:60Z", 915'148'800'000},
                 {"1998-12-31T23:59:60.5Z", 915'148'800'500},
                 {"1998-12-31T15:59:60.123-08:00", 915'148'800'123},
                 {"1972-06-30T23:59:60Z", 78'796'800'000},
                 {"2024-02-29T23:59:60Z", 1'709'251'200'000}});
    expect_malformed({"1998-12-31T23:58:60Z", "1998-12-31T22:59:60Z", "1998-12-30T23:59:60Z",
                      "1998-12-31T23:59:60-08:00", "1998-12-31T23:59:61Z", "2024-02-28T23:59:60Z",
                      "9999-12-31T23:59:60Z"});
}

TEST(Timestamp, YearsFrom0001To9999) {
    expect_malformed({"0000-12-31T23:59:59Z", "0000-02-29T00:00:00Z", "10000-01-01T00:00:00Z",
                      "-0001-01-01T00:00:00Z", "+2026-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01",
                      "9999-12-31T23:59:59-00:01"});
    EXPECT_OK(Timestamp::parse_rfc3339("0001-01-01T00:01:00+00:01"));
    EXPECT_OK(Timestamp::parse_rfc3339("9999-12-31T23:58:59-00:01"));
}

TEST(Timestamp, RefusesOtherForms) {
    expect_malformed({"",
                      "Z",
                      "now",
                      "2026",
                      "2026-11-22",
                      "2026-11-22Z",
                      "02:40:35Z",
                      "2026-11-22 02:40:35Z",
                      "2026-11-22_02:40:35Z",
                      "20261122T024035Z",
                      "2026-11-22T02:40Z",
                      "2026-11-22T2:40:35Z",
                      "2026-1-22T02:40:35Z",
                      "26-11-22T02:40:35Z",
                      "2026/11/22T02:40:35Z",
                      "2026-11-22T02.40.35Z",
                      "2026-11-22T02:40:35.Z",
                      "2026-11-22T02:40:35,5Z",
                      "2026-11-22T02:40:35+8:00",
                      "2026-11-22T02:40:35+0800",
                      "2026-11-22T02:40:35+08",
                      "2026-11-22T02:40:35+",
                      "2026-11-22T02:40:35 +08:00",
                      "2026-11-22T02:40:35 Z",
                      "2026-11-22T02:40:35UTC",
                      "2026-11-22T02:40:35ZZ",
                      "2026-11-22T02:40:35Z ",
                      " 2026-11-22T02:40:35Z",
                      "2026-11-22T02:40:35Z\n",
                      "2026-W47-7T02:40:35Z",
                      "2026-326T02:40:35Z",
                      "2026-11-2\xd9\xa2T02:40:35Z",
                      "2026-11-22T02:40:+5Z",
                      "2026-11-22T02:40:35\xe2\x88\x92"
                      "08:00"});
    expect_malformed({std::string_view("2026-11-22T02:40:35Z\0", 21),
                      std::string_view("2026-11-22T02:40:35\0", 20)});
}

TEST(Timestamp, EveryPrefixIsMalformed) {
    const std::string_view whole = "2026-11-22T02:40:35.123+08:00";
    ASSERT_OK(Timestamp::parse_rfc3339(whole));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        SCOPED_TRACE(size);
        EXPECT_CODE(Timestamp::parse_rfc3339(whole.substr(0, size)), errors::kTimeMalformed);
    }
}

TEST(Timestamp, AMissingOffsetIsReadOnlyWhereAllowed) {
    for (const std::string_view text : {"2026-11-22T02:40:35", "2026-11-22T02:40:35.000"}) {
        EXPECT_CODE(Timestamp::parse_rfc3339(text), errors::kTimeMalformed);
        EXPECT_CODE(Timestamp::parse_date_time(text, false), errors::kTimeMalformed);
        ASSERT_OK_AND(const Timestamp time, Timestamp::parse_date_time(text, true));
        EXPECT_EQ(time.to_string(), "2026-11-22T02:40:35Z");
    }
    ASSERT_OK_AND(const Timestamp kept,
                  Timestamp::parse_date_time("2026-11-22T10:40:35+08:00", true));
    EXPECT_EQ(kept.to_string(), "2026-11-22T02:40:35Z");
    EXPECT_CODE(Timestamp::parse_date_time("2026-11-22", true), errors::kTimeMalformed);
}

void expect_read_as_xml(const std::vector<Case>& cases) {
    for (const Case& c : cases) {
        SCOPED_TRACE(c.text);
        ASSERT_OK_AND(const Timestamp time, Timestamp::parse_date_time(c.text, false));
        EXPECT_EQ(time.unix_milliseconds(), c.milliseconds);
    }
}

// XML Schema 1.1 part 2, section 3.3.7; seconds by GNU date.
TEST(XmlDateTime, OffsetsReachTo14Hours) {
    expect_read_as_xml({{"2020-01-01T00:00:00Z", 1'577'836'800'000},
                        {"2020-01-01T00:00:00+14:00", 1'577'786'400'000},
                        {"2020-01-01T00:00:00-14:00", 1'577'887'200'000},
                        {"2020-01-01T00:00:00+13:59", 1'577'786'460'000},
                        {"2020-01-01T00:00:00-00:00", 1'577'836'800'000}});
    for (const auto* text :
         {"2020-01-01T00:00:00+23:59", "2020-01-01T00:00:00+14:30", "2020-01-01T00:00:00+14:01",
          "2020-01-01T00:00:00-14:01", "2020-01-01T00:00:00-15:00"}) {
        SCOPED_TRACE(text);
        EXPECT_OK(Timestamp::parse_rfc3339(text));
        EXPECT_CODE(Timestamp::parse_date_time(text, true), errors::kTimeMalformed);
    }
}

TEST(XmlDateTime, HasNoLeapSecondsAndNoSmallLetters) {
    for (const auto* text : {"2016-12-31T23:59:60Z", "2016-12-31T23:59:60.5Z",
                             "2020-01-01t00:00:00Z", "2020-01-01T00:00:00z"}) {
        SCOPED_TRACE(text);
        EXPECT_OK(Timestamp::parse_rfc3339(text));
        EXPECT_CODE(Timestamp::parse_date_time(text, true), errors::kTimeMalformed);
    }
}

TEST(XmlDateTime, HourTwentyFourIsTheNextDay) {
    expect_read_as_xml({{"2019-12-31T24:00:00Z", 1'577'836'800'000},
                        {"2019-12-31T24:00:00.0Z", 1'577'836'800'000},
                        {"2019-12-31T24:00:00.0000000Z", 1'577'836'800'000},
                        {"2019-12-31T24:00:00+14:00", 1'577'786'400'000},
                        {"2020-02-28T24:00:00Z", 1'582'934'400'000}});
    ASSERT_OK_AND(const Timestamp local, Timestamp::parse_date_time("2019-12-31T24:00:00", true));
    EXPECT_EQ(local.to_string(), "2020-01-01T00:00:00Z");
    expect_malformed({"2019-12-31T24:00:01Z", "2019-12-31T24:01:00Z", "2019-12-31T24:00:00.001Z",
                      "2019-12-31T24:00:00.0001Z", "2019-12-31T24:00:00.Z",
                      "9999-12-31T24:00:00Z"});
}

TEST(XmlDateTime, FractionsAreOfAnyLength) {
    expect_read_as_xml({{"1970-01-01T00:00:00.5Z", 500},
                        {"1970-01-01T00:00:00.123999999999999999999999Z", 123},
                        {"1969-12-31T23:59:59.9999Z", -1}});
}

TEST(Timestamp, PrintsUtcWithAFractionOnlyWhenThereIsOne) {
    const Case cases[] = {{"1970-01-01T00:00:00Z", 0},
                          {"1970-01-01T00:00:00.001Z", 1},
                          {"1970-01-01T00:00:00.120Z", 120},
                          {"1969-12-31T23:59:59.999Z", -1},
                          {"1969-12-31T23:59:59Z", -1'000},
                          {"1985-04-12T23:20:50.520Z", 482'196'050'520},
                          {"2026-11-22T02:40:35Z", 1'795'315'235'000},
                          {"0001-01-01T00:00:00Z", kFirst},
                          {"0001-01-01T00:00:00.001Z", kFirst + 1},
                          {"9999-12-31T23:59:59.999Z", kLast}};
    for (const Case& c : cases) {
        ASSERT_OK_AND(const Timestamp time, Timestamp::from_unix_milliseconds(c.milliseconds));
        EXPECT_EQ(time.to_string(), c.text);
    }
}

TEST(Timestamp, NumbersOutsideTheYearsAreRefused) {
    EXPECT_OK(Timestamp::from_unix_milliseconds(kFirst));
    EXPECT_OK(Timestamp::from_unix_milliseconds(kLast));
    EXPECT_OK(Timestamp::from_unix_seconds(kFirst / 1000));
    EXPECT_OK(Timestamp::from_unix_seconds(kLast / 1000));
    for (const std::int64_t value : {kFirst - 1, kLast + 1, kMin64, kMax64})
        EXPECT_CODE(Timestamp::from_unix_milliseconds(value), errors::kTimeMalformed);
    for (const std::int64_t value : {kFirst / 1000 - 1, kLast / 1000 + 1, kMin64, kMax64})
        EXPECT_CODE(Timestamp::from_unix_seconds(value), errors::kTimeMalformed);
}

Timestamp at(std::int64_t milliseconds) {
    return Timestamp::from_unix_milliseconds(milliseconds).value();
}

TEST(Timestamp, FloorsToSecondsAlsoBefore1970) {
    EXPECT_EQ(at(1'999).floor_seconds(), at(1'000));
    EXPECT_EQ(at(1'000).floor_seconds(), at(1'000));
    EXPECT_EQ(at(-1).floor_seconds(), at(-1'000));
    EXPECT_EQ(at(-1'000).floor_seconds(), at(-1'000));
    EXPECT_EQ(at(kFirst + 1).floor_seconds(), at(kFirst));
}

TEST(Timestamp, SumsAreHeldWithinTheYears) {
    EXPECT_EQ(at(500).plus_seconds(2), at(2'500));
    EXPECT_EQ(at(500).plus_seconds(-2), at(-1'500));
    EXPECT_EQ(at(kLast - 999).plus_seconds(1), at(kLast));
    EXPECT_EQ(at(kLast).plus_seconds(kMax64), at(kLast));
    EXPECT_EQ(at(kFirst).plus_seconds(kMin64), at(kFirst));
    EXPECT_EQ(at(kFirst).plus_seconds(kMax64), at(kLast));
    EXPECT_EQ(at(kLast).plus_seconds(kMin64), at(kFirst));
    EXPECT_EQ(at(kFirst).plus_seconds(kLast / 1000 - kFirst / 1000), at(kLast - 999));
}

TEST(Timestamp, OrdersByMoment) {
    EXPECT_LT(at(-1), at(0));
    EXPECT_GT(at(1), at(0));
    EXPECT_EQ(at(7), at(7));
}

TEST(FixedClock, StandsStillUntilSet) {
    FixedClock clock(at(5));
    EXPECT_EQ(clock.now(), at(5));
    clock.set(at(9));
    EXPECT_EQ(clock.now(), at(9));
}

TEST(SystemClock, IsTheComputersClock) {
    using std::chrono::system_clock;
    const auto before = std::chrono::floor<std::chrono::milliseconds>(system_clock::now());
    const Timestamp now = SystemClock().now();
    const auto after = std::chrono::floor<std::chrono::milliseconds>(system_clock::now());
    EXPECT_GE(now.unix_milliseconds(), before.time_since_epoch().count());
    EXPECT_LE(now.unix_milliseconds(), after.time_since_epoch().count());
}

}  // namespace
}  // namespace deed

#include "registry-contracts/client/published_log.hpp"

#include <gtest/gtest.h>

#include "registry-contracts/client/errors.hpp"
#include "tests/registry-contracts/suite/support.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::registry {
namespace {

using namespace test;

// The layout of specs/log-export.md, written by hand; the root is 32 bytes 01.
const std::string kRoot = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
const std::string kBody =
    "deed/head-time/v1\nlog.example\n70000\n" + kRoot + "\n2023-11-14T22:13:20.250Z\n";

TEST(HeadTime, ReadsAndPrints) {
    ASSERT_OK_AND(const HeadTime stated, HeadTime::parse(kBody));
    EXPECT_EQ(stated.origin, "log.example");
    EXPECT_EQ(stated.head.size, 70'000U);
    tlog::Hash root;
    root.fill(1);
    EXPECT_EQ(stated.head.root, root);
    EXPECT_EQ(stated.time.unix_milliseconds(), 1'700'000'000'250);
    EXPECT_EQ(stated.to_body(), kBody);
}

TEST(HeadTime, RefusesEveryOtherForm) {
    const auto changed = [](std::string_view from, std::string_view to) {
        std::string text = kBody;
        text.replace(text.find(from), from.size(), to);
        return text;
    };
    for (const std::string& text :
         {std::string(), kBody + "\n", kBody.substr(0, kBody.size() - 1),
          changed("head-time/v1", "head-time/v2"), changed("70000", "070000"),
          changed("70000", "-1"), changed("70000", "9007199254740992"), changed("70000", ""),
          changed("AQEB", "AQEBAQEB"), changed("AQE=", "AQE"), changed("Z\n", "+00:00\n"),
          changed(".250Z", ".2500Z"), changed("T22", "t22"), changed("\n", "\r\n")})
        EXPECT_CODE(HeadTime::parse(text), errors::kHeadTimeMalformed) << text;
}

TEST(PublishedLog, NamesDataByItsHash) {
    EXPECT_EQ(data_path(tlog::Hash{}), "data/" + std::string(64, '0'));
}

}  // namespace
}  // namespace deed::registry

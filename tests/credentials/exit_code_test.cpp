#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "credentials/report.hpp"

namespace deed::credentials {
namespace {

struct Row {
    ErrorCode code;
    int exit_code;
};

constexpr ErrorCode code_of_kind(ErrorKind kind) {
    return {"test.code", kind, "Meaning.", "Remedy."};
}

// The precedence of exit codes (docs: worst first), then kinds that have no rank.
constexpr std::array<Row, 8> kWorstFirst{{{code_of_kind(ErrorKind::malformed), 7},
                                          {code_of_kind(ErrorKind::signature), 10},
                                          {code_of_kind(ErrorKind::untrusted), 13},
                                          {code_of_kind(ErrorKind::revoked), 12},
                                          {code_of_kind(ErrorKind::expired), 11},
                                          {code_of_kind(ErrorKind::schema), 14},
                                          {code_of_kind(ErrorKind::mismatch), 15},
                                          {code_of_kind(ErrorKind::unsupported), 8}}};

TEST(ReportExitCode, IsThatOfTheWorstFailureWhateverTheOrder) {
    for (std::size_t worse = 0; worse < kWorstFirst.size(); ++worse) {
        for (std::size_t other = worse; other < kWorstFirst.size(); ++other) {
            Report falling;
            falling.fail("a", kWorstFirst[worse].code, "");
            falling.fail("b", kWorstFirst[other].code, "");
            EXPECT_EQ(falling.exit_code(), kWorstFirst[worse].exit_code);
            Report rising;
            rising.fail("a", kWorstFirst[other].code, "");
            rising.fail("b", kWorstFirst[worse].code, "");
            EXPECT_EQ(rising.exit_code(), kWorstFirst[worse].exit_code);
        }
    }
}

TEST(ReportExitCode, UnknownsCountOnlyWithoutFailures) {
    Report report;
    report.undetermined("a", Error(kWorstFirst[0].code, ""));
    EXPECT_EQ(report.exit_code(), 9);
    report.fail("b", kWorstFirst[6].code, "");
    EXPECT_EQ(report.exit_code(), 15);
}

}  // namespace
}  // namespace deed::credentials

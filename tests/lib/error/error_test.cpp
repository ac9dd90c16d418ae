#include "lib/error/error.hpp"

#include <atomic>
#include <memory>
#include <string>

#include "lib/error/call.hpp"
#include "lib/error/result.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed {
namespace {

constexpr ErrorCode kOdd{"test.odd", ErrorKind::malformed, "The number is odd.", "Use an even one."};

Result<int> half(int value) {
    if (value % 2 != 0) return Error(kOdd, "cannot halve " + std::to_string(value));
    return value / 2;
}

Result<int> quarter(int value) {
    DEED_TRY(const int first, half(value));
    DEED_TRY(const int second, half(first));
    return second;
}

Result<void> require_even(int value) {
    DEED_CHECK(half(value));
    return {};
}

TEST(Result, TryReturnsTheValueOrTheFirstError) {
    ASSERT_OK_AND(const int three, quarter(12));
    EXPECT_EQ(three, 3);
    EXPECT_CODE(quarter(6), kOdd);
    EXPECT_EQ(quarter(6).error().message(), "cannot halve 3");
}

TEST(Result, CheckWorksOnAnyResult) {
    EXPECT_OK(require_even(2));
    EXPECT_CODE(require_even(3), kOdd);
}

TEST(Result, HoldsMoveOnlyValues) {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
    ASSERT_OK(result);
    std::unique_ptr<int> taken = std::move(result).value();
    EXPECT_EQ(*taken, 7);
}

TEST(ResultDeathTest, ReadingTheWrongSideAborts) {
    EXPECT_DEATH(static_cast<void>(half(3).value()), "deed: bug");
    EXPECT_DEATH(static_cast<void>(half(2).error()), "deed: bug");
}

TEST(Error, KeepsTheNarrowestPlace) {
    EXPECT_EQ(Error(kOdd, "m").at("/a").where(), "/a");
    EXPECT_EQ(Error(kOdd, "m", "/a/b").at("/a").where(), "/a/b");
    EXPECT_EQ(Error(kOdd, "m", "/a").to_string(), "m (test.odd) at /a");
}

// The figures of the design's table of kinds.
TEST(Error, KindsDecideExitCodeAndHttpStatus) {
    EXPECT_EQ(exit_code(ErrorKind::internal), 1);
    EXPECT_EQ(http_status(ErrorKind::internal), 500);
    EXPECT_EQ(exit_code(ErrorKind::locked), 4);
    EXPECT_EQ(http_status(ErrorKind::locked), 403);
    EXPECT_EQ(exit_code(ErrorKind::mismatch), 15);
    EXPECT_EQ(http_status(ErrorKind::mismatch), 422);
    EXPECT_EQ(exit_code(ErrorKind::interrupted), 130);
    EXPECT_EQ(http_status(ErrorKind::interrupted), 503);
    EXPECT_EQ(to_string(ErrorKind::not_found), "not_found");
}

TEST(Call, StopsWhenCancelledOrLate) {
    EXPECT_OK(Call().check());
    std::atomic<bool> cancelled = false;
    const Call call(nullptr, &cancelled);
    EXPECT_OK(call.check());
    cancelled = true;
    EXPECT_CODE(call.check(), errors::kInterrupted);
    const Call late(nullptr, nullptr, std::chrono::steady_clock::now());
    EXPECT_CODE(late.check(), errors::kDeadline);
}

}  // namespace
}  // namespace deed

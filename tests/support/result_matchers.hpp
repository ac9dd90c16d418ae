#pragma once

#include <gtest/gtest.h>

#include "lib/error/result.hpp"

namespace deed::test {

/// The name of the error's code, or "" for a success: `EXPECT_EQ(code_of(r), "json.syntax")`.
template <typename T>
std::string code_of(const Result<T>& result) {
    return result ? std::string() : std::string(result.error().code().name);
}

/// The full text of an error, for messages.
template <typename T>
std::string describe(const Result<T>& result) {
    return result ? "ok" : result.error().to_string();
}

}  // namespace deed::test

#define EXPECT_OK(expression)                                                          \
    do {                                                                               \
        const auto& deed_seen = (expression);                                          \
        EXPECT_TRUE(deed_seen.has_value()) << ::deed::test::describe(deed_seen);       \
    } while (false)

#define ASSERT_OK(expression)                                                          \
    do {                                                                               \
        const auto& deed_seen = (expression);                                          \
        ASSERT_TRUE(deed_seen.has_value()) << ::deed::test::describe(deed_seen);       \
    } while (false)

/// `ASSERT_OK_AND(auto key, parse(text));` — the value, or a fatal failure of the test.
#define ASSERT_OK_AND_DETAIL(result, declaration, ...)                                 \
    auto result = (__VA_ARGS__);                                                       \
    ASSERT_TRUE(result.has_value()) << ::deed::test::describe(result);                 \
    declaration = std::move(result).value()
#define ASSERT_OK_AND(declaration, ...)                                                \
    ASSERT_OK_AND_DETAIL(DEED_DETAIL_CONCAT(deed_seen_, __LINE__), declaration, __VA_ARGS__)

/// The result must fail with just this code: `EXPECT_CODE(parse("x"), json::errors::kSyntax)`.
#define EXPECT_CODE(expression, expected)                                              \
    EXPECT_EQ(::deed::test::code_of(expression), std::string((expected).name))

#include <gtest/gtest.h>

#include "registry-contracts/client/errors.hpp"
#include "tests/toolkit/home.hpp"
#include "toolkit/errors.hpp"

namespace deed::test {
namespace {

class BadAlias : public testing::TestWithParam<std::string> {};

TEST_P(BadAlias, IsRefusedBeforeAnythingIsTouched) {
    Call call;
    const TempDir home;
    const Reader reader(home.path(), GetParam());
    EXPECT_CODE(reader->readable_ledger(GetParam(), call), errors::kToolkitBadAlias);
    EXPECT_CODE(reader->writable_ledger(call), errors::kToolkitBadAlias);
    EXPECT_CODE(reader->ensure_ledger(call), errors::kToolkitBadAlias);
    EXPECT_TRUE(std::filesystem::is_empty(home.path()));
}

INSTANTIATE_TEST_SUITE_P(Aliases, BadAlias,
                         testing::Values("", ".", "..", "../other", "a/b", "/tmp", "Local", "1st",
                                         "-a", "a_b", "a b", "a.b", "\xc3\xa4",
                                         std::string("a\0b", 3), std::string(33, 'a')));

TEST(GoodAlias, MayHaveUpTo32Characters) {
    Call call;
    const TempDir home;
    const Reader reader(home.path());
    for (const std::string& alias : {std::string("a"), std::string("x-2"), std::string(32, 'a')})
        EXPECT_CODE(reader->readable_ledger(alias, call), registry::errors::kLedgerNotFound)
            << alias;
}

}  // namespace
}  // namespace deed::test

#include "lib/encoding/format_version.hpp"

#include <gtest/gtest.h>

namespace deed {
namespace {

TEST(LaterFormat, IsTheSameNameWithAHigherNumber) {
    EXPECT_TRUE(is_later_format("deed/head/v2", "deed/head/v1"));
    EXPECT_TRUE(is_later_format("deed/head/v10", "deed/head/v9"));
    EXPECT_TRUE(is_later_format("deed/head/v999999999", "deed/head/v1"));
    for (const char* other : {"deed/head/v1", "deed/head/v0", "deed/head/v02", "deed/head/v",
                              "deed/head/v2x", "deed/head/v-2", "deed/head/v2.0", "deed/heads/v2",
                              "deed/head/v9999999999", "", "v2", "DEED/head/v2", "deed/head/v2\n"})
        EXPECT_FALSE(is_later_format(other, "deed/head/v1")) << other;
    EXPECT_FALSE(is_later_format("deed/head/v9", "deed/head/v10"));
}

}  // namespace
}  // namespace deed

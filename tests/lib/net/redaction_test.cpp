#include "lib/net/redaction.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "lib/encoding/utf8.hpp"

namespace deed::net {
namespace {

std::string without(const std::string& text, const std::vector<std::string>& secrets) {
    return redacted(text, secrets, nullptr);
}

TEST(Redacted, CoversWhateverASecretCovers) {
    EXPECT_EQ(without("nothing in here", {"secret"}), "nothing in here");
    EXPECT_EQ(without("a secret b", {"secret"}), "a … b");
    EXPECT_EQ(without("secret", {"secret"}), "…");
    EXPECT_EQ(without("secretsecret and secret", {"secret"}), "… and …");
    EXPECT_EQ(without("secre secretive", {"secret"}), "secre …ive");
    // Of those that overlap or hold one another nothing is left, in whatever order they are given.
    EXPECT_EQ(without("<abcdefghi>", {"abcdef", "defghi"}), "<…>");
    EXPECT_EQ(without("<abcdefghi>", {"defghi", "abcdef"}), "<…>");
    EXPECT_EQ(without("<abcdefghi>", {"abc", "abcdefghi", "def"}), "<…>");
    EXPECT_EQ(without("aaaaa", {"aa"}), "…");
    EXPECT_EQ(without("an empty secret", {""}), "an empty secret");
}

TEST(Redacted, CoversTheBearerToken) {
    const auto token = crypto::SecretBytes::copy_of(as_bytes("token"));
    EXPECT_EQ(redacted("Bearer token", {}, &token), "Bearer …");
    const std::vector<std::string> secrets{"keyto"};
    EXPECT_EQ(redacted("the keytoken is wrong", secrets, &token), "the … is wrong");
    const crypto::SecretBytes none;
    EXPECT_EQ(redacted("Bearer token", {}, &none), "Bearer token");
}

TEST(Redacted, LeavesNoPartAtTheEndOfWhatIsRead) {
    const std::string filler(4090, 'x');
    EXPECT_EQ(without(filler + "secret", {"secret"}), filler + "…");
    EXPECT_EQ(without(filler + "xxxsecret", {"secret"}), filler + "xxx…");
    EXPECT_EQ(without(filler + "xxxxxxsecret", {"secret"}), filler + "xxxxxx");
    for (std::size_t more = 0; more < 8; ++more) {
        const std::string text = without(filler + std::string(more, 'x') + "éé", {"secret"});
        EXPECT_TRUE(is_utf8(as_bytes(text)));
        EXPECT_LE(text.size(), 4096U);
    }
}

}  // namespace
}  // namespace deed::net

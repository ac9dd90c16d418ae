#include "lib/crypto/secret.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <concepts>
#include <ostream>
#include <set>
#include <string>
#include <type_traits>

#include "lib/crypto/prompt_access.hpp"
#include "lib/crypto/random.hpp"
#include "lib/crypto/secret_access.hpp"
#include "tests/lib/crypto/helpers.hpp"

namespace deed::crypto {
namespace {

template <typename T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};

static_assert(!std::is_copy_constructible_v<SecretBytes>);
static_assert(!std::is_copy_assignable_v<SecretBytes>);
static_assert(std::is_nothrow_move_constructible_v<SecretBytes>);
static_assert(std::is_nothrow_move_assignable_v<SecretBytes>);
static_assert(!std::equality_comparable<SecretBytes>);
static_assert(!Printable<SecretBytes>);
static_assert(!std::is_default_constructible_v<SecretAccess>);

Bytes content(const SecretBytes& secret) {
    return to_bytes(secret.reveal(SecretAccessForCrypto::get()));
}

TEST(SecretBytes, StartsAsZeros) {
    EXPECT_EQ(content(SecretBytes(40)), Bytes(40, 0));
    EXPECT_TRUE(SecretBytes().empty());
    EXPECT_TRUE(SecretBytes(0).empty());
    EXPECT_TRUE(content(SecretBytes::copy_of({})).empty());
}

TEST(SecretBytes, MovingLeavesNothingBehind) {
    SecretBytes first = SecretBytes::copy_of(as_bytes("secret"));
    SecretBytes second = std::move(first);
    EXPECT_EQ(content(second), to_bytes(as_bytes("secret")));
    EXPECT_TRUE(first.empty());           // NOLINT: the moved-from state is the subject
    EXPECT_TRUE(content(first).empty());  // NOLINT

    SecretBytes third(3);
    third = std::move(second);
    EXPECT_EQ(content(third), to_bytes(as_bytes("secret")));
    EXPECT_TRUE(content(second).empty());  // NOLINT

    SecretBytes& same = third;
    third = std::move(same);
    EXPECT_EQ(content(third), to_bytes(as_bytes("secret")));
}

TEST(SecretBytes, PromptFillsIt) {
    SecretBytes typed(4);
    auto access = SecretAccessForPrompt::get();
    const auto memory = typed.reveal_mutable(access);
    std::fill(memory.begin(), memory.end(), std::uint8_t{'x'});
    EXPECT_EQ(content(typed), to_bytes(as_bytes("xxxx")));
}

TEST(Wipe, OverwritesEverything) {
    Bytes bytes(100, 0xaa);
    wipe(bytes);
    EXPECT_EQ(bytes, Bytes(100, 0));
    wipe({});
}

TEST(EqualConstantTime, ComparesContentAndSize) {
    EXPECT_TRUE(equal_constant_time(as_bytes("abc"), as_bytes("abc")));
    EXPECT_TRUE(equal_constant_time({}, {}));
    EXPECT_FALSE(equal_constant_time(as_bytes("abc"), as_bytes("abd")));
    EXPECT_FALSE(equal_constant_time(as_bytes("abc"), as_bytes("ab")));
    EXPECT_FALSE(equal_constant_time(as_bytes("abc"), {}));
}

TEST(Random, GivesFreshBytes) {
    EXPECT_TRUE(random_bytes(0).empty());
    EXPECT_EQ(random_bytes(33).size(), 33u);
    EXPECT_NE(random_bytes(32), random_bytes(32));
}

TEST(Random, UuidUrnIsVersion4) {
    std::set<std::string> seen;
    for (int i = 0; i < 64; ++i) {
        const std::string urn = random_uuid_urn();
        ASSERT_EQ(urn.size(), 45u);
        EXPECT_TRUE(urn.starts_with("urn:uuid:"));
        EXPECT_EQ(urn[23], '4');
        EXPECT_NE(std::string("89ab").find(urn[28]), std::string::npos) << urn;
        std::string digits = urn.substr(9);
        for (const std::size_t dash : {23, 18, 13, 8}) {
            EXPECT_EQ(digits[dash], '-');
            digits.erase(dash, 1);
        }
        EXPECT_EQ(hex(digits).size(), 16u);
        EXPECT_TRUE(seen.insert(urn).second);
    }
}

}  // namespace
}  // namespace deed::crypto

#include "registry-contracts/client/evm/wire/uint256.hpp"

#include <random>

#include "registry-contracts/client/evm/wire/errors.hpp"
#include "tests/registry-contracts/client/evm/vector_support.hpp"

namespace deed::registry::evm {
namespace {

// Known powers of two.
constexpr const char* kMax =
    "115792089237316195423570985008687907853269984665640564039457584007913129639935";
constexpr const char* kTwoTo128 = "340282366920938463463374607431768211456";

TEST(Uint256, PrintsWhatItReads) {
    for (const char* text :
         {"0", "1", "9", "10", "18446744073709551615", "18446744073709551616", kTwoTo128, kMax}) {
        ASSERT_OK_AND(const Uint256 value, Uint256::from_decimal(text));
        EXPECT_EQ(value.to_decimal(), text);
        ASSERT_OK_AND(const Uint256 again, Uint256::from_quantity(value.to_quantity()));
        EXPECT_EQ(again, value);
        EXPECT_EQ(Uint256::from_word(value.to_word()), value);
        ASSERT_OK_AND(const Uint256 third, Uint256::from_bytes(value.to_minimal_bytes()));
        EXPECT_EQ(third, value);
    }
    EXPECT_EQ(test::must(Uint256::from_decimal(kMax)), Uint256::max());
    EXPECT_EQ(Uint256(1024).to_quantity(), "0x400");
    EXPECT_EQ(Uint256().to_quantity(), "0x0");
    EXPECT_EQ(test::must(Uint256::from_decimal(kTwoTo128)).to_quantity(),
              "0x1" + std::string(32, '0'));
    EXPECT_EQ(test::must(Uint256::from_decimal(kTwoTo128)).bit_width(), 129U);
}

TEST(Uint256, RefusesOtherSpellings) {
    for (const char* text : {"", "00", "01", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "a"})
        EXPECT_CODE(Uint256::from_decimal(text), errors::kNumberMalformed) << text;
    for (const char* text : {"", "0x", "0x00", "0x01", "1", "0X1", "0xg", "-0x1"})
        EXPECT_CODE(Uint256::from_quantity(text), errors::kNumberMalformed) << text;
    EXPECT_OK(Uint256::from_quantity("0xAb"));
}

TEST(Uint256, NothingWrapsAround) {
    const std::string over =
        "115792089237316195423570985008687907853269984665640564039457584007913129639936";
    EXPECT_CODE(Uint256::from_decimal(over), errors::kNumberTooLarge);
    EXPECT_CODE(Uint256::from_quantity("0x1" + std::string(64, '0')), errors::kNumberTooLarge);
    EXPECT_CODE(Uint256::from_bytes(Bytes(33)), errors::kNumberTooLarge);
    EXPECT_CODE(Uint256::max().plus(1), errors::kNumberTooLarge);
    EXPECT_CODE(Uint256::max().times(2), errors::kNumberTooLarge);
    EXPECT_CODE(Uint256(1).minus(2), errors::kNumberTooLarge);
    EXPECT_CODE(test::must(Uint256::from_decimal("18446744073709551616")).to_u64(),
                errors::kNumberTooLarge);
}

TEST(Uint256, ArithmeticAgreesWithItself) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 1000; ++i) {
        Word word{};
        const std::size_t first = random() % 32;
        for (std::size_t at = first; at < 32; ++at) word[at] = static_cast<std::uint8_t>(random());
        const Uint256 value = Uint256::from_word(word);
        const std::uint64_t divisor = (random() >> (random() % 64)) | 1;
        std::uint64_t remainder = 0;
        const Uint256 quotient = value.divided_by(divisor, &remainder);
        ASSERT_LT(remainder, divisor);
        ASSERT_OK_AND(const Uint256 product, quotient.times(divisor));
        ASSERT_OK_AND(const Uint256 sum, product.plus(remainder));
        ASSERT_EQ(sum, value);
        ASSERT_OK_AND(const Uint256 rest, value.minus(product));
        ASSERT_EQ(rest, Uint256(remainder));
        ASSERT_LE(quotient, value);
    }
}

}  // namespace
}  // namespace deed::registry::evm

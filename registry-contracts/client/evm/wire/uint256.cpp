#include "registry-contracts/client/evm/wire/uint256.hpp"

#include <algorithm>
#include <bit>

#include "registry-contracts/client/evm/wire/errors.hpp"

namespace deed::registry::evm {
namespace {

__extension__ using Wide = unsigned __int128;

Error too_large() { return {errors::kNumberTooLarge, "the number has more than 256 bits"}; }

Error malformed(std::string_view text) {
    constexpr std::size_t kShown = 80;
    return {errors::kNumberMalformed,
            "'" + std::string(text.substr(0, kShown)) + "' is not a whole number"};
}

/// The value of a digit, or 16.
unsigned digit_value(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
    return 16;
}

Result<Uint256> from_digits(std::string_view whole, std::string_view digits, unsigned base) {
    if (digits.empty() || (digits.size() > 1 && digits[0] == '0')) return malformed(whole);
    const auto is_digit = [base](char c) { return digit_value(c) < base; };
    if (!std::all_of(digits.begin(), digits.end(), is_digit)) return malformed(whole);
    Uint256 value;
    for (const char c : digits) {
        DEED_TRY(const Uint256 shifted, value.times(base));
        DEED_TRY(value, shifted.plus(digit_value(c)));
    }
    return value;
}

}  // namespace

Uint256 Uint256::from_word(const Word& word) {
    Uint256 value;
    for (std::size_t i = 0; i < word.size(); ++i) {
        std::uint64_t& limb = value.limbs_[3 - i / 8];
        limb = limb << 8 | word[i];
    }
    return value;
}

Result<Uint256> Uint256::from_bytes(ByteView bytes) {
    Word word{};
    if (bytes.size() > word.size()) return too_large();
    std::copy(bytes.begin(), bytes.end(), word.end() - static_cast<std::ptrdiff_t>(bytes.size()));
    return from_word(word);
}

Result<Uint256> Uint256::from_decimal(std::string_view text) { return from_digits(text, text, 10); }

Result<Uint256> Uint256::from_quantity(std::string_view text) {
    if (!text.starts_with("0x")) return malformed(text);
    return from_digits(text, text.substr(2), 16);
}

Word Uint256::to_word() const {
    Word word;
    for (std::size_t i = 0; i < word.size(); ++i)
        word[i] = static_cast<std::uint8_t>(limbs_[3 - i / 8] >> (56 - 8 * (i % 8)));
    return word;
}

Bytes Uint256::to_minimal_bytes() const {
    const Word word = to_word();
    return {word.begin() + (32 - (bit_width() + 7) / 8), word.end()};
}

std::string Uint256::to_decimal() const {
    std::string digits;
    Uint256 rest = *this;
    do {
        std::uint64_t digit = 0;
        rest = rest.divided_by(10, &digit);
        digits += static_cast<char>('0' + digit);
    } while (!rest.is_zero());
    std::reverse(digits.begin(), digits.end());
    return digits;
}

std::string Uint256::to_quantity() const {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text = "0x";
    const unsigned nibbles = std::max(1U, (bit_width() + 3) / 4);
    for (unsigned i = nibbles; i-- > 0;) text += kDigits[limbs_[i / 16] >> (4 * (i % 16)) & 0xf];
    return text;
}

Result<std::uint64_t> Uint256::to_u64() const {
    if (!fits_u64()) return Error(errors::kNumberTooLarge, "the number has more than 64 bits");
    return limbs_[0];
}

unsigned Uint256::bit_width() const {
    for (unsigned i = 4; i-- > 0;)
        if (limbs_[i] != 0) return 64 * i + static_cast<unsigned>(std::bit_width(limbs_[i]));
    return 0;
}

Result<Uint256> Uint256::plus(const Uint256& other) const {
    Uint256 sum;
    Wide carry = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        carry += Wide{limbs_[i]} + other.limbs_[i];
        sum.limbs_[i] = static_cast<std::uint64_t>(carry);
        carry >>= 64;
    }
    if (carry != 0) return too_large();
    return sum;
}

Result<Uint256> Uint256::times(std::uint64_t factor) const {
    Uint256 product;
    Wide carry = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        carry += Wide{limbs_[i]} * factor;
        product.limbs_[i] = static_cast<std::uint64_t>(carry);
        carry >>= 64;
    }
    if (carry != 0) return too_large();
    return product;
}

Result<Uint256> Uint256::minus(const Uint256& other) const {
    if (other > *this) return Error(errors::kNumberTooLarge, "the difference is below zero");
    Uint256 difference;
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const Wide subtracted = Wide{other.limbs_[i]} + borrow;
        borrow = subtracted > limbs_[i] ? 1 : 0;
        difference.limbs_[i] = static_cast<std::uint64_t>(limbs_[i] - subtracted);
    }
    return difference;
}

Uint256 Uint256::divided_by(std::uint64_t divisor, std::uint64_t* remainder) const {
    DEED_ASSERT(divisor != 0);
    Uint256 quotient;
    Wide rest = 0;
    for (std::size_t i = 4; i-- > 0;) {
        rest = rest << 64 | limbs_[i];
        quotient.limbs_[i] = static_cast<std::uint64_t>(rest / divisor);
        rest %= divisor;
    }
    if (remainder != nullptr) *remainder = static_cast<std::uint64_t>(rest);
    return quotient;
}

}  // namespace deed::registry::evm

#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::registry::evm {

/// 32 bytes, as the EVM's stack, storage and ABI hold values.
using Word = std::array<std::uint8_t, 32>;

/// An unsigned number of 256 bits. Arithmetic is what fees need, and nothing wraps around.
class DEED_API Uint256 {
public:
    constexpr Uint256() = default;
    constexpr Uint256(std::uint64_t value) : limbs_{value, 0, 0, 0} {}  // NOLINT: implicit

    static constexpr Uint256 max() {
        Uint256 value;
        value.limbs_.fill(~std::uint64_t{0});
        return value;
    }

    /// Big-endian.
    static Uint256 from_word(const Word& word);
    /// Big-endian, at most 32 bytes; `evm.number_too_large`.
    static Result<Uint256> from_bytes(ByteView bytes);
    /// Decimal digits without leading zeros; `evm.number_malformed`, `evm.number_too_large`.
    static Result<Uint256> from_decimal(std::string_view text);
    /// A quantity of the JSON-RPC API: 0x and hexadecimal digits of either case without leading
    /// zeros, "0x0" for zero; `evm.number_malformed`, `evm.number_too_large`.
    static Result<Uint256> from_quantity(std::string_view text);

    Word to_word() const;
    /// Big-endian without leading zeros; empty for zero.
    Bytes to_minimal_bytes() const;
    std::string to_decimal() const;
    std::string to_quantity() const;

    bool is_zero() const { return *this == Uint256(); }
    bool fits_u64() const { return (limbs_[1] | limbs_[2] | limbs_[3]) == 0; }
    /// `evm.number_too_large`.
    Result<std::uint64_t> to_u64() const;
    /// Number of bits without leading zeros.
    unsigned bit_width() const;

    /// `evm.number_too_large` where the result does not fit.
    Result<Uint256> plus(const Uint256& other) const;
    Result<Uint256> times(std::uint64_t factor) const;
    /// `evm.number_too_large` where `other` is greater.
    Result<Uint256> minus(const Uint256& other) const;
    /// Rounded down; the divisor must not be zero.
    Uint256 divided_by(std::uint64_t divisor, std::uint64_t* remainder = nullptr) const;

    friend constexpr bool operator==(const Uint256&, const Uint256&) = default;
    friend std::strong_ordering operator<=>(const Uint256& a, const Uint256& b) {
        for (std::size_t i = 4; i-- > 0;)
            if (a.limbs_[i] != b.limbs_[i]) return a.limbs_[i] <=> b.limbs_[i];
        return std::strong_ordering::equal;
    }

private:
    std::array<std::uint64_t, 4> limbs_{};  ///< least significant first
};

}  // namespace deed::registry::evm

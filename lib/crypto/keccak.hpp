#pragma once

// Internal to lib/crypto.

#include <array>
#include <cstddef>
#include <cstdint>

#include "lib/crypto/hash.hpp"

namespace deed::crypto {

/// The state of KECCAK-p[1600]: lane (x, y) is lanes[x + 5 y].
using KeccakLanes = std::array<std::uint64_t, 25>;

/// The sponge KECCAK[512] (FIPS 202 section 4) with 32 bytes of output, fed piece by piece.
class KeccakSponge {
public:
    /// What the padding starts with, and all that Keccak-256 and SHA3-256 differ in.
    enum class Suffix : std::uint8_t {
        keccak = 0x01,  ///< the original submission, as Ethereum uses it
        sha3 = 0x06     ///< FIPS 202 section 6.1
    };

    explicit KeccakSponge(Suffix suffix) : suffix_(suffix) {}

    void update(ByteView piece);
    /// The digest; the sponge starts anew afterwards.
    Digest256 finish();

private:
    void absorb_byte(std::uint8_t byte);

    KeccakLanes lanes_{};
    std::size_t filled_ = 0;  ///< bytes of the current block
    Suffix suffix_;
};

namespace detail {

// The two ways of doing KECCAK-p[1600, 24], for tests.

void permute_keccak(KeccakLanes& lanes);
bool has_bit_instructions();
/// By AND-NOT and rotations that leave their operand alone; only where has_bit_instructions().
void permute_keccak_by_bit_instructions(KeccakLanes& lanes);

}  // namespace detail

}  // namespace deed::crypto

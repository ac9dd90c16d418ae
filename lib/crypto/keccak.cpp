#include "lib/crypto/keccak.hpp"

#include <bit>
#include <utility>

namespace deed::crypto {
namespace {

// The step mappings of FIPS 202 section 3.2.
using Lanes = KeccakLanes;
constexpr std::size_t kRate = 136;
constexpr std::size_t kRounds = 24;

/// Algorithm 2 (rho), step 3: how far each lane is rotated.
constexpr std::array<int, 25> rotations() {
    std::array<int, 25> result{};
    std::size_t x = 1;
    std::size_t y = 0;
    for (int t = 0; t < 24; ++t) {
        result[x + 5 * y] = (t + 1) * (t + 2) / 2 % 64;
        const std::size_t next_y = (2 * x + 3 * y) % 5;
        x = y;
        y = next_y;
    }
    return result;
}

/// Algorithm 5 (rc) for every t, and Algorithm 6 (iota), step 3.
constexpr std::array<std::uint64_t, kRounds> round_constants() {
    std::array<std::uint64_t, kRounds> result{};
    unsigned shift_register = 1;
    for (std::uint64_t& constant : result) {
        for (unsigned j = 0; j <= 6; ++j) {
            const std::uint64_t bit = shift_register & 1;
            constant |= bit << ((1u << j) - 1);
            shift_register <<= 1;
            if ((shift_register & 0x100) != 0) shift_register ^= 0x171;
        }
    }
    return result;
}

constexpr auto kRotations = rotations();
constexpr auto kRoundConstants = round_constants();

/// Algorithm 3 (pi): where lane `from` goes.
constexpr std::size_t moved(std::size_t from) {
    const std::size_t x = from % 5;
    const std::size_t y = from / 5;
    return y + 5 * ((2 * x + 3 * y) % 5);
}

// Index sequences instead of loops, so that every lane stays in a register.
using Columns = std::make_index_sequence<5>;
using AllLanes = std::make_index_sequence<25>;

template <std::size_t... x>
void theta(Lanes& a, std::index_sequence<x...>) {
    const std::uint64_t parity[] = {(a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20])...};
    const std::uint64_t effect[] = {(parity[(x + 4) % 5] ^ std::rotl(parity[(x + 1) % 5], 1))...};
    ((a[x] ^= effect[x], a[x + 5] ^= effect[x], a[x + 10] ^= effect[x], a[x + 15] ^= effect[x],
      a[x + 20] ^= effect[x]),
     ...);
}

template <std::size_t... i>
void rho_and_pi(const Lanes& a, Lanes& b, std::index_sequence<i...>) {
    ((b[moved(i)] = std::rotl(a[i], kRotations[i])), ...);
}

template <std::size_t... i>
void chi(const Lanes& b, Lanes& a, std::index_sequence<i...>) {
    ((a[i] = b[i] ^ (~b[i / 5 * 5 + (i + 1) % 5] & b[i / 5 * 5 + (i + 2) % 5])), ...);
}

/// KECCAK-p[1600, 24], section 3.3.
inline void all_rounds(Lanes& lanes) {
    Lanes a = lanes;
    for (const std::uint64_t constant : kRoundConstants) {
        Lanes b;
        theta(a, Columns{});
        rho_and_pi(a, b, AllLanes{});
        chi(b, a, AllLanes{});
        a[0] ^= constant;
    }
    lanes = a;
}

void permute(Lanes& lanes) {
    static const bool fast = detail::has_bit_instructions();
    if (fast)
        detail::permute_keccak_by_bit_instructions(lanes);
    else
        detail::permute_keccak(lanes);
}

std::uint64_t load_little_endian(const std::uint8_t* bytes) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 8; ++i) value |= std::uint64_t{bytes[i]} << (8 * i);
    return value;
}

}  // namespace

void KeccakSponge::absorb_byte(std::uint8_t byte) {
    lanes_[filled_ / 8] ^= std::uint64_t{byte} << (8 * (filled_ % 8));
    if (++filled_ < kRate) return;
    permute(lanes_);
    filled_ = 0;
}

void KeccakSponge::update(ByteView piece) {
    while (!piece.empty() && filled_ % 8 != 0) {
        absorb_byte(piece.front());
        piece = piece.subspan(1);
    }
    for (; piece.size() >= 8; piece = piece.subspan(8)) {
        lanes_[filled_ / 8] ^= load_little_endian(piece.data());
        filled_ += 8;
        if (filled_ < kRate) continue;
        permute(lanes_);
        filled_ = 0;
    }
    for (const std::uint8_t byte : piece) absorb_byte(byte);
}

Digest256 KeccakSponge::finish() {
    lanes_[filled_ / 8] ^= std::uint64_t{static_cast<std::uint8_t>(suffix_)} << (8 * (filled_ % 8));
    lanes_[kRate / 8 - 1] ^= std::uint64_t{0x80} << 56;
    permute(lanes_);
    Digest256 digest;
    for (std::size_t i = 0; i < digest.size(); ++i) {
        digest[i] = static_cast<std::uint8_t>(lanes_[i / 8] >> (8 * (i % 8)));
    }
    *this = KeccakSponge(suffix_);
    return digest;
}

namespace detail {

void permute_keccak(Lanes& lanes) { all_rounds(lanes); }

#if defined(__x86_64__)

bool has_bit_instructions() {
    return __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("bmi2") != 0;
}

// The same source: flattened, so that all of it is compiled for these instructions.
[[gnu::target("bmi,bmi2"), gnu::flatten]] void permute_keccak_by_bit_instructions(Lanes& lanes) {
    all_rounds(lanes);
}

#else

bool has_bit_instructions() { return false; }

void permute_keccak_by_bit_instructions(Lanes& lanes) { permute_keccak(lanes); }

#endif

}  // namespace detail

}  // namespace deed::crypto

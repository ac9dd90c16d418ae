// SHA-256 (FIPS 180-4) by the SHA instructions of x86 processors, on two messages at a time: one
// round waits for the last, and the other message's fills the time.
#include "lib/crypto/sha256_many.hpp"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace deed::crypto::detail {
namespace {

#define DEED_SHA_TARGET [[gnu::target("sha,sse4.1,ssse3")]]

constexpr std::size_t kBlock = 64;

alignas(16) constexpr std::uint32_t kRoundConstants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// The initial hash value of section 5.3.3, in the order that the instructions take: a word of each
// register from the lowest.
alignas(16) constexpr std::uint32_t kInitialFeba[4] = {0x9b05688c, 0x510e527f, 0xbb67ae85,
                                                       0x6a09e667};
alignas(16) constexpr std::uint32_t kInitialHgdc[4] = {0x5be0cd19, 0x1f83d9ab, 0xa54ff53a,
                                                       0x3c6ef372};

struct State {
    __m128i feba;
    __m128i hgdc;
};

DEED_SHA_TARGET inline __m128i load(const void* from) {
    return _mm_loadu_si128(static_cast<const __m128i*>(from));
}

/// Sixteen bytes as four big-endian words.
DEED_SHA_TARGET inline __m128i load_words(const std::uint8_t* from) {
    const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    return _mm_shuffle_epi8(load(from), order);
}

DEED_SHA_TARGET inline void four_rounds(State& state, __m128i words, std::size_t round) {
    const __m128i sum = _mm_add_epi32(words, load(kRoundConstants + round));
    state.hgdc = _mm_sha256rnds2_epu32(state.hgdc, state.feba, sum);
    state.feba = _mm_sha256rnds2_epu32(state.feba, state.hgdc, _mm_shuffle_epi32(sum, 0x0e));
}

/// W of four rounds from those of the sixteen before: `oldest` becomes the newest.
DEED_SHA_TARGET inline void schedule(__m128i& oldest, __m128i second, __m128i third,
                                     __m128i newest) {
    const __m128i sum =
        _mm_add_epi32(_mm_sha256msg1_epu32(oldest, second), _mm_alignr_epi8(newest, third, 4));
    oldest = _mm_sha256msg2_epu32(sum, newest);
}

/// The compression function on one block of each of two messages.
DEED_SHA_TARGET void compress_two(State& a, const std::uint8_t* block_a, State& b,
                                  const std::uint8_t* block_b) {
    State x = a;
    State y = b;
    __m128i x0 = load_words(block_a), x1 = load_words(block_a + 16);
    __m128i x2 = load_words(block_a + 32), x3 = load_words(block_a + 48);
    __m128i y0 = load_words(block_b), y1 = load_words(block_b + 16);
    __m128i y2 = load_words(block_b + 32), y3 = load_words(block_b + 48);
    for (std::size_t round = 0;; round += 16) {
        four_rounds(x, x0, round);
        four_rounds(y, y0, round);
        four_rounds(x, x1, round + 4);
        four_rounds(y, y1, round + 4);
        four_rounds(x, x2, round + 8);
        four_rounds(y, y2, round + 8);
        four_rounds(x, x3, round + 12);
        four_rounds(y, y3, round + 12);
        if (round == 48) break;
        schedule(x0, x1, x2, x3);
        schedule(y0, y1, y2, y3);
        schedule(x1, x2, x3, x0);
        schedule(y1, y2, y3, y0);
        schedule(x2, x3, x0, x1);
        schedule(y2, y3, y0, y1);
        schedule(x3, x0, x1, x2);
        schedule(y3, y0, y1, y2);
    }
    a = {_mm_add_epi32(a.feba, x.feba), _mm_add_epi32(a.hgdc, x.hgdc)};
    b = {_mm_add_epi32(b.feba, y.feba), _mm_add_epi32(b.hgdc, y.hgdc)};
}

DEED_SHA_TARGET void store(const State& state, Digest256& digest) {
    alignas(16) std::uint32_t words[8];
    _mm_store_si128(reinterpret_cast<__m128i*>(words), state.feba);
    _mm_store_si128(reinterpret_cast<__m128i*>(words + 4), state.hgdc);
    const std::uint32_t in_order[8] = {words[3], words[2], words[7], words[6],
                                       words[1], words[0], words[5], words[4]};
    for (std::size_t i = 0; i < 8; ++i) {
        const std::uint32_t word = __builtin_bswap32(in_order[i]);
        std::memcpy(digest.data() + 4 * i, &word, 4);
    }
}

/// Block `number` of prefix ‖ message, padded as section 5.1.1 says.
void make_block(std::uint8_t prefix, ByteView message, std::size_t number, std::size_t blocks,
                std::uint8_t* out) {
    const std::size_t length = 1 + message.size();
    const std::size_t begin = number * kBlock;
    if (begin > 0 && begin + kBlock <= length) {
        std::memcpy(out, message.data() + begin - 1, kBlock);
        return;
    }
    std::memset(out, 0, kBlock);
    if (begin == 0) out[0] = prefix;
    const std::size_t skip = begin == 0 ? 1 : 0;
    const std::size_t from = begin + skip - 1;
    if (from < message.size())
        std::memcpy(out + skip, message.data() + from,
                    std::min(kBlock - skip, message.size() - from));
    if (length >= begin && length < begin + kBlock) out[length - begin] = 0x80;
    if (number + 1 < blocks) return;
    const std::uint64_t bits = __builtin_bswap64(std::uint64_t{length} * 8);
    std::memcpy(out + kBlock - 8, &bits, 8);
}

DEED_SHA_TARGET void digest_two(std::uint8_t prefix, ByteView message_a, ByteView message_b,
                                Digest256& digest_a, Digest256& digest_b) {
    State a{load(kInitialFeba), load(kInitialHgdc)};
    State b = a;
    const std::size_t blocks = (1 + message_a.size() + 1 + 8 + kBlock - 1) / kBlock;
    alignas(16) std::array<std::uint8_t, kBlock> block_a;
    alignas(16) std::array<std::uint8_t, kBlock> block_b;
    for (std::size_t i = 0; i < blocks; ++i) {
        make_block(prefix, message_a, i, blocks, block_a.data());
        make_block(prefix, message_b, i, blocks, block_b.data());
        compress_two(a, block_a.data(), b, block_b.data());
    }
    store(a, digest_a);
    store(b, digest_b);
}

}  // namespace

bool has_sha_instructions() {
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (__get_cpuid(1, &a, &b, &c, &d) == 0) return false;
    const bool has_sse = (c & bit_SSSE3) != 0 && (c & bit_SSE4_1) != 0;
    if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0) return false;
    return has_sse && (b & bit_SHA) != 0;
}

void sha256_prefixed_by_instructions(std::uint8_t prefix, ByteView messages, std::size_t size,
                                     std::span<Digest256> digests) {
    std::size_t i = 0;
    for (; i + 2 <= digests.size(); i += 2)
        digest_two(prefix, messages.subspan(i * size, size), messages.subspan((i + 1) * size, size),
                   digests[i], digests[i + 1]);
    if (i == digests.size()) return;
    const ByteView last = messages.subspan(i * size, size);
    Digest256 twice;
    digest_two(prefix, last, last, digests[i], twice);
}

}  // namespace deed::crypto::detail

#else

namespace deed::crypto::detail {

bool has_sha_instructions() { return false; }

void sha256_prefixed_by_instructions(std::uint8_t prefix, ByteView messages, std::size_t size,
                                     std::span<Digest256> digests) {
    sha256_prefixed_by_openssl(prefix, messages, size, digests);
}

}  // namespace deed::crypto::detail

#endif

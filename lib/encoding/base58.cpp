#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "lib/encoding/errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/encoding/wiping.hpp"

namespace deed {
namespace {

constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
static_assert(kAlphabet.size() == 58);

// Enough for a DID document of 6,000 bytes in a did:peer:4. Decoding takes time quadratic in the
// size, and at this one about as long as verifying a few signatures.
constexpr std::size_t kMaxText = 8192;
constexpr std::uint8_t kInvalid = 0xff;

constexpr std::array<std::uint8_t, 256> kValues = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(kInvalid);
    for (std::size_t i = 0; i < kAlphabet.size(); ++i)
        values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
    return values;
}();

// A number as limbs, the least significant first. What is encoded may be a private key: nothing of
// it stays behind in memory that was given back.
template <typename Limb>
using Limbs = std::vector<Limb, detail::WipingAllocator<Limb>>;

// Encoding: limbs of five digits, which fit 32 bits; a constant radix spares the divisions.
constexpr std::size_t kDigitsPerLimb = 5;
constexpr std::size_t kBytesPerStep = 4;
constexpr std::uint64_t kDigitRadix = 58ULL * 58 * 58 * 58 * 58;

/// number = number * 2^32 + addend, in limbs of the digits' radix.
void multiply_add(Limbs<std::uint32_t>& number, std::uint64_t addend) {
    std::uint64_t carry = addend;
    for (std::uint32_t& limb : number) {
        carry += std::uint64_t{limb} << 32;
        limb = static_cast<std::uint32_t>(carry % kDigitRadix);
        carry /= kDigitRadix;
    }
    for (; carry > 0; carry /= kDigitRadix)
        number.push_back(static_cast<std::uint32_t>(carry % kDigitRadix));
}

// Decoding: limbs of 64 bits and ten digits a step, which fit 64 bits too, so that the quadratic
// loop is a hundredth of what one digit and one byte at a time would take.
constexpr std::size_t kDigitsPerStep = 10;
constexpr std::size_t kBytesPerLimb = 8;
__extension__ using Wide = unsigned __int128;

/// number = number * factor + addend.
void multiply_add(Limbs<std::uint64_t>& number, std::uint64_t factor, std::uint64_t addend) {
    std::uint64_t carry = addend;
    for (std::uint64_t& limb : number) {
        const Wide product = Wide{limb} * factor + carry;
        limb = static_cast<std::uint64_t>(product);
        carry = static_cast<std::uint64_t>(product >> 64);
    }
    if (carry > 0) number.push_back(carry);
}

/// Size of the first chunk, so that all later ones are full.
std::size_t first_chunk(std::size_t size, std::size_t chunk) {
    return size % chunk == 0 ? std::min(size, chunk) : size % chunk;
}

}  // namespace

std::string base58btc_encode(ByteView bytes) {
    const auto first_set = std::find_if(bytes.begin(), bytes.end(), [](auto b) { return b != 0; });
    const auto zeros = static_cast<std::size_t>(first_set - bytes.begin());
    bytes = bytes.subspan(zeros);

    Limbs<std::uint32_t> number;
    for (std::size_t size = first_chunk(bytes.size(), kBytesPerStep); !bytes.empty();
         size = kBytesPerStep) {
        std::uint64_t chunk = 0;
        for (const std::uint8_t byte : bytes.first(size)) chunk = chunk << 8 | byte;
        multiply_add(number, chunk);
        bytes = bytes.subspan(size);
    }

    std::vector<char, detail::WipingAllocator<char>> reversed;
    for (std::uint32_t limb : number) {
        for (std::size_t i = 0; i < kDigitsPerLimb; ++i, limb /= 58)
            reversed.push_back(kAlphabet[limb % 58]);
    }
    while (!reversed.empty() && reversed.back() == kAlphabet[0]) reversed.pop_back();
    std::string text;
    text.reserve(zeros + reversed.size());
    text.append(zeros, kAlphabet[0]);
    // One by one: append() of such a range makes a copy of it first.
    while (!reversed.empty()) {
        text += reversed.back();
        reversed.pop_back();
    }
    return text;
}

Result<Bytes> base58btc_decode(std::string_view text) {
    if (text.size() > kMaxText)
        return Error(errors::kEncodingTooLong, "base58btc text of " + std::to_string(text.size()) +
                                                   " characters; at most " +
                                                   std::to_string(kMaxText) + " are read");
    const std::size_t zeros = std::min(text.find_first_not_of(kAlphabet[0]), text.size());

    Limbs<std::uint64_t> number;
    std::size_t size = first_chunk(text.size() - zeros, kDigitsPerStep);
    for (std::size_t at = zeros; at < text.size(); at += size, size = kDigitsPerStep) {
        std::uint64_t factor = 1;
        std::uint64_t chunk = 0;
        for (std::size_t i = at; i < at + size; ++i) {
            const std::uint8_t value = kValues[static_cast<unsigned char>(text[i])];
            if (value == kInvalid)
                return Error(errors::kEncodingMalformed,
                             "base58btc text has a character outside its alphabet at offset " +
                                 std::to_string(i));
            chunk = chunk * 58 + value;
            factor *= 58;
        }
        multiply_add(number, factor, chunk);
    }

    std::vector<std::uint8_t, detail::WipingAllocator<std::uint8_t>> reversed;
    for (std::uint64_t limb : number) {
        for (std::size_t i = 0; i < kBytesPerLimb; ++i, limb >>= 8)
            reversed.push_back(static_cast<std::uint8_t>(limb));
    }
    while (!reversed.empty() && reversed.back() == 0) reversed.pop_back();
    Bytes bytes;
    bytes.reserve(zeros + reversed.size());
    bytes.resize(zeros);
    bytes.insert(bytes.end(), reversed.rbegin(), reversed.rend());
    return bytes;
}

}  // namespace deed

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

// Enough for the Multikey of an RSA key of 8192 bits; decoding takes time quadratic in the size.
constexpr std::size_t kMaxText = 1450;
constexpr std::uint8_t kInvalid = 0xff;

constexpr std::array<std::uint8_t, 256> kValues = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(kInvalid);
    for (std::size_t i = 0; i < kAlphabet.size(); ++i)
        values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
    return values;
}();

// A number as limbs in either radix, the least significant first. Five base58 digits fit 32 bits,
// which makes the quadratic loop twenty times shorter than one digit and one byte at a time.
using Limbs = std::vector<std::uint32_t, detail::WipingAllocator<std::uint32_t>>;
constexpr std::size_t kDigitsPerLimb = 5;
constexpr std::size_t kBytesPerLimb = 4;
constexpr std::uint64_t kDigitRadix = 58ULL * 58 * 58 * 58 * 58;
constexpr std::uint64_t kByteRadix = 1ULL << 32;

// What is encoded may be a private key: nothing of it stays behind in memory that was given back.

/// number = number * factor + addend; a constant radix spares the divisions.
template <std::uint64_t kRadix>
void multiply_add(Limbs& number, std::uint64_t factor, std::uint64_t addend) {
    std::uint64_t carry = addend;
    for (std::uint32_t& limb : number) {
        carry += limb * factor;
        limb = static_cast<std::uint32_t>(carry % kRadix);
        carry /= kRadix;
    }
    while (carry > 0) {
        number.push_back(static_cast<std::uint32_t>(carry % kRadix));
        carry /= kRadix;
    }
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

    Limbs number;
    for (std::size_t size = first_chunk(bytes.size(), kBytesPerLimb); !bytes.empty();
         size = kBytesPerLimb) {
        std::uint64_t chunk = 0;
        for (const std::uint8_t byte : bytes.first(size)) chunk = chunk << 8 | byte;
        multiply_add<kDigitRadix>(number, kByteRadix, chunk);
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

    Limbs number;
    std::size_t size = first_chunk(text.size() - zeros, kDigitsPerLimb);
    for (std::size_t at = zeros; at < text.size(); at += size, size = kDigitsPerLimb) {
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
        multiply_add<kByteRadix>(number, factor, chunk);
    }

    std::vector<std::uint8_t, detail::WipingAllocator<std::uint8_t>> reversed;
    for (std::uint32_t limb : number) {
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

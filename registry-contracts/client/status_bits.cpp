#include <map>

#include "registry-contracts/client/status_registry.hpp"

namespace deed::registry {
namespace {

constexpr std::uint64_t kBitsOfWord = 256;

/// Bit 0 is the least significant one of the last byte, as in a word of the EVM.
std::size_t byte_of(std::uint64_t bit) { return 31 - static_cast<std::size_t>(bit / 8); }

}  // namespace

std::vector<BitWord> bit_words(std::span<const std::uint64_t> credentials) {
    std::map<std::uint64_t, std::array<std::uint8_t, 32>> masks;
    for (const std::uint64_t credential : credentials) {
        const std::uint64_t bit = credential % kBitsOfWord;
        masks[credential / kBitsOfWord][byte_of(bit)] |= static_cast<std::uint8_t>(1U << (bit % 8));
    }
    std::vector<BitWord> words;
    for (const auto& [word, mask] : masks) words.push_back({word, mask});
    return words;
}

std::vector<std::uint64_t> credentials_of(std::span<const BitWord> words) {
    std::vector<std::uint64_t> credentials;
    for (const BitWord& word : words)
        for (std::uint64_t bit = 0; bit < kBitsOfWord; ++bit)
            if ((word.mask[byte_of(bit)] >> (bit % 8)) & 1U)
                credentials.push_back(word.word * kBitsOfWord + bit);
    return credentials;
}

}  // namespace deed::registry

#include "lib/tlog/merkle.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <string>

#include "lib/crypto/sha256_many.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/merkle_ranges.hpp"

namespace deed::tlog {
namespace {

constexpr std::uint8_t kLeafPrefix = 0x00;
constexpr std::uint8_t kNodePrefix = 0x01;

constexpr std::size_t kHashSize = std::tuple_size_v<Hash>;

/// Hashes as they stand one behind the other.
ByteView bytes_of(std::span<const Hash> hashes) {
    static_assert(sizeof(Hash) == kHashSize);
    return hashes.empty() ? ByteView() : ByteView(hashes.front().data(), hashes.size_bytes());
}

/// How many hashes the loops of sections 2.1.3.2 and 2.1.4.2 take from fn and sn on: one for each
/// level below the paths' meeting point, and above it one for each left sibling.
std::size_t steps_to_root(std::uint64_t fn, std::uint64_t sn) {
    const int inner = std::bit_width(fn ^ sn);
    const std::uint64_t above = inner == 64 ? 0 : fn >> inner;
    return static_cast<std::size_t>(inner + std::popcount(above));
}

Result<void> check_length(std::size_t expected, std::size_t actual) {
    if (actual == expected) return {};
    return Error(errors::kProofMalformed, "the proof has " + std::to_string(actual) +
                                              " hashes where " + std::to_string(expected) +
                                              " are due");
}

/// "Until LSB(fn) is set or fn is 0, right-shift fn and sn equally."
void skip_missing_siblings(std::uint64_t& fn, std::uint64_t& sn) {
    while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
    }
}

}  // namespace

Hash leaf_hash(ByteView data) {
    std::array<std::uint8_t, 1024> buffer;
    if (data.size() >= buffer.size()) {
        crypto::Hasher256 hasher(crypto::HashAlgorithm::sha256);
        return hasher.update(ByteView(&kLeafPrefix, 1)).update(data).finish();
    }
    buffer[0] = kLeafPrefix;
    std::copy(data.begin(), data.end(), buffer.begin() + 1);
    return crypto::sha256(ByteView(buffer.data(), data.size() + 1));
}

std::vector<Hash> leaf_hashes(ByteView leaves, std::size_t size) {
    DEED_ASSERT(size > 0 && leaves.size() % size == 0);
    std::vector<Hash> hashes(leaves.size() / size);
    crypto::sha256_prefixed(kLeafPrefix, leaves, size, hashes);
    return hashes;
}

Hash node_hash(const Hash& left, const Hash& right) {
    std::array<Hash, 2> children{left, right};
    Hash node;
    crypto::sha256_prefixed(kNodePrefix, bytes_of(children), 2 * kHashSize, std::span(&node, 1));
    return node;
}

Hash empty_root() { return crypto::sha256({}); }

void MerkleTree::append(const Hash& leaf) {
    levels_[0].push_back(leaf);
    for (std::size_t k = 0; levels_[k].size() % 2 == 0; ++k) {
        if (k + 1 == levels_.size()) levels_.emplace_back();
        const std::vector<Hash>& level = levels_[k];
        levels_[k + 1].push_back(node_hash(level[level.size() - 2], level.back()));
    }
}

void MerkleTree::append(std::span<const Hash> leaves) {
    levels_[0].insert(levels_[0].end(), leaves.begin(), leaves.end());
    for (std::size_t k = 0; levels_[k].size() >= 2; ++k) {
        if (k + 1 == levels_.size()) levels_.emplace_back();
        std::vector<Hash>& above = levels_[k + 1];
        const std::size_t known = above.size();
        above.resize(levels_[k].size() / 2);
        if (above.size() == known) break;
        const auto children = std::span(levels_[k]).first(2 * above.size()).subspan(2 * known);
        crypto::sha256_prefixed(kNodePrefix, bytes_of(children), 2 * kHashSize,
                                std::span(above).subspan(known));
    }
}

std::uint64_t MerkleTree::size() const { return levels_[0].size(); }

Hash MerkleTree::root_at(std::uint64_t size) const {
    DEED_ASSERT(size <= this->size());
    return size == 0 ? empty_root() : range_root({0, size});
}

Hash MerkleTree::range_root(const detail::LeafRange& range) const {
    std::vector<Hash> roots;
    for (const auto& [level, index] : detail::subtrees_of(range))
        roots.push_back(node(level, index));
    return detail::join_subtrees(roots);
}

std::vector<Hash> MerkleTree::roots_of(const std::vector<detail::LeafRange>& ranges) const {
    std::vector<Hash> roots;
    for (const detail::LeafRange& range : ranges) roots.push_back(range_root(range));
    return roots;
}

std::vector<Hash> MerkleTree::inclusion_proof(std::uint64_t index, std::uint64_t size) const {
    DEED_ASSERT(size <= this->size());
    return roots_of(detail::inclusion_ranges(index, size));
}

std::vector<Hash> MerkleTree::consistency_proof(std::uint64_t first, std::uint64_t second) const {
    DEED_ASSERT(second <= size());
    return roots_of(detail::consistency_ranges(first, second));
}

Result<void> verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf,
                              std::span<const Hash> proof, const Hash& root) {
    if (index >= size)
        return Error(errors::kProofMalformed, "there is no entry " + std::to_string(index) +
                                                  " in a tree of " + std::to_string(size));
    std::uint64_t fn = index;
    std::uint64_t sn = size - 1;
    DEED_CHECK(check_length(steps_to_root(fn, sn), proof.size()));

    Hash r = leaf;
    for (const Hash& p : proof) {
        if ((fn & 1) != 0 || fn == sn) {
            r = node_hash(p, r);
            skip_missing_siblings(fn, sn);
        } else {
            r = node_hash(r, p);
        }
        fn >>= 1;
        sn >>= 1;
    }
    DEED_ASSERT(sn == 0);
    if (r != root) return Error(errors::kInclusionInvalid, "the proof leads to another root");
    return {};
}

Result<void> verify_consistency(std::uint64_t first, std::uint64_t second, const Hash& first_root,
                                const Hash& second_root, std::span<const Hash> proof) {
    if (first > second)
        return Error(errors::kProofMalformed, "the first tree is larger than the second");
    if (first == 0 || first == second) {
        DEED_CHECK(check_length(0, proof.size()));
        const bool roots_fit = first == second ? first_root == second_root : true;
        const bool empty_fits = first == 0 ? first_root == empty_root() : true;
        if (roots_fit && empty_fits) return {};
        return Error(errors::kConsistencyInvalid, "trees of one size have different roots");
    }

    const int shift = std::countr_zero(first);
    std::uint64_t fn = (first - 1) >> shift;
    std::uint64_t sn = (second - 1) >> shift;
    // A complete first tree is its own starting point, and the proof leaves it out.
    const bool starts_at_first = std::has_single_bit(first);
    DEED_CHECK(check_length(steps_to_root(fn, sn) + (starts_at_first ? 0 : 1), proof.size()));

    Hash fr = starts_at_first ? first_root : proof.front();
    Hash sr = fr;
    for (const Hash& c : starts_at_first ? proof : proof.subspan(1)) {
        if ((fn & 1) != 0 || fn == sn) {
            fr = node_hash(c, fr);
            sr = node_hash(c, sr);
            skip_missing_siblings(fn, sn);
        } else {
            sr = node_hash(sr, c);
        }
        fn >>= 1;
        sn >>= 1;
    }
    DEED_ASSERT(sn == 0);
    if (fr != first_root)
        return Error(errors::kConsistencyInvalid, "the proof leads to another first root");
    if (sr != second_root)
        return Error(errors::kConsistencyInvalid, "the proof leads to another second root");
    return {};
}

}  // namespace deed::tlog

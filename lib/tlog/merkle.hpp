#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/crypto/hash.hpp"
#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::tlog {

namespace detail {
struct LeafRange;
}

// The SHA-256 Merkle tree of RFC 9162 section 2.1.

using Hash = crypto::Digest256;

/// SHA-256(0x00 ‖ data).
DEED_API Hash leaf_hash(ByteView data);
/// The same of each of many leaves of `size` bytes that stand one behind the other, far faster than
/// one by one.
DEED_API std::vector<Hash> leaf_hashes(ByteView leaves, std::size_t size);
/// SHA-256(0x01 ‖ left ‖ right).
DEED_API Hash node_hash(const Hash& left, const Hash& right);
/// Root of the tree without leaves: SHA-256 of nothing.
DEED_API Hash empty_root();

/// A tree in memory that grows on the right. Keeps every complete subtree, so that proofs cost
/// O(log n).
class DEED_API MerkleTree {
public:
    void append(const Hash& leaf);
    /// Far faster than one by one: whole levels are hashed at once.
    void append(std::span<const Hash> leaves);
    std::uint64_t size() const;
    Hash root() const { return root_at(size()); }
    /// Root when the tree had `size` leaves; `size` must not exceed size().
    Hash root_at(std::uint64_t size) const;
    /// PATH(index, D_size) of section 2.1.3.1, from the leaf up. index < size <= size().
    std::vector<Hash> inclusion_proof(std::uint64_t index, std::uint64_t size) const;
    /// PROOF(first, D_second) of section 2.1.4.1. 0 < first <= second <= size().
    std::vector<Hash> consistency_proof(std::uint64_t first, std::uint64_t second) const;
    const Hash& leaf(std::uint64_t index) const { return levels_[0][index]; }
    /// Root of the leaves [index·2^level, (index + 1)·2^level), all of which are there.
    const Hash& node(unsigned level, std::uint64_t index) const { return levels_[level][index]; }

private:
    Hash range_root(const detail::LeafRange& range) const;
    std::vector<Hash> roots_of(const std::vector<detail::LeafRange>& ranges) const;
    /// levels_[k][i]: root of leaves [i·2^k, (i+1)·2^k).
    std::vector<std::vector<Hash>> levels_{1};
};

/// Section 2.1.3.2, exactly. `tlog.proof_malformed` (index outside the tree, wrong number of
/// hashes) or `tlog.inclusion_invalid` (another root).
DEED_API Result<void> verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf,
                                       std::span<const Hash> proof, const Hash& root);

/// Section 2.1.4.2, exactly; also first == second (empty proof, equal roots) and first == 0 (empty
/// proof). `tlog.proof_malformed` or `tlog.consistency_invalid`.
DEED_API Result<void> verify_consistency(std::uint64_t first, std::uint64_t second,
                                         const Hash& first_root, const Hash& second_root,
                                         std::span<const Hash> proof);

}  // namespace deed::tlog

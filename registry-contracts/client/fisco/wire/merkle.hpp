#pragma once

#include <span>
#include <vector>

#include "registry-contracts/client/fisco/wire/account.hpp"

namespace deed::registry::fisco {

// The trees over a block's transactions and receipts. Neither tells a leaf from an inner node by
// its hash, so a proof counts only with the very depth and widths that the tree has at its place;
// whoever knows of a transaction in full knows the depth from its own proof.

/// Trees of 2.x have sixteen children to a node and the leaf's place in it; those of 3.x have two.
enum class TreeKind : std::uint8_t { rlp_sixteen, binary };

/// Where a leaf stands, and of how many: those of transactions and receipts are the same.
struct TreePlace {
    std::uint64_t index = 0;
    std::uint64_t leaves = 0;
    friend bool operator==(const TreePlace&, const TreePlace&) = default;
};

/// The siblings on one level, without the node that the path comes from.
struct MerkleLevel {
    std::vector<Bytes> before;
    std::vector<Bytes> after;
    friend bool operator==(const MerkleLevel&, const MerkleLevel&) = default;
};

/// Siblings from the leaf's level to the root's children. In 2.x one level more without any, since
/// the hash of the last node is taken once again.
struct DEED_API MerklePath {
    std::vector<MerkleLevel> levels;
    friend bool operator==(const MerklePath&, const MerklePath&) = default;

    /// The root that the leaf of this hash and the path lead to. `fisco.proof_shape` unless depth,
    /// widths and, in 2.x, the siblings' own places are those of the tree.
    Result<Word> root(ChainHash hash, TreeKind kind, const Word& leaf,
                      const TreePlace& place) const;
};

/// The list that nodes of 3.x prove by: for each level a number of hashes, the node's own among
/// them; the hash alone where there is one leaf. A number is its four bytes, or 32 that begin with
/// them. `fisco.proof_malformed`, `fisco.proof_shape`, and `fisco.proof_leaf` where the list is not
/// about this leaf.
DEED_API Result<MerklePath> path_from_list(ChainHash hash, const Word& leaf, const TreePlace& place,
                                           std::span<const Bytes> list);

/// The root over all leaves.
DEED_API Word tree_root(ChainHash hash, TreeKind kind, std::span<const Word> leaves);

}  // namespace deed::registry::fisco

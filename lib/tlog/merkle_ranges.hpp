#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "lib/tlog/merkle.hpp"

namespace deed::tlog::detail {

// Which parts of a tree a question of RFC 9162 needs, wherever the tree's hashes are kept. For this
// room's sources only.

/// The leaves [begin, end).
struct LeafRange {
    std::uint64_t begin;
    std::uint64_t end;
};

/// The leaves [index·2^level, (index + 1)·2^level).
struct Subtree {
    unsigned level;
    std::uint64_t index;
};

/// PATH(index, D_size) of section 2.1.3.1, from the leaf up: each hash is the root of one range.
/// index < size.
std::vector<LeafRange> inclusion_ranges(std::uint64_t index, std::uint64_t size);

/// PROOF(first, D_second) of section 2.1.4.1. 0 < first <= second.
std::vector<LeafRange> consistency_ranges(std::uint64_t first, std::uint64_t second);

/// The complete subtrees, from the left, that a range consists of to which the definition's
/// recursion comes from a whole tree. Not empty.
std::vector<Subtree> subtrees_of(LeafRange range);

/// MTH of the range from the roots of subtrees_of() it.
Hash join_subtrees(const std::vector<Hash>& roots);

}  // namespace deed::tlog::detail

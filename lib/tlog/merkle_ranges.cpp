#include "lib/tlog/merkle_ranges.hpp"

#include <algorithm>
#include <bit>

namespace deed::tlog::detail {
namespace {

/// k of section 2.1.1: the largest power of two smaller than n, for n > 1.
std::uint64_t split_point(std::uint64_t n) { return std::bit_floor(n - 1); }

}  // namespace

std::vector<LeafRange> inclusion_ranges(std::uint64_t index, std::uint64_t size) {
    DEED_ASSERT(index < size);
    std::vector<LeafRange> path;
    LeafRange at{0, size};
    while (at.end - at.begin > 1) {
        const std::uint64_t middle = at.begin + split_point(at.end - at.begin);
        if (index < middle) {
            path.push_back({middle, at.end});
            at.end = middle;
        } else {
            path.push_back({at.begin, middle});
            at.begin = middle;
        }
    }
    std::reverse(path.begin(), path.end());
    return path;
}

std::vector<LeafRange> consistency_ranges(std::uint64_t first, std::uint64_t second) {
    DEED_ASSERT(0 < first && first <= second);
    std::vector<LeafRange> path;
    LeafRange at{0, second};
    while (first != at.end) {
        const std::uint64_t middle = at.begin + split_point(at.end - at.begin);
        if (first <= middle) {
            path.push_back({middle, at.end});
            at.end = middle;
        } else {
            path.push_back({at.begin, middle});
            at.begin = middle;
        }
    }
    // SUBPROOF(m, D_m, false): off the left edge the verifier does not know this root yet.
    if (at.begin != 0) path.push_back(at);
    std::reverse(path.begin(), path.end());
    return path;
}

std::vector<Subtree> subtrees_of(LeafRange range) {
    DEED_ASSERT(range.begin < range.end);
    std::vector<Subtree> subtrees;
    for (std::uint64_t at = range.begin; at < range.end;) {
        const std::uint64_t count = std::bit_floor(range.end - at);
        subtrees.push_back({static_cast<unsigned>(std::countr_zero(count)), at / count});
        at += count;
    }
    return subtrees;
}

Hash join_subtrees(const std::vector<Hash>& roots) {
    DEED_ASSERT(!roots.empty());
    Hash root = roots.back();
    for (std::size_t i = roots.size() - 1; i > 0; --i) root = node_hash(roots[i - 1], root);
    return root;
}

}  // namespace deed::tlog::detail

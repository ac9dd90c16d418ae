#include "registry-contracts/client/fisco/wire/merkle.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/wire/rlp.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"

namespace deed::registry::fisco {
namespace {

constexpr std::uint64_t kMaxLeaves = std::uint64_t{1} << 32;

Error shape(const char* what) { return {errors::kProofShape, what}; }
Error malformed(const char* what) { return {errors::kProofMalformed, what}; }

std::uint64_t width_of(TreeKind kind) { return kind == TreeKind::binary ? 2 : 16; }

/// The node of a leaf: in 2.x its place stands before the hash.
Bytes leaf_node(TreeKind kind, std::uint64_t index, const Word& leaf) {
    if (kind == TreeKind::binary) return to_bytes(leaf);
    Bytes node = evm::RlpWriter().uint(index).take();
    append(node, leaf);
    return node;
}

/// The nodes that have one parent with the node at an index, of `count` on a level.
struct Family {
    std::uint64_t before;
    std::uint64_t after;
};

Family family_of(std::uint64_t index, std::uint64_t count, std::uint64_t width) {
    const std::uint64_t before = index % width;
    const std::uint64_t first = index - before;
    return {before, std::min(count - first, width) - before - 1};
}

/// Whether siblings of leaves of 2.x stand where they say.
bool are_leaves(std::span<const Bytes> siblings, std::uint64_t first) {
    for (const Bytes& sibling : siblings) {
        const Bytes place = evm::RlpWriter().uint(first++).take();
        if (sibling.size() != place.size() + sizeof(Word) ||
            !std::equal(place.begin(), place.end(), sibling.begin()))
            return false;
    }
    return true;
}

bool are_hashes(std::span<const Bytes> siblings) {
    return std::all_of(siblings.begin(), siblings.end(),
                       [](const Bytes& sibling) { return sibling.size() == sizeof(Word); });
}

Word parent_of(ChainHash hash, const MerkleLevel& level, ByteView node) {
    Bytes together;
    for (const Bytes& sibling : level.before) append(together, sibling);
    append(together, node);
    for (const Bytes& sibling : level.after) append(together, sibling);
    return hash_on_chain(hash, together);
}

Result<void> check_place(const TreePlace& place) {
    if (place.leaves == 0 || place.leaves > kMaxLeaves || place.index >= place.leaves)
        return shape("no block has a transaction at this place");
    return {};
}

/// The number of hashes that an element of a 3.x list announces, or nothing.
std::size_t announced(const Bytes& element) {
    if (element.size() != 4 && element.size() != sizeof(Word)) return 0;
    const bool is_padded = std::all_of(element.begin() + 4, element.end(),
                                       [](std::uint8_t byte) { return byte == 0; });
    const bool is_small = element[0] == 0 && element[1] == 0 && element[2] == 0;
    return is_padded && is_small ? element[3] : 0;
}

}  // namespace

Result<Word> MerklePath::root(ChainHash hash, TreeKind kind, const Word& leaf,
                              const TreePlace& place) const {
    DEED_CHECK(check_place(place));
    const std::uint64_t width = width_of(kind);
    Bytes node = leaf_node(kind, place.index, leaf);
    std::uint64_t index = place.index;
    std::uint64_t count = place.leaves;
    bool at_leaves = true;
    auto level = levels.begin();
    for (; count > 1; ++level) {
        if (level == levels.end()) return shape("the proof is cut");
        const Family family = family_of(index, count, width);
        if (level->before.size() != family.before || level->after.size() != family.after)
            return shape("a level has more or fewer nodes than the tree");
        const bool are_nodes = at_leaves && kind == TreeKind::rlp_sixteen
                                   ? are_leaves(level->before, index - family.before) &&
                                         are_leaves(level->after, index + 1)
                                   : are_hashes(level->before) && are_hashes(level->after);
        if (!are_nodes) return shape("a node has not the form of its level");
        node = to_bytes(parent_of(hash, *level, node));
        index /= width;
        count = (count + width - 1) / width;
        at_leaves = false;
    }
    if (kind == TreeKind::rlp_sixteen) {
        if (level == levels.end() || !level->before.empty() || !level->after.empty())
            return shape("the last level is not that of the root alone");
        node = to_bytes(hash_on_chain(hash, node));
        ++level;
    }
    if (level != levels.end()) return shape("the proof is deeper than the tree");
    Word root;
    std::copy(node.begin(), node.end(), root.begin());
    return root;
}

Result<MerklePath> path_from_list(ChainHash hash, const Word& leaf, const TreePlace& place,
                                  std::span<const Bytes> list) {
    DEED_CHECK(check_place(place));
    Bytes node = to_bytes(leaf);
    MerklePath path;
    if (place.leaves == 1) {
        if (list.size() != 1) return shape("a proof of one leaf has one hash");
        if (list[0] != node) return Error(errors::kProofLeaf, "the proof is about another leaf");
        return path;
    }
    if (list.empty()) return shape("a proof of one leaf among several has levels");
    std::uint64_t index = place.index;
    while (!list.empty()) {
        const std::size_t count = announced(list[0]);
        if (count == 0 || count > list.size() - 1)
            return malformed("a level announces no hashes, or more than follow");
        const auto nodes = list.subspan(1, count);
        list = list.subspan(1 + count);
        if (!are_hashes(nodes)) return malformed("a node has not 32 bytes");
        const std::uint64_t own = index % 2;
        if (own >= count) return shape("a level has fewer nodes than the tree");
        if (nodes[own] != node) {
            if (path.levels.empty())
                return Error(errors::kProofLeaf, "the proof is about another leaf");
            return Error(errors::kProofRoot, "a level is not the parent of the one below");
        }
        MerkleLevel level;
        const auto at = nodes.begin() + static_cast<std::ptrdiff_t>(own);
        level.before.assign(nodes.begin(), at);
        level.after.assign(at + 1, nodes.end());
        node = to_bytes(parent_of(hash, level, node));
        path.levels.push_back(std::move(level));
        index /= 2;
    }
    return path;
}

Word tree_root(ChainHash hash, TreeKind kind, std::span<const Word> leaves) {
    if (leaves.empty()) return kind == TreeKind::binary ? Word{} : hash_on_chain(hash, {});
    std::vector<Bytes> nodes;
    for (std::size_t i = 0; i < leaves.size(); ++i) nodes.push_back(leaf_node(kind, i, leaves[i]));
    const std::size_t width = width_of(kind);
    while (nodes.size() > 1) {
        std::vector<Bytes> parents;
        for (std::size_t first = 0; first < nodes.size(); first += width) {
            Bytes together;
            for (std::size_t i = first; i < std::min(first + width, nodes.size()); ++i)
                append(together, nodes[i]);
            parents.push_back(to_bytes(hash_on_chain(hash, together)));
        }
        nodes = std::move(parents);
    }
    if (kind == TreeKind::rlp_sixteen) return hash_on_chain(hash, nodes[0]);
    Word root;
    std::copy(nodes[0].begin(), nodes[0].end(), root.begin());
    return root;
}

}  // namespace deed::registry::fisco

// A list that is taken for a proof of a leaf gives a path of the tree's own shape, and no other
// leaf's list is the same. Input: index, leaves, then elements, each with its size before it.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/fisco/wire/merkle.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed::registry::fisco;
    constexpr ChainHash kHash = ChainHash::keccak256;
    if (size < 2 + sizeof(Word)) return 0;
    const TreePlace place{data[0], data[1]};
    Word leaf;
    std::copy_n(data + 2, leaf.size(), leaf.begin());
    std::vector<deed::Bytes> list;
    for (std::size_t at = 2 + leaf.size(); at < size;) {
        const std::size_t length = std::min<std::size_t>(data[at] % 34, size - at - 1);
        list.emplace_back(data + at + 1, data + at + 1 + length);
        at += 1 + length;
    }
    const auto path = path_from_list(kHash, leaf, place, list);
    if (!path) return 0;
    const auto root = path->root(kHash, TreeKind::binary, leaf, place);
    Word other = leaf;
    other[0] ^= 1;
    const auto other_root = path->root(kHash, TreeKind::binary, other, place);
    if (root.has_value() != other_root.has_value()) std::abort();
    if (root && *root == *other_root) std::abort();
    if (path_from_list(kHash, other, place, list)) std::abort();
    return 0;
}

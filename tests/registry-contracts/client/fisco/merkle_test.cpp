#include "registry-contracts/client/fisco/wire/merkle.hpp"

#include "registry-contracts/client/fisco/wire/errors.hpp"
#include "tests/registry-contracts/client/fisco/published.hpp"

namespace deed::registry::fisco {
namespace {

Word leaf_of(std::uint64_t number) { return crypto::sha256(Uint256(number).to_word()); }

std::vector<Word> leaves_of(std::uint64_t count) {
    std::vector<Word> leaves;
    for (std::uint64_t i = 0; i < count; ++i) leaves.push_back(leaf_of(i));
    return leaves;
}

Bytes node_of(TreeKind kind, std::size_t index, const Word& leaf) {
    if (kind == TreeKind::binary) return to_bytes(leaf);
    Bytes node = index == 0 ? Bytes{0x80} : Bytes{static_cast<std::uint8_t>(index)};
    if (index >= 0x80) node = {0x81, static_cast<std::uint8_t>(index)};
    append(node, leaf);
    return node;
}

/// The path of a leaf, by the definition: levels of families, hashed one after another.
MerklePath path_of(ChainHash hash, TreeKind kind, std::size_t index, std::size_t count) {
    const std::size_t width = kind == TreeKind::binary ? 2 : 16;
    std::vector<Bytes> nodes;
    for (std::size_t i = 0; i < count; ++i) nodes.push_back(node_of(kind, i, leaf_of(i)));
    MerklePath path;
    while (nodes.size() > 1) {
        std::vector<Bytes> parents;
        MerkleLevel level;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (i / width == index / width && i != index)
                (i < index ? level.before : level.after).push_back(nodes[i]);
            if (i % width == 0) parents.emplace_back();
            append(parents.back(), nodes[i]);
        }
        for (Bytes& parent : parents) parent = to_bytes(hash_on_chain(hash, parent));
        path.levels.push_back(std::move(level));
        nodes = std::move(parents);
        index /= width;
    }
    if (kind == TreeKind::rlp_sixteen) path.levels.emplace_back();
    return path;
}

/// The list by which a node of 3.x gives a path.
std::vector<Bytes> list_of(const MerklePath& path, const Word& leaf, ChainHash hash) {
    if (path.levels.empty()) return {to_bytes(leaf)};
    std::vector<Bytes> list;
    Bytes node = to_bytes(leaf);
    for (const MerkleLevel& level : path.levels) {
        const auto count = static_cast<std::uint8_t>(level.before.size() + 1 + level.after.size());
        Bytes number(list.size() % 2 == 0 ? 32 : 4);  // of both forms
        number[3] = count;
        list.push_back(number);
        Bytes together;
        const auto add = [&](const Bytes& part) {
            list.push_back(part);
            append(together, part);
        };
        for (const Bytes& sibling : level.before) add(sibling);
        add(node);
        for (const Bytes& sibling : level.after) add(sibling);
        node = to_bytes(hash_on_chain(hash, together));
    }
    return list;
}

TEST(FiscoMerkle, TheDocumentedProofLeadsToItsRoot) {
    const auto document = test::published();
    const json::Value example = *document.root().find("transactionProof2x");
    MerklePath path;
    for (const json::Value level : example.find("txProof")->array()) {
        MerkleLevel siblings;
        for (const json::Value node : level.find("left")->array())
            siblings.before.push_back(test::unhex(node));
        for (const json::Value node : level.find("right")->array())
            siblings.after.push_back(test::unhex(node));
        path.levels.push_back(siblings);
    }
    const Word leaf = test::must(evm::word_from_hex(test::text_at(example, "hash")));
    const auto root_at = [&](std::uint64_t index, std::uint64_t leaves) {
        return path.root(ChainHash::keccak256, TreeKind::rlp_sixteen, leaf, {index, leaves});
    };
    ASSERT_OK_AND(const Word root, root_at(0x8c, 1000));
    EXPECT_EQ(evm::to_hex(root), test::text_at(example, "root"));
    EXPECT_EQ(test::must(root_at(0x8c, 769)), root);
    EXPECT_CODE(root_at(0x8c, 768), errors::kProofShape);
    EXPECT_CODE(root_at(0x8c, 1025), errors::kProofShape);
    EXPECT_CODE(root_at(0x8d, 1000), errors::kProofShape);
    EXPECT_CODE(root_at(0x9c, 1000), errors::kProofShape);
}

TEST(FiscoMerkle, EachLeafOfEachTreeHasOnePath) {
    for (const TreeKind kind : {TreeKind::binary, TreeKind::rlp_sixteen}) {
        const ChainHash hash = kind == TreeKind::binary ? ChainHash::sm3 : ChainHash::keccak256;
        for (const std::size_t count : {1U, 2U, 3U, 5U, 8U, 15U, 16U, 17U, 33U, 130U, 257U}) {
            const Word root = tree_root(hash, kind, leaves_of(count));
            for (std::size_t i = 0; i < std::min<std::size_t>(count, 130); i += 1 + count / 12) {
                SCOPED_TRACE(std::to_string(i) + " of " + std::to_string(count));
                if (kind == TreeKind::rlp_sixteen && count > 256) continue;  // places of one byte
                const MerklePath path = path_of(hash, kind, i, count);
                ASSERT_OK_AND(const Word found, path.root(hash, kind, leaf_of(i), {i, count}));
                EXPECT_EQ(found, root);
                EXPECT_NE(test::must(path.root(hash, kind, leaf_of(999), {i, count})), root);
                if (kind == TreeKind::rlp_sixteen) continue;
                const auto list = list_of(path, leaf_of(i), hash);
                ASSERT_OK_AND(const auto read, path_from_list(hash, leaf_of(i), {i, count}, list));
                EXPECT_EQ(read, path);
            }
        }
    }
}

// Without its depth a proof would pass off a node for a leaf: whoever finds a receipt whose bytes
// are two hashes could have it proven.
TEST(FiscoMerkle, ANodeIsNoLeaf) {
    for (const TreeKind kind : {TreeKind::binary, TreeKind::rlp_sixteen}) {
        const ChainHash hash = ChainHash::keccak256;
        const std::size_t count = kind == TreeKind::binary ? 8 : 100;
        MerklePath path = path_of(hash, kind, 0, count);
        Bytes together = node_of(kind, 0, leaf_of(0));
        for (const Bytes& sibling : path.levels[0].after) append(together, sibling);
        const Word node = hash_on_chain(hash, together);
        MerklePath cut = path;
        cut.levels.erase(cut.levels.begin());
        EXPECT_CODE(cut.root(hash, kind, node, {0, count}), errors::kProofShape);
        // In the binary tree it does lead to the root, if the tree is taken for half as large.
        if (kind == TreeKind::binary) {
            EXPECT_EQ(test::must(cut.root(hash, kind, node, {0, count / 2})),
                      tree_root(hash, kind, leaves_of(count)));
        } else {
            EXPECT_CODE(cut.root(hash, kind, node, {0, 7}), errors::kProofShape);
        }
        MerklePath longer = path;
        longer.levels.emplace_back();
        EXPECT_CODE(longer.root(hash, kind, leaf_of(0), {0, count}), errors::kProofShape);
        MerklePath wider = path;
        wider.levels[0].after.push_back(wider.levels[0].after[0]);
        EXPECT_CODE(wider.root(hash, kind, leaf_of(0), {0, count}), errors::kProofShape);
        MerklePath shorter = path;
        shorter.levels[0].after[0].pop_back();
        EXPECT_CODE(shorter.root(hash, kind, leaf_of(0), {0, count}), errors::kProofShape);
        EXPECT_CODE(path.root(hash, kind, leaf_of(0), {count, count}), errors::kProofShape);
        EXPECT_CODE(path.root(hash, kind, leaf_of(0), {0, 0}), errors::kProofShape);
    }
}

TEST(FiscoMerkle, ListsOfForeignFormAreRefused) {
    const ChainHash hash = ChainHash::keccak256;
    const TreePlace place{2, 5};
    const auto list = list_of(path_of(hash, TreeKind::binary, 2, 5), leaf_of(2), hash);
    const auto refused = [&](auto change, const ErrorCode& code) {
        auto changed = list;
        change(changed);
        EXPECT_CODE(path_from_list(hash, leaf_of(2), place, changed), code);
    };
    EXPECT_OK(path_from_list(hash, leaf_of(2), place, list));
    using List = std::vector<Bytes>;
    refused([](List& l) { l[0][3] = 0; }, errors::kProofMalformed);
    refused([](List& l) { l[0][3] = 200; }, errors::kProofMalformed);
    refused([](List& l) { l[0][2] = 1; }, errors::kProofMalformed);
    refused([](List& l) { l[0] = Bytes(5); }, errors::kProofMalformed);
    refused([](List& l) { l[1].pop_back(); }, errors::kProofMalformed);
    refused([](List& l) { l[1][0] ^= 1; }, errors::kProofLeaf);
    refused([](List& l) { std::swap(l[1], l[2]); }, errors::kProofLeaf);
    refused([](List& l) { l[2][0] ^= 1; }, errors::kProofRoot);
    EXPECT_CODE(path_from_list(hash, leaf_of(3), place, list), errors::kProofLeaf);
    EXPECT_CODE(path_from_list(hash, leaf_of(2), {0, 1}, list), errors::kProofShape);
    EXPECT_CODE(path_from_list(hash, leaf_of(2), {0, 0}, list), errors::kProofShape);
    EXPECT_CODE(path_from_list(hash, leaf_of(2), place, {}), errors::kProofShape);
    const List one{to_bytes(leaf_of(1))};
    EXPECT_CODE(path_from_list(hash, leaf_of(2), {0, 1}, one), errors::kProofLeaf);
    // The last leaf of five has no sibling: its level announces one hash.
    const auto last = list_of(path_of(hash, TreeKind::binary, 4, 5), leaf_of(4), hash);
    EXPECT_OK(path_from_list(hash, leaf_of(4), {4, 5}, last));
    EXPECT_CODE(path_from_list(hash, leaf_of(4), {5, 6}, last), errors::kProofShape);
}

}  // namespace
}  // namespace deed::registry::fisco

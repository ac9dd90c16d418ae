#include "lib/tlog/tile_tree.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "lib/tlog/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::tlog {
namespace {

constexpr ErrorCode kLost{"test.lost", ErrorKind::io, "Lost.", "Find it."};

std::vector<Hash> leaves_up_to(std::uint64_t size) {
    std::vector<Hash> leaves;
    for (std::uint64_t i = 0; i < size; ++i)
        leaves.push_back(leaf_hash(as_bytes("leaf " + std::to_string(i))));
    return leaves;
}

/// Tiles in memory, as a table would keep them.
class Shelf final : public TileSource {
public:
    Result<Bytes> tile(unsigned level, std::uint64_t index, std::uint64_t width) override {
        reads_.insert({level, index});
        EXPECT_GE(width, 1U);
        EXPECT_LE(width, kTileWidth);
        const auto found = tiles_.find({level, index});
        if (found == tiles_.end()) return Error(kLost, "no such tile");
        return found->second;
    }

    void store(const std::vector<Tile>& tiles) {
        for (const Tile& tile : tiles) {
            Bytes& stored = tiles_[{tile.level, tile.index}];
            // A tile only grows.
            EXPECT_GE(tile.hashes.size(), stored.size());
            EXPECT_TRUE(std::equal(stored.begin(), stored.end(), tile.hashes.begin()));
            stored = tile.hashes;
        }
    }

    using Key = std::pair<unsigned, std::uint64_t>;
    std::map<Key, Bytes> tiles_;
    std::set<Key> reads_;
};

void expect_same_answers(const TileTree& tiles, const MerkleTree& tree, std::uint64_t index,
                         std::uint64_t first, std::uint64_t second) {
    ASSERT_OK_AND(const Hash root, tiles.root_at(second));
    ASSERT_EQ(root, tree.root_at(second));
    ASSERT_OK_AND(const auto path, tiles.inclusion_proof(index, second));
    ASSERT_EQ(path, tree.inclusion_proof(index, second));
    ASSERT_OK_AND(const Hash leaf, tiles.leaf(index));
    ASSERT_OK(verify_inclusion(index, second, leaf, path, root));
    ASSERT_OK_AND(const auto proof, tiles.consistency_proof(first, second));
    ASSERT_EQ(proof, tree.consistency_proof(first, second));
    ASSERT_OK(verify_consistency(first, second, tree.root_at(first), root, proof));
}

TEST(TileTree, AnswersAsTheTreeInMemoryForEverySizeUpTo600) {
    Shelf shelf;
    TileTree growing(shelf, 0);
    MerkleTree tree;
    for (const Hash& leaf : leaves_up_to(600)) {
        tree.append(leaf);
        ASSERT_OK(growing.append(std::span(&leaf, 1)));
        const std::uint64_t size = tree.size();
        ASSERT_EQ(growing.size(), size);
        if (size % 3 != 0) shelf.store(growing.take_changed());
        ASSERT_OK_AND(const Hash root, growing.root());
        ASSERT_EQ(root, tree.root());
        if (size % 3 == 0) shelf.store(growing.take_changed());

        const TileTree opened(shelf, size);
        for (std::uint64_t i = 0; i < size; i += size < 40 ? 1 : 1 + size / 9)
            expect_same_answers(i % 2 == 0 ? opened : growing, tree, i, 1 + i, size);
    }
    // Every earlier size of the last tree, every leaf and first tree.
    const TileTree opened(shelf, 600);
    for (std::uint64_t size = 1; size <= 600; ++size) {
        for (std::uint64_t i = 0; i < size; i += 1 + size / 17)
            expect_same_answers(opened, tree, i, 1 + i, size);
    }
}

TEST(TileTree, AnswersAsTheTreeInMemoryForRandomSizes) {
    const std::uint64_t largest = 200'000;
    const std::vector<Hash> leaves = leaves_up_to(largest);
    std::mt19937_64 random(20260103);
    const auto below = [&random](std::uint64_t limit) { return random() % limit; };
    Shelf shelf;
    MerkleTree tree;
    auto tiles = std::make_unique<TileTree>(shelf, 0);
    while (tree.size() < largest) {
        const std::uint64_t begin = tree.size();
        const std::uint64_t kinds[] = {1, 1 + below(300), 1 + below(5'000), 256 - begin % 256,
                                       65'536 - begin % 65'536};
        const std::uint64_t count = std::min(largest - begin, kinds[below(5)]);
        const auto part = std::span(leaves).subspan(begin, count);
        tree.append(part);
        ASSERT_OK(tiles->append(part));
        if (below(2) == 0) shelf.store(tiles->take_changed());
        for (int i = 0; i < 5; ++i) {
            const std::uint64_t second = 1 + below(tree.size());
            expect_same_answers(*tiles, tree, below(second), 1 + below(second), second);
        }
        if (below(2) == 0) {
            shelf.store(tiles->take_changed());
            tiles = std::make_unique<TileTree>(shelf, tree.size());
        }
    }
    shelf.store(tiles->take_changed());
    const TileTree opened(shelf, largest);
    for (int i = 0; i < 300; ++i) {
        const std::uint64_t second = 1 + below(largest);
        expect_same_answers(opened, tree, below(second), 1 + below(second), second);
    }
}

// C2SP tlog-tiles: level L has a hash for each 256^L leaves, and its last tile is partial.
TEST(TileTree, TilesAreThoseOfTheSpecification) {
    const std::uint64_t size = 70'000;
    Shelf shelf;
    TileTree tiles(shelf, 0);
    MerkleTree tree;
    const std::vector<Hash> leaves = leaves_up_to(size);
    tree.append(leaves);
    ASSERT_OK(tiles.append(leaves));
    shelf.store(tiles.take_changed());
    EXPECT_TRUE(tiles.take_changed().empty());
    // 70,000 = 273·256 + 112; 273 = 256 + 17; 1.
    EXPECT_EQ(shelf.tiles_.size(), 274U + 2 + 1);
    EXPECT_EQ(tile_width(0, 272, size), 256U);
    EXPECT_EQ(tile_width(0, 273, size), 112U);
    EXPECT_EQ(tile_width(0, 274, size), 0U);
    EXPECT_EQ(tile_width(1, 0, size), 256U);
    EXPECT_EQ(tile_width(1, 1, size), 17U);
    EXPECT_EQ(tile_width(2, 0, size), 1U);
    EXPECT_EQ(tile_width(3, 0, size), 0U);
    EXPECT_EQ(tile_width(7, 0, ~std::uint64_t{0}), 0U);
    EXPECT_EQ(tile_width(0, ~std::uint64_t{0}, size), 0U);
    EXPECT_EQ(tile_width(0, 0, 0), 0U);
    EXPECT_EQ(tile_width(0, 1, 256), 0U);
    for (const auto& [key, hashes] : shelf.tiles_) {
        ASSERT_EQ(hashes.size(), tile_width(key.first, key.second, size) * 32);
        for (std::size_t i = 0; i < hashes.size() / 32; ++i)
            ASSERT_TRUE(std::ranges::equal(ByteView(hashes).subspan(i * 32, 32),
                                           tree.node(8 * key.first, key.second * 256 + i)));
    }
}

TEST(TileTree, AQuestionReadsFewTiles) {
    const std::uint64_t size = 70'000;
    Shelf shelf;
    TileTree growing(shelf, 0);
    ASSERT_OK(growing.append(leaves_up_to(size)));
    shelf.store(growing.take_changed());
    const auto reads = [&](const auto& ask) {
        const TileTree tiles(shelf, size);
        shelf.reads_.clear();
        EXPECT_TRUE(ask(tiles).has_value());
        return shelf.reads_.size();
    };
    EXPECT_LE(reads([](const TileTree& tiles) { return tiles.root(); }), 3U);
    // On each of three levels the tile of the leaf and the last one.
    for (const std::uint64_t index : {0U, 255U, 30'000U, 65'535U, 65'536U, 69'999U})
        EXPECT_LE(reads([&](const TileTree& t) { return t.inclusion_proof(index, size); }), 6U);
    for (const std::uint64_t first : {1U, 255U, 30'001U, 65'536U, 69'999U})
        EXPECT_LE(reads([&](const TileTree& t) { return t.consistency_proof(first, size); }), 6U);
    // The same again costs nothing.
    const TileTree tiles(shelf, size);
    ASSERT_OK(tiles.inclusion_proof(30'000, size));
    shelf.reads_.clear();
    ASSERT_OK(tiles.inclusion_proof(30'001, size));
    EXPECT_TRUE(shelf.reads_.empty());
}

TEST(TileTree, ErrorsOfTheSourceAndShortTiles) {
    Shelf shelf;
    TileTree growing(shelf, 0);
    const std::vector<Hash> leaves = leaves_up_to(700);
    ASSERT_OK(growing.append(leaves));
    shelf.store(growing.take_changed());
    shelf.tiles_[{0, 2}].pop_back();
    TileTree tiles(shelf, 700);
    EXPECT_CODE(tiles.root(), errors::kTileMalformed);
    EXPECT_CODE(tiles.leaf(600), errors::kTileMalformed);
    EXPECT_CODE(tiles.append(leaves), errors::kTileMalformed);
    EXPECT_EQ(tiles.size(), 700U);
    shelf.tiles_.erase({0, 2});
    EXPECT_CODE(tiles.root(), kLost);
    EXPECT_CODE(tiles.inclusion_proof(699, 700), kLost);
    EXPECT_CODE(tiles.consistency_proof(699, 700), kLost);
    EXPECT_OK(tiles.inclusion_proof(3, 512));
}

}  // namespace
}  // namespace deed::tlog

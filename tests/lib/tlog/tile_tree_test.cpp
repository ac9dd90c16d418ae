#include "lib/tlog/tile_tree.hpp"

#include <gtest/gtest.h>

#include "lib/tlog/errors.hpp"
#include "tests/support/result_matchers.hpp"

// MerkleTree, itself held to published vectors, tells what is right.

namespace deed::tlog {
namespace {

class MemoryTiles final : public TileSource, public TileSink {
public:
    Result<Bytes> read_tile(unsigned level, std::uint64_t number, std::size_t) override {
        ++reads;
        return tiles[{level, number}];
    }
    Result<void> write_tile(unsigned level, std::uint64_t number, ByteView hashes) override {
        tiles[{level, number}] = to_bytes(hashes);
        return {};
    }

    std::map<std::pair<unsigned, std::uint64_t>, Bytes> tiles;
    std::size_t reads = 0;
};

Hash leaf_number(std::uint64_t number) {
    return leaf_hash(as_bytes("leaf " + std::to_string(number)));
}

TEST(TileEdge, HasTheRootOfEverySize) {
    TileEdge edge;
    MerkleTree tree;
    EXPECT_EQ(edge.root(), empty_root());
    for (std::uint64_t i = 0; i < 1100; ++i) {
        edge.append(leaf_number(i));
        tree.append(leaf_number(i));
        ASSERT_EQ(edge.root(), tree.root()) << i;
    }
}

TEST(TileTree, GivesTheProofsOfAMerkleTree) {
    constexpr std::uint64_t kSize = 66'000;  // three levels
    MemoryTiles tiles;
    TileEdge edge;
    MerkleTree tree;
    for (std::uint64_t i = 0; i < kSize; ++i) {
        edge.append(leaf_number(i));
        tree.append(leaf_number(i));
        if (i % 1000 == 7) ASSERT_OK(edge.flush(tiles));
    }
    ASSERT_OK(edge.flush(tiles));
    EXPECT_EQ((tiles.tiles[{0, 257}].size()), (kSize % 256) * 32);
    EXPECT_EQ((tiles.tiles[{2, 0}].size()), 32U);

    for (const std::uint64_t size : {1ULL, 2ULL, 255ULL, 256ULL, 257ULL, 65'535ULL, 65'536ULL,
                                     65'537ULL, 65'999ULL, 66'000ULL}) {
        TileTree tiled(tiles);
        EXPECT_EQ(*tiled.root_at(size), tree.root_at(size)) << size;
        for (const std::uint64_t index : {0ULL, 1ULL, 255ULL, 256ULL, 40'000ULL, 65'536ULL}) {
            if (index >= size) continue;
            EXPECT_EQ(*tiled.inclusion_proof(index, size), tree.inclusion_proof(index, size));
            EXPECT_EQ(*tiled.leaf(index), leaf_number(index));
            EXPECT_EQ(*tiled.consistency_proof(index + 1, size),
                      tree.consistency_proof(index + 1, size));
        }
    }
    EXPECT_EQ(*TileTree(tiles).root_at(0), empty_root());

    tiles.reads = 0;
    ASSERT_OK(TileTree(tiles).inclusion_proof(40'000, kSize));
    EXPECT_LE(tiles.reads, 6U);
}

TEST(TileEdge, GoesOnWhereItWasLoaded) {
    MemoryTiles tiles;
    MerkleTree tree;
    std::uint64_t next = 0;
    for (const std::uint64_t until :
         {0ULL, 1ULL, 255ULL, 256ULL, 257ULL, 700ULL, 65'536ULL, 65'800ULL}) {
        ASSERT_OK_AND(TileEdge edge, TileEdge::load(tiles, next));
        ASSERT_EQ(edge.size(), next);
        ASSERT_EQ(edge.root(), tree.root());
        for (; next < until; ++next) {
            edge.append(leaf_number(next));
            tree.append(leaf_number(next));
        }
        EXPECT_EQ(edge.root(), tree.root());
        ASSERT_OK(edge.flush(tiles));
    }
    ASSERT_OK_AND(const TileEdge earlier, TileEdge::load(tiles, 65'600));
    EXPECT_EQ(earlier.root(), tree.root_at(65'600));
}

TEST(TileTree, NamesTilesThatLackHashes) {
    MemoryTiles tiles;
    TileEdge edge;
    for (std::uint64_t i = 0; i < 300; ++i) edge.append(leaf_number(i));
    ASSERT_OK(edge.flush(tiles));
    tiles.tiles[{0, 1}].pop_back();
    EXPECT_CODE(TileTree(tiles).root_at(300), errors::kTilesDamaged);
    EXPECT_CODE(TileEdge::load(tiles, 300), errors::kTilesDamaged);
    EXPECT_OK(TileTree(tiles).root_at(256));
    tiles.tiles[{0, 1}].resize(257 * 32);
    EXPECT_CODE(TileTree(tiles).root_at(300), errors::kTilesDamaged);
}

}  // namespace
}  // namespace deed::tlog

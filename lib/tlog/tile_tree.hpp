#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "lib/tlog/merkle.hpp"

namespace deed::tlog {

// A tree whose hashes are kept in tiles (C2SP tlog-tiles): tile `number` of `level` holds up to 256
// hashes, the roots of the complete subtrees of 256^level leaves each, from subtree 256·number on.

inline constexpr std::size_t kTileWidth = 256;

/// Where tiles are read. Not trusted: what comes out of a TileTree must be verified.
class DEED_API TileSource {
public:
    virtual ~TileSource() = default;
    /// The hashes of a tile, 32 bytes each; at least `count` of them (1 to 256).
    virtual Result<Bytes> read_tile(unsigned level, std::uint64_t number, std::size_t count) = 0;
};

/// Where tiles are written; the same one again as it fills.
class DEED_API TileSink {
public:
    virtual ~TileSink() = default;
    virtual Result<void> write_tile(unsigned level, std::uint64_t number, ByteView hashes) = 0;
};

/// Roots and proofs out of tiles; each tile is read once in the life of the object. Every error is
/// one of the source, or `tlog.tiles_damaged` where it gives fewer hashes than are due.
class DEED_API TileTree {
public:
    explicit TileTree(TileSource& source) : source_(source) {}

    Result<Hash> leaf(std::uint64_t index);
    Result<Hash> root_at(std::uint64_t size);
    /// As of MerkleTree. index < size.
    Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size);
    /// As of MerkleTree. 0 < first <= second.
    Result<std::vector<Hash>> consistency_proof(std::uint64_t first, std::uint64_t second);

private:
    Result<Hash> node(unsigned height, std::uint64_t index);
    Result<Hash> range_root(std::uint64_t begin, std::uint64_t end);
    Result<const Bytes*> tile(unsigned level, std::uint64_t number, std::size_t count);

    TileSource& source_;
    std::map<std::pair<unsigned, std::uint64_t>, Bytes> tiles_;
};

/// The right edge of a tree: takes leaves, tells the root, and writes the tiles that changed. Its
/// memory does not grow with the tree, but with what is not yet flushed.
class DEED_API TileEdge {
public:
    TileEdge() = default;
    /// The edge of a tree of `size` leaves that is in tiles.
    static Result<TileEdge> load(TileSource& source, std::uint64_t size);

    void append(const Hash& leaf);
    std::uint64_t size() const { return size_; }
    Hash root() const;
    /// Writes every tile that changed since the last time. After an error the edge must be given
    /// up.
    Result<void> flush(TileSink& sink);

private:
    struct Level {
        std::uint64_t first = 0;  ///< number of the first tile in `hashes`
        Bytes hashes;             ///< from that tile's begin on
        bool changed = false;
    };
    void put(unsigned level, const Hash& hash);

    std::uint64_t size_ = 0;
    /// complete_[k] is the root of a complete subtree of 2^k leaves, where size_ has that bit.
    std::array<Hash, 64> complete_{};
    std::vector<Level> levels_;
};

}  // namespace deed::tlog

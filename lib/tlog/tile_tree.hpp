#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "lib/tlog/merkle.hpp"

namespace deed::tlog {

// The tree of merkle.hpp with its hashes in tiles (C2SP tlog-tiles): tile `index` of level L holds
// the roots of the complete subtrees of 256^L leaves each, from number index·256 on. All but the
// last one of a level are full.

/// Hashes of a full tile.
inline constexpr std::uint64_t kTileWidth = 256;

struct Tile {
    unsigned level = 0;
    std::uint64_t index = 0;
    Bytes hashes;  ///< 32 bytes each, 1 to 256 of them
};

/// Levels that a tree may have: tree sizes are below 2^53.
inline constexpr unsigned kMaxTileLevels = 7;

/// How many hashes the tile has in a tree of `size` leaves: 0 (there is no such tile) to 256.
DEED_API std::uint64_t tile_width(unsigned level, std::uint64_t index, std::uint64_t size);

/// Where tiles are kept.
class DEED_API TileSource {
public:
    virtual ~TileSource() = default;
    /// At least the first `width` hashes (1 to 256) of the tile, 32 bytes each. More are passed
    /// over: a tile only grows.
    virtual Result<Bytes> tile(unsigned level, std::uint64_t index, std::uint64_t width) = 0;
};

/// A tree that grows on the right and holds in memory only its right edge, what was not taken by
/// take_changed() yet, and a few tiles that were read last. A question takes O(log n) tiles.
///
/// Hashes of the source are believed: compare root_at() with a signed head. Errors of the source
/// are passed on; a tile that is too short is `tlog.tile_malformed`. Questions may be asked by many
/// threads at once if the source bears it; append() and take_changed() by one alone.
class DEED_API TileTree {
public:
    /// The source holds the tiles of a tree of `size` leaves, and outlives this object.
    TileTree(TileSource& source, std::uint64_t size);
    ~TileTree();
    TileTree(TileTree&&) noexcept;
    TileTree& operator=(TileTree&&) noexcept;

    std::uint64_t size() const { return size_; }

    /// The tiles that change are kept until take_changed(). After an error nothing has changed.
    Result<void> append(std::span<const Hash> leaves);

    /// What the source must hold from now on, for a tree of size(): full tiles, and the last one of
    /// each level as far as it goes, which replaces its shorter form. Must be stored before the
    /// next question.
    std::vector<Tile> take_changed();

    /// As of MerkleTree.
    Result<Hash> root() const { return root_at(size()); }
    Result<Hash> root_at(std::uint64_t size) const;
    Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size) const;
    Result<std::vector<Hash>> consistency_proof(std::uint64_t first, std::uint64_t second) const;
    Result<Hash> leaf(std::uint64_t index) const;

private:
    class Cache;
    struct TileId {
        unsigned level;
        std::uint64_t index;
        auto operator<=>(const TileId&) const = default;
    };
    /// The last tile of a level, fewer than 256 hashes: a small tree of its own.
    struct Edge {
        MerkleTree hashes;
        bool changed = false;
    };

    Result<void> load_edges();
    void push(unsigned level, std::span<const Hash> hashes);
    void close_tile(unsigned level);
    std::uint64_t complete_at(unsigned level) const { return size_ >> (8 * level); }
    Result<Hash> node(unsigned level, std::uint64_t index) const;
    Result<std::shared_ptr<const MerkleTree>> read_tile(const TileId& id,
                                                        std::uint64_t width) const;
    Result<Hash> range_root(const detail::LeafRange& range) const;
    Result<std::vector<Hash>> roots_of(const std::vector<detail::LeafRange>& ranges) const;

    TileSource* source_;
    std::uint64_t size_;
    bool edges_are_loaded_ = false;
    std::vector<Edge> edges_;                                   ///< by level
    std::map<TileId, std::shared_ptr<const MerkleTree>> full_;  ///< since take_changed()
    std::unique_ptr<Cache> cache_;
};

}  // namespace deed::tlog

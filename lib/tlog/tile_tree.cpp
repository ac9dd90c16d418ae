#include "lib/tlog/tile_tree.hpp"

#include <algorithm>
#include <list>
#include <mutex>
#include <string>

#include "lib/tlog/errors.hpp"
#include "lib/tlog/merkle_ranges.hpp"
#include "lib/tlog/text_rules.hpp"

namespace deed::tlog {
namespace {

constexpr unsigned kTileHeight = 8;
constexpr std::size_t kHashSize = std::tuple_size_v<Hash>;

static_assert(detail::kMaxTreeSize >> (kTileHeight * kMaxTileLevels) == 0);

Bytes join_hashes(const MerkleTree& tile) {
    Bytes out;
    out.reserve(tile.size() * kHashSize);
    for (std::uint64_t i = 0; i < tile.size(); ++i) append(out, tile.leaf(i));
    return out;
}

MerkleTree split_hashes(ByteView bytes) {
    std::vector<Hash> hashes(bytes.size() / kHashSize);
    for (std::size_t i = 0; i < hashes.size(); ++i)
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(i * kHashSize), kHashSize,
                    hashes[i].begin());
    MerkleTree tile;
    tile.append(hashes);
    return tile;
}

}  // namespace

std::uint64_t tile_width(unsigned level, std::uint64_t index, std::uint64_t size) {
    if (level >= kMaxTileLevels) return 0;
    const std::uint64_t hashes = size >> (kTileHeight * level);
    if (index > hashes / kTileWidth) return 0;
    return std::min(kTileWidth, hashes - index * kTileWidth);
}

/// The tiles that were read last.
class TileTree::Cache {
public:
    /// Nothing if the tile is not here, or not as wide.
    std::shared_ptr<const MerkleTree> find(const TileId& id, std::uint64_t width) {
        const std::scoped_lock lock(mutex_);
        const auto found = std::ranges::find(tiles_, id, &Item::first);
        if (found == tiles_.end() || found->second->size() < width) return nullptr;
        tiles_.splice(tiles_.begin(), tiles_, found);
        return found->second;
    }

    void add(const TileId& id, std::shared_ptr<const MerkleTree> tile) {
        constexpr std::size_t kTiles = 32;
        const std::scoped_lock lock(mutex_);
        tiles_.remove_if([&id](const Item& item) { return item.first == id; });
        tiles_.emplace_front(id, std::move(tile));
        if (tiles_.size() > kTiles) tiles_.pop_back();
    }

private:
    using Item = std::pair<TileId, std::shared_ptr<const MerkleTree>>;
    std::mutex mutex_;
    std::list<Item> tiles_;
};

TileTree::TileTree(TileSource& source, std::uint64_t size)
    : source_(&source), size_(size), cache_(std::make_unique<Cache>()) {
    DEED_ASSERT(size <= detail::kMaxTreeSize);
}
TileTree::~TileTree() = default;
TileTree::TileTree(TileTree&&) noexcept = default;
TileTree& TileTree::operator=(TileTree&&) noexcept = default;

Result<std::shared_ptr<const MerkleTree>> TileTree::read_tile(const TileId& id,
                                                              std::uint64_t width) const {
    if (auto known = cache_->find(id, width)) return known;
    DEED_TRY(const Bytes bytes, source_->tile(id.level, id.index, width));
    if (bytes.size() < width * kHashSize)
        return Error(errors::kTileMalformed, "tile " + std::to_string(id.level) + "/" +
                                                 std::to_string(id.index) + " has fewer than " +
                                                 std::to_string(width) + " hashes");
    auto tile =
        std::make_shared<const MerkleTree>(split_hashes(ByteView(bytes).first(width * kHashSize)));
    cache_->add(id, tile);
    return std::shared_ptr<const MerkleTree>(std::move(tile));
}

Result<void> TileTree::load_edges() {
    if (edges_are_loaded_) return {};
    std::vector<Edge> edges;
    for (unsigned level = 0; level < kMaxTileLevels && complete_at(level) > 0; ++level) {
        const std::uint64_t last = complete_at(level) / kTileWidth;
        const std::uint64_t width = complete_at(level) % kTileWidth;
        Edge& edge = edges.emplace_back();
        if (width == 0) continue;
        DEED_TRY(const auto tile, read_tile({level, last}, width));
        edge.hashes = *tile;
    }
    edges_ = std::move(edges);
    edges_are_loaded_ = true;
    return {};
}

Result<void> TileTree::append(std::span<const Hash> leaves) {
    DEED_ASSERT(leaves.size() <= detail::kMaxTreeSize - size_);
    DEED_CHECK(load_edges());
    while (!leaves.empty()) {
        const std::uint64_t room = kTileWidth - size_ % kTileWidth;
        const auto part = leaves.first(std::min<std::size_t>(room, leaves.size()));
        size_ += part.size();
        push(0, part);
        leaves = leaves.subspan(part.size());
    }
    return {};
}

/// `hashes` fit into the level's last tile; size_ counts them already.
void TileTree::push(unsigned level, std::span<const Hash> hashes) {
    if (level == edges_.size()) edges_.emplace_back();
    Edge& edge = edges_[level];
    edge.hashes.append(hashes);
    edge.changed = true;
    if (edge.hashes.size() == kTileWidth) close_tile(level);
}

void TileTree::close_tile(unsigned level) {
    auto tile = std::make_shared<const MerkleTree>(std::move(edges_[level].hashes));
    edges_[level] = Edge{};
    const Hash root = tile->root();
    full_.emplace(TileId{level, complete_at(level) / kTileWidth - 1}, std::move(tile));
    push(level + 1, std::span(&root, 1));
}

std::vector<Tile> TileTree::take_changed() {
    std::vector<Tile> tiles;
    for (const auto& [id, hashes] : full_)
        tiles.push_back({id.level, id.index, join_hashes(*hashes)});
    full_.clear();
    for (unsigned level = 0; level < edges_.size(); ++level) {
        Edge& edge = edges_[level];
        if (!std::exchange(edge.changed, false)) continue;
        tiles.push_back({level, complete_at(level) / kTileWidth, join_hashes(edge.hashes)});
    }
    return tiles;
}

Result<Hash> TileTree::node(unsigned level, std::uint64_t index) const {
    const unsigned tile_level = level / kTileHeight;
    const unsigned inside = level % kTileHeight;
    const std::uint64_t first = index << inside;
    const TileId id{tile_level, first / kTileWidth};
    const std::uint64_t place = (first % kTileWidth) >> inside;
    if (edges_are_loaded_ && id.index == complete_at(tile_level) / kTileWidth)
        return edges_[tile_level].hashes.node(inside, place);
    if (const auto found = full_.find(id); found != full_.end())
        return found->second->node(inside, place);
    DEED_TRY(const auto tile, read_tile(id, tile_width(tile_level, id.index, size_)));
    return tile->node(inside, place);
}

Result<Hash> TileTree::range_root(const detail::LeafRange& range) const {
    std::vector<Hash> roots;
    for (const auto& [level, index] : detail::subtrees_of(range)) {
        DEED_TRY(roots.emplace_back(), node(level, index));
    }
    return detail::join_subtrees(roots);
}

Result<std::vector<Hash>> TileTree::roots_of(const std::vector<detail::LeafRange>& ranges) const {
    std::vector<Hash> roots;
    for (const detail::LeafRange& range : ranges) {
        DEED_TRY(roots.emplace_back(), range_root(range));
    }
    return roots;
}

Result<Hash> TileTree::root_at(std::uint64_t size) const {
    DEED_ASSERT(size <= size_);
    if (size == 0) return empty_root();
    return range_root({0, size});
}

Result<std::vector<Hash>> TileTree::inclusion_proof(std::uint64_t index, std::uint64_t size) const {
    DEED_ASSERT(size <= size_);
    return roots_of(detail::inclusion_ranges(index, size));
}

Result<std::vector<Hash>> TileTree::consistency_proof(std::uint64_t first,
                                                      std::uint64_t second) const {
    DEED_ASSERT(second <= size_);
    return roots_of(detail::consistency_ranges(first, second));
}

Result<Hash> TileTree::leaf(std::uint64_t index) const {
    DEED_ASSERT(index < size_);
    return node(0, index);
}

}  // namespace deed::tlog

#include "lib/tlog/tile_tree.hpp"

#include <algorithm>
#include <bit>

#include "lib/error/assert.hpp"
#include "lib/tlog/errors.hpp"

namespace deed::tlog {
namespace {

constexpr unsigned kTileHeight = 8;
constexpr std::size_t kHashSize = std::tuple_size_v<Hash>;
constexpr std::size_t kTileBytes = kTileWidth * kHashSize;

Hash hash_in(const Bytes& tile, std::size_t index) {
    Hash hash;
    std::copy_n(tile.begin() + static_cast<std::ptrdiff_t>(index * kHashSize), kHashSize,
                hash.begin());
    return hash;
}

/// Root of the complete subtree over `count` hashes of a tile.
Hash subtree_root(const Bytes& tile, std::size_t first, std::size_t count) {
    if (count == 1) return hash_in(tile, first);
    return node_hash(subtree_root(tile, first, count / 2),
                     subtree_root(tile, first + count / 2, count / 2));
}

std::uint64_t split_point(std::uint64_t n) { return std::bit_floor(n - 1); }

}  // namespace

Result<const Bytes*> TileTree::tile(unsigned level, std::uint64_t number, std::size_t count) {
    const auto found = tiles_.find({level, number});
    if (found != tiles_.end() && found->second.size() >= count * kHashSize) return &found->second;
    DEED_TRY(Bytes hashes, source_.read_tile(level, number, count));
    if (hashes.size() < count * kHashSize || hashes.size() > kTileBytes)
        return Error(errors::kTilesDamaged, "tile " + std::to_string(number) + " of level " +
                                                std::to_string(level) + " has " +
                                                std::to_string(hashes.size()) + " bytes");
    const auto kept = tiles_.insert_or_assign({level, number}, std::move(hashes)).first;
    return &kept->second;
}

/// Root of the complete subtree of 2^height leaves with this index among its like.
Result<Hash> TileTree::node(unsigned height, std::uint64_t index) {
    const std::size_t count = std::size_t{1} << (height % kTileHeight);
    const std::uint64_t first = index * count;
    const auto in_tile = static_cast<std::size_t>(first % kTileWidth);
    DEED_TRY(const Bytes* hashes, tile(height / kTileHeight, first / kTileWidth, in_tile + count));
    return subtree_root(*hashes, in_tile, count);
}

/// As MerkleTree::range_root.
Result<Hash> TileTree::range_root(std::uint64_t begin, std::uint64_t end) {
    const std::uint64_t count = end - begin;
    if (std::has_single_bit(count))
        return node(static_cast<unsigned>(std::countr_zero(count)), begin / count);
    const std::uint64_t middle = begin + split_point(count);
    DEED_TRY(const Hash left, range_root(begin, middle));
    DEED_TRY(const Hash right, range_root(middle, end));
    return node_hash(left, right);
}

Result<Hash> TileTree::leaf(std::uint64_t index) { return node(0, index); }

Result<Hash> TileTree::root_at(std::uint64_t size) {
    if (size == 0) return empty_root();
    return range_root(0, size);
}

Result<std::vector<Hash>> TileTree::inclusion_proof(std::uint64_t index, std::uint64_t size) {
    DEED_ASSERT(index < size);
    std::vector<Hash> path;
    std::uint64_t begin = 0;
    std::uint64_t end = size;
    while (end - begin > 1) {
        const std::uint64_t middle = begin + split_point(end - begin);
        const bool is_left = index < middle;
        DEED_TRY(const Hash sibling, is_left ? range_root(middle, end) : range_root(begin, middle));
        path.push_back(sibling);
        (is_left ? end : begin) = middle;
    }
    std::reverse(path.begin(), path.end());
    return path;
}

Result<std::vector<Hash>> TileTree::consistency_proof(std::uint64_t first, std::uint64_t second) {
    DEED_ASSERT(0 < first && first <= second);
    std::vector<Hash> path;
    std::uint64_t begin = 0;
    std::uint64_t end = second;
    while (first != end) {
        const std::uint64_t middle = begin + split_point(end - begin);
        const bool is_left = first <= middle;
        DEED_TRY(const Hash sibling, is_left ? range_root(middle, end) : range_root(begin, middle));
        path.push_back(sibling);
        (is_left ? end : begin) = middle;
    }
    // As MerkleTree::consistency_proof.
    if (begin != 0) {
        DEED_TRY(const Hash known, range_root(begin, end));
        path.push_back(known);
    }
    std::reverse(path.begin(), path.end());
    return path;
}

Result<TileEdge> TileEdge::load(TileSource& source, std::uint64_t size) {
    TileEdge edge;
    edge.size_ = size;
    std::uint64_t nodes = size;
    for (unsigned level = 0; nodes > 0; ++level, nodes /= kTileWidth) {
        Level& here = edge.levels_.emplace_back();
        here.first = nodes / kTileWidth;
        const auto count = static_cast<std::size_t>(nodes % kTileWidth);
        if (count == 0) continue;
        DEED_TRY(here.hashes, source.read_tile(level, here.first, count));
        if (here.hashes.size() < count * kHashSize)
            return Error(errors::kTilesDamaged,
                         "the last tile of level " + std::to_string(level) + " lacks hashes");
        // A tree that grew since has more of them.
        here.hashes.resize(count * kHashSize);
        std::size_t first = 0;
        for (unsigned bit = kTileHeight; bit-- > 0;) {
            const std::size_t width = std::size_t{1} << bit;
            if ((count & width) == 0) continue;
            edge.complete_[level * kTileHeight + bit] = subtree_root(here.hashes, first, width);
            first += width;
        }
    }
    return edge;
}

void TileEdge::put(unsigned level, const Hash& hash) {
    if (level == levels_.size()) levels_.emplace_back();
    Level& here = levels_[level];
    deed::append(here.hashes, hash);
    here.changed = true;
}

void TileEdge::append(const Hash& leaf) {
    DEED_ASSERT(size_ < (std::uint64_t{1} << 63));
    Hash node = leaf;
    unsigned height = 0;
    put(0, node);
    for (; ((size_ >> height) & 1) != 0;) {
        node = node_hash(complete_[height], node);
        if (++height % kTileHeight == 0) put(height / kTileHeight, node);
    }
    complete_[height] = node;
    ++size_;
}

Hash TileEdge::root() const {
    if (size_ == 0) return empty_root();
    auto height = static_cast<unsigned>(std::countr_zero(size_));
    Hash root = complete_[height];
    while (++height < complete_.size())
        if (((size_ >> height) & 1) != 0) root = node_hash(complete_[height], root);
    return root;
}

Result<void> TileEdge::flush(TileSink& sink) {
    for (unsigned level = 0; level < levels_.size(); ++level) {
        Level& here = levels_[level];
        if (!here.changed) continue;
        std::size_t at = 0;
        for (; at < here.hashes.size(); at += kTileBytes) {
            const std::size_t count = std::min(kTileBytes, here.hashes.size() - at);
            DEED_CHECK(sink.write_tile(level, here.first + at / kTileBytes,
                                       ByteView(here.hashes).subspan(at, count)));
        }
        const std::size_t full = here.hashes.size() / kTileBytes;
        here.first += full;
        here.hashes.erase(here.hashes.begin(),
                          here.hashes.begin() + static_cast<std::ptrdiff_t>(full * kTileBytes));
        here.changed = false;
    }
    return {};
}

}  // namespace deed::tlog

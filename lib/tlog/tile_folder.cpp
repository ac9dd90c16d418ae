#include "lib/tlog/tile_folder.hpp"

#include <algorithm>
#include <string>

#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/tlog/entry_bundle.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/tile_path.hpp"

namespace deed::tlog {
namespace {

using std::filesystem::path;

constexpr std::size_t kHashSize = std::tuple_size_v<Hash>;
constexpr std::size_t kMaxNote = std::size_t{1} << 20;
constexpr std::size_t kMaxBundle = kTileWidth * (2 + kMaxBundledEntry);

/// A file that may stand under either of two names: a log may drop a partial tile when it has the
/// full one.
Result<Bytes> read_either(const path& folder, const std::string& partial, const std::string& full,
                          std::size_t max_bytes) {
    auto bytes = read_file(folder / partial, max_bytes);
    if (bytes || bytes.error().code() != deed::errors::kFileNotFound) return bytes;
    bytes = read_file(folder / full, max_bytes);
    if (bytes || bytes.error().code() != deed::errors::kFileNotFound) return bytes;
    return Error(errors::kTileMissing, "there is no " + partial, (folder / partial).string());
}

}  // namespace

Result<std::string> TileFolder::read_checkpoint(const path& folder) {
    DEED_TRY(const Bytes note, read_file(folder / kCheckpointPath, kMaxNote));
    return std::string(as_text(note));
}

Result<Bytes> TileFolder::tile(unsigned level, std::uint64_t index, std::uint64_t width) {
    const std::uint64_t whole = std::max(width, tile_width(level, index, size_));
    const std::string name = tile_path(level, index, whole);
    DEED_TRY(Bytes bytes, read_either(folder_, name, tile_path(level, index, kTileWidth),
                                      kTileWidth * kHashSize));
    if (bytes.size() == whole * kHashSize) return bytes;
    if (bytes.size() == kTileWidth * kHashSize) {
        bytes.resize(whole * kHashSize);
        return bytes;
    }
    return Error(errors::kTileMalformed,
                 name + " has " + std::to_string(bytes.size()) + " bytes instead of " +
                     std::to_string(whole * kHashSize),
                 (folder_ / name).string());
}

Result<std::vector<Bytes>> TileFolder::bundle(std::uint64_t index) const {
    const std::uint64_t width = tile_width(0, index, size_);
    const std::string name = bundle_path(index, width);
    DEED_TRY(const Bytes bytes,
             read_either(folder_, name, bundle_path(index, kTileWidth), kMaxBundle));
    auto entries = parse_bundle(bytes);
    if (!entries) return std::move(entries).error().at((folder_ / name).string());
    if (entries->size() != width && entries->size() != kTileWidth)
        return Error(errors::kBundleMalformed,
                     name + " has " + std::to_string(entries->size()) + " entries",
                     (folder_ / name).string());
    entries->resize(width);
    return entries;
}

/// The checker's tree begins without tiles and keeps its edge itself.
class TileChecker::NoTiles final : public TileSource {
public:
    Result<Bytes> tile(unsigned, std::uint64_t, std::uint64_t) override {
        return Error(errors::kTileMissing, "a tree that is being built asked for an old tile");
    }
};

TileChecker::TileChecker(TileFolder& folder)
    : folder_(folder), nothing_(std::make_unique<NoTiles>()), tree_(*nothing_, 0) {}
TileChecker::~TileChecker() = default;

Result<void> TileChecker::add(std::span<const Hash> leaves) {
    DEED_CHECK(tree_.append(leaves));
    for (Tile& tile : tree_.take_changed()) {
        if (tile.hashes.size() == kTileWidth * kHashSize) {
            DEED_CHECK(compare(tile));
            continue;
        }
        last_.resize(std::max<std::size_t>(last_.size(), tile.level + 1));
        last_[tile.level] = std::move(tile);
    }
    return {};
}

Result<Hash> TileChecker::finish() {
    for (const Tile& tile : last_) {
        const std::uint64_t width = tile_width(tile.level, tile.index, tree_.size());
        // A tile that is full by now was compared when it became so.
        if (tile.hashes.size() == width * kHashSize && width > 0) DEED_CHECK(compare(tile));
    }
    return tree_.root();
}

Result<void> TileChecker::compare(const Tile& tile) {
    const std::uint64_t width = tile.hashes.size() / kHashSize;
    DEED_TRY(const Bytes stored, folder_.tile(tile.level, tile.index, width));
    if (stored != tile.hashes)
        return Error(errors::kTileMismatch, tile_path(tile.level, tile.index, width) +
                                                " has other hashes than the entries");
    compared_ += width;
    return {};
}

}  // namespace deed::tlog

#pragma once

#include <filesystem>

#include "lib/tlog/checkpoint.hpp"
#include "lib/tlog/tile_tree.hpp"

namespace deed::tlog {

/// Reads a log's static files (C2SP tlog-tiles, specs/log-export.md) from a folder. Nothing is
/// believed of them but their form.
class DEED_API TileFolder final : public TileSource {
public:
    /// The files of a tree of `size` leaves, or of a larger one.
    TileFolder(std::filesystem::path folder, std::uint64_t size)
        : folder_(std::move(folder)), size_(size) {}

    /// The signed head, unverified. `io.not_found` where there is none.
    static Result<std::string> read_checkpoint(const std::filesystem::path& folder);

    /// `tlog.tile_missing`, or `tlog.tile_malformed` for any other length than the tile's.
    Result<Bytes> tile(unsigned level, std::uint64_t index, std::uint64_t width) override;

    /// The entries that are leaves of tile `index`, as many as it has in a tree of size().
    /// `tlog.tile_missing`, `tlog.bundle_malformed`.
    Result<std::vector<Bytes>> bundle(std::uint64_t index) const;

    std::uint64_t size() const { return size_; }

private:
    std::filesystem::path folder_;
    std::uint64_t size_;
};

/// Compares every hash of every tile in `folder` with the tree whose leaves it is fed, in order:
/// memory for one bundle.
class DEED_API TileChecker {
public:
    /// `folder` must outlive the checker.
    explicit TileChecker(TileFolder& folder);
    ~TileChecker();

    /// The leaves of the next bundle. `tlog.tile_mismatch`, and the errors of TileFolder::tile().
    Result<void> add(std::span<const Hash> leaves);
    /// When all leaves were added: compares the last tiles too, and gives the root.
    Result<Hash> finish();
    /// How many hashes were compared.
    std::uint64_t compared() const { return compared_; }

private:
    class NoTiles;
    Result<void> compare(const Tile& tile);
    TileFolder& folder_;
    std::unique_ptr<NoTiles> nothing_;
    TileTree tree_;
    std::vector<Tile> last_;  ///< by level: what will be the level's last tile
    std::uint64_t compared_ = 0;
};

}  // namespace deed::tlog

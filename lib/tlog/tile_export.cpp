#include "lib/tlog/tile_export.hpp"

#include <algorithm>
#include <string>

#include "lib/io/errors.hpp"
#include "lib/tlog/entry_bundle.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/tile_path.hpp"

namespace deed::tlog {
namespace {

using std::filesystem::path;

constexpr const char* kLockName = ".lock";

Error damaged(const path& folder, const std::string& why) {
    return Error(errors::kExportDamaged, why, folder.string());
}

Result<std::optional<Checkpoint>> read_head(const path& folder) {
    const auto note = TileFolder::read_checkpoint(folder);
    if (!note && note.error().code() == deed::errors::kFileNotFound)
        return std::optional<Checkpoint>();
    if (!note) return note.error();
    const auto parsed = Note::parse(*note);
    if (!parsed) return damaged(folder, "its checkpoint is no note: " + parsed.error().message());
    auto head = Checkpoint::parse(parsed->body());
    if (!head) return damaged(folder, "its checkpoint: " + head.error().message());
    return std::optional(std::move(*head));
}

}  // namespace

Result<TileExport> TileExport::open(const path& folder) {
    DEED_CHECK(create_private_directories(folder));
    DEED_TRY(FileLock lock, FileLock::acquire(folder / kLockName));
    DEED_TRY(auto head, read_head(folder));
    TileExport result(folder, std::move(lock), std::move(head));
    if (!result.head_) return result;
    const auto root = result.tree_.root();
    if (!root) return damaged(folder, "its tiles: " + root.error().message());
    if (*root != result.head_->root)
        return damaged(folder, "its tiles have another root than its checkpoint");
    return result;
}

TileExport::TileExport(path folder, FileLock lock, std::optional<Checkpoint> head)
    : folder_(std::move(folder)),
      lock_(std::move(lock)),
      head_(std::move(head)),
      files_(std::make_unique<TileFolder>(folder_, exported())),
      tree_(*files_, exported()),
      next_entry_(first_needed()) {}

Result<void> TileExport::check_extends(const Checkpoint& next, std::span<const Hash> proof) const {
    if (!head_) return {};
    if (head_->origin != next.origin)
        return Error(errors::kExportOtherLog,
                     "the folder holds " + head_->origin + ", not " + next.origin,
                     folder_.string());
    if (head_->size > next.size)
        return Error(errors::kExportAhead,
                     "the folder holds " + std::to_string(head_->size) + " entries, the log " +
                         std::to_string(next.size),
                     folder_.string());
    const auto checked = verify_consistency(head_->size, next.size, head_->root, next.root, proof);
    if (checked) return {};
    return Error(errors::kExportForked,
                 "the folder's head of " + std::to_string(head_->size) +
                     " entries is not on the way to this log's: " + checked.error().message(),
                 folder_.string());
}

Result<void> TileExport::append(Bytes entry) {
    const Hash leaf = leaf_hash(entry);
    if (next_entry_ < exported()) {
        DEED_TRY(const Hash known, tree_.leaf(next_entry_));
        if (known != leaf)
            return Error(errors::kExportForked,
                         "the folder holds another entry " + std::to_string(next_entry_),
                         folder_.string());
    } else {
        new_leaves_.push_back(leaf);
    }
    bundle_.push_back(std::move(entry));
    ++next_entry_;
    if (bundle_.size() == kTileWidth) return flush_bundle();
    return {};
}

Result<void> TileExport::flush_bundle() {
    if (bundle_.empty()) return {};
    const std::uint64_t index = (next_entry_ - 1) / kTileWidth;
    DEED_TRY(const Bytes content, encode_bundle(bundle_));
    const std::string name = bundle_path(index, bundle_.size());
    DEED_CHECK(write(name, content));
    if (bundle_.size() == kTileWidth) became_full_.push_back(name);
    bundle_.clear();
    DEED_CHECK(tree_.append(new_leaves_));
    new_leaves_.clear();
    return write_full_tiles();
}

/// Tiles that may still grow are written once, at the end.
Result<void> TileExport::write_full_tiles() {
    for (Tile& tile : tree_.take_changed()) {
        if (tile.hashes.size() < kTileWidth * std::tuple_size_v<Hash>) {
            last_.resize(std::max<std::size_t>(last_.size(), tile.level + 1));
            last_[tile.level] = std::move(tile);
            continue;
        }
        const std::string name = tile_path(tile.level, tile.index, kTileWidth);
        DEED_CHECK(write(name, tile.hashes));
        became_full_.push_back(name);
    }
    return {};
}

Result<void> TileExport::publish(std::string_view note, const Checkpoint& head) {
    DEED_CHECK(flush_bundle());
    DEED_TRY(const Hash root, tree_.root());
    if (tree_.size() != head.size || root != head.root)
        return Error(errors::kExportHeadMismatch,
                     "the head of " + std::to_string(head.size) +
                         " entries is not that of the entries given",
                     folder_.string());
    for (const Tile& tile : last_) {
        const std::uint64_t width = tile.hashes.size() / std::tuple_size_v<Hash>;
        if (width == 0 || tile_width(tile.level, tile.index, head.size) != width) continue;
        DEED_CHECK(write(tile_path(tile.level, tile.index, width), tile.hashes));
    }
    DEED_CHECK(write(kCheckpointPath, as_bytes(note)));
    head_ = head;
    for (const std::string& name : became_full_) remove_partial(name);
    became_full_.clear();
    return {};
}

Result<void> TileExport::write(const std::string& name, ByteView content) {
    const path file = folder_ / name;
    DEED_CHECK(create_private_directories(file.parent_path()));
    return write_file_durably(file, content, 0644, Existing::replace);
}

/// Readers fall back to the full form, so a failure to tidy up is none of the export.
void TileExport::remove_partial(const std::string& full_name) {
    std::error_code ignored;
    std::filesystem::remove_all(folder_ / (full_name + ".p"), ignored);
}

}  // namespace deed::tlog

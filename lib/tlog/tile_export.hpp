#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "lib/io/file.hpp"
#include "lib/tlog/tile_folder.hpp"

namespace deed::tlog {

/// Writes a log as static files (C2SP tlog-tiles, specs/log-export.md) into a folder, and extends
/// what is there. Every file is durable before the signed head that needs it is written, so that
/// the head in the folder is always one whose files are all there.
class DEED_API TileExport {
public:
    /// Makes the folder if it is absent. What it holds must be a whole export: the tiles' root must
    /// be that of its checkpoint (`tlog.export_damaged`). One writer at a time (`io.locked`).
    static Result<TileExport> open(const std::filesystem::path& folder);

    /// The head that was exported last, unverified; nothing in a new folder.
    const std::optional<Checkpoint>& head() const { return head_; }
    std::uint64_t exported() const { return head_ ? head_->size : 0; }

    /// The first entry that append() must be given: the begin of the bundle that is extended.
    std::uint64_t first_needed() const { return exported() / kTileWidth * kTileWidth; }

    /// Good if `next` may follow the exported head. `tlog.export_other_log` if the origin is
    /// another, `tlog.export_ahead` if the exported head is larger, `tlog.export_forked` if
    /// `proof`, PROOF(exported(), next.size), does not lead from one to the other. The proof is
    /// empty while nothing was exported.
    Result<void> check_extends(const Checkpoint& next, std::span<const Hash> proof) const;

    /// The next entry. `tlog.export_forked` if an exported one is another,
    /// `tlog.entry_too_large`.
    Result<void> append(Bytes entry);

    /// Completes the files for the entries given and then writes `note`, whose checkpoint is
    /// `head`. `tlog.export_head_mismatch` if it is not that of the entries. Partial tiles and
    /// bundles that became full are removed.
    Result<void> publish(std::string_view note, const Checkpoint& head);

private:
    TileExport(std::filesystem::path folder, FileLock lock, std::optional<Checkpoint> head);
    Result<void> write(const std::string& name, ByteView content);
    Result<void> flush_bundle();
    Result<void> write_full_tiles();
    void remove_partial(const std::string& full_name);

    std::filesystem::path folder_;
    FileLock lock_;
    std::optional<Checkpoint> head_;
    std::unique_ptr<TileFolder> files_;
    TileTree tree_;
    std::uint64_t next_entry_;
    std::vector<Bytes> bundle_;
    std::vector<Hash> new_leaves_;
    std::vector<Tile> last_;  ///< by level, what will be written at the end
    std::vector<std::string> became_full_;
};

}  // namespace deed::tlog

#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/support/faults/recorder.hpp"

namespace deed::faults {

/// A disk under a folder, and what of it would be left if the power failed now.
///
/// Files: what an fsync or fdatasync covered stays. Of what was written since, each sector of 512
/// bytes is left as it was before any of these writes or after any one of them; the file is as long
/// as it was before or after any of them; sectors that were never written are zeros. After a failed
/// sync, what it should have covered never reaches the disk by itself, whatever a later sync says.
///
/// Names: what an fsync of the folder covered stays; of the other changes, those of any prefix.
class Disk {
public:
    /// What is in the folder now is on the disk.
    explicit Disk(const std::filesystem::path& folder);

    void replay(const std::vector<Event>& events);

    /// The first difference between what the kernel shows in the folder and what the events say, if
    /// any: something came past the layer.
    std::optional<std::string> difference(const std::filesystem::path& folder) const;

    // Each makes `target`, an image of the folder. Files named *-shm are left out: SQLite shares
    // them between processes and builds them anew.

    /// Everything that was written, as if the process alone had died.
    void write_all_of(const std::filesystem::path& target) const;
    /// Only what was synced.
    void write_synced(const std::filesystem::path& target) const;
    /// Something in between, by chance.
    void write_mixed(const std::filesystem::path& target, std::uint64_t seed) const;

private:
    using Names = std::map<std::string, std::uint64_t>;

    /// A write (`data` at `offset`) or truncation (to `offset` bytes) that no sync covers.
    struct Change {
        bool is_write;
        std::uint64_t offset;
        Bytes data;
    };
    struct Node {
        bool is_folder = false;
        Bytes synced;                 ///< a file's content on the disk
        std::vector<Change> pending;  ///< since then
        Bytes now;                    ///< what the kernel shows
        Names names;                  ///< a folder's, now
        Names synced_names;
    };
    /// A change of names that no sync covers: entries that go and come, each in a folder.
    struct NameChange {
        struct Entry {
            std::uint64_t folder;
            std::string name;
            std::uint64_t node;  ///< kGone if the name goes
        };
        std::vector<Entry> entries;
    };
    using Tree = std::map<std::uint64_t, Names>;
    using Content = std::function<Bytes(const Node&)>;

    static constexpr std::uint64_t kGone = ~std::uint64_t{0};

    std::uint64_t load(const std::filesystem::path& path);
    std::uint64_t add_node(bool is_folder, std::uint64_t inode);
    NameChange::Entry entry_of(const std::string& path, std::uint64_t node) const;
    std::uint64_t node_at(const std::string& path) const;
    void change_names(std::vector<NameChange::Entry> entries);
    void replay_one(const Event& event);
    void sync(Node& node, std::uint64_t id, bool failed);

    static void apply(Bytes& content, const Change& change);
    static void apply(Tree& tree, const NameChange& change);
    static Bytes mixed_content(const Node& node, std::mt19937_64& random);
    Tree synced_tree() const;
    void write_tree(const std::filesystem::path& target, std::uint64_t folder, const Tree& tree,
                    const Content& content) const;

    std::string folder_;
    std::vector<Node> nodes_;  ///< the first is the folder itself
    std::map<std::uint64_t, std::uint64_t> by_inode_;
    std::vector<NameChange> pending_names_;
};

}  // namespace deed::faults

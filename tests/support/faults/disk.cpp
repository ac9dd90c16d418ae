#include "tests/support/faults/disk.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace deed::faults {
namespace {

using std::filesystem::path;

Bytes content_of(const path& file) {
    std::ifstream stream(file, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(stream), {});
}

std::uint64_t inode_of(const path& file) {
    struct stat status {};
    if (::lstat(file.c_str(), &status) != 0)
        throw std::runtime_error("cannot examine " + file.string());
    return status.st_ino;
}

void put(const path& file, const Bytes& content) {
    std::ofstream stream(file, std::ios::binary);
    stream.write(reinterpret_cast<const char*>(content.data()),
                 static_cast<std::streamsize>(content.size()));
    stream.close();
    if (!stream || ::chmod(file.c_str(), 0600) != 0)
        throw std::runtime_error("cannot write " + file.string());
}

bool is_shared_memory(const std::string& name) { return name.ends_with("-shm"); }

}  // namespace

Disk::Disk(const path& folder) : folder_(folder.string()) { load(folder); }

std::uint64_t Disk::add_node(bool is_folder, std::uint64_t inode) {
    nodes_.push_back({});
    nodes_.back().is_folder = is_folder;
    // A number that a removed file had may come again.
    by_inode_[inode] = nodes_.size() - 1;
    return nodes_.size() - 1;
}

std::uint64_t Disk::load(const path& from) {
    const bool is_folder = std::filesystem::is_directory(from);
    const std::uint64_t id = add_node(is_folder, inode_of(from));
    if (!is_folder) {
        nodes_[id].now = nodes_[id].synced = content_of(from);
        return id;
    }
    Names names;
    for (const auto& entry : std::filesystem::directory_iterator(from))
        names[entry.path().filename().string()] = load(entry.path());
    nodes_[id].names = nodes_[id].synced_names = names;
    return id;
}

std::uint64_t Disk::node_at(const std::string& full) const {
    std::uint64_t node = 0;
    for (const path& part : path(full.substr(folder_.size())).relative_path()) {
        if (part.empty()) continue;
        const auto found = nodes_[node].names.find(part.string());
        if (found == nodes_[node].names.end())
            throw std::runtime_error("an event names what was never made: " + full);
        node = found->second;
    }
    return node;
}

Disk::NameChange::Entry Disk::entry_of(const std::string& full, std::uint64_t node) const {
    path name(full);
    if (!name.has_filename()) name = name.parent_path();  // after a trailing slash
    return {node_at(name.parent_path().string()), name.filename().string(), node};
}

void Disk::change_names(std::vector<NameChange::Entry> entries) {
    for (const NameChange::Entry& entry : entries) {
        if (entry.node == kGone)
            nodes_[entry.folder].names.erase(entry.name);
        else
            nodes_[entry.folder].names[entry.name] = entry.node;
    }
    pending_names_.push_back({std::move(entries)});
}

void Disk::replay(const std::vector<Event>& events) {
    for (const Event& event : events) replay_one(event);
}

void Disk::replay_one(const Event& event) {
    using Kind = Event::Kind;
    const auto changed = [&](Change change) {
        Node& node = nodes_[by_inode_.at(event.node)];
        apply(node.now, change);
        node.pending.push_back(std::move(change));
    };
    switch (event.kind) {
        case Kind::create:
            return change_names({entry_of(event.path, add_node(false, event.node))});
        case Kind::make_folder:
            return change_names({entry_of(event.path, add_node(true, event.node))});
        case Kind::write:
            return changed({true, event.offset, event.data});
        case Kind::truncate:
            return changed({false, event.offset, {}});
        case Kind::sync: {
            const std::uint64_t id = by_inode_.at(event.node);
            return sync(nodes_[id], id, event.failed);
        }
        case Kind::rename:
            return change_names(
                {entry_of(event.path, kGone), entry_of(event.other, node_at(event.path))});
        case Kind::link:
            return change_names({entry_of(event.other, node_at(event.path))});
        case Kind::unlink:
            return change_names({entry_of(event.path, kGone)});
        case Kind::said:
            return;
    }
}

void Disk::sync(Node& node, std::uint64_t id, bool failed) {
    if (!node.is_folder) {
        // The kernel forgets that the pages were to be written (fsync(2), EIO).
        if (failed)
            std::erase_if(node.pending, [](const Change& change) { return change.is_write; });
        if (failed) return;
        for (const Change& change : node.pending) apply(node.synced, change);
        node.pending.clear();
        return;
    }
    if (failed) return;
    Tree tree = synced_tree();
    std::erase_if(pending_names_, [&](const NameChange& change) {
        const bool here = std::ranges::any_of(
            change.entries, [&](const NameChange::Entry& entry) { return entry.folder == id; });
        if (here) apply(tree, change);
        return here;
    });
    for (const auto& [folder, names] : tree) nodes_[folder].synced_names = names;
}

void Disk::apply(Bytes& content, const Change& change) {
    if (!change.is_write) return content.resize(change.offset);
    const std::uint64_t end = change.offset + change.data.size();
    if (content.size() < end) content.resize(end);
    std::ranges::copy(change.data, content.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

void Disk::apply(Tree& tree, const NameChange& change) {
    for (const NameChange::Entry& entry : change.entries) {
        if (entry.node == kGone)
            tree[entry.folder].erase(entry.name);
        else
            tree[entry.folder][entry.name] = entry.node;
    }
}

Disk::Tree Disk::synced_tree() const {
    Tree tree;
    for (std::uint64_t id = 0; id < nodes_.size(); ++id)
        if (nodes_[id].is_folder) tree[id] = nodes_[id].synced_names;
    return tree;
}

std::optional<std::string> Disk::difference(const path& folder) const {
    std::set<std::string> shown;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const std::string name = entry.path().string().substr(folder_.size());
        if (is_shared_memory(name)) continue;
        shown.insert(name);
        std::uint64_t node = 0;
        try {
            node = node_at(entry.path().string());
        } catch (const std::exception& error) {
            return error.what();
        }
        if (entry.is_regular_file() && content_of(entry.path()) != nodes_[node].now)
            return name + " holds other bytes than were written to it";
    }
    const std::function<std::optional<std::string>(std::uint64_t, const std::string&)> missing =
        [&](std::uint64_t id, const std::string& prefix) -> std::optional<std::string> {
        for (const auto& [name, node] : nodes_[id].names) {
            const std::string full = prefix + "/" + name;
            if (!is_shared_memory(full) && !shown.contains(full)) return full + " is gone";
            if (auto below = missing(node, full)) return below;
        }
        return std::nullopt;
    };
    return missing(0, "");
}

void Disk::write_tree(const path& target, std::uint64_t folder, const Tree& tree,
                      const Content& content) const {
    std::filesystem::create_directory(target);
    std::filesystem::permissions(target, std::filesystem::perms::owner_all);
    const auto names = tree.find(folder);
    if (names == tree.end()) return;
    for (const auto& [name, id] : names->second) {
        if (is_shared_memory(name)) continue;
        if (nodes_[id].is_folder)
            write_tree(target / name, id, tree, content);
        else
            put(target / name, content(nodes_[id]));
    }
}

void Disk::write_all_of(const path& target) const {
    Tree tree = synced_tree();
    for (const NameChange& change : pending_names_) apply(tree, change);
    write_tree(target, 0, tree, [](const Node& node) { return node.now; });
}

void Disk::write_synced(const path& target) const {
    write_tree(target, 0, synced_tree(), [](const Node& node) { return node.synced; });
}

void Disk::write_mixed(const path& target, std::uint64_t seed) const {
    std::mt19937_64 random(seed);
    Tree tree = synced_tree();
    const std::uint64_t kept = random() % (pending_names_.size() + 1);
    for (std::uint64_t i = 0; i < kept; ++i) apply(tree, pending_names_[i]);
    // One file may have several names, but only one content.
    std::map<const Node*, Bytes> contents;
    write_tree(target, 0, tree, [&](const Node& node) {
        auto found = contents.find(&node);
        if (found == contents.end())
            found = contents.emplace(&node, mixed_content(node, random)).first;
        return found->second;
    });
}

Bytes Disk::mixed_content(const Node& node, std::mt19937_64& random) {
    constexpr std::uint64_t kSector = 512;
    // The content of each sector, and the length, before and after each change.
    std::map<std::uint64_t, std::vector<Bytes>> sectors;
    std::vector<std::uint64_t> lengths{node.synced.size()};
    Bytes content = node.synced;
    const auto sector_of = [&](std::uint64_t number) {
        Bytes sector(kSector, 0);
        const std::uint64_t begin = std::min<std::uint64_t>(number * kSector, content.size());
        const std::uint64_t end = std::min<std::uint64_t>(begin + kSector, content.size());
        std::copy(content.begin() + static_cast<std::ptrdiff_t>(begin),
                  content.begin() + static_cast<std::ptrdiff_t>(end), sector.begin());
        return sector;
    };
    for (const Change& change : node.pending) {
        const std::uint64_t first = change.offset / kSector;
        const std::uint64_t last = change.is_write ? (change.offset + change.data.size()) / kSector
                                                   : content.size() / kSector;
        for (std::uint64_t number = first; number <= last; ++number)
            if (auto& versions = sectors[number]; versions.empty())
                versions.push_back(sector_of(number));
        apply(content, change);
        for (std::uint64_t number = first; number <= last; ++number)
            sectors[number].push_back(sector_of(number));
        lengths.push_back(content.size());
    }
    // Every third time all is there, or nothing is; else each sector falls for itself.
    const std::uint64_t manner = random() % 6;
    if (manner == 0) return content;
    if (manner == 1) return node.synced;
    const std::uint64_t length =
        lengths[random() % 2 == 0 ? lengths.size() - 1 : random() % lengths.size()];
    content.resize(std::max<std::uint64_t>(content.size(), length));
    for (const auto& [number, versions] : sectors) {
        const Bytes& version =
            versions[random() % 2 == 0 ? versions.size() - 1 : random() % versions.size()];
        const std::uint64_t begin = number * kSector;
        if (begin >= length) continue;
        const std::uint64_t count = std::min(kSector, length - begin);
        content.resize(std::max<std::uint64_t>(content.size(), begin + count));
        std::copy_n(version.begin(), count, content.begin() + static_cast<std::ptrdiff_t>(begin));
    }
    content.resize(length);
    return content;
}

}  // namespace deed::faults

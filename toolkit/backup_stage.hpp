#pragma once

#include <filesystem>
#include <utility>
#include <vector>

#include "lib/io/file.hpp"
#include "toolkit/toolkit.hpp"

/// Folders in which a backup is put together or unpacked. Internal.
namespace deed::backup_format {

/// A private folder, removed with all that is in it when it dies.
class Scratch {
public:
    /// A new folder in `in`.
    static Result<Scratch> create(const std::filesystem::path& in);
    static Scratch adopt(std::filesystem::path folder) { return Scratch(std::move(folder)); }
    Scratch(Scratch&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch();

    const std::filesystem::path& folder() const { return path_; }

private:
    explicit Scratch(std::filesystem::path folder) : path_(std::move(folder)) {}
    std::filesystem::path path_;
};

/// Where a restore unpacks: in each folder of the home, so that moving a file to its place never
/// leaves its file system. One at a time (`io.locked`); what an interrupted one left is cleared.
class Stage {
public:
    static Result<Stage> open(const Config& home);

    /// The folders as those of a home.
    const Config& home() const { return staged_; }

private:
    Stage(const Config& home, FileLock lock);
    std::vector<std::filesystem::path> folders() const;

    FileLock lock_;
    Config staged_;
    std::vector<Scratch> scratch_;
};

}  // namespace deed::backup_format

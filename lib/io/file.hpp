#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed {

/// The whole file, at most `max_bytes` (`io.too_large`). "-" is not special here. Missing files are
/// `io.not_found`, folders and devices `io.not_a_file`, everything else `io.failed`.
DEED_API Result<Bytes> read_file(const std::filesystem::path& path, std::size_t max_bytes);

/// All of a descriptor, at most `max_bytes` (`io.too_large`).
DEED_API Result<Bytes> read_descriptor(int descriptor, std::size_t max_bytes);

/// As read_file(), but refuses (`io.loose_permissions`) a file that group or others may read or
/// write, or that belongs to another user.
DEED_API Result<Bytes> read_private_file(const std::filesystem::path& path, std::size_t max_bytes);

/// Refuses (`io.loose_permissions`) a folder that others may write, or that belongs to another
/// user; `io.not_found` if it is absent.
DEED_API Result<void> require_private_directory(const std::filesystem::path& path);

enum class Existing { refuse, replace };

/// Writes a file so that, after a crash at any point, either the old or the new content stands:
/// temporary file beside it, fsync, rename (or link, when it must not exist yet: `io.exists`),
/// fsync of the folder. Durable on return. `mode` is 0600 or 0644. A link at `path` is replaced,
/// not followed. `io.not_found` if the folder is absent, `io.not_a_file` if a folder stands there.
DEED_API Result<void> write_file_durably(const std::filesystem::path& path, ByteView content,
                                         mode_t mode, Existing existing);

/// Creates a folder and its missing parents, 0700 each, and syncs the parents.
DEED_API Result<void> create_private_directories(const std::filesystem::path& path);

/// Makes the entries of a folder durable.
DEED_API Result<void> sync_directory(const std::filesystem::path& path);

/// An open file descriptor, closed when it dies.
class DEED_API Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();

    int get() const { return fd_; }
    bool is_open() const { return fd_ >= 0; }
    int release();

private:
    int fd_ = -1;
};

/// Opens a plain file for reading, for those who read it in pieces. Errors as read_file().
DEED_API Result<Descriptor> open_file(const std::filesystem::path& path);

/// Exclusive advisory lock on a file, held until the object dies (flock). A lock held elsewhere is
/// `io.locked` at once: there is no waiting.
class DEED_API FileLock {
public:
    /// Creates the file (0600) if needed.
    static Result<FileLock> acquire(const std::filesystem::path& path);

private:
    explicit FileLock(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}
    Descriptor descriptor_;
};

/// A file that only grows. Writes are not durable until sync() returns.
class DEED_API AppendFile {
public:
    /// Opens for reading and appending; creates it (0600, folder synced) when `create`.
    static Result<AppendFile> open(const std::filesystem::path& path, bool create);

    /// Appends all of `bytes` or fails with `io.failed`; after a failure the tail is unknown and
    /// the object refuses further writes.
    Result<void> append(ByteView bytes);
    /// fdatasync. A failure is final for this object: the kernel may have dropped the pages.
    Result<void> sync();
    /// Cuts the file to `size` bytes and syncs; for dropping a torn tail.
    Result<void> truncate(std::uint64_t size);
    std::uint64_t size() const { return size_; }

private:
    AppendFile(std::filesystem::path path, Descriptor descriptor, std::uint64_t size)
        : path_(std::move(path)), descriptor_(std::move(descriptor)), size_(size) {}
    Result<void> require_whole() const;

    std::filesystem::path path_;
    Descriptor descriptor_;
    std::uint64_t size_;
    bool broken_ = false;
};

}  // namespace deed

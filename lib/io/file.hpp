#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "lib/encoding/bytes.hpp"
#include "lib/error/call.hpp"
#include "lib/error/result.hpp"

namespace deed {

/// The whole file, at most `max_bytes` (`io.too_large`). "-" is not special here. Missing files are
/// `io.not_found`, folders and devices `io.not_a_file`, everything else `io.failed`.
DEED_API Result<Bytes> read_file(const std::filesystem::path& path, std::size_t max_bytes);

/// Waits until a read of `descriptor` would not block: input, its end or an error of its own. A
/// read that is simply begun may sleep through an interrupt that came a moment before it; this
/// tells within a tenth of a second (`call.interrupted`, `call.deadline`).
DEED_API Result<void> wait_for_input(int descriptor, const Call& call);

/// All of a descriptor, at most `max_bytes` (`io.too_large`), waiting as wait_for_input() does.
DEED_API Result<Bytes> read_descriptor(int descriptor, std::size_t max_bytes,
                                       const Call& call = Call());

/// As read_file(), but refuses (`io.loose_permissions`) a file that group or others may read or
/// write, or that belongs to another user.
DEED_API Result<Bytes> read_private_file(const std::filesystem::path& path, std::size_t max_bytes);

/// Refuses (`io.loose_permissions`) a folder that others may write, or that belongs to another
/// user; `io.not_found` if it is absent.
DEED_API Result<void> require_private_directory(const std::filesystem::path& path);

enum class Existing { refuse, replace };

/// Writes a file so that, after a crash at any point, either the old or the new content stands:
/// temporary file beside it, fsync, rename (or link, when it must not exist yet: `io.exists`),
/// fsync of the folder. Durable on return. With `mode` 0600 the file has exactly that; with any
/// other it has what the umask leaves of 0666, as any new file. A link at `path` is replaced, not
/// followed. `io.not_found` if the folder is absent, `io.not_a_file` if something else than a plain
/// file stands there.
DEED_API Result<void> write_file_durably(const std::filesystem::path& path, ByteView content,
                                         mode_t mode, Existing existing);

/// Gives a file, or a folder with all in it, another place on the same file system, where nothing
/// stands yet but perhaps an empty folder (`io.exists`). Durable on return; a crash leaves it at
/// the one place, the other, or, if it is a file, both.
DEED_API Result<void> move_durably(const std::filesystem::path& from,
                                   const std::filesystem::path& to);

/// Creates a folder and its missing parents, 0700 each, and syncs what was created in the folder
/// above it. All their names are durable on return, even those of folders that somebody else created
/// in this way and died (unless the folder above may not be read).
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

/// Fills `out` from `offset` on, as far as the file reaches, and gives the number of bytes read.
/// `path` is for the words of an error only.
DEED_API Result<std::size_t> read_at(const Descriptor& file, const std::filesystem::path& path,
                                     std::uint64_t offset, std::span<std::uint8_t> out);

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
///
/// After a failed append() or sync() the kernel may show bytes that never reach the disk. So the
/// file is then cut back, as well as the system allows, to what it was at the last good sync() (or
/// at open()), and the object refuses all further writes: who opens the file again does not read
/// those bytes. What was there at open() is never cut; sync() it before relying on it, because
/// another process may have died before it did.
class DEED_API AppendFile {
public:
    /// Opens for reading and appending; creates it (0600, folder synced) when `create`.
    static Result<AppendFile> open(const std::filesystem::path& path, bool create);

    /// Appends all of `bytes` or fails with `io.failed`.
    Result<void> append(ByteView bytes);
    /// fdatasync. A failure is final for this object: the kernel may have dropped the pages.
    Result<void> sync();
    /// Writes what stands from `offset` on once more, in its place. A sync that failed, in a process
    /// that is gone, may have left bytes that every reader sees and no later sync will write.
    Result<void> rewrite(std::uint64_t offset);
    /// Cuts the file to `size` bytes and syncs; for dropping a torn tail.
    Result<void> truncate(std::uint64_t size);
    /// What this object found and wrote.
    std::uint64_t size() const { return size_; }
    /// What the system says now; another size than size() if somebody else changed the file.
    Result<std::uint64_t> measure() const;
    /// As the function read_at().
    Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) const {
        return deed::read_at(descriptor_, path_, offset, out);
    }

private:
    AppendFile(std::filesystem::path path, Descriptor descriptor, std::uint64_t size)
        : path_(std::move(path)),
          descriptor_(std::move(descriptor)),
          size_(size),
          synced_size_(size) {}
    Result<void> require_whole() const;
    void give_up();

    std::filesystem::path path_;
    Descriptor descriptor_;
    std::uint64_t size_;
    std::uint64_t synced_size_;
    bool broken_ = false;
};

}  // namespace deed

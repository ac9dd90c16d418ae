#include "lib/io/file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "lib/error/assert.hpp"
#include "lib/io/system_error.hpp"
#include "lib/io/write_all.hpp"

namespace deed {
namespace {

using detail::retry_interrupted;
using detail::system_error;
using std::filesystem::path;

/// Opens a plain file; a symbolic link is not followed and a FIFO not waited for.
Result<Descriptor> open_plain(const path& name, int flags) {
    const int all = flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    Descriptor file(retry_interrupted([&] { return ::open(name.c_str(), all, 0600); }));
    if (!file.is_open()) return system_error("open", name, errno);
    return file;
}

Result<std::uint64_t> plain_file_size(const Descriptor& file, const path& name) {
    struct stat status {};
    if (::fstat(file.get(), &status) == -1) return system_error("examine", name, errno);
    if (!S_ISREG(status.st_mode))
        return Error(errors::kNotAFile, name.string() + " is not a plain file", name.string());
    return static_cast<std::uint64_t>(status.st_size);
}

constexpr std::size_t kRewriteStep = std::size_t{256} << 10;

Result<void> write_all_at(int descriptor, const path& name, std::uint64_t offset, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t count = retry_interrupted([&] {
            return ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        });
        if (count == -1) return system_error(errors::kIoFailed, "write", name, errno);
        offset += static_cast<std::uint64_t>(count);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

}  // namespace

namespace detail {

Result<void> write_all(int descriptor, const path& name, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t count =
            retry_interrupted([&] { return ::write(descriptor, bytes.data(), bytes.size()); });
        if (count == -1) return system_error(errors::kIoFailed, "write", name, errno);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

}  // namespace detail

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this == &other) return *this;
    if (fd_ >= 0) ::close(fd_);
    fd_ = other.release();
    return *this;
}

Descriptor::~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
}

int Descriptor::release() { return std::exchange(fd_, -1); }

Result<FileLock> FileLock::acquire(const path& name) {
    DEED_TRY(Descriptor file, open_plain(name, O_RDWR | O_CREAT));
    DEED_CHECK(plain_file_size(file, name));
    if (retry_interrupted([&] { return ::flock(file.get(), LOCK_EX | LOCK_NB); }) == 0)
        return FileLock(std::move(file));
    if (errno != EWOULDBLOCK) return system_error("lock", name, errno);
    return system_error(errors::kFileLocked, "lock", name, errno);
}

Result<AppendFile> AppendFile::open(const path& name, bool create) {
    DEED_TRY(Descriptor file, open_plain(name, O_RDWR | O_APPEND | (create ? O_CREAT : 0)));
    DEED_TRY(const std::uint64_t size, plain_file_size(file, name));
    if (create) {
        const path folder = name.parent_path();
        DEED_CHECK(sync_directory(folder.empty() ? path(".") : folder));
    }
    return AppendFile(name, std::move(file), size);
}

Result<void> AppendFile::append(ByteView bytes) {
    DEED_CHECK(require_whole());
    if (auto written = detail::write_all(descriptor_.get(), path_, bytes); !written) {
        give_up();
        return written;
    }
    size_ += bytes.size();
    return {};
}

Result<void> AppendFile::sync() {
    DEED_CHECK(require_whole());
    if (retry_interrupted([&] { return ::fdatasync(descriptor_.get()); }) == -1) {
        const int why = errno;
        give_up();
        return system_error(errors::kIoFailed, "sync", path_, why);
    }
    synced_size_ = size_;
    return {};
}

Result<void> AppendFile::rewrite(std::uint64_t offset) {
    DEED_CHECK(require_whole());
    // Until all is written again the object is of no use.
    broken_ = true;
    const int flags = ::fcntl(descriptor_.get(), F_GETFL);
    // With O_APPEND, Linux appends whatever the offset is (pwrite(2)).
    if (flags == -1 || ::fcntl(descriptor_.get(), F_SETFL, flags & ~O_APPEND) == -1)
        return system_error(errors::kIoFailed, "rewrite", path_, errno);
    std::vector<std::uint8_t> part(kRewriteStep);
    while (offset < size_) {
        DEED_TRY(const std::size_t count, read_at(offset, part));
        if (count == 0) break;
        DEED_CHECK(write_all_at(descriptor_.get(), path_, offset, ByteView(part).first(count)));
        offset += count;
    }
    if (::fcntl(descriptor_.get(), F_SETFL, flags) == -1)
        return system_error(errors::kIoFailed, "rewrite", path_, errno);
    broken_ = false;
    return {};
}

Result<void> AppendFile::truncate(std::uint64_t size) {
    DEED_ASSERT(size <= size_);
    DEED_CHECK(require_whole());
    const auto length = static_cast<off_t>(size);
    if (retry_interrupted([&] { return ::ftruncate(descriptor_.get(), length); }) == -1) {
        broken_ = true;
        return system_error(errors::kIoFailed, "truncate", path_, errno);
    }
    size_ = size;
    synced_size_ = std::min(synced_size_, size);
    return sync();
}

Result<std::uint64_t> AppendFile::measure() const { return plain_file_size(descriptor_, path_); }

void AppendFile::give_up() {
    broken_ = true;
    // A help, no promise: the failure is reported whether or not this works.
    const auto length = static_cast<off_t>(synced_size_);
    if (retry_interrupted([&] { return ::ftruncate(descriptor_.get(), length); }) == 0)
        size_ = synced_size_;
}

Result<void> AppendFile::require_whole() const {
    if (!broken_) return {};
    return Error(errors::kIoFailed,
                 "cannot write " + path_.string() + ": an earlier write to it failed",
                 path_.string());
}

}  // namespace deed

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <limits>

#include "lib/io/file.hpp"
#include "lib/io/system_error.hpp"

namespace deed {
namespace {

using detail::retry_interrupted;
using detail::system_error;
using std::filesystem::path;

constexpr std::size_t kChunk = std::size_t{64} << 10;

Error too_large(const path& name, std::size_t max_bytes) {
    return Error(errors::kFileTooLarge,
                 name.string() + " is larger than " + std::to_string(max_bytes) + " bytes",
                 name.string());
}

// A signal may come between the check of the call and the poll, or be taken by another thread:
// neither ends the poll, so it must end by itself.
constexpr int kPatienceMs = 100;

/// `waiting` is given where the read may have to wait.
Result<Bytes> read_all(int descriptor, const path& name, std::size_t max_bytes,
                       std::size_t expected, const Call* waiting = nullptr) {
    // One byte more than allowed or expected, so that growth and the end are both seen.
    const std::size_t bound =
        max_bytes == std::numeric_limits<std::size_t>::max() ? max_bytes : max_bytes + 1;
    Bytes bytes;
    std::size_t used = 0;
    while (true) {
        if (used == bytes.size())
            bytes.resize(std::min(bound, used + std::max(used == 0 ? expected + 1 : used, kChunk)));
        if (waiting != nullptr) DEED_CHECK(wait_for_input(descriptor, *waiting));
        const ssize_t count = retry_interrupted(
            [&] { return ::read(descriptor, bytes.data() + used, bytes.size() - used); });
        // A standard input shared with another program may be non-blocking, and be read by it.
        if (count == -1 && (errno == EAGAIN || errno == EWOULDBLOCK) && waiting != nullptr) continue;
        if (count == -1) return system_error("read", name, errno);
        if (count == 0) break;
        used += static_cast<std::size_t>(count);
        if (used > max_bytes) return too_large(name, max_bytes);
    }
    bytes.resize(used);
    return bytes;
}

struct OpenFile {
    Descriptor descriptor;
    struct stat status;
};

Result<OpenFile> open_to_read(const path& name) {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer.
    const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    OpenFile file{Descriptor(retry_interrupted([&] { return ::open(name.c_str(), flags); })), {}};
    if (!file.descriptor.is_open()) return system_error("open", name, errno);
    if (::fstat(file.descriptor.get(), &file.status) == -1)
        return system_error("examine", name, errno);
    if (!S_ISREG(file.status.st_mode))
        return Error(errors::kNotAFile, name.string() + " is not a plain file", name.string());
    return file;
}

Result<Bytes> read_open_file(const OpenFile& file, const path& name, std::size_t max_bytes) {
    const auto size = static_cast<std::uint64_t>(file.status.st_size);
    if (size > max_bytes) return too_large(name, max_bytes);
    return read_all(file.descriptor.get(), name, max_bytes, static_cast<std::size_t>(size));
}

Error loose(const path& name, const std::string& why, const char* remedy) {
    return Error(errors::kLoosePermissions, name.string() + " " + why + remedy, name.string());
}

}  // namespace

Result<Bytes> read_file(const path& name, std::size_t max_bytes) {
    DEED_TRY(const OpenFile file, open_to_read(name));
    return read_open_file(file, name, max_bytes);
}

Result<Descriptor> open_file(const path& name) {
    DEED_TRY(OpenFile file, open_to_read(name));
    return std::move(file.descriptor);
}

Result<std::size_t> read_at(const Descriptor& file, const path& name, std::uint64_t offset,
                            std::span<std::uint8_t> out) {
    std::size_t used = 0;
    while (used < out.size()) {
        const ssize_t count = retry_interrupted([&] {
            return ::pread(file.get(), out.data() + used, out.size() - used,
                           static_cast<off_t>(offset + used));
        });
        if (count == -1) return system_error(errors::kIoFailed, "read", name, errno);
        if (count == 0) break;
        used += static_cast<std::size_t>(count);
    }
    return used;
}

Result<void> wait_for_input(int descriptor, const Call& call) {
    while (true) {
        DEED_CHECK(call.check());
        pollfd wanted{descriptor, POLLIN, 0};
        const int ready = ::poll(&wanted, 1, kPatienceMs);
        // What else can go wrong, a negative descriptor too, is for the read to say.
        if (ready > 0 || descriptor < 0 || (ready < 0 && errno != EINTR)) return call.check();
    }
}

Result<Bytes> read_descriptor(int descriptor, std::size_t max_bytes, const Call& call) {
    const path name = descriptor == STDIN_FILENO ? path("standard input")
                                                 : path("descriptor " + std::to_string(descriptor));
    return read_all(descriptor, name, max_bytes, 0, &call);
}

Result<Bytes> read_private_file(const path& name, std::size_t max_bytes) {
    DEED_TRY(const OpenFile file, open_to_read(name));
    if (file.status.st_uid != ::geteuid()) return loose(name, "belongs to another user", "");
    if ((file.status.st_mode & (S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH)) != 0)
        return loose(name, "is open to other users", "; `chmod 600` closes it");
    return read_open_file(file, name, max_bytes);
}

Result<void> require_private_directory(const path& name) {
    struct stat status {};
    if (::stat(name.c_str(), &status) == -1) return system_error("examine", name, errno);
    if (!S_ISDIR(status.st_mode)) return system_error("use folder", name, ENOTDIR);
    if (status.st_uid != ::geteuid()) return loose(name, "belongs to another user", "");
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return loose(name, "may be written by other users", "; `chmod 700` closes it");
    return {};
}

}  // namespace deed

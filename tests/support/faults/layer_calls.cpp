// The C library's calls that change files, in its place. Found before the C library's own, and
// before those of sanitizers, because the program's definitions come first.

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <string>

#include "tests/support/faults/layer_state.hpp"

#define DEED_IN_PLACE extern "C" __attribute__((visibility("default")))

namespace deed::faults::detail {
namespace {

using Guard = std::lock_guard<std::mutex>;
using Kind = Event::Kind;

template <typename... Arguments>
long kernel(long number, Arguments... arguments) {
    return ::syscall(number, arguments...);
}

int refuse(int error_number) {
    errno = error_number;
    return -1;
}

/// The path a call means, or nothing if it is none of the armed layer's.
std::optional<std::string> armed_path(Layer& layer, int folder, const char* path) {
    if (path == nullptr) return std::nullopt;
    std::string full = path;
    if (full.starts_with('/')) return layer.covers(full) ? std::optional(full) : std::nullopt;
    const Tracked* const base = layer.tracked(folder);
    if (base == nullptr) return std::nullopt;
    return base->path + "/" + full;
}

bool exists(const std::string& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0;
}

std::uint64_t size_of(int descriptor) {
    struct stat status {};
    return ::fstat(descriptor, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

int open_by(int folder, const char* name, int flags, mode_t mode) {
    Layer* const layer = armed();
    if (layer == nullptr) return static_cast<int>(kernel(SYS_openat, folder, name, flags, mode));
    const Guard guard(layer->mutex);
    const auto path = armed_path(*layer, folder, name);
    const bool creates = path && (flags & O_CREAT) != 0 && !exists(*path);
    Verdict verdict;
    if (creates) verdict = layer->pass(Call::create);
    if (verdict.error_number != 0) return refuse(verdict.error_number);
    const int descriptor = static_cast<int>(kernel(SYS_openat, folder, name, flags, mode));
    if (descriptor < 0 || !path) return descriptor;
    layer->track(descriptor, *path);
    const std::uint64_t node = layer->tracked(descriptor)->node;
    if (creates) layer->record({Kind::create, false, node, 0, *path, {}, {}});
    if (!creates && (flags & O_TRUNC) != 0)
        layer->record({Kind::truncate, false, node, 0, {}, {}, {}});
    if (verdict.die_after) Layer::die();
    return descriptor;
}

/// `at` below zero: where the descriptor stands.
ssize_t write_by(int descriptor, const void* data, std::size_t size, off_t at) {
    const auto plain = [&](std::size_t count) {
        return at < 0 ? kernel(SYS_write, descriptor, data, count)
                      : kernel(SYS_pwrite64, descriptor, data, count, at);
    };
    Layer* const layer = armed();
    if (layer == nullptr) return plain(size);
    const Guard guard(layer->mutex);
    const Tracked* const file = layer->tracked(descriptor);
    if (file == nullptr) return plain(size);
    const Verdict verdict = layer->pass(Call::write);
    if (verdict.error_number != 0) return refuse(verdict.error_number);
    std::uint64_t offset = static_cast<std::uint64_t>(at);
    if (at < 0)
        offset = (::fcntl(descriptor, F_GETFL) & O_APPEND) != 0
                     ? size_of(descriptor)
                     : static_cast<std::uint64_t>(::lseek(descriptor, 0, SEEK_CUR));
    const ssize_t done = plain(verdict.half && size > 1 ? size / 2 : size);
    if (done > 0)
        layer->record({Kind::write,
                       false,
                       file->node,
                       offset,
                       {},
                       {},
                       to_bytes(ByteView(static_cast<const std::uint8_t*>(data),
                                         static_cast<std::size_t>(done)))});
    if (verdict.die_after) Layer::die();
    return done;
}

int sync_by(long number, int descriptor) {
    Layer* const layer = armed();
    if (layer == nullptr) return static_cast<int>(kernel(number, descriptor));
    const Guard guard(layer->mutex);
    const Tracked* const file = layer->tracked(descriptor);
    if (file == nullptr) return static_cast<int>(kernel(number, descriptor));
    const Verdict verdict = layer->pass(Call::sync);
    const bool failed = verdict.error_number != 0;
    if (failed || layer->syncs_for_real(*file))
        layer->record({Kind::sync, failed, file->node, 0, {}, {}, {}});
    if (failed) return refuse(verdict.error_number);
    if (verdict.die_after) Layer::die();
    return 0;
}

int truncate_by(int descriptor, off_t size) {
    Layer* const layer = armed();
    if (layer == nullptr) return static_cast<int>(kernel(SYS_ftruncate, descriptor, size));
    const Guard guard(layer->mutex);
    const Tracked* const file = layer->tracked(descriptor);
    if (file == nullptr) return static_cast<int>(kernel(SYS_ftruncate, descriptor, size));
    const Verdict verdict = layer->pass(Call::truncate);
    if (verdict.error_number != 0) return refuse(verdict.error_number);
    const int result = static_cast<int>(kernel(SYS_ftruncate, descriptor, size));
    if (result == 0)
        layer->record(
            {Kind::truncate, false, file->node, static_cast<std::uint64_t>(size), {}, {}, {}});
    if (verdict.die_after) Layer::die();
    return result;
}

/// A call on one or two names.
struct NameCall {
    Call call;
    Kind kind;
    int folder;
    const char* name;
    int other_folder;
    const char* other_name;
};

template <typename Plain>
int name_by(const NameCall& named, Plain plain) {
    Layer* const layer = armed();
    if (layer == nullptr) return static_cast<int>(plain());
    const Guard guard(layer->mutex);
    const auto path = armed_path(*layer, named.folder, named.name);
    const auto other = armed_path(*layer, named.other_folder, named.other_name);
    if (!path && !other) return static_cast<int>(plain());
    const Verdict verdict = layer->pass(named.call);
    if (verdict.error_number != 0) return refuse(verdict.error_number);
    const int result = static_cast<int>(plain());
    if (result == 0) {
        struct stat status {};
        const std::string& made = other ? *other : *path;
        const bool is_there = ::lstat(made.c_str(), &status) == 0;
        layer->record({named.kind,
                       false,
                       is_there ? status.st_ino : 0,
                       0,
                       path.value_or(""),
                       other.value_or(""),
                       {}});
    }
    if (verdict.die_after) Layer::die();
    return result;
}

int unlink_by(int folder, const char* name, int flags) {
    return name_by({Call::unlink, Kind::unlink, folder, name, -1, nullptr},
                   [&] { return kernel(SYS_unlinkat, folder, name, flags); });
}

int rename_by(int from, const char* name, int to, const char* new_name, unsigned flags) {
    return name_by({Call::rename, Kind::rename, from, name, to, new_name},
                   [&] { return kernel(SYS_renameat2, from, name, to, new_name, flags); });
}

int link_by(int from, const char* name, int to, const char* new_name, int flags) {
    return name_by({Call::link, Kind::link, from, name, to, new_name},
                   [&] { return kernel(SYS_linkat, from, name, to, new_name, flags); });
}

int mkdir_by(int folder, const char* name, mode_t mode) {
    struct stat status {};
    // Most calls only make sure of folders that stand already.
    if (::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0) return refuse(EEXIST);
    return name_by({Call::mkdir, Kind::make_folder, folder, name, -1, nullptr},
                   [&] { return kernel(SYS_mkdirat, folder, name, mode); });
}

mode_t mode_of(int flags, va_list arguments) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? static_cast<mode_t>(va_arg(arguments, unsigned))
                                                : 0;
}

}  // namespace
}  // namespace deed::faults::detail

namespace calls = deed::faults::detail;

#define DEED_OPEN(name, parameters, folder)                   \
    DEED_IN_PLACE int name parameters {                       \
        va_list arguments;                                    \
        va_start(arguments, flags);                           \
        const mode_t mode = calls::mode_of(flags, arguments); \
        va_end(arguments);                                    \
        return calls::open_by(folder, path, flags, mode);     \
    }
DEED_OPEN(open, (const char* path, int flags, ...), AT_FDCWD)
DEED_OPEN(open64, (const char* path, int flags, ...), AT_FDCWD)
DEED_OPEN(openat, (int folder, const char* path, int flags, ...), folder)
DEED_OPEN(openat64, (int folder, const char* path, int flags, ...), folder)

DEED_IN_PLACE int close(int descriptor) {
    if (calls::Layer* const layer = calls::armed()) {
        const calls::Guard guard(layer->mutex);
        layer->forget(descriptor);
    }
    return static_cast<int>(calls::kernel(SYS_close, descriptor));
}

DEED_IN_PLACE ssize_t write(int descriptor, const void* data, size_t size) {
    return calls::write_by(descriptor, data, size, -1);
}
DEED_IN_PLACE ssize_t pwrite(int descriptor, const void* data, size_t size, off_t at) {
    return calls::write_by(descriptor, data, size, at);
}
DEED_IN_PLACE ssize_t pwrite64(int descriptor, const void* data, size_t size, off64_t at) {
    return calls::write_by(descriptor, data, size, at);
}
DEED_IN_PLACE ssize_t writev(int descriptor, const iovec* parts, int count) {
    // As one write: a call that is cut short between the parts may do so.
    deed::Bytes all;
    for (int i = 0; i < count; ++i)
        deed::append(all, deed::ByteView(static_cast<const std::uint8_t*>(parts[i].iov_base),
                                         parts[i].iov_len));
    return calls::write_by(descriptor, all.data(), all.size(), -1);
}

DEED_IN_PLACE int fsync(int descriptor) { return calls::sync_by(SYS_fsync, descriptor); }
DEED_IN_PLACE int fdatasync(int descriptor) { return calls::sync_by(SYS_fdatasync, descriptor); }
DEED_IN_PLACE int ftruncate(int descriptor, off_t size) noexcept {
    return calls::truncate_by(descriptor, size);
}
DEED_IN_PLACE int ftruncate64(int descriptor, off64_t size) noexcept {
    return calls::truncate_by(descriptor, size);
}

DEED_IN_PLACE int unlink(const char* path) noexcept { return calls::unlink_by(AT_FDCWD, path, 0); }
DEED_IN_PLACE int unlinkat(int folder, const char* path, int flags) noexcept {
    return calls::unlink_by(folder, path, flags);
}
DEED_IN_PLACE int rmdir(const char* path) noexcept {
    return calls::unlink_by(AT_FDCWD, path, AT_REMOVEDIR);
}
DEED_IN_PLACE int remove(const char* path) noexcept {
    struct stat status {};
    const bool is_folder = ::lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
    return calls::unlink_by(AT_FDCWD, path, is_folder ? AT_REMOVEDIR : 0);
}
DEED_IN_PLACE int rename(const char* from, const char* to) noexcept {
    return calls::rename_by(AT_FDCWD, from, AT_FDCWD, to, 0);
}
DEED_IN_PLACE int renameat(int folder, const char* from, int to_folder, const char* to) noexcept {
    return calls::rename_by(folder, from, to_folder, to, 0);
}
DEED_IN_PLACE int renameat2(int folder, const char* from, int to_folder, const char* to,
                            unsigned flags) noexcept {
    return calls::rename_by(folder, from, to_folder, to, flags);
}
DEED_IN_PLACE int link(const char* from, const char* to) noexcept {
    return calls::link_by(AT_FDCWD, from, AT_FDCWD, to, 0);
}
DEED_IN_PLACE int linkat(int folder, const char* from, int to_folder, const char* to,
                         int flags) noexcept {
    return calls::link_by(folder, from, to_folder, to, flags);
}
DEED_IN_PLACE int mkdir(const char* path, mode_t mode) noexcept {
    return calls::mkdir_by(AT_FDCWD, path, mode);
}
DEED_IN_PLACE int mkdirat(int folder, const char* path, mode_t mode) noexcept {
    return calls::mkdir_by(folder, path, mode);
}

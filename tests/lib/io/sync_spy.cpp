#include "tests/lib/io/sync_spy.hpp"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <system_error>

namespace deed::test {
namespace {

std::atomic<SyncSpy*> active = nullptr;

int sync_by(long number, int descriptor) {
    SyncSpy* const spy = active;
    if (spy != nullptr && !spy->permits(descriptor)) {
        errno = EIO;
        return -1;
    }
    return static_cast<int>(::syscall(number, descriptor));
}

}  // namespace

SyncSpy::SyncSpy() { active = this; }
SyncSpy::~SyncSpy() { active = nullptr; }

std::vector<std::uint64_t> SyncSpy::sizes_of(const std::filesystem::path& path) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::uint64_t> sizes;
    for (const SyncCall& call : calls_)
        if (call.path == path) sizes.push_back(call.size);
    return sizes;
}

bool SyncSpy::permits(int descriptor) {
    const std::lock_guard lock(mutex_);
    std::error_code ignored;
    struct stat status {};
    ::fstat(descriptor, &status);
    calls_.push_back(
        {std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor), ignored),
         static_cast<std::uint64_t>(status.st_size)});
    return !failing_;
}

}  // namespace deed::test

// In place of the C library's.
extern "C" int fdatasync(int descriptor) { return deed::test::sync_by(SYS_fdatasync, descriptor); }
extern "C" int fsync(int descriptor) { return deed::test::sync_by(SYS_fsync, descriptor); }

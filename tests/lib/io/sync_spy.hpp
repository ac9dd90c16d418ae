#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

namespace deed::test {

/// What one fsync or fdatasync found.
struct SyncCall {
    std::filesystem::path path;
    std::uint64_t size;
};

/// While it lives, it sees each fsync and fdatasync of this program, and can let them fail. One at
/// a time.
class SyncSpy {
public:
    SyncSpy();
    ~SyncSpy();
    SyncSpy(const SyncSpy&) = delete;
    SyncSpy& operator=(const SyncSpy&) = delete;

    /// How large a file was at each sync of it, in order.
    std::vector<std::uint64_t> sizes_of(const std::filesystem::path& path) const;
    void fail_from_now_on() { failing_ = true; }

    /// Of the system calls that stand in: whether this one may go through.
    bool permits(int descriptor);

private:
    mutable std::mutex mutex_;
    std::vector<SyncCall> calls_;
    bool failing_ = false;
};

}  // namespace deed::test

#pragma once

#include <cstdint>
#include <filesystem>

#include "tests/support/faults/recorder.hpp"

// The fault layer stands between a test program and the kernel. layer_calls.cpp defines the C
// library's calls that change files, in the program itself, so that every library of the program,
// static or shared, comes through here; the layer then calls the kernel. It looks only at paths
// below the armed folder.

namespace deed::faults {

/// What happens at point number `at`. A point is one call that changes files or syncs them: the
/// creation of a file, write, ftruncate, fsync, fdatasync, rename, link, unlink, mkdir, rmdir.
struct Fault {
    enum class Kind : std::uint8_t {
        none,
        kill,                  ///< SIGKILL before the call
        kill_within,           ///< SIGKILL when half of a write is done, else after the call
        error,                 ///< the call fails with `error_number`
        half_write,            ///< a write does only half; any other call is not touched
        half_write_then_error  ///< the same, and the next point fails
    };
    std::uint64_t at = 0;
    Kind kind = Kind::none;
    int error_number = 0;
    /// From `at` on every call fails; with ENOSPC and EDQUOT every one that needs space.
    bool lasting = false;
};

/// A disk that says it is done and is not. Its syncs change nothing on the disk.
enum class Lie : std::uint8_t { none, file_sync, folder_sync };

/// Begins to record and to fail. One at a time in a process. `recorder` must outlive it. Real syncs
/// are left out: what is on the disk is the model's affair (disk.hpp).
void arm(const std::filesystem::path& folder, Recorder& recorder, const Fault& fault = {},
         Lie lie = Lie::none);
/// No more faults: the disk has room again. Recording goes on.
void heal();
void disarm();

/// How many points there were since arm().
std::uint64_t points_passed();
/// Whether the fault has struck.
bool has_struck();

}  // namespace deed::faults

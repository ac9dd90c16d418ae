#pragma once

#include <cstdint>
#include <filesystem>

#include "lib/error/api.hpp"
#include "lib/error/result.hpp"

namespace deed {

/// What of a file changes when it is written to, cut, or replaced by another of its name.
struct FileStamp {
    std::uint64_t device;
    std::uint64_t inode;
    std::uint64_t size;  ///< in bytes
    std::int64_t modified_seconds;
    std::int64_t modified_nanoseconds;

    bool operator==(const FileStamp&) const = default;
};

/// `io.not_found` where there is no such file.
DEED_API Result<FileStamp> stamp_of(const std::filesystem::path& path);

}  // namespace deed

#include "lib/io/file_stamp.hpp"

#include <sys/stat.h>

#include <cerrno>

#include "lib/io/system_error.hpp"

namespace deed {

Result<FileStamp> stamp_of(const std::filesystem::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) == -1) return detail::system_error("examine", path, errno);
    return FileStamp{status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
                     status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

}  // namespace deed

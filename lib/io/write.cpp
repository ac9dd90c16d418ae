#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>

#include "lib/encoding/text.hpp"
#include "lib/io/file.hpp"
#include "lib/io/system_error.hpp"
#include "lib/io/write_all.hpp"

namespace deed {
namespace {

using detail::retry_interrupted;
using detail::system_error;
using std::filesystem::path;

constexpr mode_t kPrivate = 0600;

path folder_of(const path& name) {
    const path folder = name.parent_path();
    return folder.empty() ? path(".") : folder;
}

/// A new file beside its destination, removed when it dies.
class TemporaryFile {
public:
    /// `mode` as for write_file_durably(). The file is never open to more than the result will be.
    static Result<TemporaryFile> create(const path& folder, mode_t mode) {
        std::array<std::uint8_t, 12> random{};
        if (retry_interrupted([&] { return ::getrandom(random.data(), random.size(), 0); }) !=
            static_cast<ssize_t>(random.size()))
            return system_error(errors::kIoFailed, "name a temporary file in", folder, errno);
        path name = folder / (".deed-" + hex_encode(random) + ".tmp");
        const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
        const mode_t asked = mode == kPrivate ? kPrivate : 0666;
        Descriptor file(retry_interrupted([&] { return ::open(name.c_str(), flags, asked); }));
        if (!file.is_open()) return system_error("create", name, errno);
        TemporaryFile temporary(std::move(name), std::move(file));
        // A umask may have cut the owner's own access.
        if (mode == kPrivate && ::fchmod(temporary.file_.get(), kPrivate) == -1)
            return system_error("set the mode of", temporary.name_, errno);
        return temporary;
    }

    TemporaryFile(TemporaryFile&& other) noexcept
        : name_(std::move(other.name_)), file_(std::move(other.file_)) {
        other.name_.clear();
    }
    ~TemporaryFile() {
        if (!name_.empty()) ::unlink(name_.c_str());
    }

    Result<void> fill(ByteView content) {
        DEED_CHECK(detail::write_all(file_.get(), name_, content));
        if (retry_interrupted([&] { return ::fsync(file_.get()); }) == -1)
            return system_error("sync", name_, errno);
        // Some file systems report a failed write only here.
        if (::close(file_.release()) == -1 && errno != EINTR)
            return system_error("close", name_, errno);
        return {};
    }

    Result<void> move_to(const path& destination, Existing existing) {
        if (existing == Existing::refuse) {
            // link(), unlike rename(), fails when the destination exists.
            if (::link(name_.c_str(), destination.c_str()) == -1)
                return system_error("create", destination, errno);
            return {};
        }
        if (::rename(name_.c_str(), destination.c_str()) == -1)
            return system_error("replace", destination, errno);
        name_.clear();
        return {};
    }

private:
    TemporaryFile(path name, Descriptor file) : name_(std::move(name)), file_(std::move(file)) {}
    path name_;
    Descriptor file_;
};

/// A device, pipe or folder must not be replaced by a plain file.
Result<void> refuse_special_file(const path& name) {
    struct stat status {};
    if (::stat(name.c_str(), &status) == -1 || S_ISREG(status.st_mode)) return {};
    return Error(errors::kNotAFile, name.string() + " is not a plain file", name.string());
}

bool is_folder(const path& name) {
    struct stat status {};
    return ::stat(name.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

/// Makes the name of a folder durable that stood already: whoever created it may have died before
/// the sync. One whose folder may not be read is somebody else's affair.
Result<void> settle_name(const path& folder) {
    const path above = folder_of(folder);
    if (folder.empty() || ::access(above.c_str(), R_OK) != 0) return {};
    return sync_directory(above);
}

}  // namespace

Result<void> write_file_durably(const path& name, ByteView content, mode_t mode,
                                Existing existing) {
    DEED_CHECK(refuse_special_file(name));
    const path folder = folder_of(name);
    {
        DEED_TRY(TemporaryFile temporary, TemporaryFile::create(folder, mode));
        DEED_CHECK(temporary.fill(content));
        DEED_CHECK(temporary.move_to(name, existing));
    }
    return sync_directory(folder);
}

Result<void> create_private_directories(const path& name) {
    path current;
    bool creating = false;
    for (const path& part : name) {
        if (part.empty()) continue;  // after a trailing slash
        const path above = current;
        current /= part;
        if (is_folder(current)) continue;
        // Before anything stands below it, so that whoever finds the last of several folders can
        // rely on those above it.
        if (!creating) DEED_CHECK(settle_name(above));
        creating = true;
        const bool created = ::mkdir(current.c_str(), 0700) == 0;
        const int why = errno;
        if (!created && !is_folder(current))
            return system_error(errors::kIoFailed, "create folder", current,
                                why == EEXIST ? ENOTDIR : why);
        DEED_CHECK(sync_directory(folder_of(current)));
    }
    return creating ? Result<void>() : settle_name(current);
}

Result<void> sync_directory(const path& name) {
    const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    const Descriptor folder(retry_interrupted([&] { return ::open(name.c_str(), flags); }));
    if (!folder.is_open()) return system_error("open folder", name, errno);
    // EINVAL: a file system that has no sync of folders (fsync(2)).
    if (retry_interrupted([&] { return ::fsync(folder.get()); }) == -1 && errno != EINVAL)
        return system_error("sync folder", name, errno);
    return {};
}

}  // namespace deed

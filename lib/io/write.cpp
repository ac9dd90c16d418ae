#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>

#include "lib/encoding/text.hpp"
#include "lib/io/pending_file.hpp"
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

Result<PendingFile> PendingFile::create(const path& destination, mode_t mode) {
    DEED_CHECK(refuse_special_file(destination));
    const path folder = folder_of(destination);
    std::array<std::uint8_t, 12> random{};
    if (retry_interrupted([&] { return ::getrandom(random.data(), random.size(), 0); }) !=
        static_cast<ssize_t>(random.size()))
        return system_error(errors::kIoFailed, "name a temporary file in", folder, errno);
    path name = folder / (".deed-" + hex_encode(random) + ".tmp");
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    const mode_t asked = mode == kPrivate ? kPrivate : 0666;
    Descriptor file(retry_interrupted([&] { return ::open(name.c_str(), flags, asked); }));
    if (!file.is_open()) return system_error("create", name, errno);
    PendingFile pending(destination, std::move(name), std::move(file));
    // A umask may have cut the owner's own access.
    if (mode == kPrivate && ::fchmod(pending.file_.get(), kPrivate) == -1)
        return system_error("set the mode of", pending.name_, errno);
    return pending;
}

PendingFile::~PendingFile() { remove(); }

void PendingFile::remove() {
    if (!name_.empty()) ::unlink(name_.c_str());
    name_.clear();
}

Result<void> PendingFile::append(ByteView bytes) {
    return detail::write_all(file_.get(), name_, bytes);
}

Result<void> PendingFile::finish() {
    if (retry_interrupted([&] { return ::fsync(file_.get()); }) == -1)
        return system_error("sync", name_, errno);
    // Some file systems report a failed write only here.
    if (::close(file_.release()) == -1 && errno != EINTR)
        return system_error("close", name_, errno);
    return {};
}

Result<void> PendingFile::commit(Existing existing) {
    DEED_CHECK(finish());
    if (existing == Existing::refuse) {
        // link(), unlike rename(), fails when the destination exists.
        if (::link(name_.c_str(), destination_.c_str()) == -1)
            return system_error("create", destination_, errno);
        remove();
    } else {
        if (::rename(name_.c_str(), destination_.c_str()) == -1)
            return system_error("replace", destination_, errno);
        name_.clear();
    }
    return sync_directory(folder_of(destination_));
}

Result<void> write_file_durably(const path& name, ByteView content, mode_t mode,
                                Existing existing) {
    DEED_TRY(PendingFile file, PendingFile::create(name, mode));
    DEED_CHECK(file.append(content));
    return file.commit(existing);
}

Result<void> move_durably(const path& from, const path& to) {
    struct stat status {};
    if (::lstat(from.c_str(), &status) == -1) return system_error("examine", from, errno);
    if (S_ISDIR(status.st_mode)) {
        // rename() itself refuses to put a folder in the place of one that holds something.
        if (::rename(from.c_str(), to.c_str()) == -1)
            return system_error("create", to,
                                errno == ENOTEMPTY || errno == ENOTDIR ? EEXIST : errno);
    } else {
        if (::link(from.c_str(), to.c_str()) == -1) return system_error("create", to, errno);
        if (::unlink(from.c_str()) == -1) return system_error("remove", from, errno);
    }
    DEED_CHECK(sync_directory(folder_of(to)));
    return sync_directory(folder_of(from));
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

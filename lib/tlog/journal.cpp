#include "lib/tlog/journal.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "lib/io/errors.hpp"
#include "lib/io/system_error.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/journal_format.hpp"

namespace deed::tlog {
namespace {

using deed::detail::retry_interrupted;
using deed::detail::system_error;
using std::filesystem::path;

/// A journal's file, as long as it was when it was opened: a writer may go on meanwhile.
class FileSource final : public detail::JournalSource {
public:
    static Result<FileSource> open(const path& name) {
        const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
        Descriptor file(retry_interrupted([&] { return ::open(name.c_str(), flags); }));
        if (!file.is_open()) return system_error("open", name, errno);
        struct stat status {};
        if (::fstat(file.get(), &status) == -1) return system_error("examine", name, errno);
        if (!S_ISREG(status.st_mode))
            return Error(deed::errors::kNotAFile, name.string() + " is not a plain file",
                         name.string());
        return FileSource(name, std::move(file), static_cast<std::uint64_t>(status.st_size));
    }

    std::uint64_t size() const override { return size_; }

    Result<void> read_at(std::uint64_t offset, std::span<std::uint8_t> out) override {
        while (!out.empty()) {
            const ssize_t count = retry_interrupted([&] {
                return ::pread(file_.get(), out.data(), out.size(), static_cast<off_t>(offset));
            });
            if (count == -1) return system_error(deed::errors::kIoFailed, "read", name_, errno);
            if (count == 0)
                return Error(deed::errors::kIoFailed, name_.string() + " shrank while it was read",
                             name_.string());
            offset += static_cast<std::uint64_t>(count);
            out = out.subspan(static_cast<std::size_t>(count));
        }
        return {};
    }

private:
    FileSource(path name, Descriptor file, std::uint64_t size)
        : name_(std::move(name)), file_(std::move(file)), size_(size) {}
    path name_;
    Descriptor file_;
    std::uint64_t size_;
};

/// Offset of the torn tail, or the file's size if there is none.
Result<std::uint64_t> scan_file(const path& name, const Journal::Visitor& visit) {
    DEED_TRY(FileSource source, FileSource::open(name));
    auto end = detail::scan_journal(source, visit);
    if (!end) return std::move(end).error().at(name.string());
    return end;
}

}  // namespace

Result<Journal> Journal::open(const path& path, const Visitor& visit) {
    DEED_TRY(AppendFile file, AppendFile::open(path, false));
    DEED_TRY(const std::uint64_t end, scan_file(path, visit));
    DEED_ASSERT(end <= file.size());
    const std::uint64_t torn_bytes = file.size() - end;
    if (torn_bytes != 0) DEED_CHECK(file.truncate(end));
    return Journal(std::move(file), torn_bytes);
}

Result<Journal> Journal::create(const path& path) {
    // Whole or not at all, so that no crash leaves half a header.
    DEED_CHECK(write_file_durably(path, as_bytes(detail::kJournalHeader), 0600, Existing::refuse));
    DEED_TRY(AppendFile file, AppendFile::open(path, false));
    return Journal(std::move(file), 0);
}

Result<void> Journal::read(const path& path, const Visitor& visit) {
    DEED_CHECK(scan_file(path, visit));
    return {};
}

Result<void> Journal::append(FrameType type, ByteView payload) {
    if (payload.size() > kMaxFramePayload)
        return Error(errors::kFrameTooLarge,
                     "the payload has " + std::to_string(payload.size()) + " bytes");
    return file_.append(detail::make_frame(file_.size(), type, payload));
}

Result<void> Journal::sync() { return file_.sync(); }

std::uint64_t Journal::size_bytes() const { return file_.size(); }

}  // namespace deed::tlog

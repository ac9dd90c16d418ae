#include "lib/tlog/journal.hpp"

#include <sys/stat.h>

#include <string>

#include "lib/io/errors.hpp"
#include "lib/io/system_error.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/journal_format.hpp"

namespace deed::tlog {
namespace {

using std::filesystem::path;

/// A journal's file, as long as it was when it was opened: a writer may go on meanwhile.
class FileSource final : public detail::JournalSource {
public:
    static Result<FileSource> open(const path& name) {
        DEED_TRY(Descriptor file, open_file(name));
        struct stat status {};
        if (::fstat(file.get(), &status) == -1)
            return deed::detail::system_error("examine", name, errno);
        return FileSource(name, std::move(file), static_cast<std::uint64_t>(status.st_size));
    }

    std::uint64_t size() const override { return size_; }

    Result<void> read_at(std::uint64_t offset, std::span<std::uint8_t> out) override {
        DEED_TRY(const std::size_t count, deed::read_at(file_, name_, offset, out));
        if (count == out.size()) return {};
        return Error(deed::errors::kIoFailed, name_.string() + " shrank while it was read",
                     name_.string());
    }

private:
    FileSource(path name, Descriptor file, std::uint64_t size)
        : name_(std::move(name)), file_(std::move(file)), size_(size) {}
    path name_;
    Descriptor file_;
    std::uint64_t size_;
};

Error changed_meanwhile() {
    return Error(errors::kJournalDamaged, "another program changed the file while it was read");
}

/// The very file that is written to afterwards. Its writer is we, so it must not change.
class WriterSource final : public detail::JournalSource {
public:
    explicit WriterSource(const AppendFile& file) : file_(file) {}

    std::uint64_t size() const override { return file_.size(); }

    Result<void> read_at(std::uint64_t offset, std::span<std::uint8_t> out) override {
        DEED_TRY(const std::size_t count, file_.read_at(offset, out));
        if (count != out.size()) return changed_meanwhile();
        return {};
    }

private:
    const AppendFile& file_;
};

detail::FrameVisitor without_flags(const Journal::Visitor& visit) {
    return [&visit](const detail::FrameView& frame) { return visit(frame.type, frame.payload); };
}

/// What a writer must know of the journal it found.
struct Found {
    std::uint64_t end;     ///< offset of the torn tail, or the file's size if there is none
    std::uint64_t unsure;  ///< whoever wrote what stands before saw it synced
};

Result<Found> scan_to_write(const AppendFile& file, std::uint64_t from,
                            const Journal::Visitor& visit) {
    WriterSource source(file);
    Found found{from, from};
    std::uint64_t offset = from;
    const auto note = [&](const detail::FrameView& frame) -> Result<void> {
        if (frame.after_sync || frame.type == FrameType::head) found.unsure = offset;
        offset += kBeforePayload + frame.payload.size() + kAfterPayload;
        return visit(frame.type, frame.payload);
    };
    DEED_TRY(found.end, detail::scan_journal(source, from, note));
    DEED_TRY(const std::uint64_t size, file.measure());
    if (size != file.size()) return changed_meanwhile();
    return found;
}

}  // namespace

Result<Journal> Journal::open(const path& path, const Visitor& visit, std::uint64_t from) {
    DEED_TRY(AppendFile file, AppendFile::open(path, false));
    const auto found = scan_to_write(file, from, visit);
    if (!found) return Error(found.error()).at(path.string());
    const std::uint64_t torn_bytes = file.size() - found->end;
    if (torn_bytes != 0) DEED_CHECK(file.truncate(found->end));
    // A sync alone would not do: after one that failed, the kernel holds what it did not write for
    // written.
    DEED_CHECK(file.rewrite(found->unsure));
    DEED_CHECK(file.sync());
    return Journal(std::move(file), torn_bytes);
}

Result<Journal> Journal::create(const path& path) {
    // Whole or not at all, so that no crash leaves half a header.
    DEED_CHECK(write_file_durably(path, as_bytes(detail::kJournalHeader), 0600, Existing::refuse));
    DEED_TRY(AppendFile file, AppendFile::open(path, false));
    return Journal(std::move(file), 0);
}

Result<void> Journal::read(const path& path, const Visitor& visit, std::uint64_t from) {
    DEED_TRY(FileSource source, FileSource::open(path));
    if (auto end = detail::scan_journal(source, from, without_flags(visit)); !end)
        return std::move(end).error().at(path.string());
    return {};
}

Result<void> Journal::append(FrameType type, ByteView payload) {
    if (payload.size() > kMaxFramePayload)
        return Error(errors::kFrameTooLarge,
                     "the payload has " + std::to_string(payload.size()) + " bytes");
    if (type == FrameType::head && !all_synced_) DEED_CHECK(sync());
    DEED_CHECK(file_.append(detail::make_frame(file_.size(), type, all_synced_, payload)));
    all_synced_ = false;
    return {};
}

Result<void> Journal::sync() {
    DEED_CHECK(file_.sync());
    all_synced_ = true;
    return {};
}

Result<Frame> Journal::read_frame_at(std::uint64_t offset) const {
    return detail::read_one_frame(offset, [this](std::uint64_t at, std::span<std::uint8_t> out) {
        return file_.read_at(at, out);
    });
}

std::uint64_t Journal::size_bytes() const { return file_.size(); }

Result<JournalReader> JournalReader::open(const path& path) {
    DEED_TRY(Descriptor file, open_file(path));
    return JournalReader(path, std::move(file));
}

Result<Frame> JournalReader::read_frame_at(std::uint64_t offset) const {
    auto frame =
        detail::read_one_frame(offset, [this](std::uint64_t at, std::span<std::uint8_t> out) {
            return deed::read_at(file_, path_, at, out);
        });
    if (!frame) return std::move(frame).error().at(path_.string());
    return frame;
}

}  // namespace deed::tlog

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"
#include "lib/io/file.hpp"

namespace deed::tlog {

/// What a frame of the journal (specs/journal.md) holds (specs/ledger-entries.md).
enum class FrameType : std::uint8_t {
    entry = 1,  ///< one leaf of the log
    body = 2,   ///< data that an entry names by hash
    head = 3    ///< a signed checkpoint over all entries before it
};

/// Bytes that one frame may hold.
inline constexpr std::size_t kMaxFramePayload = std::size_t{64} << 20;

/// Where the first frame begins, and what each frame has around its payload (specs/journal.md).
inline constexpr std::uint64_t kFirstFrame = 16;
inline constexpr std::uint64_t kBeforePayload = 16;
inline constexpr std::uint64_t kAfterPayload = 1;

/// One frame, read for itself.
struct Frame {
    FrameType type;
    Bytes payload;
};

/// The one file that is the truth of a log: append-only frames, each with its own CRC-32C.
class DEED_API Journal {
public:
    /// Frames stand one behind the other: kBeforePayload + payload.size() + kAfterPayload bytes
    /// each.
    using Visitor = std::function<Result<void>(FrameType type, ByteView payload)>;

    /// Opens for writing (the caller holds the ledger's lock), calling `visit` for every frame from
    /// offset `from` on, in order. A torn tail — what a crash left of frames that were never
    /// synced, by the rules of specs/journal.md — is cut off; no head covered it. What remains is
    /// synced, because whoever wrote it may have died before that: on return every frame is
    /// durable. A file that changes while it is read, or anything else that was not written so, is
    /// `journal.damaged`, a header or frame of a later version `journal.newer_format`, any other
    /// header `journal.not_a_journal`. An error of `visit` ends the reading and is returned; the
    /// file then stays as it is.
    ///
    /// No journal can know by itself that whole frames are missing at its end: compare its last
    /// head with HeadGuard. Who gives a `from` other than kFirstFrame (the end of a frame, else
    /// `journal.damaged`; `journal.no_such_frame` beyond the file's end) answers for the frames
    /// before it.
    static Result<Journal> open(const std::filesystem::path& path, const Visitor& visit,
                                std::uint64_t from = kFirstFrame);

    /// Starts an empty journal; `io.exists` if there is a file.
    static Result<Journal> create(const std::filesystem::path& path);

    /// Reads a journal without writing anything; a torn tail is ignored.
    static Result<void> read(const std::filesystem::path& path, const Visitor& visit,
                             std::uint64_t from = kFirstFrame);

    /// Payloads of up to kMaxFramePayload bytes (`journal.frame_too_large`). Not durable before
    /// sync(). A head is a promise that everything before it is durable: what is not yet is synced
    /// first.
    Result<void> append(FrameType type, ByteView payload);
    /// Durable on return. After a failure the journal refuses all further use, and frames since the
    /// last sync() are cut off where the system allows (AppendFile).
    Result<void> sync();
    /// The frame that begins at `offset`. `journal.no_such_frame` if the file ends before it does,
    /// `journal.damaged` if there is something else. Others may append() meanwhile.
    Result<Frame> read_frame_at(std::uint64_t offset) const;
    std::uint64_t size_bytes() const;
    /// How many bytes of a torn tail open() cut off.
    std::uint64_t torn_bytes() const { return torn_bytes_; }

private:
    Journal(AppendFile file, std::uint64_t torn_bytes)
        : file_(std::move(file)), torn_bytes_(torn_bytes) {}
    AppendFile file_;
    std::uint64_t torn_bytes_;
    bool all_synced_ = true;
};

/// A journal that somebody else may be writing, opened for single frames. Safe to share between
/// threads.
class DEED_API JournalReader {
public:
    /// Reads nothing yet. `io.not_found` if the file is absent.
    static Result<JournalReader> open(const std::filesystem::path& path);

    /// As Journal::read_frame_at.
    Result<Frame> read_frame_at(std::uint64_t offset) const;

private:
    JournalReader(std::filesystem::path path, Descriptor file)
        : path_(std::move(path)), file_(std::move(file)) {}
    std::filesystem::path path_;
    Descriptor file_;
};

}  // namespace deed::tlog

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"
#include "lib/io/file.hpp"

namespace deed::tlog {

/// What a frame of the journal holds (specs/ledger-entries.md).
enum class FrameType : std::uint8_t {
    entry = 1,  ///< one leaf of the log
    body = 2,   ///< data that an entry names by hash
    head = 3    ///< a signed checkpoint over all entries before it
};

/// The one file that is the truth of a log: append-only frames, each with its own CRC-32C.
class DEED_API Journal {
public:
    using Visitor = std::function<Result<void>(FrameType type, ByteView payload)>;

    /// Opens for writing (the caller holds the ledger's lock), calling `visit` for every frame in
    /// order. A torn last frame — the write a crash cut short — is cut off; it was never
    /// acknowledged. Damage anywhere before it is `journal.damaged`, a header of a later version
    /// `journal.newer_format`, any other header `journal.not_a_journal`.
    static Result<Journal> open(const std::filesystem::path& path, const Visitor& visit);

    /// Starts an empty journal; `io.exists` if there is a file.
    static Result<Journal> create(const std::filesystem::path& path);

    /// Reads a journal without writing anything; a torn tail is ignored.
    static Result<void> read(const std::filesystem::path& path, const Visitor& visit);

    /// Payloads of up to 64 MiB. Not durable before sync().
    Result<void> append(FrameType type, ByteView payload);
    /// Durable on return. After a failure the journal refuses all further use.
    Result<void> sync();
    std::uint64_t size_bytes() const;

private:
    explicit Journal(AppendFile file) : file_(std::move(file)) {}
    AppendFile file_;
};

}  // namespace deed::tlog

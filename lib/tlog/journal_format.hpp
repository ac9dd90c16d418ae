#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "lib/tlog/journal.hpp"

namespace deed::tlog::detail {

// The bytes of a journal (specs/journal.md), apart from the file they are in. For this room's
// sources and tests.

inline constexpr std::string_view kJournalHeader = "deed journal v1\n";
inline constexpr std::size_t kFrameHeaderSize = kBeforePayload;
inline constexpr std::uint64_t kMinFrameSize = kFrameHeaderSize + kAfterPayload;
/// Never zero, so that a frame whose end was not written is told from one that ends in zeros.
inline constexpr std::uint8_t kFrameEnd = 0xed;
/// A disk writes a sector whole or not at all; what it did not write yet reads as zeros.
inline constexpr std::uint64_t kSectorSize = 512;

/// Flag: everything before the frame was synced before the frame was written.
inline constexpr std::uint8_t kAfterSync = 0x01;

/// A frame header whose CRC is right.
struct FrameHeader {
    std::uint8_t type;
    std::uint8_t flags;
    bool reserved_is_zero;
    std::uint32_t length;
    std::uint32_t payload_crc;

    bool after_sync() const { return (flags & kAfterSync) != 0; }
    /// A head has always stood behind a sync, also before there were flags.
    bool is_mark() const {
        return after_sync() || type == static_cast<std::uint8_t>(FrameType::head);
    }
};

/// Nothing if the bytes are no header of a frame at `offset`.
std::optional<FrameHeader> parse_frame_header(
    std::uint64_t offset, std::span<const std::uint8_t, kFrameHeaderSize> bytes);

/// What no mark lacks, whatever its CRC.
bool may_be_mark(std::span<const std::uint8_t, kFrameHeaderSize> bytes);

/// `journal.newer_format` if this version cannot read the frame, `journal.damaged` if it is larger
/// than any.
Result<void> require_known(std::uint64_t offset, const FrameHeader& header);

/// The frame that holds `payload` at `offset` of the file.
Bytes make_frame(std::uint64_t offset, FrameType type, bool after_sync, ByteView payload);

/// Where a journal's bytes come from.
class JournalSource {
public:
    virtual ~JournalSource() = default;
    virtual std::uint64_t size() const = 0;
    /// Fills `out` from `offset` on; never asked beyond size().
    virtual Result<void> read_at(std::uint64_t offset, std::span<std::uint8_t> out) = 0;
};

/// A journal in memory.
class MemorySource final : public JournalSource {
public:
    explicit MemorySource(ByteView bytes) : bytes_(bytes) {}
    std::uint64_t size() const override { return bytes_.size(); }
    Result<void> read_at(std::uint64_t offset, std::span<std::uint8_t> out) override;

private:
    ByteView bytes_;
};

struct FrameView {
    FrameType type;
    bool after_sync;
    ByteView payload;
};
using FrameVisitor = std::function<Result<void>(const FrameView&)>;

/// Visits every frame from offset `from` on, in order, and gives the offset where the last whole
/// one ends; what follows there is a torn tail. Memory is bounded by the largest frame. Errors as
/// of Journal::open.
DEED_API Result<std::uint64_t> scan_journal(JournalSource& source, std::uint64_t from,
                                            const FrameVisitor& visit);

/// Reads as many bytes from an offset on as there are.
using ReadAt =
    std::function<Result<std::size_t>(std::uint64_t offset, std::span<std::uint8_t> out)>;

/// Errors as of Journal::read_frame_at.
Result<Frame> read_one_frame(std::uint64_t offset, const ReadAt& read_at);

}  // namespace deed::tlog::detail

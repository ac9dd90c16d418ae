#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "lib/tlog/journal.hpp"

namespace deed::tlog::detail {

// The bytes of a journal (specs/journal.md), apart from the file they are in. For this room's
// sources and tests.

inline constexpr std::string_view kJournalHeader = "deed journal v1\n";
inline constexpr std::size_t kFrameHeaderSize = kBeforePayload;
/// Never zero, so that a frame whose end was not written is told from one that ends in zeros.
inline constexpr std::uint8_t kFrameEnd = 0xed;
/// A disk writes a sector whole or not at all; what it did not write yet reads as zeros.
inline constexpr std::uint64_t kSectorSize = 512;

/// The frame that holds `payload` at `offset` of the file.
Bytes make_frame(std::uint64_t offset, FrameType type, ByteView payload);

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

/// Visits every frame in order and gives the offset where the last whole one ends; what follows
/// there is a torn tail. Memory is bounded by the largest frame. Errors as of Journal::open.
DEED_API Result<std::uint64_t> scan_journal(JournalSource& source, const Journal::Visitor& visit);

}  // namespace deed::tlog::detail

#include "lib/tlog/journal_format.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "lib/tlog/crc32c.hpp"
#include "lib/tlog/errors.hpp"

namespace deed::tlog::detail {
namespace {

constexpr std::uint64_t kWindowSize = std::uint64_t{256} << 10;
constexpr std::string_view kJournalFamily = "deed journal v";

/// A frame header's fields before its own CRC: type, three zeros, length, CRC of the payload.
constexpr std::size_t kCheckedHeaderSize = 12;

template <std::size_t kSize>
void put_little_endian(std::span<std::uint8_t, kSize> out, std::uint64_t value) {
    for (std::size_t i = 0; i < kSize; ++i) out[i] = static_cast<std::uint8_t>(value >> (8 * i));
}

std::uint32_t get_u32(ByteView bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value |= std::uint32_t{bytes[i]} << (8 * i);
    return value;
}

/// Covers the offset too, so that a frame counts only in the place it was written to.
std::uint32_t header_crc(std::uint64_t offset, ByteView checked_header) {
    std::array<std::uint8_t, 8> place;
    put_little_endian(std::span(place), offset);
    return crc32c(checked_header, crc32c(place));
}

Error damaged(std::uint64_t offset, const std::string& what) {
    return Error(errors::kJournalDamaged, what + " at offset " + std::to_string(offset));
}

/// A sliding view of the source.
class Window {
public:
    explicit Window(JournalSource& source) : source_(source) {}

    std::uint64_t size() const { return source_.size(); }

    /// Valid until the next call.
    Result<ByteView> view(std::uint64_t offset, std::uint64_t count) {
        DEED_ASSERT(count <= size() && offset <= size() - count);
        if (offset < start_ || offset + count > start_ + buffer_.size())
            DEED_CHECK(fill(offset, std::min(std::max(count, kWindowSize), size() - offset)));
        return ByteView(buffer_).subspan(offset - start_, count);
    }

private:
    Result<void> fill(std::uint64_t offset, std::uint64_t count) {
        buffer_.resize(count);
        start_ = offset;
        return source_.read_at(offset, buffer_);
    }

    JournalSource& source_;
    Bytes buffer_;
    std::uint64_t start_ = 0;
};

struct FrameHeader {
    std::uint8_t type;
    bool reserved_is_zero;
    std::uint32_t length;
    std::uint32_t payload_crc;
};

struct Frame {
    FrameType type;
    ByteView payload;
    std::uint64_t end;
};

Result<void> check_file_header(Window& window) {
    const auto refuse = [] {
        return Error(errors::kNotAJournal, "the file does not start as a journal does");
    };
    if (window.size() < kJournalHeader.size()) return refuse();
    DEED_TRY(const ByteView bytes, window.view(0, kJournalHeader.size()));
    const std::string_view header = as_text(bytes);
    if (header == kJournalHeader) return {};
    if (!header.starts_with(kJournalFamily)) return refuse();
    const char version = header[kJournalFamily.size()];
    if (version < '1' || version > '9') return refuse();
    return Error(errors::kJournalNewerFormat, "the journal's header is not of version 1");
}

/// Where the zeros that end the source begin, looking back no further than `from`.
Result<std::uint64_t> zero_suffix_begin(Window& window, std::uint64_t from) {
    std::uint64_t end = window.size();
    while (end > from) {
        const std::uint64_t count = std::min(end - from, kWindowSize);
        DEED_TRY(const ByteView bytes, window.view(end - count, count));
        const auto last =
            std::find_if(bytes.rbegin(), bytes.rend(), [](std::uint8_t byte) { return byte != 0; });
        if (last != bytes.rend()) return end - static_cast<std::uint64_t>(last - bytes.rbegin());
        end -= count;
    }
    return from;
}

/// Rule H of specs/journal.md: whether a sector inside the last frame, which ends with the file,
/// was never written though later ones were.
bool has_hole(std::uint64_t begin, ByteView frame) {
    const std::uint64_t first = (begin / kSectorSize + 1) * kSectorSize - begin;
    for (std::uint64_t at = first; at + kSectorSize <= frame.size(); at += kSectorSize) {
        const ByteView sector = frame.subspan(at, kSectorSize);
        if (std::all_of(sector.begin(), sector.end(), [](std::uint8_t byte) { return byte == 0; }))
            return true;
    }
    return false;
}

/// Judges a frame [begin, end) whose CRC is wrong. It is torn if sectors that were never written
/// explain that: zeros from its begin or from a sector's begin inside it, up to the end of the
/// file.
Result<std::optional<Frame>> torn_or_damaged(Window& window, std::uint64_t begin, std::uint64_t end,
                                             const std::string& what) {
    DEED_TRY(const std::uint64_t zeros, zero_suffix_begin(window, begin));
    const std::uint64_t first_missing =
        zeros == begin ? begin : (zeros + kSectorSize - 1) / kSectorSize * kSectorSize;
    if (first_missing < std::min(end, window.size())) return std::optional<Frame>();
    return damaged(begin, what);
}

Result<std::optional<FrameHeader>> read_header(Window& window, std::uint64_t offset) {
    DEED_TRY(const ByteView bytes, window.view(offset, kFrameHeaderSize));
    const FrameHeader header{bytes[0], bytes[1] == 0 && bytes[2] == 0 && bytes[3] == 0,
                             get_u32(bytes.subspan(4)), get_u32(bytes.subspan(8))};
    const std::uint32_t stated_crc = get_u32(bytes.subspan(kCheckedHeaderSize));
    // A type of zero is never written, whatever a CRC over zeros may chance to be.
    if (header.type == 0 || header_crc(offset, bytes.first(kCheckedHeaderSize)) != stated_crc)
        return std::optional<FrameHeader>();
    return std::optional(header);
}

/// The frame at `offset`, or nothing if the file's tail is torn there.
Result<std::optional<Frame>> read_frame(Window& window, std::uint64_t offset) {
    const std::uint64_t left = window.size() - offset;
    if (left < kFrameHeaderSize) return std::optional<Frame>();
    DEED_TRY(const std::optional<FrameHeader> header, read_header(window, offset));
    if (!header)
        return torn_or_damaged(window, offset, offset + kFrameHeaderSize, "a bad frame header");
    if (!header->reserved_is_zero || header->type > static_cast<std::uint8_t>(FrameType::head))
        return Error(errors::kJournalNewerFormat,
                     "an unknown kind of frame at offset " + std::to_string(offset));
    if (header->length > kMaxFramePayload) return damaged(offset, "a frame above 64 MiB");

    const std::uint64_t size = kFrameHeaderSize + std::uint64_t{header->length} + 1;
    if (left < size) return std::optional<Frame>();
    DEED_TRY(const ByteView bytes, window.view(offset, size));
    const ByteView payload = bytes.subspan(kFrameHeaderSize, header->length);
    if (bytes.back() != kFrameEnd || crc32c(payload) != header->payload_crc) {
        if (left == size && has_hole(offset, bytes)) return std::optional<Frame>();
        return torn_or_damaged(window, offset, offset + size, "a bad frame");
    }
    return std::optional(Frame{static_cast<FrameType>(header->type), payload, offset + size});
}

}  // namespace

Bytes make_frame(std::uint64_t offset, FrameType type, ByteView payload) {
    DEED_ASSERT(payload.size() <= kMaxFramePayload);
    Bytes frame;
    frame.reserve(kFrameHeaderSize + payload.size() + 1);
    frame.resize(kFrameHeaderSize);
    const std::span<std::uint8_t, kFrameHeaderSize> header(frame.data(), kFrameHeaderSize);
    header[0] = static_cast<std::uint8_t>(type);
    put_little_endian(header.subspan<4, 4>(), payload.size());
    put_little_endian(header.subspan<8, 4>(), crc32c(payload));
    put_little_endian(header.subspan<12, 4>(),
                      header_crc(offset, header.first<kCheckedHeaderSize>()));
    append(frame, payload);
    frame.push_back(kFrameEnd);
    return frame;
}

Result<void> MemorySource::read_at(std::uint64_t offset, std::span<std::uint8_t> out) {
    const ByteView part = bytes_.subspan(offset, out.size());
    std::copy(part.begin(), part.end(), out.begin());
    return {};
}

Result<std::uint64_t> scan_journal(JournalSource& source, const Journal::Visitor& visit) {
    Window window(source);
    DEED_CHECK(check_file_header(window));
    std::uint64_t offset = kJournalHeader.size();
    while (offset < window.size()) {
        DEED_TRY(const std::optional<Frame> frame, read_frame(window, offset));
        if (!frame) break;
        DEED_CHECK(visit(frame->type, frame->payload));
        offset = frame->end;
    }
    return offset;
}

}  // namespace deed::tlog::detail

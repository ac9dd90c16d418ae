#include "lib/tlog/journal_format.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "lib/tlog/crc32c.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/journal_tail.hpp"
#include "lib/tlog/journal_window.hpp"

namespace deed::tlog::detail {
namespace {

constexpr std::string_view kJournalFamily = "deed journal v";

/// A frame header's fields before its own CRC: type, flags, two zeros, length, CRC of the payload.
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

Result<void> check_file_header(JournalWindow& window) {
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

/// The frame's payload and end byte are what its header says.
bool is_whole(const FrameHeader& header, ByteView payload_and_end) {
    return payload_and_end.back() == kFrameEnd &&
           crc32c(payload_and_end.first(header.length)) == header.payload_crc;
}

/// The frame at `offset`, or nothing if the file's tail is torn there.
Result<std::optional<FrameView>> read_frame(JournalWindow& window, std::uint64_t offset) {
    const std::uint64_t left = window.size() - offset;
    if (left < kFrameHeaderSize) return std::optional<FrameView>();
    DEED_TRY(const ByteView header_bytes, window.view(offset, kFrameHeaderSize));
    const auto header = parse_frame_header(offset, header_bytes.first<kFrameHeaderSize>());
    if (!header) {
        DEED_CHECK(require_unsynced(
            window, {offset, offset + kFrameHeaderSize, false, "a bad frame header"}));
        return std::optional<FrameView>();
    }
    DEED_CHECK(require_known(offset, *header));

    const std::uint64_t size = kMinFrameSize + header->length;
    if (left < size) return std::optional<FrameView>();
    DEED_TRY(const ByteView bytes, window.view(offset, size));
    if (!is_whole(*header, bytes.subspan(kFrameHeaderSize))) {
        DEED_CHECK(require_unsynced(window, {offset, offset + size, true, "a bad frame"}));
        return std::optional<FrameView>();
    }
    return std::optional(FrameView{static_cast<FrameType>(header->type), header->after_sync(),
                                   bytes.subspan(kFrameHeaderSize, header->length)});
}

Error no_frame(std::uint64_t offset) {
    return Error(errors::kNoSuchFrame,
                 "the journal has no whole frame at offset " + std::to_string(offset));
}

}  // namespace

std::optional<FrameHeader> parse_frame_header(
    std::uint64_t offset, std::span<const std::uint8_t, kFrameHeaderSize> bytes) {
    const FrameHeader header{bytes[0], bytes[1], bytes[2] == 0 && bytes[3] == 0,
                             get_u32(bytes.subspan(4)), get_u32(bytes.subspan(8))};
    const std::uint32_t stated_crc = get_u32(bytes.subspan(kCheckedHeaderSize));
    // A type of zero is never written, whatever a CRC over zeros may chance to be.
    if (header.type == 0 || header_crc(offset, bytes.first(kCheckedHeaderSize)) != stated_crc)
        return std::nullopt;
    return header;
}

bool may_be_mark(std::span<const std::uint8_t, kFrameHeaderSize> bytes) {
    constexpr auto kHead = static_cast<std::uint8_t>(FrameType::head);
    return bytes[0] != 0 && bytes[0] <= kHead && bytes[2] == 0 && bytes[3] == 0 &&
           ((bytes[1] & kAfterSync) != 0 || bytes[0] == kHead);
}

Result<void> require_known(std::uint64_t offset, const FrameHeader& header) {
    const bool flags_are_known = (header.flags & ~kAfterSync) == 0;
    if (!flags_are_known || !header.reserved_is_zero ||
        header.type > static_cast<std::uint8_t>(FrameType::head))
        return Error(errors::kJournalNewerFormat,
                     "an unknown kind of frame at offset " + std::to_string(offset));
    if (header.length > kMaxFramePayload) return journal_damaged(offset, "a frame above 64 MiB");
    return {};
}

Bytes make_frame(std::uint64_t offset, FrameType type, bool after_sync, ByteView payload) {
    DEED_ASSERT(payload.size() <= kMaxFramePayload);
    Bytes frame;
    frame.reserve(kFrameHeaderSize + payload.size() + 1);
    frame.resize(kFrameHeaderSize);
    const std::span<std::uint8_t, kFrameHeaderSize> header(frame.data(), kFrameHeaderSize);
    header[0] = static_cast<std::uint8_t>(type);
    header[1] = after_sync ? kAfterSync : 0;
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

Result<std::uint64_t> scan_journal(JournalSource& source, std::uint64_t from,
                                   const FrameVisitor& visit) {
    JournalWindow window(source);
    DEED_CHECK(check_file_header(window));
    if (from < kFirstFrame || from > window.size()) return no_frame(from);
    std::uint64_t offset = from;
    while (offset < window.size()) {
        DEED_TRY(const std::optional<FrameView> frame, read_frame(window, offset));
        if (!frame) break;
        DEED_CHECK(visit(*frame));
        offset += kMinFrameSize + frame->payload.size();
    }
    return offset;
}

Result<Frame> read_one_frame(std::uint64_t offset, const ReadAt& read_at) {
    if (offset < kFirstFrame) return no_frame(offset);
    std::array<std::uint8_t, kFrameHeaderSize> header_bytes;
    DEED_TRY(const std::size_t header_size, read_at(offset, header_bytes));
    if (header_size < kFrameHeaderSize) return no_frame(offset);
    const auto header = parse_frame_header(offset, header_bytes);
    if (!header) return journal_damaged(offset, "a bad frame header");
    DEED_CHECK(require_known(offset, *header));

    Bytes payload(header->length + kAfterPayload);
    DEED_TRY(const std::size_t size, read_at(offset + kFrameHeaderSize, payload));
    if (size < payload.size()) return no_frame(offset);
    if (!is_whole(*header, payload)) return journal_damaged(offset, "a bad frame");
    payload.pop_back();
    return Frame{static_cast<FrameType>(header->type), std::move(payload)};
}

}  // namespace deed::tlog::detail

#include "lib/tlog/journal_tail.hpp"

#include <algorithm>

#include "lib/tlog/errors.hpp"

namespace deed::tlog::detail {
namespace {

std::uint64_t next_sector(std::uint64_t offset) { return (offset / kSectorSize + 1) * kSectorSize; }

/// Rule S: whether a sector that the frame needs is all zeros. The first one counts from the
/// frame's begin: what stands before that in it may have been written earlier.
Result<bool> lacks_a_sector(JournalWindow& window, const BadFrame& bad) {
    for (std::uint64_t at = bad.begin; at < bad.end; at = next_sector(at)) {
        const std::uint64_t end = std::min(next_sector(at), window.size());
        DEED_TRY(const ByteView sector, window.view(at, end - at));
        if (std::ranges::all_of(sector, [](std::uint8_t byte) { return byte == 0; })) return true;
    }
    return false;
}

/// Where frames cannot be told apart any more, any offset may be the begin of one. Fields that no
/// mark has are looked at before its CRC, which is the dear part.
Result<bool> search_mark(JournalWindow& window, std::uint64_t at) {
    constexpr std::uint64_t kStep = std::uint64_t{64} << 10;
    while (at + kFrameHeaderSize <= window.size()) {
        const std::uint64_t count = std::min(kStep, window.size() - at);
        DEED_TRY(const ByteView bytes, window.view(at, count));
        const std::uint64_t places = count - kFrameHeaderSize + 1;
        for (std::uint64_t i = 0; i < places; ++i) {
            const auto header = bytes.subspan(i).first<kFrameHeaderSize>();
            if (may_be_mark(header) && parse_frame_header(at + i, header)) return true;
        }
        at += places;
    }
    return false;
}

/// Whether a frame behind the bad one says that everything before it was synced.
Result<bool> has_mark_behind(JournalWindow& window, const BadFrame& bad) {
    if (!bad.header_is_good) return search_mark(window, bad.begin + kMinFrameSize);
    std::uint64_t at = bad.end;
    while (at + kFrameHeaderSize <= window.size()) {
        DEED_TRY(const ByteView bytes, window.view(at, kFrameHeaderSize));
        const auto header = parse_frame_header(at, bytes.first<kFrameHeaderSize>());
        if (!header) return search_mark(window, at);
        DEED_CHECK(require_known(at, *header));
        if (header->is_mark()) return true;
        at += kFrameHeaderSize + std::uint64_t{header->length} + kAfterPayload;
    }
    return false;
}

}  // namespace

Error journal_damaged(std::uint64_t offset, const std::string& what) {
    return Error(errors::kJournalDamaged, what + " at offset " + std::to_string(offset));
}

Result<void> require_unsynced(JournalWindow& window, const BadFrame& bad) {
    DEED_TRY(const bool explained, lacks_a_sector(window, bad));
    if (!explained) return journal_damaged(bad.begin, bad.what);
    DEED_TRY(const bool synced, has_mark_behind(window, bad));
    if (synced) return journal_damaged(bad.begin, std::string(bad.what) + " that was synced");
    return {};
}

}  // namespace deed::tlog::detail

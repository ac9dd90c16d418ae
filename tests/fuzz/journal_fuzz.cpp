// What a journal's frames say, written anew, is the journal up to its torn tail.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "lib/tlog/journal_format.hpp"

namespace {

/// The frame that the scan found at `offset` is the one that stands there.
bool reads_alone(deed::ByteView journal, std::size_t offset,
                 const deed::tlog::detail::FrameView& frame) {
    const auto read_at = [journal](std::uint64_t at,
                                   std::span<std::uint8_t> out) -> deed::Result<std::size_t> {
        const std::size_t count = std::min<std::size_t>(out.size(), journal.size() - at);
        std::copy_n(journal.begin() + static_cast<std::ptrdiff_t>(at), count, out.begin());
        return count;
    };
    const auto alone = deed::tlog::detail::read_one_frame(offset, read_at);
    return alone && alone->type == frame.type && std::ranges::equal(alone->payload, frame.payload);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace format = deed::tlog::detail;
    const deed::ByteView input(data, size);
    format::MemorySource source(input);
    deed::Bytes written = deed::to_bytes(deed::as_bytes(format::kJournalHeader));
    const auto end =
        format::scan_journal(source, deed::tlog::kFirstFrame, [&](const format::FrameView& frame) {
            const deed::Bytes one =
                format::make_frame(written.size(), frame.type, frame.after_sync, frame.payload);
            if (!reads_alone(input, written.size(), frame)) std::abort();
            deed::append(written, one);
            return deed::Result<void>();
        });
    if (!end) return 0;
    if (*end != written.size() || *end > size) std::abort();
    if (!std::equal(written.begin(), written.end(), input.begin())) std::abort();
    return 0;
}

// What a journal's frames say, written anew, is the journal up to its torn tail.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "lib/tlog/journal_format.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace format = deed::tlog::detail;
    const deed::ByteView input(data, size);
    format::MemorySource source(input);
    deed::Bytes written = deed::to_bytes(deed::as_bytes(format::kJournalHeader));
    const auto end = format::scan_journal(
        source, [&written](deed::tlog::FrameType type, deed::ByteView payload) {
            deed::append(written, format::make_frame(written.size(), type, payload));
            return deed::Result<void>();
        });
    if (!end) return 0;
    if (*end != written.size() || *end > size) std::abort();
    if (!std::equal(written.begin(), written.end(), input.begin())) std::abort();
    return 0;
}

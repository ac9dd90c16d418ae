#include <cstdint>
#include <cstdlib>
#include <string>

#include "did/methods/webvh.hpp"

// The files of a did:webvh: a log, and behind a NUL the proofs of its witnesses. What is good of a
// log has DIDs that it answers for, and is good by itself.

using namespace deed;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::size_t nul = text.find('\0');
    const std::string log_text = text.substr(0, nul);
    const Timestamp now = Timestamp::parse_rfc3339("2027-01-01T00:00:00Z").value();
    Call call;
    auto log = did::WebvhLog::verify(as_bytes(log_text), now, call);
    if (!log) return 0;
    std::string good;
    std::size_t start = 0;
    for (std::size_t i = 0; i < log->entries().size(); ++i) {
        const std::size_t end = log_text.find('\n', start);
        good += log_text.substr(start, end - start) + "\n";
        start = end + 1;
    }
    const auto again = did::WebvhLog::verify(as_bytes(good), now, call);
    if (!again || again->fault() || again->entries().size() != log->entries().size()) std::abort();
    if (nul != std::string::npos) {
        const std::string file = text.substr(nul + 1);
        const bool needs = log->needs_witnesses();
        if (!log->check_witnesses(as_bytes(file), call)) return 0;
        if (!needs && log->entries().size() != again->entries().size()) std::abort();
    }
    for (const did::WebvhEntry& entry : log->entries()) {
        const auto found = did::resolve_webvh(*log, entry.did, {.version_id = entry.version_id});
        if (found && found->document.id() != entry.did) std::abort();
        if (found) static_cast<void>(did::to_resolution_result(*found));
    }
    return 0;
}

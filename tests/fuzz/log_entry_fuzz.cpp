#include <cstdlib>

#include "registry-contracts/client/log_entry.hpp"
#include "registry-contracts/client/operation.hpp"

using namespace deed;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    const auto entry = registry::LogEntry::parse(input);
    if (!entry) return 0;
    if (!registry::LogEntry::is_one(input)) std::abort();
    // No entry can be taken for one of the other family.
    if (registry::Entry::parse(input)) std::abort();
    if (entry->encode() != to_bytes(input)) std::abort();
    return 0;
}

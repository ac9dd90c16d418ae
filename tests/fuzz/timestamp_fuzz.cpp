// A date-time that was read is printed in the one canonical form, which reads as the same moment.
#include <cstdint>
#include <cstdlib>

#include "lib/time/timestamp.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using deed::Timestamp;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto strict = Timestamp::parse_rfc3339(text);
    const auto lenient = Timestamp::parse_date_time(text, true);
    if (strict && (!lenient || *lenient != *strict)) std::abort();
    if (!lenient) return 0;

    const std::string printed = lenient->to_string();
    const auto again = Timestamp::parse_rfc3339(printed);
    if (!again || *again != *lenient || again->to_string() != printed) std::abort();
    if (lenient->floor_seconds() > *lenient) std::abort();
    return 0;
}

// A date-time that was read is printed in the one canonical form, which both parsers read as the
// same moment. Neither parser reads all that the other does.
#include <cstdint>
#include <cstdlib>

#include "lib/time/timestamp.hpp"

namespace {

using deed::Timestamp;

void expect_round_trip(const Timestamp& time) {
    const std::string printed = time.to_string();
    const auto again = Timestamp::parse_rfc3339(printed);
    const auto again_in_xml = Timestamp::parse_date_time(printed, false);
    if (!again || *again != time || again->to_string() != printed) std::abort();
    if (!again_in_xml || *again_in_xml != time) std::abort();
    if (time.floor_seconds() > time) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto rfc3339 = Timestamp::parse_rfc3339(text);
    const auto xml_schema = Timestamp::parse_date_time(text, false);
    const auto lenient = Timestamp::parse_date_time(text, true);
    if (rfc3339 && xml_schema && *rfc3339 != *xml_schema) std::abort();
    if (xml_schema && (!lenient || *lenient != *xml_schema)) std::abort();
    if (rfc3339) expect_round_trip(*rfc3339);
    if (lenient) expect_round_trip(*lenient);
    return 0;
}

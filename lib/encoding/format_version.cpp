#include "lib/encoding/format_version.hpp"

#include <algorithm>

namespace deed {
namespace {

constexpr std::size_t kMaxDigits = 9;

}  // namespace

bool is_later_format(std::string_view format, std::string_view current) {
    const std::size_t version = current.find_last_not_of("0123456789") + 1;
    if (!format.starts_with(current.substr(0, version))) return false;
    const std::string_view digits = format.substr(version);
    const std::string_view known = current.substr(version);
    const bool number = !digits.empty() && digits.size() <= kMaxDigits && digits.front() != '0' &&
                        std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    // Without leading zeros, more digits are a larger number.
    return number && (digits.size() > known.size() ||
                      (digits.size() == known.size() && digits > known));
}

}  // namespace deed

#include "lib/time/timestamp.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "lib/time/errors.hpp"

namespace deed {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kMillisecondsPerSecond = 1000;
constexpr std::int64_t kSecondsPerDay = 86'400;

constexpr std::int64_t seconds_at(sys_days day) {
    return std::int64_t{day.time_since_epoch().count()} * kSecondsPerDay;
}

constexpr std::int64_t kMinSeconds = seconds_at(std::chrono::year{1} / std::chrono::January / 1);
constexpr std::int64_t kMaxSeconds =
    seconds_at(std::chrono::year{9999} / std::chrono::December / 31) + kSecondsPerDay - 1;
constexpr std::int64_t kMinMilliseconds = kMinSeconds * kMillisecondsPerSecond;
constexpr std::int64_t kMaxMilliseconds =
    kMaxSeconds * kMillisecondsPerSecond + kMillisecondsPerSecond - 1;

/// Quotient rounded down, also before 1970.
std::int64_t floor_div(std::int64_t value, std::int64_t divisor) {
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

Error malformed(std::string message) { return Error(errors::kTimeMalformed, std::move(message)); }

/// What the two forms of a date-time do not share.
struct Form {
    std::string_view separators;  ///< between date and time
    std::string_view utc_letters;
    int max_offset_minutes;
    bool has_leap_seconds;
    bool has_end_of_day;  ///< 24:00:00 is the first moment of the next day
};
constexpr Form kRfc3339{"Tt", "Zz", 23 * 60 + 59, true, false};
// XML Schema 1.1 part 2, section 3.3.7.
constexpr Form kXmlSchema{"T", "Z", 14 * 60, false, true};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes the parts of a date-time off the front of a text.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    bool empty() const { return rest_.empty(); }

    /// The one of `choices` that comes next, taken; 0 if none of them does.
    char take_any(std::string_view choices) {
        if (rest_.empty() || choices.find(rest_.front()) == std::string_view::npos) return '\0';
        const char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }

    /// Exactly `count` digits.
    std::optional<int> take_number(std::size_t count) {
        if (rest_.size() < count) return std::nullopt;
        int number = 0;
        for (const char c : rest_.substr(0, count)) {
            if (!is_digit(c)) return std::nullopt;
            number = number * 10 + (c - '0');
        }
        rest_.remove_prefix(count);
        return number;
    }

    /// All digits that come next.
    std::string_view take_digits() {
        const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_digit);
        const auto digits = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
        rest_.remove_prefix(digits.size());
        return digits;
    }

private:
    std::string_view rest_;
};

Result<sys_days> take_date(Scanner& text) {
    const auto year = text.take_number(4);
    const bool first_dash = text.take_any("-") != '\0';
    const auto month = text.take_number(2);
    const bool second_dash = text.take_any("-") != '\0';
    const auto day = text.take_number(2);
    if (!year || !first_dash || !month || !second_dash || !day)
        return malformed("the date is not of the form YYYY-MM-DD");

    const year_month_day date{std::chrono::year{*year},
                              std::chrono::month{static_cast<unsigned>(*month)},
                              std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *year == 0) return malformed("no calendar has that date");
    return sys_days(date);
}

/// A fraction's digits as whole milliseconds, the rest cut off.
int milliseconds_of(std::string_view digits) {
    int milliseconds = 0;
    for (std::size_t i = 0; i < 3; ++i)
        milliseconds = milliseconds * 10 + (i < digits.size() ? digits[i] - '0' : 0);
    return milliseconds;
}

struct TimeOfDay {
    std::int64_t seconds;  ///< since midnight; second 60 counts on into the next minute
    int milliseconds;
    bool leap_second;
};

Result<TimeOfDay> take_time_of_day(Scanner& text, const Form& form) {
    const auto hour = text.take_number(2);
    const bool first_colon = text.take_any(":") != '\0';
    const auto minute = text.take_number(2);
    const bool second_colon = text.take_any(":") != '\0';
    const auto second = text.take_number(2);
    if (!hour || !first_colon || !minute || !second_colon || !second)
        return malformed("the time is not of the form HH:MM:SS");

    const bool has_fraction = text.take_any(".") != '\0';
    const std::string_view fraction = has_fraction ? text.take_digits() : std::string_view();
    if (has_fraction && fraction.empty()) return malformed("no digits follow the decimal point");

    const bool is_end_of_day = form.has_end_of_day && *hour == 24 && *minute == 0 && *second == 0 &&
                               fraction.find_first_not_of('0') == std::string_view::npos;
    const int last_second = form.has_leap_seconds ? 60 : 59;
    if (!is_end_of_day && (*hour > 23 || *minute > 59 || *second > last_second))
        return malformed("no clock shows that time");
    return TimeOfDay{(*hour * 60 + *minute) * 60 + *second, milliseconds_of(fraction),
                     *second == 60};
}

/// Seconds east of UTC.
Result<std::int64_t> take_offset(Scanner& text, const Form& form) {
    if (text.take_any(form.utc_letters) != '\0') return 0;
    const char sign = text.take_any("+-");
    if (sign == '\0') return malformed("the offset from UTC is missing: Z, +HH:MM or -HH:MM");
    const auto hours = text.take_number(2);
    const bool colon = text.take_any(":") != '\0';
    const auto minutes = text.take_number(2);
    if (!hours || !colon || !minutes || *minutes > 59)
        return malformed("the offset from UTC is not of the form +HH:MM or -HH:MM");
    const int offset = *hours * 60 + *minutes;
    if (offset > form.max_offset_minutes) return malformed("no place is that far from UTC");
    return std::int64_t{sign == '-' ? -offset : offset} * 60;
}

/// RFC 3339 section 5.7: a leap second ends the last minute, in UTC, of a month.
bool may_follow_leap_second(std::int64_t seconds) {
    const std::int64_t day = floor_div(seconds, kSecondsPerDay);
    if (seconds != day * kSecondsPerDay) return false;
    return year_month_day(sys_days(days(day))).day() == std::chrono::day{1};
}

/// Milliseconds since 1970, which may lie outside the range of years.
Result<std::int64_t> read(std::string_view text, const Form& form, bool allow_missing_offset) {
    Scanner scanner(text);
    DEED_TRY(const sys_days day, take_date(scanner));
    if (scanner.take_any(form.separators) == '\0')
        return malformed("no T stands between date and time");
    DEED_TRY(const TimeOfDay time, take_time_of_day(scanner, form));
    std::int64_t offset = 0;
    if (!allow_missing_offset || !scanner.empty()) {
        DEED_TRY(offset, take_offset(scanner, form));
    }
    if (!scanner.empty()) return malformed("something follows the date-time");

    const std::int64_t seconds = seconds_at(day) + time.seconds - offset;
    if (time.leap_second && !may_follow_leap_second(seconds))
        return malformed("second 60 stands only at the end of a month in UTC");
    return seconds * kMillisecondsPerSecond + time.milliseconds;
}

void append_number(std::string& out, std::int64_t value, std::size_t width) {
    const std::string digits = std::to_string(value);
    out.append(width - std::min(width, digits.size()), '0').append(digits);
}

}  // namespace

Result<Timestamp> Timestamp::from_unix_milliseconds(std::int64_t milliseconds) {
    if (milliseconds < kMinMilliseconds || milliseconds > kMaxMilliseconds)
        return malformed("the moment lies outside the years 0001 to 9999");
    return Timestamp(milliseconds);
}

Result<Timestamp> Timestamp::from_unix_seconds(std::int64_t seconds) {
    if (seconds < kMinSeconds || seconds > kMaxSeconds)
        return malformed("the moment lies outside the years 0001 to 9999");
    return Timestamp(seconds * kMillisecondsPerSecond);
}

Result<Timestamp> Timestamp::parse_rfc3339(std::string_view text) {
    DEED_TRY(const std::int64_t milliseconds, read(text, kRfc3339, false));
    return from_unix_milliseconds(milliseconds);
}

Result<Timestamp> Timestamp::parse_date_time(std::string_view text, bool allow_missing_offset) {
    DEED_TRY(const std::int64_t milliseconds, read(text, kXmlSchema, allow_missing_offset));
    return from_unix_milliseconds(milliseconds);
}

std::string Timestamp::to_string() const {
    const std::int64_t seconds = floor_div(milliseconds_, kMillisecondsPerSecond);
    const std::int64_t day = floor_div(seconds, kSecondsPerDay);
    const std::int64_t second_of_day = seconds - day * kSecondsPerDay;
    const std::int64_t fraction = milliseconds_ - seconds * kMillisecondsPerSecond;
    const year_month_day date{sys_days(days(day))};

    std::string out;
    append_number(out, int{date.year()}, 4);
    out += '-';
    append_number(out, unsigned{date.month()}, 2);
    out += '-';
    append_number(out, unsigned{date.day()}, 2);
    out += 'T';
    append_number(out, second_of_day / 3600, 2);
    out += ':';
    append_number(out, second_of_day / 60 % 60, 2);
    out += ':';
    append_number(out, second_of_day % 60, 2);
    if (fraction != 0) {
        out += '.';
        append_number(out, fraction, 3);
    }
    return out + 'Z';
}

Timestamp Timestamp::floor_seconds() const {
    return Timestamp(floor_div(milliseconds_, kMillisecondsPerSecond) * kMillisecondsPerSecond);
}

Timestamp Timestamp::plus_seconds(std::int64_t seconds) const {
    // Wider than the range of years, and narrow enough that the sum cannot overflow.
    constexpr std::int64_t kSpan = kMaxSeconds - kMinSeconds + 1;
    const std::int64_t sum =
        milliseconds_ + std::clamp(seconds, -kSpan, kSpan) * kMillisecondsPerSecond;
    return Timestamp(std::clamp(sum, kMinMilliseconds, kMaxMilliseconds));
}

Timestamp SystemClock::now() const {
    const auto since_epoch = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    const std::int64_t milliseconds = since_epoch.count();
    return *Timestamp::from_unix_milliseconds(
        std::clamp(milliseconds, kMinMilliseconds, kMaxMilliseconds));
}

}  // namespace deed

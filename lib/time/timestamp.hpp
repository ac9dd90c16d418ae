#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "lib/error/result.hpp"

namespace deed {

/// A moment in UTC, in whole milliseconds since 1970-01-01T00:00:00Z; years 0001 to 9999.
class DEED_API Timestamp {
public:
    static Result<Timestamp> from_unix_milliseconds(std::int64_t milliseconds);
    static Result<Timestamp> from_unix_seconds(std::int64_t seconds);

    /// An RFC 3339 date-time: upper- or lower-case T and Z or a numeric offset, real calendar dates
    /// only, second 60 read as the following second. Fractions beyond milliseconds are cut off.
    /// `time.malformed` otherwise.
    static Result<Timestamp> parse_rfc3339(std::string_view text);

    /// A dateTimeStamp of XML Schema 1.1 with a year of four digits: capital T and Z, offsets up to
    /// 14:00, no second 60, real calendar dates only; 24:00:00 is the next day's first moment. A
    /// missing offset is read as UTC when `allow_missing_offset`. Fractions beyond milliseconds are
    /// cut off. `time.malformed` otherwise.
    static Result<Timestamp> parse_date_time(std::string_view text, bool allow_missing_offset);

    std::int64_t unix_milliseconds() const { return milliseconds_; }

    /// "2026-11-22T02:40:35Z"; a fraction of three digits only when it is not zero.
    std::string to_string() const;

    /// The moment cut to whole seconds.
    Timestamp floor_seconds() const;
    /// This moment and `seconds` more, held within the range of years.
    Timestamp plus_seconds(std::int64_t seconds) const;

    friend auto operator<=>(const Timestamp&, const Timestamp&) = default;

private:
    explicit Timestamp(std::int64_t milliseconds) : milliseconds_(milliseconds) {}
    std::int64_t milliseconds_;
};

/// Where "now" comes from. Logic never reads a clock by itself.
class DEED_API Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

/// The computer's clock.
class DEED_API SystemClock final : public Clock {
public:
    Timestamp now() const override;
};

/// A clock that stands still until it is set; for tests and for judging as of a given moment.
class DEED_API FixedClock final : public Clock {
public:
    explicit FixedClock(Timestamp now) : now_(now) {}
    Timestamp now() const override { return now_; }
    void set(Timestamp now) { now_ = now; }

private:
    Timestamp now_;
};

}  // namespace deed

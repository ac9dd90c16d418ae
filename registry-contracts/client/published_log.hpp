#pragma once

#include <string>
#include <string_view>

#include "lib/time/timestamp.hpp"
#include "lib/tlog/head_guard.hpp"

namespace deed::registry {

// What an exported log has beside the files of C2SP tlog-tiles (specs/log-export.md).

/// The log's first verifier key, which its network names.
inline constexpr std::string_view kVerifierKeyPath = "verifier-key";
/// A signed HeadTime.
inline constexpr std::string_view kHeadTimePath = "head-time";

/// "data/<name>": data beside the log.
DEED_API std::string data_path(const tlog::Hash& name);

/// What the operator states, as the body of a note by the key that signs the head: at `time` the
/// log held no more than this head.
struct DEED_API HeadTime {
    std::string origin;
    tlog::GuardedHead head;
    Timestamp time;

    /// `head_time.malformed` for any other bytes than to_body() writes.
    static Result<HeadTime> parse(std::string_view body);
    std::string to_body() const;

    friend bool operator==(const HeadTime&, const HeadTime&) = default;
};

}  // namespace deed::registry

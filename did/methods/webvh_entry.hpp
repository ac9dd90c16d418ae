#pragma once

// The room's own: one line of a did:webvh's log. Not for other rooms.

#include <string>
#include <string_view>
#include <vector>

#include "lib/json/document.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::did::detail {

inline constexpr std::string_view kScidPlaceholder = "{SCID}";

/// The text with `to` for each `from`, which is not empty.
std::string replaced(std::string_view text, std::string_view from, std::string_view to);

/// base58btc(multihash(SHA-256(text))), 46 characters.
std::string sha256_multihash(std::string_view text);
bool is_sha256_multihash(std::string_view text);

/// The members of an entry, of the right types.
struct EntryMembers {
    std::string version_id;
    Timestamp version_time;
    json::Value parameters;
    json::Value state;
    std::vector<json::Value> proofs;  ///< one at least
};
/// `did_webvh.malformed_log`, `did_webvh.version_time`, `did_webvh.proof` where there is none.
Result<EntryMembers> read_members(json::Value entry);

/// A time in UTC, that is with Z or +00:00; `did_webvh.version_time`.
Result<Timestamp> read_version_time(std::string_view text);

/// The hash of an entry without its proofs, and with this version id: that of the entry before, or
/// the SCID ("Entry Hash Generation and Verification").
std::string entry_hash(json::Value entry, std::string_view previous_version_id);

/// The SCID that a first entry gives, in which it stands as `scid` ("Verify SCID").
Result<std::string> scid_of(json::Value first_entry, std::string_view scid);

}  // namespace deed::did::detail

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/error/call.hpp"
#include "lib/error/error.hpp"
#include "lib/error/result.hpp"
#include "lib/json/document.hpp"
#include "lib/time/timestamp.hpp"

// Whether a credential was revoked or suspended, by the bits of a status list in a registry
// (specs/credential-profile.md section 6, "Status").

namespace deed::credentials {

/// The type of an entry of credentialStatus that names such a bit.
inline constexpr std::string_view kStatusEntryType = "DeedStatusRegistryEntry";
/// The most entries of one credential that are looked up.
inline constexpr std::size_t kMaxStatusEntries = 16;

enum class StatusPurpose : unsigned char { revocation, suspension };
/// "revocation", "suspension".
DEED_API std::string_view to_string(StatusPurpose purpose);

/// {"type": "DeedStatusRegistryEntry", "statusPurpose", "statusRegistry": a network,
/// "statusListId": 0x and 64 lower-case digits, "statusListIndex": decimal digits as a string}.
struct DEED_API StatusEntry {
    StatusPurpose purpose = StatusPurpose::revocation;
    std::string registry;
    std::array<std::uint8_t, 32> list{};
    std::uint64_t index = 0;

    /// `status.entry_malformed`, at a place within `entry`.
    static Result<StatusEntry> parse(json::Value entry);
    json::Document to_json() const;

    friend bool operator==(const StatusEntry&, const StatusEntry&) = default;
};

/// Whether an entry of credentialStatus is of kStatusEntryType.
DEED_API bool is_status_entry(json::Value entry);

/// What a registry says of one bit.
struct StatusAnswer {
    bool is_set = false;
    bool is_permanent = false;  ///< a list whose bits stay set: for revocation
    std::string publisher;      ///< whose list it is: a DID
    bool is_of_issuer = false;  ///< `publisher` is the DID that was asked about
    /// As of when, by the copy or node that answered; nothing: the registry itself did.
    std::optional<Timestamp> as_of = std::nullopt;
    std::string source = {};  ///< who answered, in words for reports; set with `as_of`
};

/// Where the bits of status lists are looked up. Thread-safe.
class DEED_API StatusSource {
public:
    virtual ~StatusSource() = default;
    /// As of now, or of a past moment by the registry's time; `issuer` is the credential's, as it
    /// names it. `status.registry_unknown`, `status.list_unknown`, `status.stale` where a copy does
    /// not reach that moment; any other error says why the registry could not be asked.
    virtual Result<StatusAnswer> look_up(const StatusEntry& entry, std::string_view issuer,
                                         const std::optional<Timestamp>& at, Call& call) = 0;
};

}  // namespace deed::credentials

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/error/result.hpp"

namespace deed::did {

/// The place on the web that a did:web or did:webvh names: "example.com%3A3000:dids:issuer".
struct WebLocation {
    std::string host;  ///< as in the DNS: A-labels, lower case
    std::optional<std::uint16_t> port;
    std::vector<std::string> path;  ///< segments, percent-encoded as in a URL

    /// "https://example.com:3000/dids/issuer/" with the file behind it; without path, and for the
    /// DID's own file, "https://example.com/.well-known/" and the file.
    std::string well_known_url(std::string_view file) const;
    /// The same without ".well-known": below which the method's other resources are.
    std::string base_url() const;

    friend bool operator==(const WebLocation&, const WebLocation&) = default;
};

/// What names of hosts are allowed.
enum class HostNames : std::uint8_t {
    any,       ///< did:web: "localhost" too
    qualified  ///< did:webvh: with a dot
};

/// Reads the part of the identifier that names the place (did:web, "Read"; did:webvh 1.0, "The DID
/// to HTTPS Transformation"). Each part is percent-decoded once. `did.malformed` for an IP address
/// in any spelling, a name that is none, a bad port, and a segment that is empty, "." or "..", or
/// has a slash, backslash or NUL in it, or white space at an end; `net.no_idna`.
DEED_API Result<WebLocation> read_web_location(std::string_view text, HostNames names);

/// The inverse, from what people type: "example.com:3000/dids/issuer", with or without "https://",
/// gives "example.com%3A3000:dids:issuer". `did.malformed`.
DEED_API Result<std::string> web_location_of(std::string_view typed, HostNames names);

}  // namespace deed::did

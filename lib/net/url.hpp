#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/error/result.hpp"

namespace deed::net {

/// An absolute http or https URL (RFC 3986), of the narrow kind that all parsers read alike, so
/// that what was checked is what is opened: lower-case scheme, no user information, a host of
/// letters, digits and hyphens or a whole IP address (127.1 and 0x7f000001 are refused), a port
/// without leading zeros, no dot segments, and only characters that RFC 3986 allows in their
/// places.
class DEED_API Url {
public:
    enum class Scheme : std::uint8_t { http, https, ws, wss };

    static constexpr std::size_t kMaxSize = 8192;

    /// http and https alone; `net.bad_url`.
    static Result<Url> parse(std::string_view text);
    /// ws and wss (RFC 6455 section 3) alone, without a fragment; `net.bad_url`.
    static Result<Url> parse_web_socket(std::string_view text);

    Scheme scheme() const { return scheme_; }
    /// In lower case; IPv6 addresses without brackets.
    const std::string& host() const { return host_; }
    /// Whether the host is an address, not a name.
    bool host_is_address() const { return host_is_address_; }
    /// As written, or the scheme's own.
    std::uint16_t port() const { return port_; }
    /// As written, percent-encodings and all; empty or starting with '/'.
    const std::string& path() const { return path_; }
    /// Without '?' and '#'; nothing where these are absent.
    const std::optional<std::string>& query() const { return query_; }
    const std::optional<std::string>& fragment() const { return fragment_; }

    /// The text that was parsed.
    const std::string& to_string() const { return text_; }
    /// "https://host:port", host as written, the port only if it was.
    std::string_view origin() const { return std::string_view(text_).substr(0, origin_size_); }

    /// The URL of a WebSocket's handshake: with http for ws, and https for wss.
    Url as_http() const;

    friend bool operator==(const Url& a, const Url& b) { return a.text_ == b.text_; }

private:
    Url() = default;
    void rename_scheme(std::string_view to, Scheme scheme);

    std::string text_;
    std::size_t origin_size_ = 0;
    Scheme scheme_ = Scheme::https;
    std::string host_;
    bool host_is_address_ = false;
    std::uint16_t port_ = 0;
    std::string path_;
    std::optional<std::string> query_;
    std::optional<std::string> fragment_;
};

/// Decodes %XX (RFC 3986 section 2.1), in either case. `net.bad_url` for an incomplete triplet,
/// and for %00.
DEED_API Result<std::string> percent_decode(std::string_view text);
/// Encodes all but unreserved characters (RFC 3986 section 2.3) and those of `also_kept`.
DEED_API std::string percent_encode(std::string_view text, std::string_view also_kept = {});

}  // namespace deed::net

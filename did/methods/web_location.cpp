#include "did/methods/web_location.hpp"

#include <algorithm>
#include <charconv>

#include "did/errors.hpp"
#include "did/grammar.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/net/errors.hpp"
#include "lib/net/idna.hpp"
#include "lib/net/url.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kHttps = "https://";
// What RFC 3986 allows in a segment beside unreserved characters.
constexpr std::string_view kSegmentMarks = "!$&'()*+,;=:@";
constexpr std::size_t kMaxSegments = 64;
constexpr std::string_view kSpace = " \t\r\n\v\f";

Error malformed(std::string message) { return Error(errors::kMalformed, std::move(message)); }

Result<std::string> decode(std::string_view text) {
    auto decoded = net::percent_decode(text);
    if (!decoded) return malformed("a '%' encodes nothing, or a NUL");
    if (decoded->find('\0') != std::string::npos) return malformed("there is a NUL in it");
    if (!is_utf8(as_bytes(*decoded))) return malformed("what is percent-encoded is not UTF-8");
    return decoded;
}

Result<std::uint16_t> read_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port == 0 || text.size() > 5)
        return malformed("the port is not between 1 and 65535");
    return port;
}

/// The name, checked as the client will read it, so that what was checked is what is opened.
Result<std::string> read_host(std::string_view name, HostNames names) {
    auto host = net::ascii_host(name);
    if (!host) {
        if (host.error().code() == net::errors::kNoIdna) return host;
        return malformed(host.error().message());
    }
    if (host->ends_with('.')) host->pop_back();
    const auto url = net::Url::parse(std::string(kHttps) + *host + "/");
    if (!url || url->host() != *host) return malformed("the name of the host is none");
    if (url->host_is_address()) return malformed("an IP address is no name of a host");
    if (names == HostNames::qualified && host->find('.') == std::string::npos)
        return malformed("the name of the host is not fully qualified");
    return host;
}

Result<void> read_domain(WebLocation& location, std::string_view text, HostNames names) {
    DEED_TRY(const std::string decoded, decode(text));
    const std::size_t colon = decoded.find(':');
    DEED_TRY(location.host, read_host(decoded.substr(0, colon), names));
    if (colon == std::string::npos) return {};
    DEED_TRY(location.port, read_port(std::string_view(decoded).substr(colon + 1)));
    return {};
}

Result<std::string> read_segment(std::string_view text) {
    DEED_TRY(const std::string decoded, decode(text));
    if (decoded.empty() || decoded == "." || decoded == "..")
        return malformed("a segment of the path is empty or made of dots");
    if (decoded.find_first_of("/\\") != std::string::npos)
        return malformed("a segment of the path has a slash in it");
    if (kSpace.find(decoded.front()) != std::string_view::npos ||
        kSpace.find(decoded.back()) != std::string_view::npos)
        return malformed("a segment of the path begins or ends with white space");
    return net::percent_encode(decoded, kSegmentMarks);
}

std::string origin_of(const WebLocation& location) {
    const std::string port = location.port ? ":" + std::to_string(*location.port) : "";
    return std::string(kHttps) + location.host + port + "/";
}

}  // namespace

std::string WebLocation::base_url() const {
    std::string url = origin_of(*this);
    for (const std::string& segment : path) url += segment + "/";
    return url;
}

std::string WebLocation::well_known_url(std::string_view file) const {
    return base_url() + (path.empty() ? ".well-known/" : "") + std::string(file);
}

Result<WebLocation> read_web_location(std::string_view text, HostNames names) {
    WebLocation location;
    std::size_t end = text.find(':');
    DEED_CHECK(read_domain(location, text.substr(0, end), names));
    while (end != std::string_view::npos) {
        text.remove_prefix(end + 1);
        end = text.find(':');
        if (location.path.size() == kMaxSegments) return malformed("the path is too long");
        DEED_TRY(std::string segment, read_segment(text.substr(0, end)));
        location.path.push_back(std::move(segment));
    }
    return location;
}

Result<std::string> web_location_of(std::string_view typed, HostNames names) {
    if (typed.starts_with(kHttps)) typed.remove_prefix(kHttps.size());
    while (typed.ends_with('/')) typed.remove_suffix(1);
    const std::size_t slash = typed.find('/');
    const std::string_view authority = typed.substr(0, slash);
    const std::size_t colon = authority.find(':');
    // In a DID all but idchar stands percent-encoded (DID Core 1.0 section 3.1).
    std::string text = net::percent_encode(authority.substr(0, colon));
    if (colon != std::string_view::npos) text += "%3A" + std::string(authority.substr(colon + 1));
    std::string_view rest = slash == std::string_view::npos ? "" : typed.substr(slash);
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const std::size_t end = std::min(rest.find('/'), rest.size());
        text += ":" + net::percent_encode(rest.substr(0, end));
        rest.remove_prefix(end);
    }
    // Unreserved in a URL, but no idchar.
    for (std::size_t at = 0; (at = text.find('~', at)) != std::string::npos;)
        text.replace(at, 1, "%7E");
    DEED_CHECK(read_web_location(text, names));
    return text;
}

}  // namespace deed::did

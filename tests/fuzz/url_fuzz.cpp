// A URL that was read is printed as it was, is made of the parts that it names, and would be read
// the same again; percent-encoding is undone by decoding.
#include <cstdint>
#include <cstdlib>

#include "lib/net/url.hpp"

using deed::net::Url;

namespace {

/// A WebSocket's URL is printed as it was, and leads where the one of its handshake leads.
void check_web_socket(std::string_view text) {
    const auto url = Url::parse_web_socket(text);
    if (!url) return;
    if (url->to_string() != text || !text.starts_with(url->origin())) std::abort();
    const auto http = Url::parse(url->as_http().to_string());
    if (!http || *http != url->as_http() || http->origin() != url->as_http().origin()) std::abort();
    if (http->host() != url->host() || http->port() != url->port()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto encoded = deed::net::percent_encode(text, "/");
    const auto decoded = deed::net::percent_decode(encoded);
    if (decoded.has_value() != (text.find('\0') == text.npos)) std::abort();
    if (decoded && *decoded != text) std::abort();

    check_web_socket(text);
    const auto url = Url::parse(text);
    if (!url) return 0;
    if (url->to_string() != text) std::abort();
    std::string parts = std::string(url->origin()) + url->path();
    if (url->query()) parts += "?" + *url->query();
    if (url->fragment()) parts += "#" + *url->fragment();
    if (parts != text || url->host().empty() || url->port() == 0) std::abort();
    // Behind the same origin, another path does not change where it leads.
    const auto other = Url::parse(std::string(url->origin()) + "/v1/keys");
    if (!other || other->host() != url->host() || other->port() != url->port()) std::abort();
    return 0;
}

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/error/result.hpp"
#include "lib/net/http_client.hpp"

// The server's side of HTTP/1.1 (RFC 9112), strictly: what two parsers could read differently is
// refused, so that nothing can be smuggled past a proxy in front.

namespace deed::net {

inline constexpr std::size_t kMaxRequestHead = std::size_t{16} << 10;
inline constexpr std::size_t kMaxRequestHeaders = 64;

/// The head of a request.
struct RequestHead {
    std::string method;  ///< a token, as "GET"
    std::string target;  ///< origin form: a path and perhaps a query, as Url allows them
    std::vector<HttpHeader> headers;  ///< names in lower case, values without space around
    std::size_t content_length = 0;
    bool keep_alive = true;
    bool expects_continue = false;
    bool is_chunked = false;  ///< and has no content_length
    bool is_old = false;      ///< of HTTP/1.0, whose connections end with the answer

    std::optional<std::string_view> header(std::string_view name) const;
    /// A head that parses to the same.
    std::string to_string() const;
};

struct ParsedHead {
    RequestHead head;
    std::size_t size;  ///< of the head, with its empty line
};

/// Which requests a server reads: those of HTTP/1.1 without transfer codings, or also chunked ones
/// and those of HTTP/1.0, which proxies and their health checks still send.
enum class RequestForms : std::uint8_t { plain, all };

/// The head at the start of `bytes`, or nothing while its end has not come. Lines end in CRLF, one
/// Host (which HTTP/1.0 may leave out), at most one Content-Length, no header twice whose
/// repetition means something else, no folding, ASCII only. `net.bad_request`,
/// `net.head_too_large`, and `net.unsupported_request` for other versions, transfer codings, and
/// expectations but 100-continue.
DEED_API Result<std::optional<ParsedHead>> parse_request_head(
    std::string_view bytes, RequestForms forms = RequestForms::plain);

}  // namespace deed::net

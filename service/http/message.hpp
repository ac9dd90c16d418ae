#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/net/http_request.hpp"

namespace deed::service {

/// A request as it came; the body is empty until it was read.
struct Request {
    net::RequestHead head;
    std::string body;
    std::string peer;                     ///< the address of the other end
    bool has_client_certificate = false;  ///< one that the clients' authorities signed
};

struct Reply {
    int status = 200;
    std::string media_type = "application/json";
    std::string body = {};
    std::vector<net::HttpHeader> headers = {};
    /// For logs and metrics; not sent. Both have static storage.
    std::string_view route = "none";
    std::string_view code = {};
};

/// The reply as sent: `keep` the connection, or say that it is closed.
std::string to_wire(const Reply& reply, bool keep, bool with_body);

}  // namespace deed::service

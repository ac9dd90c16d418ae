#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lib/io/file.hpp"
#include "lib/json/document.hpp"

namespace deed::test {

struct HttpAnswer {
    int status = 0;                              ///< 0: the connection ended without one
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;

    /// The body as JSON; null where it is none.
    json::Document json() const;
    /// The member "code" of a problem, or "".
    std::string code() const;
};

/// A client that sends whatever it is told, by a raw socket. Every wait is bounded.
class RawClient {
public:
    /// Throws std::runtime_error where nobody listens.
    explicit RawClient(std::uint16_t port);

    /// False when the other end takes no more.
    bool send(std::string_view bytes);
    /// No more will be sent; what is answered can be read.
    void half_close();
    /// The next answer; `has_body` is false for one to HEAD.
    HttpAnswer read(std::chrono::milliseconds patience = std::chrono::seconds(20),
                    bool has_body = true);
    /// Whether the other end closes in time, having sent nothing more.
    bool is_closed(std::chrono::milliseconds patience);

    HttpAnswer ask(std::string_view bytes) {
        send(bytes);
        return read();
    }

private:
    bool fill(std::chrono::steady_clock::time_point until);

    Descriptor socket_;
    std::string received_;
};

/// A request with Host, and with Content-Length and JSON's media type where it has a body.
std::string request(std::string_view method, std::string_view target, std::string_view body = {},
                    std::string_view headers = {});

/// Sends one request on a connection of its own.
HttpAnswer ask(std::uint16_t port, std::string_view bytes);

}  // namespace deed::test

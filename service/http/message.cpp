#include "service/http/message.hpp"

#include <algorithm>
#include <array>

namespace deed::service {
namespace {

struct Reason {
    int status;
    std::string_view words;
};

constexpr std::array<Reason, 23> kReasons{{{200, "OK"},
                                           {201, "Created"},
                                           {303, "See Other"},
                                           {400, "Bad Request"},
                                           {401, "Unauthorized"},
                                           {403, "Forbidden"},
                                           {404, "Not Found"},
                                           {405, "Method Not Allowed"},
                                           {406, "Not Acceptable"},
                                           {408, "Request Timeout"},
                                           {409, "Conflict"},
                                           {410, "Gone"},
                                           {413, "Content Too Large"},
                                           {415, "Unsupported Media Type"},
                                           {421, "Misdirected Request"},
                                           {422, "Unprocessable Content"},
                                           {429, "Too Many Requests"},
                                           {431, "Request Header Fields Too Large"},
                                           {500, "Internal Server Error"},
                                           {501, "Not Implemented"},
                                           {502, "Bad Gateway"},
                                           {503, "Service Unavailable"},
                                           {505, "HTTP Version Not Supported"}}};

std::string_view reason_of(int status) {
    const auto* row = std::ranges::find(kReasons, status, &Reason::status);
    return row == kReasons.end() ? std::string_view() : row->words;
}

}  // namespace

std::string to_wire(const Reply& reply, bool keep, bool with_body) {
    constexpr std::size_t kHeadRoom = 256;
    std::string text;
    text.reserve(kHeadRoom + reply.body.size());
    text.append("HTTP/1.1 ").append(std::to_string(reply.status)).append(" ");
    text.append(reason_of(reply.status)).append("\r\n");
    if (!reply.media_type.empty())
        text.append("Content-Type: ").append(reply.media_type).append("\r\n");
    text.append("Content-Length: ").append(std::to_string(reply.body.size()));
    text.append("\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n");
    for (const auto& [name, value] : reply.headers)
        text.append(name).append(": ").append(value).append("\r\n");
    text.append(keep ? "\r\n" : "Connection: close\r\n\r\n");
    if (with_body) text.append(reply.body);
    return text;
}

}  // namespace deed::service

#include "lib/net/socket_connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "lib/io/system_error.hpp"
#include "lib/net/errors.hpp"

namespace deed::net {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using Refusal = RequestHandler::Refusal;

constexpr milliseconds kLookAround{100};
constexpr milliseconds kCourtesy{250};  ///< of silence, even when others wait

std::string_view reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 422:
            return "Unprocessable Content";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        default:
            return "";  // RFC 9112 section 4: the reason may be empty
    }
}

std::string text_of(const ServerReply& reply, bool keep, bool with_body) {
    std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " " +
                       std::string(reason_of(reply.status)) +
                       "\r\nContent-Type: " + reply.media_type +
                       "\r\nContent-Length: " + std::to_string(reply.body.size()) +
                       "\r\nCache-Control: no-store\r\n";
    for (const auto& [name, value] : reply.headers) text += name + ": " + value + "\r\n";
    text += keep ? "\r\n" : "Connection: close\r\n\r\n";
    return with_body ? text + reply.body : text;
}

bool is_ready(int socket, short events, milliseconds patience) {
    pollfd waiting{socket, events, 0};
    return ::poll(&waiting, 1, static_cast<int>(std::max(patience, milliseconds(0)).count())) > 0;
}

milliseconds until(Clock::time_point end) {
    return std::chrono::ceil<milliseconds>(end - Clock::now());
}

}  // namespace

void SocketConnection::serve(RequestHandler& handler, Call& call) {
    while (await_request() && serve_one(handler, call)) {
    }
}

void SocketConnection::turn_away(const Descriptor& socket, const ServerReply& reply) {
    const std::string text = text_of(reply, false, true);
    // It fits the socket's empty buffer, or the peer has to do without.
    (void)::send(socket.get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    ::shutdown(socket.get(), SHUT_WR);
}

/// A new connection and a kept one may be silent, but not while others wait for this thread.
bool SocketConnection::await_request() {
    const auto begun = Clock::now();
    while (received_.empty()) {
        if (is_ready(socket_.get(), POLLIN, kLookAround)) return true;
        const auto silent = Clock::now() - begun;
        if (silent >= options_.idle_timeout || (silent >= kCourtesy && wanted_elsewhere_()))
            return false;
    }
    return true;
}

SocketConnection::Filled SocketConnection::fill(Time end) {
    std::array<char, 16384> buffer;
    while (true) {
        if (!is_ready(socket_.get(), POLLIN, until(end)) && Clock::now() >= end)
            return Filled::late;
        const ssize_t got = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
        if (got > 0) {
            received_.append(buffer.data(), static_cast<std::size_t>(got));
            return Filled::some;
        }
        if (got == 0 || (errno != EAGAIN && errno != EINTR)) return Filled::ended;
    }
}

bool SocketConnection::write(std::string_view bytes) {
    const auto end = Clock::now() + options_.write_timeout;
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent > 0)
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        else if (errno != EAGAIN && errno != EINTR)
            return false;
        else if (!is_ready(socket_.get(), POLLOUT, until(end)) && Clock::now() >= end)
            return false;
    }
    return true;
}

bool SocketConnection::refuse(RequestHandler& handler, Refusal refusal, std::string_view detail) {
    write(text_of(handler.refuse(refusal, peer_, detail), false, true));
    return false;
}

std::optional<ParsedHead> SocketConnection::read_head(RequestHandler& handler) {
    const auto end = Clock::now() + options_.head_timeout;
    while (true) {
        auto parsed = parse_request_head(received_);
        if (!parsed) {
            const Error& error = parsed.error();
            const bool large = error.code() == errors::kHeadTooLarge;
            const bool other = error.code() == errors::kUnsupportedRequest;
            refuse(handler,
                   large   ? Refusal::head_too_large
                   : other ? Refusal::unsupported
                           : Refusal::bad_request,
                   error.message());
            return std::nullopt;
        }
        if (*parsed) return std::move(*parsed);
        const Filled filled = fill(end);
        if (filled == Filled::late) refuse(handler, Refusal::timeout, "the head did not come");
        if (filled != Filled::some) return std::nullopt;
    }
}

std::optional<Bytes> SocketConnection::read_body(const RequestHead& head, RequestHandler& handler) {
    if (head.content_length > options_.max_body) {
        refuse(handler, Refusal::body_too_large, "the body is too large");
        return std::nullopt;
    }
    if (head.expects_continue && received_.size() < head.content_length &&
        !write("HTTP/1.1 100 Continue\r\n\r\n"))
        return std::nullopt;
    const auto end = Clock::now() + options_.body_timeout;
    while (received_.size() < head.content_length) {
        const Filled filled = fill(end);
        if (filled == Filled::late) refuse(handler, Refusal::timeout, "the body did not come");
        if (filled != Filled::some) return std::nullopt;
    }
    Bytes body = to_bytes(as_bytes(std::string_view(received_).substr(0, head.content_length)));
    received_.erase(0, head.content_length);
    return body;
}

bool SocketConnection::serve_one(RequestHandler& handler, Call& call) {
    auto parsed = read_head(handler);
    if (!parsed) return false;
    received_.erase(0, parsed->size);
    auto body = read_body(parsed->head, handler);
    if (!body) return false;
    const ServerRequest request{std::move(parsed->head), std::move(*body), peer_};
    const ServerReply reply = handler.handle(request, call);
    const bool keep = request.head.keep_alive && !wanted_elsewhere_();
    return write(text_of(reply, keep, request.head.method != "HEAD")) && keep;
}

}  // namespace deed::net

#include "tests/service/client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace deed::test {

using Clock = std::chrono::steady_clock;

json::Document HttpAnswer::json() const {
    auto parsed = json::Document::parse(body, {.max_bytes = std::size_t{16} << 20});
    return parsed ? *parsed : *json::Document::parse("null");
}

std::string HttpAnswer::code() const {
    const json::Document document = json();
    const auto code = document.root().find("code");
    return code && code->is_string() ? std::string(code->string()) : "";
}

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("nobody listens");
}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawClient::half_close() { ::shutdown(socket_.get(), SHUT_WR); }

bool RawClient::fill(Clock::time_point until) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd waiting{socket_.get(), POLLIN, 0};
    if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0) return false;
    std::array<char, 16384> buffer;
    const ssize_t got = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (got <= 0) return false;
    received_.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

HttpAnswer RawClient::read(std::chrono::milliseconds patience, bool has_body) {
    const auto until = Clock::now() + patience;
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos)
        if (!fill(until)) return {};
    HttpAnswer answer;
    answer.status = std::stoi(received_.substr(9, 3));
    std::string_view head = std::string_view(received_).substr(0, end + 2);
    head.remove_prefix(head.find("\r\n") + 2);
    while (!head.empty()) {
        const std::string_view line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(line.size() + 2);
        std::string name(line.substr(0, line.find(':')));
        std::ranges::transform(name, name.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        answer.headers[name] = line.substr(line.find(':') + 2);
    }
    received_.erase(0, end + 4);
    if (answer.status < 200) return read(patience, has_body);
    const std::size_t size = has_body ? std::stoul(answer.headers.at("content-length")) : 0;
    while (received_.size() < size)
        if (!fill(until)) return {};
    answer.body = received_.substr(0, size);
    received_.erase(0, size);
    return answer;
}

bool RawClient::is_closed(std::chrono::milliseconds patience) {
    const auto until = Clock::now() + patience;
    while (fill(until)) {
    }
    return received_.empty() && Clock::now() < until;
}

std::string request(std::string_view method, std::string_view target, std::string_view body,
                    std::string_view headers) {
    std::string text(method);
    text.append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n").append(headers);
    if (!body.empty())
        text.append("Content-Type: application/json\r\nContent-Length: ")
            .append(std::to_string(body.size()))
            .append("\r\n");
    return text.append("\r\n").append(body);
}

HttpAnswer ask(std::uint16_t port, std::string_view bytes) { return RawClient(port).ask(bytes); }

}  // namespace deed::test

#include "service/http/body_reader.hpp"

#include <algorithm>
#include <charconv>

#include "service/http/errors.hpp"

namespace deed::service {
namespace {

// FFFFFFFF: any more digits are too large whatever they are.
constexpr std::size_t kMaxSizeDigits = 8;

Error malformed(std::string why) { return Error(errors::kChunkMalformed, std::move(why)); }

/// Cuts CRLF off the front; false when it has not come.
Result<bool> take_line_end(std::string_view& rest) {
    if (!std::string_view("\r\n").starts_with(rest.substr(0, 2)))
        return malformed("a line does not end in CRLF");
    if (rest.size() < 2) return false;
    rest.remove_prefix(2);
    return true;
}

}  // namespace

BodyReader::BodyReader(const net::RequestHead& head, std::size_t max_size)
    : is_chunked_(head.is_chunked),
      max_size_(max_size),
      left_(is_chunked_ ? 0 : head.content_length) {}

Result<bool> BodyReader::feed(std::string& received) {
    return is_chunked_ ? feed_chunked(received) : feed_plain(received);
}

Result<bool> BodyReader::feed_plain(std::string& received) {
    if (left_ > max_size_)
        return Error(errors::kBodyTooLarge,
                     "at most " + std::to_string(max_size_) + " bytes are taken");
    // The usual case: a whole body behind its head, and nothing else.
    if (body_.empty() && received.size() == left_) {
        body_ = std::move(received);
        received.clear();
        left_ = 0;
        return true;
    }
    const std::size_t taken = std::min(left_, received.size());
    body_.append(received, 0, taken);
    received.erase(0, taken);
    left_ -= taken;
    return left_ == 0;
}

Result<bool> BodyReader::feed_chunked(std::string& received) {
    std::string_view rest = received;
    while (!ended_) {
        DEED_TRY(const bool went_on, step(rest));
        if (!went_on) break;
    }
    received.erase(0, received.size() - rest.size());
    return ended_;
}

Result<bool> BodyReader::step(std::string_view& rest) {
    switch (expecting_) {
        case Expecting::size_line:
            return read_size_line(rest);
        case Expecting::data: {
            const std::size_t taken = std::min(left_, rest.size());
            body_.append(rest.substr(0, taken));
            rest.remove_prefix(taken);
            left_ -= taken;
            if (left_ > 0) return false;
            expecting_ = Expecting::data_end;
            return true;
        }
        case Expecting::data_end: {
            DEED_TRY(const bool is_there, take_line_end(rest));
            if (is_there) expecting_ = Expecting::size_line;
            return is_there;
        }
        case Expecting::last_line: {
            DEED_TRY(const bool is_there, take_line_end(rest));
            ended_ = is_there;
            return is_there;
        }
    }
    return false;
}

Result<bool> BodyReader::read_size_line(std::string_view& rest) {
    const std::size_t end = rest.find("\r\n");
    const std::string_view digits =
        rest.substr(0, end == std::string_view::npos ? rest.find('\r') : end);
    std::size_t size = 0;
    const auto [last, fault] =
        std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
    const bool is_number = fault == std::errc() && last == digits.data() + digits.size();
    if (digits.size() > kMaxSizeDigits || (!is_number && !(digits.empty() && rest.empty())))
        return malformed("a chunk's size is not a short hexadecimal number by itself");
    if (end == std::string_view::npos) {
        // A CR by itself would let the line go on for ever.
        const bool is_broken = digits.size() + 1 < rest.size();
        return is_broken ? Result<bool>(malformed("a line does not end in CRLF")) : false;
    }
    if (size > max_size_ - std::min(max_size_, body_.size()))
        return Error(errors::kBodyTooLarge,
                     "at most " + std::to_string(max_size_) + " bytes are taken");
    rest.remove_prefix(end + 2);
    left_ = size;
    expecting_ = size == 0 ? Expecting::last_line : Expecting::data;
    return true;
}

}  // namespace deed::service

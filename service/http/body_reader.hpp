#pragma once

// The room's own: putting a body together as its bytes come.

#include <cstddef>
#include <string>

#include "lib/error/result.hpp"
#include "lib/net/http_request.hpp"

namespace deed::service {

/// Reads one body, of a stated length or chunked (RFC 9112 section 7.1). Chunk extensions and
/// trailers, which nobody needs here, are refused: intermediaries read them in several ways.
class BodyReader {
public:
    BodyReader(const net::RequestHead& head, std::size_t max_size);

    /// Takes from the front of `received` what belongs to the body. True when it is whole.
    /// `service.body_too_large`, `service.chunk_malformed`.
    Result<bool> feed(std::string& received);

    std::string take() { return std::move(body_); }
    std::size_t size() const { return body_.size(); }

private:
    enum class Expecting : unsigned char { size_line, data, data_end, last_line };

    Result<bool> feed_plain(std::string& received);
    Result<bool> feed_chunked(std::string& received);
    /// One step of the chunked form; false when more bytes are needed.
    Result<bool> step(std::string_view& rest);
    Result<bool> read_size_line(std::string_view& rest);

    bool is_chunked_;
    std::size_t max_size_;
    std::size_t left_;  ///< of the body, or of the current chunk
    Expecting expecting_ = Expecting::size_line;
    bool ended_ = false;
    std::string body_;
};

}  // namespace deed::service

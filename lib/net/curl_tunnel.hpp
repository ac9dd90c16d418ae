#pragma once

// Internal to lib/net: the bytes of one connection by libcurl, under the rules of https.

#include <memory>
#include <span>

#include "lib/net/curl_client.hpp"

namespace deed::net {

/// A connection that nothing but bytes goes through. For one thread at a time.
class CurlTunnel {
public:
    /// Connects to an http or https URL, with all checks that HttpClient makes before it sends.
    static Result<std::unique_ptr<CurlTunnel>> open(const Url& url,
                                                    const HttpClientOptions& options, Call& call);
    ~CurlTunnel();

    int socket() const { return socket_; }

    enum class Moved : std::uint8_t { some, none_yet, ended, failed };
    struct Step {
        Moved moved;
        std::size_t size;
    };
    /// Neither waits.
    Step read(std::span<std::uint8_t> into);
    Step write(ByteView bytes);

private:
    CurlTunnel(const CurlLibrary& curl, CurlHandle handle, int socket);

    const CurlLibrary curl_;
    CurlHandle handle_;
    const int socket_;
};

}  // namespace deed::net

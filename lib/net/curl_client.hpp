#pragma once

// Internal to lib/net: one request by libcurl.

#include <chrono>
#include <memory>
#include <string>

#include "lib/net/curl_library.hpp"
#include "lib/net/http_client.hpp"

namespace deed::net {

struct CurlFree {
    const CurlLibrary* curl;
    void operator()(CURL* handle) const { curl->easy_cleanup(handle); }
};
using CurlHandle = std::unique_ptr<CURL, CurlFree>;

/// libcurl says of files that it cannot read only that something is wrong with a certificate.
Result<void> require_files(const HttpClientOptions& options);

/// One request on a handle that nobody else uses meanwhile.
class CurlExchange {
public:
    CurlExchange(const CurlLibrary& curl, CURL* handle, const HttpClientOptions& options,
                 const HttpRequest& request, Call& call)
        : curl_(curl), handle_(handle), options_(options), request_(request), call_(call) {}

    Result<HttpResponse> run();
    /// Only connects, with encryption and all checks, and leaves the handle to whoever sends and
    /// receives bytes by it. Gives the socket, which stays libcurl's.
    Result<int> connect();

private:
    Result<void> prepare();
    void set_destination();
    void set_encryption();
    void set_callbacks();
    Result<HttpResponse> answer(CURLcode outcome);
    Error failure(CURLcode outcome) const;

    template <typename Value>
    void set(CURLoption option, Value value) {
        all_set_ = curl_.easy_setopt(handle_, option, value) == CURLE_OK && all_set_;
    }

    static std::size_t take_header(char* data, std::size_t, std::size_t size, void* self);
    static std::size_t take_body(char* data, std::size_t, std::size_t size, void* self);
    static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
    static int inspect_peer(void* self, char*, char*, int, int);
    static int look_up(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

    const CurlLibrary& curl_;
    CURL* handle_;
    const HttpClientOptions& options_;
    const HttpRequest& request_;
    Call& call_;

    bool all_set_ = true;
    bool deadline_first_ = false;  ///< the Call's deadline comes before the client's
    bool too_large_ = false;
    bool address_refused_ = false;
    bool peer_refused_ = false;
    curl_socket_t opened_ = CURL_SOCKET_BAD;  ///< by this exchange; libcurl's to close
    std::size_t header_bytes_ = 0;
    std::string reason_ = std::string(CURL_ERROR_SIZE, '\0');
    HttpResponse response_;
};

}  // namespace deed::net

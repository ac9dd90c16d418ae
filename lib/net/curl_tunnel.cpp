#include "lib/net/curl_tunnel.hpp"

#include "lib/net/errors.hpp"

namespace deed::net {

Result<std::unique_ptr<CurlTunnel>> CurlTunnel::open(const Url& url,
                                                     const HttpClientOptions& options, Call& call) {
    DEED_CHECK(require_files(options));
    DEED_TRY(const CurlLibrary curl, CurlLibrary::load());
    CurlHandle handle(curl.easy_init(), CurlFree{&curl});
    if (handle == nullptr) return Error(errors::kFailed, "libcurl has no memory");
    const HttpRequest request{.url = url, .headers = {}, .body = {}};
    DEED_TRY(const int socket, CurlExchange(curl, handle.get(), options, request, call).connect());
    return std::unique_ptr<CurlTunnel>(new CurlTunnel(curl, std::move(handle), socket));
}

CurlTunnel::CurlTunnel(const CurlLibrary& curl, CurlHandle handle, int socket)
    : curl_(curl), handle_(handle.release(), CurlFree{&curl_}), socket_(socket) {}

CurlTunnel::~CurlTunnel() = default;

CurlTunnel::Step CurlTunnel::read(std::span<std::uint8_t> into) {
    std::size_t size = 0;
    const CURLcode outcome = curl_.easy_recv(handle_.get(), into.data(), into.size(), &size);
    if (outcome == CURLE_AGAIN) return {Moved::none_yet, 0};
    if (outcome != CURLE_OK) return {Moved::failed, 0};
    return {size == 0 ? Moved::ended : Moved::some, size};
}

CurlTunnel::Step CurlTunnel::write(ByteView bytes) {
    std::size_t size = 0;
    const CURLcode outcome = curl_.easy_send(handle_.get(), bytes.data(), bytes.size(), &size);
    if (outcome == CURLE_AGAIN) return {Moved::none_yet, 0};
    if (outcome != CURLE_OK) return {Moved::failed, 0};
    return {Moved::some, size};
}

}  // namespace deed::net

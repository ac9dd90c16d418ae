#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/crypto/secret.hpp"
#include "lib/encoding/bytes.hpp"
#include "lib/error/call.hpp"
#include "lib/net/url.hpp"

namespace deed::net {

struct HttpHeader {
    std::string name;
    std::string value;
};

enum class HttpMethod : std::uint8_t { get, post };

struct HttpRequest {
    HttpMethod method = HttpMethod::get;
    Url url;
    std::vector<HttpHeader> headers;
    Bytes body;  ///< of a POST
    /// Sent as "Authorization: Bearer …"; never to another host, whatever a redirect says.
    const crypto::SecretBytes* bearer_token = nullptr;
    std::size_t max_response_bytes = std::size_t{1} << 20;
};

struct HttpResponse {
    int status = 0;
    std::vector<HttpHeader> headers;  ///< of the last answer, names in lower case
    Bytes body;

    /// The value of the first header of this (lower-case) name.
    std::optional<std::string_view> header(std::string_view name) const;
    /// The media type in lower case, without parameters; empty if none is stated.
    std::string media_type() const;
};

/// Sends requests. Thread-safe.
///
/// Any status is an answer, not an error. Errors: `net.*` for what happened on the way, whose kind
/// `unavailable` means that trying again may help; `call.deadline` when the Call's own deadline
/// came first, and `call.interrupted`.
class DEED_API HttpClient {
public:
    virtual ~HttpClient() = default;
    virtual Result<HttpResponse> send(const HttpRequest& request, Call& call) = 0;
};

/// To which addresses a name may lead.
enum class Addresses : std::uint8_t {
    public_only,  ///< for URLs that others wrote: neither this machine nor private networks
    any           ///< for URLs that the operator configured
};

/// PEM files of the client's side of mutual TLS.
struct ClientCertificate {
    std::filesystem::path certificate;
    std::filesystem::path key;  ///< private: `io.loose_permissions` unless it is 0600
};

struct HttpClientOptions {
    std::chrono::milliseconds connect_timeout{5'000};
    std::chrono::milliseconds total_timeout{30'000};
    /// Requests under way; a further one is refused at once (`net.busy`). 0: any number.
    std::size_t max_at_once = 0;
    unsigned max_redirects = 0;  ///< followed for GET, to https only; else a 3xx is the answer
    bool proxy_from_environment = false;
    bool allow_http = false;  ///< unencrypted; never needed for `unix_socket`
    Addresses addresses = Addresses::public_only;
    std::optional<std::filesystem::path> ca_file =
        std::nullopt;  ///< the authorities, instead of the system's
    std::optional<ClientCertificate> client_certificate = std::nullopt;
    /// Every request goes to this socket, whatever host its URL names.
    std::optional<std::filesystem::path> unix_socket = std::nullopt;
    /// Who must serve there, as the kernel says (`net.other_user`, before anything is sent): while
    /// a service is down, whoever may write in its folder could take its place. Without one, the
    /// own user or root.
    std::optional<uid_t> unix_socket_user = std::nullopt;
};

/// A client by libcurl, which is loaded here, by its first client: TLS 1.2 or later with
/// verification of certificate and name, HTTP/1.1, connections kept for the next request.
/// `net.no_library`, `net.tls_files`, `io.loose_permissions`.
DEED_API Result<std::unique_ptr<HttpClient>> make_http_client(HttpClientOptions options);

}  // namespace deed::net

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/json/document.hpp"
#include "service/guard.hpp"
#include "service/http/server.hpp"
#include "service/issuers.hpp"

namespace deed::service {

/// "ADDRESS:PORT" or "[ADDRESS]:PORT" taken apart; "localhost" is 127.0.0.1.
/// `service.bad_address`.
struct ListenAddress {
    std::string address;
    std::uint16_t port;
};
Result<ListenAddress> parse_listen_address(std::string_view text);

/// How far a service may be reached.
struct Exposure {
    bool is_demo = false;
    bool has_tls = false;
    bool plain_http = false;  ///< the operator says that TLS ends before the service
    bool signs = false;       ///< it holds keys
    bool guards = false;      ///< tokens or client certificates are asked for
};

/// Refuses what would let strangers in by mistake: `service.demo_exposed`, `service.exposed`,
/// `service.unguarded`.
Result<void> check_exposure(const std::string& address, const Exposure& exposure);

/// What a service says once it listens, one line: {"format": "deed/serve/v1", "url", "issuers":
/// [{"path", "url", "did", "cryptosuite", "keyType"}], "holders": [{"did",
/// "keyType"}]}.
json::Document describe_listening(const std::string& url, const Signatories& signatories);

}  // namespace deed::service

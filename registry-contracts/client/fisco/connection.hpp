#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "lib/net/http_client.hpp"

namespace deed::registry::fisco {

/// The way to a node. Nodes of 3.x ask for a certificate of the SDK unless they run with
/// disable_ssl; the JSON-RPC of 2.x has no encryption of its own.
struct NodeConnection {
    net::Url url;
    /// The chain's authority (ca.crt of the SDK's folder), instead of the system's.
    std::optional<std::filesystem::path> ca_file = std::nullopt;
    /// sdk.crt and sdk.key.
    std::optional<net::ClientCertificate> certificate = std::nullopt;
    bool allow_http = false;  ///< unencrypted, for nodes of this machine or behind a tunnel
    std::chrono::milliseconds timeout{60'000};  ///< nodes of 3.x answer when a block is made
};

/// `fisco.settings_invalid` where certificates are given for http, or http is not allowed; and
/// make_http_client()'s errors.
DEED_API Result<std::unique_ptr<net::HttpClient>> open_connection(const NodeConnection& connection);

}  // namespace deed::registry::fisco

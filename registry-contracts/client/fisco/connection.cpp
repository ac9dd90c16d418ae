#include "registry-contracts/client/fisco/connection.hpp"

#include "registry-contracts/client/fisco/errors.hpp"

namespace deed::registry::fisco {

Result<std::unique_ptr<net::HttpClient>> open_connection(const NodeConnection& connection) {
    const std::string origin(connection.url.origin());
    const bool is_http = origin.starts_with("http:");
    if (is_http && (connection.ca_file || connection.certificate))
        return Error(errors::kSettingsInvalid,
                     "certificates are for https, and the address is http", origin);
    if (is_http && !connection.allow_http)
        return Error(errors::kSettingsInvalid, "the address is http, which is not allowed", origin);
    net::HttpClientOptions options;
    options.total_timeout = connection.timeout;
    options.allow_http = is_http;
    options.addresses = net::Addresses::any;
    options.ca_file = connection.ca_file;
    options.client_certificate = connection.certificate;
    return net::make_http_client(std::move(options));
}

}  // namespace deed::registry::fisco

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/crypto/secret.hpp"
#include "service/http/message.hpp"
#include "service/routes.hpp"

namespace deed::service {

/// Who may ask for what, and under which names. Thread-safe.
class Guard {
public:
    struct Options {
        /// Names and addresses under which the service is reached, without port; "*" is any. The
        /// loopback ones always are.
        std::vector<std::string> hosts = {};
        /// Bearer tokens, one a line; a private file.
        std::optional<std::filesystem::path> token_file = std::nullopt;
        bool takes_certificates = false;  ///< a client certificate is authority too
        bool is_open = false;             ///< everybody may do everything
    };

    /// `service.token_weak`, and the errors of read_private_file().
    static Result<Guard> make(Options options);

    /// `service.foreign_host`, `service.not_authorized`.
    Result<void> check_host(const net::RequestHead& head) const;
    Result<void> check_authority(const Request& request, const Route& route) const;

    /// Whether anybody who is not authorized is turned away.
    bool guards() const { return !options_.is_open; }
    bool has_token() const { return !token_digests_.empty(); }

private:
    explicit Guard(Options options) : options_(std::move(options)) {}
    bool knows_token(std::string_view token) const;

    Options options_;
    std::vector<Bytes> token_digests_;  ///< SHA-256: equal in length, whatever the tokens are
};

/// Whether an address, or a name without port, leads to this machine alone.
bool is_loopback(std::string_view host);

}  // namespace deed::service

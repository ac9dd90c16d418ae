#pragma once

// The room's own: the server's side of TLS.

#include <memory>

#include "service/http/asio.hpp"
#include "service/http/server.hpp"

namespace deed::service {

/// TLS 1.2 and 1.3 with these files; sessions are not resumed, so that every connection shows its
/// client certificate itself. `service.tls_files`, `io.loose_permissions`, `io.not_found`.
Result<std::unique_ptr<asio::ssl::context>> make_tls(const TlsFiles& files);

/// Whether the other end showed a certificate; the handshake has then verified it.
bool shows_certificate(TlsStream& stream);

}  // namespace deed::service

#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "lib/crypto/key.hpp"
#include "lib/net/http_client.hpp"
#include "lib/remote_signer/reference.hpp"

namespace deed::remote {

/// Asks the service which key it has under the reference's name. `remote.key_not_found` and the
/// errors of sign() below.
DEED_API Result<crypto::PublicKey> fetch_public_key(const RemoteReference& reference,
                                                    net::HttpClient& http, Call& call);

/// A signer whose private key is in another process or on another machine, by the protocol of
/// specs/remote-signer.md.
///
/// The service is not trusted: what it gives back is used only if it verifies, under `pinned`, over
/// the very message (`remote.wrong_signature`). Without a pinned key the one that the service
/// states now is taken, and stays. With one, nothing is asked before the first signature.
///
/// A request whose connection breaks before the answer is whole (`net.closed`) is sent once more.
/// That is harmless: signing changes nothing in the service, and two signatures over one message
/// say no more than one. Errors of sign(): `net.*`, `remote.*`, `call.*`, and those of reading the
/// token's file.
DEED_API Result<std::unique_ptr<crypto::Signer>> open_remote_signer(
    RemoteReference reference, std::unique_ptr<net::HttpClient> http,
    const std::optional<crypto::PublicKey>& pinned, Call& call);

/// The same over libcurl, from a reference's text.
DEED_API Result<std::unique_ptr<crypto::Signer>> open_remote_signer(
    std::string_view reference, const std::optional<crypto::PublicKey>& pinned, Call& call);

}  // namespace deed::remote

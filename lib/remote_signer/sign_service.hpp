#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "lib/crypto/key.hpp"
#include "lib/net/socket_server.hpp"
#include "lib/remote_signer/protocol.hpp"

namespace deed::remote {

/// Keys by the names under which they are served.
using ServedKeys = std::map<std::string, std::unique_ptr<crypto::Signer>, std::less<>>;

/// The service's side of specs/remote-signer.md, over signers that are open. Each signature and
/// each refusal is told to the log: key, algorithm and SHA-256 of the message, user and process of
/// the client, and never the message.
class DEED_API SignService final : public net::RequestHandler {
public:
    /// Every name must be one of a served key (is_key_name()). `log` must outlive the service.
    SignService(ServedKeys keys, Logger& log) : keys_(std::move(keys)), log_(log) {}

    net::ServerReply handle(const net::ServerRequest& request, Call& call) override;
    net::ServerReply refuse(Refusal refusal, const net::Peer& peer,
                            std::string_view detail) override;

    std::uint64_t signatures() const { return signatures_.load(); }
    std::uint64_t refusals() const { return refusals_.load(); }

private:
    net::ServerReply refuse(const net::Peer& peer, std::string_view code, std::string_view detail);
    net::ServerReply refuse(const net::ServerRequest& request, std::string_view code,
                            std::string_view detail);
    net::ServerReply list(const net::ServerRequest& request);
    net::ServerReply describe(std::string_view name, const net::ServerRequest& request);
    net::ServerReply sign(std::string_view name, const net::ServerRequest& request, Call& call);
    net::ServerReply sign_with(std::string_view name, crypto::Signer& signer,
                               const SignRequest& wanted, const net::ServerRequest& request,
                               Call& call);

    const ServedKeys keys_;
    Logger& log_;
    std::atomic<std::uint64_t> signatures_ = 0;
    std::atomic<std::uint64_t> refusals_ = 0;
};

}  // namespace deed::remote

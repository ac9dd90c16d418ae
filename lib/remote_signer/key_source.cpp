#include "lib/remote_signer/key_source.hpp"

#include "lib/remote_signer/remote_signer.hpp"

namespace deed::remote {
namespace {

class RemoteKeySource final : public crypto::KeySource {
public:
    Result<crypto::PublicKey> public_key(const crypto::KeyReference& reference,
                                         Call& call) override {
        DEED_TRY(const auto parsed, RemoteReference::parse(reference.to_string()));
        DEED_TRY(const auto http, net::make_http_client(parsed.http_options()));
        return fetch_public_key(parsed, *http, call);
    }
    Result<std::unique_ptr<crypto::Signer>> signer(const crypto::KeyReference& reference,
                                                   const std::optional<crypto::PublicKey>& known,
                                                   Call& call) override {
        return open_remote_signer(reference.to_string(), known, call);
    }
};

}  // namespace

std::unique_ptr<crypto::KeySource> key_source() { return std::make_unique<RemoteKeySource>(); }

}  // namespace deed::remote

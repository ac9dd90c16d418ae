#include "lib/remote_signer/remote_signer.hpp"

#include "lib/crypto/algorithm.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/file.hpp"
#include "lib/net/errors.hpp"
#include "lib/remote_signer/errors.hpp"
#include "lib/remote_signer/protocol.hpp"

namespace deed::remote {
namespace {

constexpr std::string_view kJson = "application/json";
constexpr std::size_t kMaxTokenFile = 8192;

/// The file is read for each request, so that a token can be replaced while a process runs.
Result<crypto::SecretBytes> read_token(const std::filesystem::path& file) {
    DEED_TRY(Bytes read, read_private_file(file, kMaxTokenFile));
    std::size_t size = read.size();
    if (size > 0 && read[size - 1] == '\n') --size;
    crypto::SecretBytes token = crypto::SecretBytes::copy_of({read.data(), size});
    bool plain = size > 0;
    for (std::size_t i = 0; i < size; ++i) plain = plain && read[i] > 0x20 && read[i] < 0x7f;
    crypto::wipe(read);
    if (!plain) return Error(errors::kBadToken, "the file holds no token", file.string());
    return token;
}

/// Sends one request, and gives back the body of its answer.
Result<Bytes> ask(const RemoteReference& reference, net::HttpClient& http, net::HttpMethod method,
                  const std::string& path, std::string body, Call& call) {
    DEED_TRY(net::Url url, net::Url::parse(reference.base().to_string() + path));
    net::HttpRequest request{method, std::move(url), {}, {}, nullptr, kMaxAnswerBody};
    request.headers.push_back({"Accept", "application/json, application/problem+json"});
    if (method == net::HttpMethod::post) {
        request.headers.push_back({"Content-Type", std::string(kJson)});
        request.body = to_bytes(as_bytes(body));
    }
    crypto::SecretBytes token;
    if (reference.token_file()) {
        DEED_TRY(token, read_token(*reference.token_file()));
        request.bearer_token = &token;
    }
    auto response = http.send(request, call);
    if (!response && response.error().code() == net::errors::kClosed)
        response = http.send(request, call);
    if (!response) {
        const Error& error = response.error();
        return Error(error.code(), error.message(), reference.to_string());
    }
    if (response->status != 200)
        return error_of_answer(response->status, response->media_type(), response->body)
            .at(reference.to_string());
    if (response->media_type() != kJson)
        return Error(errors::kBadAnswer, "the answer is not application/json",
                     reference.to_string());
    return std::move(response->body);
}

class RemoteSigner final : public crypto::Signer {
public:
    RemoteSigner(RemoteReference reference, std::unique_ptr<net::HttpClient> http,
                 crypto::PublicKey key)
        : reference_(std::move(reference)), http_(std::move(http)), key_(std::move(key)) {}

    const crypto::PublicKey& public_key() const override { return key_; }

    Result<Bytes> sign(ByteView message, Call& call) override {
        if (message.size() > kMaxMessage)
            return Error(errors::kMessageTooLarge,
                         "the message has " + std::to_string(message.size()) +
                             " bytes; 1 MiB can be signed remotely",
                         reference_.to_string());
        const std::string algorithm(algorithm_of(key_.type()));
        std::string body = write_sign_request({algorithm, to_bytes(message), key_});
        DEED_TRY(const Bytes answer,
                 ask(reference_, *http_, net::HttpMethod::post,
                     "/v1/keys/" + reference_.key_name() + "/sign", std::move(body), call));
        auto signature = parse_signature(answer);
        if (!signature) return std::move(signature).error().at(reference_.to_string());
        if (const auto good = crypto::verify(key_, message, *signature, crypto::HighS::refuse);
            !good)
            return Error(errors::kWrongSignature,
                         "the service's signature does not verify: " + good.error().message(),
                         reference_.to_string());
        return signature;
    }

private:
    const RemoteReference reference_;
    const std::unique_ptr<net::HttpClient> http_;
    const crypto::PublicKey key_;
};

}  // namespace

Result<crypto::PublicKey> fetch_public_key(const RemoteReference& reference, net::HttpClient& http,
                                           Call& call) {
    DEED_TRY(const Bytes answer, ask(reference, http, net::HttpMethod::get,
                                     "/v1/keys/" + reference.key_name(), {}, call));
    const auto document = json::Document::parse(answer, {kMaxAnswerBody, 8});
    if (!document)
        return Error(errors::kBadAnswer, "the answer is not JSON: " + document.error().message(),
                     reference.to_string());
    auto key = parse_key(document->root());
    if (!key) return std::move(key).error().at(reference.to_string());
    if (key->name != reference.key_name())
        return Error(errors::kBadAnswer, "the answer describes another key than was asked for",
                     reference.to_string());
    return std::move(key->public_key);
}

Result<std::unique_ptr<crypto::Signer>> open_remote_signer(
    RemoteReference reference, std::unique_ptr<net::HttpClient> http,
    const std::optional<crypto::PublicKey>& pinned, Call& call) {
    std::optional<crypto::PublicKey> key = pinned;
    if (!key) {
        DEED_TRY(key, fetch_public_key(reference, *http, call));
    }
    if (algorithm_of(key->type()).empty())
        return Error(crypto::errors::kKeyCannotSign,
                     std::string(crypto::to_string(key->type())) + " keys make no signatures",
                     reference.to_string());
    return std::unique_ptr<crypto::Signer>(
        std::make_unique<RemoteSigner>(std::move(reference), std::move(http), *key));
}

Result<std::unique_ptr<crypto::Signer>> open_remote_signer(
    std::string_view reference, const std::optional<crypto::PublicKey>& pinned, Call& call) {
    DEED_TRY(RemoteReference parsed, RemoteReference::parse(reference));
    DEED_TRY(auto http, net::make_http_client(parsed.http_options()));
    return open_remote_signer(std::move(parsed), std::move(http), pinned, call);
}

}  // namespace deed::remote

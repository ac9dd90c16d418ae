#include "lib/remote_signer/protocol.hpp"

#include <algorithm>

#include "lib/crypto/algorithm.hpp"
#include "lib/encoding/text.hpp"
#include "lib/remote_signer/errors.hpp"

namespace deed::remote {
namespace {

constexpr json::Limits kLimits{kMaxRequestBody, 8};
constexpr std::size_t kMaxDetail = 300;

// In the order of specs/remote-signer.md. The client goes by code, then by status.
constexpr Problem kProblems[] = {
    {"malformed_request", 400, "The request is malformed", &errors::kRequestRefused},
    {"unauthorized", 401, "Not authenticated", &errors::kUnauthorized},
    {"forbidden", 403, "Not allowed", &errors::kUnauthorized},
    {"key_locked", 403, "The key is locked", &errors::kKeyLocked},
    {"key_not_found", 404, "No such key", &errors::kKeyNotFound},
    {"not_found", 404, "No such resource", &errors::kRequestRefused},
    {"method_not_allowed", 405, "The resource does not take this method", &errors::kRequestRefused},
    {"timeout", 408, "The request took too long", &errors::kUnavailable},
    {"public_key_mismatch", 409, "The key is another one", &errors::kOtherKey},
    {"message_too_large", 413, "The message is too large", &errors::kMessageTooLarge},
    {"unsupported_media_type", 415, "The body is not JSON", &errors::kRequestRefused},
    {"algorithm_unsupported", 422, "The key does not sign with this algorithm",
     &errors::kAlgorithmUnsupported},
    {"head_too_large", 431, "The head is too large", &errors::kRequestRefused},
    {"internal", 500, "The service failed", &errors::kUnavailable},
    {"unsupported_request", 501, "This part of HTTP is not served", &errors::kRequestRefused},
    {"device_failed", 502, "The device that holds the key failed", &errors::kUnavailable},
    {"busy", 503, "Too many requests at once", &errors::kUnavailable},
};

Error bad_answer(std::string why) { return Error(errors::kBadAnswer, std::move(why)); }
Error refused(std::string why) { return Error(errors::kRequestRefused, std::move(why)); }

/// Words of the service, fit for a terminal and of bounded length.
std::string shown(std::string_view text) {
    std::string words(text.substr(0, kMaxDetail));
    std::ranges::replace_if(
        words, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
    return words;
}

Result<json::Document> parse_json(ByteView body) { return json::Document::parse(body, kLimits); }

}  // namespace

std::string_view algorithm_of(crypto::KeyType type) {
    const auto algorithm = crypto::info_of(type).default_algorithm;
    return algorithm ? crypto::info_of(*algorithm).jose : std::string_view();
}

void write_key(json::Writer& writer, std::string_view name, const crypto::PublicKey& key) {
    writer.begin_object()
        .member("name", name)
        .member("type", crypto::to_string(key.type()))
        .key("algorithms")
        .begin_array()
        .string(algorithm_of(key.type()))
        .end_array()
        .key("publicKeyJwk")
        .value(key.to_jwk().root())
        .end_object();
}

Result<RemoteKey> parse_key(json::Value value) {
    const auto name = value.find("name");
    const auto jwk = value.find("publicKeyJwk");
    const auto algorithms = value.find("algorithms");
    if (!name || !name->string_if() || !jwk || !algorithms || !algorithms->is_array())
        return bad_answer("the description of a key lacks name, algorithms or publicKeyJwk");
    std::vector<std::string> names;
    for (const json::Value one : algorithms->array()) {
        if (!one.is_string()) return bad_answer("an algorithm is not named by a string");
        names.emplace_back(one.string());
    }
    auto key = crypto::PublicKey::from_jwk(*jwk);
    if (!key) return bad_answer("publicKeyJwk is not a public key: " + key.error().message());
    return RemoteKey{std::string(name->string()), std::move(key).value(), std::move(names)};
}

std::string write_sign_request(const SignRequest& request) {
    json::Writer writer;
    writer.begin_object().member("algorithm", request.algorithm);
    if (request.public_key) writer.key("publicKeyJwk").value(request.public_key->to_jwk().root());
    writer.member("message", base64url_encode(request.message)).end_object();
    return writer.take();
}

Result<SignRequest> parse_sign_request(ByteView body) {
    const auto document = parse_json(body);
    if (!document) return refused("the body is not JSON: " + document.error().message());
    const json::Value root = document->root();
    if (!root.is_object()) return refused("the body is not an object");
    for (const auto& [name, value] : root.object())
        if (name != "algorithm" && name != "message" && name != "publicKeyJwk")
            return refused("the body has a member that this version does not know");
    const auto algorithm = root.find("algorithm");
    const auto message = root.find("message");
    if (!algorithm || !algorithm->is_string()) return refused("algorithm is not a string");
    if (!message || !message->is_string()) return refused("message is not a string");
    auto bytes = base64url_decode(message->string());
    if (!bytes) return refused("message is not base64url without padding");
    if (bytes->size() > kMaxMessage)
        return Error(errors::kMessageTooLarge, "the message is larger than 1 MiB");
    SignRequest request{std::string(algorithm->string()), std::move(bytes).value(), std::nullopt};
    if (const auto jwk = root.find("publicKeyJwk")) {
        auto key = crypto::PublicKey::from_jwk(*jwk);
        if (!key) return refused("publicKeyJwk is not a public key");
        request.public_key = std::move(key).value();
    }
    return request;
}

std::string write_signature(ByteView signature) {
    json::Writer writer;
    writer.begin_object().member("signature", base64url_encode(signature)).end_object();
    return writer.take();
}

Result<Bytes> parse_signature(ByteView body) {
    const auto document = parse_json(body);
    if (!document) return bad_answer("the answer is not JSON: " + document.error().message());
    const auto signature = document->root().find("signature");
    if (!signature || !signature->is_string()) return bad_answer("the answer has no signature");
    auto bytes = base64url_decode(signature->string());
    if (!bytes) return bad_answer("the signature is not base64url without padding");
    return bytes;
}

std::span<const Problem> problems() { return kProblems; }

const Problem& problem(std::string_view code) {
    const auto found = std::ranges::find(kProblems, code, &Problem::code);
    DEED_ASSERT(found != std::end(kProblems));
    return *found;
}

std::string write_problem(const Problem& problem, std::string_view detail) {
    json::Writer writer;
    writer.begin_object()
        .member("title", problem.title)
        .key("status")
        .integer(problem.status)
        .member("detail", detail)
        .member("code", problem.code)
        .end_object();
    return writer.take();
}

Error error_of_answer(int status, std::string_view media_type, ByteView body) {
    std::string code;
    std::string said = "status " + std::to_string(status);
    const auto document = parse_json(body);
    if (media_type == "application/problem+json" && document) {
        if (const auto value = document->root().find("code"); value && value->is_string())
            code = std::string(value->string());
        for (const char* member : {"detail", "title"}) {
            const auto words = document->root().find(member);
            if (!words || !words->is_string() || words->string().empty()) continue;
            said += ", \"" + shown(words->string()) + "\"";
            break;
        }
    }
    const std::string words = "the signing service answers " + said;
    if (const auto row = std::ranges::find(kProblems, code, &Problem::code);
        row != std::end(kProblems))
        return Error(*row->error, words);
    // Proxies in front have words of their own, and services may refuse for reasons of theirs.
    if (status == 401 || status == 403 || status == 407) return Error(errors::kUnauthorized, words);
    if (status == 408 || status == 429 || (status >= 500 && status < 600))
        return Error(errors::kUnavailable, words);
    if (status >= 400 && status < 500 && !code.empty())
        return Error(errors::kRequestRefused, words);
    return Error(errors::kBadAnswer, words);
}

}  // namespace deed::remote

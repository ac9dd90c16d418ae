#include "lib/remote_signer/sign_service.hpp"

#include <algorithm>

#include "lib/crypto/hash.hpp"
#include "lib/encoding/text.hpp"
#include "lib/remote_signer/errors.hpp"
#include "lib/remote_signer/reference.hpp"

namespace deed::remote {
namespace {

using net::ServerReply;
using net::ServerRequest;

constexpr std::string_view kKeysPath = "/v1/keys";
constexpr std::string_view kSign = "/sign";

ServerReply problem_reply(std::string_view code, std::string_view detail) {
    const Problem& row = problem(code);
    ServerReply reply{row.status, "application/problem+json", write_problem(row, detail)};
    if (code == "busy") reply.headers.push_back({"Retry-After", "1"});
    return reply;
}

bool is_json(const net::RequestHead& head) {
    std::string type(head.header("content-type").value_or(""));
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' ')) type.pop_back();
    std::ranges::transform(type, type.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return type == "application/json";
}

std::string_view code_of(net::RequestHandler::Refusal refusal) {
    using Refusal = net::RequestHandler::Refusal;
    switch (refusal) {
        case Refusal::bad_request:
            return "malformed_request";
        case Refusal::head_too_large:
            return "head_too_large";
        case Refusal::unsupported:
            return "unsupported_request";
        case Refusal::body_too_large:
            return "message_too_large";
        case Refusal::timeout:
            return "timeout";
        case Refusal::forbidden:
            return "forbidden";
        case Refusal::busy:
            return "busy";
    }
    return "internal";
}

/// What a signer's failure is to a client. Its words stay in the service's log.
std::string_view problem_of(ErrorKind kind) {
    if (kind == ErrorKind::locked) return "key_locked";
    if (kind == ErrorKind::unavailable || kind == ErrorKind::not_found) return "device_failed";
    return "internal";
}

}  // namespace

ServerReply SignService::refuse(const net::Peer& peer, std::string_view code,
                                std::string_view detail) {
    refusals_.fetch_add(1);
    log_.log(LogLevel::warning, "refused",
             {{"code", code},
              {"uid", std::to_string(peer.user)},
              {"pid", std::to_string(peer.process)},
              {"detail", detail}});
    return problem_reply(code, detail);
}

ServerReply SignService::refuse(const ServerRequest& request, std::string_view code,
                                std::string_view detail) {
    return refuse(request.peer, code, detail);
}

ServerReply SignService::refuse(Refusal refusal, const net::Peer& peer, std::string_view detail) {
    return refuse(peer, code_of(refusal), detail);
}

ServerReply SignService::handle(const ServerRequest& request, Call& call) {
    std::string_view path = request.head.target;
    if (path == kKeysPath) return list(request);
    if (!path.starts_with(std::string(kKeysPath) + "/"))
        return refuse(request, "not_found", "the paths begin with /v1/keys");
    path.remove_prefix(kKeysPath.size() + 1);
    const bool signing = path.ends_with(kSign);
    if (signing) path.remove_suffix(kSign.size());
    // A name that is none cannot be that of a key, and is not repeated into the log.
    if (!is_key_name(path)) return refuse(request, "not_found", "no such path");
    if (!keys_.contains(path)) return refuse(request, "key_not_found", "no such key is served");
    return signing ? sign(path, request, call) : describe(path, request);
}

ServerReply SignService::list(const ServerRequest& request) {
    if (request.head.method != "GET")
        return refuse(request, "method_not_allowed", "GET lists the keys");
    json::Writer writer;
    writer.begin_object().key("keys").begin_array();
    for (const auto& [name, signer] : keys_) write_key(writer, name, signer->public_key());
    writer.end_array().end_object();
    return {200, "application/json", writer.take()};
}

ServerReply SignService::describe(std::string_view name, const ServerRequest& request) {
    if (request.head.method != "GET")
        return refuse(request, "method_not_allowed", "GET describes the key");
    json::Writer writer;
    write_key(writer, name, keys_.find(name)->second->public_key());
    return {200, "application/json", writer.take()};
}

ServerReply SignService::sign(std::string_view name, const ServerRequest& request, Call& call) {
    if (request.head.method != "POST") return refuse(request, "method_not_allowed", "POST signs");
    if (!is_json(request.head))
        return refuse(request, "unsupported_media_type", "send application/json");
    const auto wanted = parse_sign_request(request.body);
    if (!wanted) {
        const bool large = wanted.error().code() == errors::kMessageTooLarge;
        return refuse(request, large ? "message_too_large" : "malformed_request",
                      wanted.error().message());
    }
    crypto::Signer& signer = *keys_.find(name)->second;
    if (wanted->algorithm != algorithm_of(signer.public_key().type()))
        return refuse(
            request, "algorithm_unsupported",
            "this key signs with " + std::string(algorithm_of(signer.public_key().type())));
    if (wanted->public_key && *wanted->public_key != signer.public_key())
        return refuse(request, "public_key_mismatch", "another key has this name here");
    return sign_with(name, signer, *wanted, request, call);
}

ServerReply SignService::sign_with(std::string_view name, crypto::Signer& signer,
                                   const SignRequest& wanted, const ServerRequest& request,
                                   Call& call) {
    const auto signature = signer.sign(wanted.message, call);
    const std::string digest = hex_encode(crypto::sha256(wanted.message));
    const std::string user = std::to_string(request.peer.user);
    const std::string process = std::to_string(request.peer.process);
    if (!signature) {
        const Error& error = signature.error();
        log_.log(LogLevel::error, "could not sign",
                 {{"key", name},
                  {"algorithm", wanted.algorithm},
                  {"sha256", digest},
                  {"uid", user},
                  {"pid", process},
                  {"code", error.code().name},
                  {"detail", error.message()}});
        refusals_.fetch_add(1);
        return problem_reply(problem_of(error.kind()), error.code().name);
    }
    signatures_.fetch_add(1);
    log_.log(LogLevel::info, "signed",
             {{"key", name},
              {"algorithm", wanted.algorithm},
              {"sha256", digest},
              {"uid", user},
              {"pid", process}});
    return {200, "application/json", write_signature(*signature)};
}

}  // namespace deed::remote

#include "service/problem.hpp"

#include <algorithm>
#include <array>

#include "lib/encoding/utf8.hpp"
#include "lib/net/errors.hpp"
#include "service/errors.hpp"
#include "service/http/errors.hpp"

namespace deed::service {
namespace {

constexpr std::string_view kParsing = "https://www.w3.org/TR/vc-data-model#PARSING_ERROR";
constexpr std::string_view kMalformedValue =
    "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR";
constexpr std::string_view kRange = "https://www.w3.org/TR/vc-data-model#RANGE_ERROR";
constexpr std::string_view kSecurity =
    "https://www.w3.org/TR/vc-data-model#CRYPTOGRAPHIC_SECURITY_ERROR";
constexpr std::string_view kProof = "https://w3id.org/security#PROOF_VERIFICATION_ERROR";
constexpr std::string_view kDomain = "https://w3id.org/security#INVALID_DOMAIN_ERROR";
constexpr std::string_view kChallenge = "https://w3id.org/security#INVALID_CHALLENGE_ERROR";
constexpr std::string_view kUnknownOption = "https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED";
constexpr std::string_view kNoType = "about:blank";  // RFC 9457 section 4.2.1

struct StatusRow {
    const ErrorCode* code;
    int status;
};

// Where HTTP has a narrower word than the kind's.
constexpr std::array<StatusRow, 10> kStatuses{{{&errors::kBodyTooLarge, 413},
                                               {&errors::kSlow, 408},
                                               {&net::errors::kHeadTooLarge, 431},
                                               {&net::errors::kUnsupportedRequest, 501},
                                               {&errors::kMethodNotAllowed, 405},
                                               {&errors::kForeignHost, 421},
                                               {&errors::kNotAuthorized, 401},
                                               {&errors::kMediaType, 415},
                                               {&errors::kSuiteMissing, 501},
                                               {&errors::kStatusMissing, 501}}};

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace

std::string_view problem_type(const ErrorCode& code) {
    const std::string_view name = code.name;
    if (code == errors::kOptionUnknown) return kUnknownOption;
    if (name.starts_with("service.")) return kNoType;
    if (name.starts_with("json.")) return kParsing;
    if (has(name, "domain")) return kDomain;
    if (has(name, "challenge")) return kChallenge;
    if (name.starts_with("proof.") || code.kind == ErrorKind::signature) return kProof;
    if (code.kind == ErrorKind::expired) return kRange;
    if (code.kind == ErrorKind::malformed) return kMalformedValue;
    if (code.kind == ErrorKind::untrusted || code.kind == ErrorKind::revoked) return kSecurity;
    return kNoType;
}

int status_of(const Error& error) {
    for (const auto& [code, status] : kStatuses)
        if (*code == error.code()) return status;
    return http_status(error.kind());
}

void write_problem_members(json::Writer& writer, const ErrorCode& code, std::string_view detail,
                           std::string_view pointer, std::optional<int> status) {
    writer.member("type", problem_type(code)).member("title", code.meaning);
    if (status) writer.key("status").integer(*status);
    // Both may quote what came from outside, byte for byte.
    writer.member("detail", as_utf8(std::string(detail))).member("code", code.name);
    if (!pointer.empty()) writer.member("pointer", as_utf8(std::string(pointer)));
}

Reply problem_reply(const Error& error, std::optional<int> status) {
    Reply reply;
    reply.status = status.value_or(status_of(error));
    reply.media_type = kProblemJson;
    reply.code = error.code().name;
    json::Writer writer;
    writer.begin_object();
    write_problem_members(writer, error.code(), error.message(), error.where(), reply.status);
    reply.body = writer.end_object().take();
    if (reply.status == 503) reply.headers.push_back({"Retry-After", "1"});
    if (reply.status == 401) reply.headers.push_back({"WWW-Authenticate", "Bearer realm=\"deed\""});
    return reply;
}

}  // namespace deed::service

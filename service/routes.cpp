#include "service/routes.hpp"

#include <algorithm>
#include <array>

#include "service/endpoints.hpp"

namespace deed::service {
namespace {

// clang-format off
constexpr std::array<Route, 13> kRoutes{{
    {"POST", "/credentials/issue", Access::authorized, "issueCredential",
     "Secures a credential, as its issuer or options.cryptosuite say",
     "IssueRequest", "IssueReply", "201 400 401 501 503", answer_issue},
    {"POST", "/issuers/{cryptosuite}/{keyType}/credentials/issue", Access::authorized,
     "issueCredentialOnPath", "Secures a credential as one configuration of issuers says",
     "IssueRequest", "IssueReply", "201 400 401 404 501 503", answer_issue_on_path},
    {"POST", "/credentials/verify", Access::anybody, "verifyCredential", "Judges a credential",
     "VerifyCredentialRequest", "CredentialVerdict", "200 400 422 503", answer_verify},
    {"POST", "/credentials/derive", Access::anybody, "deriveCredential",
     "Derives a credential that discloses a part of another",
     "DeriveRequest", "IssueReply", "201 400 501 503", answer_derive},
    {"POST", "/presentations/verify", Access::anybody, "verifyPresentation",
     "Judges a presentation and all its credentials",
     "VerifyPresentationRequest", "PresentationVerdict", "200 400 422 503",
     answer_verify_presentation},
    {"POST", "/presentations/prove", Access::authorized, "provePresentation",
     "Signs a presentation as a holder whose key is here",
     "ProveRequest", "ProveReply", "201 400 401 501 503", answer_prove},
    {"GET", "/1.0/identifiers/{did}", Access::anybody, "resolve",
     "Resolves a DID, or dereferences a DID URL",
     "", "ResolutionResult", "200 303 400 404 406 410 500 501 502 503", answer_identifier},
    {"POST", "/1.0/identifiers/{did}", Access::anybody, "resolveWithOptions",
     "The same with the options in the body",
     "ResolutionOptions", "ResolutionResult", "200 303 400 404 406 410 500 501 502 503",
     answer_identifier},
    {"GET", "/healthz", Access::anybody, "health", "Whether the process lives",
     "", "Status", "200", answer_health, true},
    {"GET", "/readyz", Access::anybody, "readiness", "Whether it takes on work",
     "", "Status", "200 503", answer_ready, true},
    {"GET", "/metrics", Access::anybody, "metrics", "Counters in the text format of Prometheus",
     "", "", "200", answer_metrics, true},
    {"GET", "/openapi.json", Access::anybody, "openapi", "This description",
     "", "OpenApi", "200", answer_openapi},
    {"GET", "/1.0/identifiers", Access::anybody, "resolveNothing",
     "Says that there is no DID in the path",
     "", "ResolutionResult", "400", answer_identifier},
}};
// clang-format on

constexpr bool is_place(std::string_view segment) {
    return segment.starts_with('{') && segment.ends_with('}');
}

std::string_view take_segment(std::string_view& path) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    return segment;
}

/// Fills the places of a route's path; false where the path is another.
bool matches(std::string_view pattern, std::string_view path,
             std::vector<std::string_view>& parameters) {
    parameters.clear();
    pattern.remove_prefix(1);
    path.remove_prefix(1);
    while (true) {
        const bool is_last = pattern.find('/') == std::string_view::npos;
        if (is_last && is_place(pattern)) {
            parameters.push_back(path);
            return true;
        }
        if (is_last) return path == pattern;
        if (path.find('/') == std::string_view::npos) return false;
        const std::string_view wanted = take_segment(pattern);
        const std::string_view segment = take_segment(path);
        if (is_place(wanted))
            parameters.push_back(segment);
        else if (segment != wanted)
            return false;
    }
}

}  // namespace

std::span<const Route> routes() { return kRoutes; }

Found find_route(std::string_view method, std::string_view target) {
    Found found;
    const std::size_t mark = target.find('?');
    const std::string_view path = target.substr(0, mark);
    found.has_query = mark != std::string_view::npos;
    if (found.has_query) found.query = target.substr(mark + 1);
    if (!path.starts_with('/')) return found;

    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    std::vector<std::string_view> parameters;
    for (const Route& route : kRoutes) {
        if (!matches(route.path, path, parameters)) continue;
        found.allowed += (found.allowed.empty() ? "" : ", ") + std::string(route.method);
        if (route.method == "GET") found.allowed += ", HEAD";
        if (route.method != wanted || found.route != nullptr) continue;
        found.route = &route;
        found.parameters = parameters;
    }
    return found;
}

}  // namespace deed::service

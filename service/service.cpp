#include "service/service.hpp"

#include <algorithm>

#include "credentials/envelopes/media_types.hpp"
#include "service/errors.hpp"
#include "service/problem.hpp"

namespace deed::service {
namespace {

std::vector<std::string_view> route_names() {
    std::vector<std::string_view> names;
    for (const Route& route : routes()) names.push_back(route.path);
    return names;
}

bool is_json(const net::RequestHead& head) {
    const std::string_view type =
        credentials::without_parameters(head.header("content-type").value_or(""));
    return credentials::is_same_media_type(type, "application/json") ||
           credentials::is_same_media_type(type, "application/ld+json");
}

Result<void> check(const Request& request, const Found& found, const Guard& guard) {
    DEED_CHECK(guard.check_host(request.head));
    if (found.allowed.empty())
        return Error(errors::kNoSuchPath, "nothing is served under this path");
    if (found.route == nullptr)
        return Error(errors::kMethodNotAllowed, "this path has the methods " + found.allowed);
    DEED_CHECK(guard.check_authority(request, *found.route));
    if (!found.route->request_schema.empty() && !is_json(request.head))
        return Error(errors::kMediaType, "the body must be application/json");
    return {};
}

std::string milliseconds(std::chrono::steady_clock::duration took) {
    constexpr std::int64_t kTenth = 100;
    const auto tenths =
        std::chrono::duration_cast<std::chrono::microseconds>(took).count() / kTenth;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

}  // namespace

Service::Service(Backend backend, Guard guard, Logger& log)
    : backend_(std::move(backend)), guard_(std::move(guard)), log_(log), metrics_(route_names()) {
    backend_.metrics = &metrics_;
}

void Service::watch(const Server& server) {
    backend_.load = [&server] { return server.load(); };
}

std::optional<Reply> Service::admit(const Request& request) {
    const Found found = find_route(request.head.method, request.head.target);
    const auto is_served = check(request, found, guard_);
    if (is_served) return std::nullopt;
    Reply reply = refuse(is_served.error());
    if (found.route != nullptr) reply.route = found.route->path;
    if (is_served.error().code() == errors::kMethodNotAllowed)
        reply.headers.push_back({"Allow", found.allowed});
    return reply;
}

std::optional<Reply> Service::at_once(const Request& request) {
    const Found found = find_route(request.head.method, request.head.target);
    if (!found.route->is_quick) return std::nullopt;
    Call call;
    return answer(request, found, call);
}

Reply Service::handle(const Request& request, Call& call) {
    return answer(request, find_route(request.head.method, request.head.target), call);
}

Reply Service::answer(const Request& request, const Found& found, Call& call) {
    const Asked asked{request, found.parameters, found.query, found.has_query};
    auto answered = found.route->answer(asked, backend_, call);
    Reply reply = answered ? *std::move(answered) : problem_reply(answered.error());
    reply.route = found.route->path;
    return reply;
}

Reply Service::refuse(const Error& error) { return problem_reply(error); }

void Service::done(const Exchange& exchange) {
    const Reply& reply = exchange.reply;
    metrics_.count(reply.route, reply.status, exchange.took);
    // Neither the path, which may hold a DID, nor anything of the bodies.
    log_.log(reply.status >= 500 ? LogLevel::warning : LogLevel::info, "request",
             {{"method", exchange.method},
              {"route", reply.route},
              {"status", std::to_string(reply.status)},
              {"ms", milliseconds(exchange.took)},
              {"bytes", std::to_string(exchange.request_bytes)},
              {"peer", exchange.peer},
              {"code", reply.code.empty() ? std::string_view("-") : reply.code},
              {"delivered", exchange.delivered ? "yes" : "no"}});
}

}  // namespace deed::service

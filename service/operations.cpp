#include "lib/json/writer.hpp"
#include "service/endpoints.hpp"
#include "service/errors.hpp"
#include "service/http/errors.hpp"
#include "service/problem.hpp"

namespace deed::service {
namespace {

Reply said(std::string_view word) {
    Reply reply;
    reply.body = json::Writer().begin_object().member("status", word).end_object().take();
    return reply;
}

}  // namespace

Result<Reply> answer_health(const Asked&, const Backend&, Call&) { return said("ok"); }

Result<Reply> answer_ready(const Asked&, const Backend& backend, Call&) {
    const Load load = backend.load();
    if (load.stopping) return problem_reply(Error(errors::kBusy, "the service is stopping"));
    if (load.queued >= load.max_queue && load.max_queue > 0)
        return problem_reply(Error(errors::kBusy, "the queue is full"));
    return said("ready");
}

Result<Reply> answer_metrics(const Asked&, const Backend& backend, Call&) {
    Reply reply;
    reply.media_type = "text/plain; version=0.0.4; charset=utf-8";
    if (backend.metrics != nullptr)
        reply.body = backend.metrics->to_text(backend.load(), backend.version);
    return reply;
}

Result<Reply> answer_openapi(const Asked&, const Backend& backend, Call&) {
    Reply reply;
    reply.body = openapi(backend.version);
    return reply;
}

}  // namespace deed::service

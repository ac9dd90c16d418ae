#include "did/http_binding.hpp"
#include "service/endpoints.hpp"
#include "service/problem.hpp"
#include "service/request_body.hpp"

namespace deed::service {

Result<Reply> answer_identifier(const Asked& asked, const Backend& backend, Call& call) {
    did::BindingRequest request{
        .identifier = asked.parameters.empty() ? std::string() : std::string(asked.parameters[0]),
        .accept = std::string(asked.request.head.header("accept").value_or(""))};
    if (asked.has_query) request.query = std::string(asked.query);
    if (asked.request.head.method == "POST") {
        DEED_TRY(request.options, read_body(asked.request));
    }
    did::BindingAnswer answer = did::answer_binding(request, backend.resolver, call);
    Reply reply;
    reply.status = answer.status;
    reply.media_type = std::move(answer.content_type);
    reply.body = std::move(answer.body);
    if (!answer.location.empty()) reply.headers.push_back({"Location", std::move(answer.location)});
    if (answer.status == 503) reply.headers.push_back({"Retry-After", "5"});
    if (answer.error) reply.code = answer.error->code().name;
    return reply;
}

}  // namespace deed::service

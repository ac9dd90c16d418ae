#include "toolkit/context_fetch.hpp"

#include "toolkit/errors.hpp"

namespace deed {
namespace {

constexpr std::size_t kMaxContext = std::size_t{1} << 20;

bool is_json(std::string_view media_type) {
    return media_type == "application/json" || media_type.ends_with("+json");
}

}  // namespace

Result<Bytes> fetch_context(const std::string& url, net::HttpClient& client, Call& call) {
    const auto parsed = net::Url::parse(url);
    if (!parsed || parsed->scheme() != net::Url::Scheme::https || parsed->fragment())
        return Error(errors::kContextFetchUrl, "\"" + url + "\" is not a plain https URL", url);
    net::HttpRequest request{.url = *parsed, .headers = {}, .body = {}};
    // JSON-LD 1.1 API section 9.4.
    request.headers.push_back({"Accept", "application/ld+json, application/json"});
    request.max_response_bytes = kMaxContext;
    DEED_TRY(net::HttpResponse answer, client.send(request, call));
    if (answer.status != 200)
        return Error(errors::kContextFetchRefused,
                     "the publisher answered with status " + std::to_string(answer.status), url);
    if (!is_json(answer.media_type()))
        return Error(errors::kContextFetchRefused,
                     "the publisher answered with \"" + answer.media_type() + "\"", url);
    return std::move(answer.body);
}

}  // namespace deed

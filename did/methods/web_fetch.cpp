#include "did/methods/web_fetch.hpp"

#include <algorithm>

#include "did/errors.hpp"
#include "did/methods/web_errors.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::did {
namespace {

constexpr int kOk = 200;
constexpr int kNotFoundStatus = 404;
constexpr int kGone = 410;

bool is_allowed(const PublishedFile& file, const std::string& type) {
    if (file.media_types.empty()) return type != "text/html";
    return type.empty() || std::ranges::find(file.media_types, type) != file.media_types.end();
}

}  // namespace

Result<Bytes> fetch_published(const PublishedFile& file, const HttpClientSource& clients,
                              Call& call) {
    auto url = net::Url::parse(file.url);
    if (!url) return Error(errors::kMalformed, url.error().message());
    DEED_TRY(net::HttpClient * client, clients(call));
    net::HttpRequest request{net::HttpMethod::get, *std::move(url), {}, {}, nullptr};
    request.headers.push_back({"Accept", std::string(file.accept)});
    request.max_response_bytes = file.max_bytes;
    DEED_TRY(net::HttpResponse response, client->send(request, call));
    if (response.status == kNotFoundStatus || response.status == kGone)
        return Error(errors::kNotFound, "the server has no such file", file.url);
    if (response.status != kOk)
        return Error(errors::kWebUnavailable,
                     "the server answers with status " + std::to_string(response.status), file.url);
    const std::string type = response.media_type();
    if (!is_allowed(file, type))
        return Error(errors::kWebMediaType,
                     "the server says that it is " + std::string(utf8_prefix(as_utf8(type), 100)),
                     file.url);
    return std::move(response.body);
}

}  // namespace deed::did

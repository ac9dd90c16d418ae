#pragma once

#include <map>
#include <string>

#include "did/methods/web_fetch.hpp"
#include "tests/did/document_support.hpp"

namespace deed::did::test {

/// The web, in memory: answers by URL, 404 for others.
class Web final : public net::HttpClient {
public:
    Result<net::HttpResponse> send(const net::HttpRequest& request, Call&) override {
        asked.push_back(request.url.to_string());
        last = request;
        if (failure) return *failure;
        const auto found = files.find(request.url.to_string());
        if (found == files.end()) return net::HttpResponse{404, {}, {}};
        net::HttpResponse response{status, {}, Bytes()};
        append(response.body, as_bytes(found->second));
        if (!type.empty()) response.headers.push_back({"content-type", type});
        return response;
    }
    HttpClientSource source() {
        return [this](Call&) -> Result<net::HttpClient*> { return this; };
    }

    std::map<std::string, std::string> files;
    std::vector<std::string> asked;
    std::optional<net::HttpRequest> last;
    std::optional<Error> failure;
    std::string type = "application/json";
    int status = 200;
};

}  // namespace deed::did::test

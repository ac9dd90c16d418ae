#pragma once

#include <functional>
#include <string>

#include "lib/json/document.hpp"
#include "lib/net/http_client.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::registry::test {

/// Between a reader and a real node: changes its answers to one method.
class Lying final : public net::HttpClient {
public:
    explicit Lying(net::HttpClient& honest) : honest_(honest) {}

    Result<net::HttpResponse> send(const net::HttpRequest& request, Call& call) override {
        DEED_TRY(net::HttpResponse response, honest_.send(request, call));
        const std::string asked(as_text(request.body));
        if (method.empty() || asked.find("\"" + method + "\"") == asked.npos) return response;
        ++asked_times;
        const std::string changed = lie(asked, std::string(as_text(response.body)));
        response.body = to_bytes(as_bytes(changed));
        return response;
    }

    std::string method;
    std::function<std::string(const std::string& asked, std::string answer)> lie;
    int asked_times = 0;

private:
    net::HttpClient& honest_;
};

/// The answer with another result.
inline std::string with_result(const std::string& answer, const std::string& result) {
    const auto document = deed::test::must(json::Document::parse(answer));
    return R"({"jsonrpc":"2.0","id":)" + std::to_string(*document.root().find("id")->integer()) +
           ",\"result\":" + result + "}";
}

}  // namespace deed::registry::test

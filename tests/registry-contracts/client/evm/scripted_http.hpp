#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/json/document.hpp"
#include "lib/net/http_client.hpp"
#include "tests/support/signers.hpp"

namespace deed::test {

/// An HttpClient that answers as a test says, for answers that no real node gives.
class ScriptedHttp final : public net::HttpClient {
public:
    using Answer = std::function<Result<net::HttpResponse>(const std::string& body)>;

    Result<net::HttpResponse> send(const net::HttpRequest& request, Call&) override {
        bodies.emplace_back(as_text(request.body));
        return answer(bodies.back());
    }

    void answer_with(std::string body, int status = 200) {
        answer = [body = std::move(body), status](const std::string&) {
            net::HttpResponse response;
            response.status = status;
            response.body = to_bytes(as_bytes(body));
            return Result<net::HttpResponse>(response);
        };
    }

    /// `content` is what stands behind the id: "result":… or "error":….
    void answer_each_with(std::string content) {
        answer = [this, content = std::move(content)](const std::string& body) {
            const auto asked = must(json::Document::parse(body));
            const auto id = std::to_string(*asked.root().find("id")->integer());
            answer_once_ = R"({"jsonrpc":"2.0","id":)" + id + "," + content + "}";
            net::HttpResponse response;
            response.status = 200;
            response.body = to_bytes(as_bytes(answer_once_));
            return Result<net::HttpResponse>(response);
        };
    }

    std::vector<std::string> bodies;
    Answer answer;

private:
    std::string answer_once_;
};

}  // namespace deed::test

#include "toolkit/context_fetch.hpp"

#include <gtest/gtest.h>

#include "lib/net/errors.hpp"
#include "tests/support/result_matchers.hpp"
#include "toolkit/errors.hpp"

namespace deed {
namespace {

/// Answers every request alike, and remembers it.
class OneAnswer final : public net::HttpClient {
public:
    OneAnswer(int status, std::string media_type, std::string body)
        : status_(status), media_type_(std::move(media_type)), body_(std::move(body)) {}

    Result<net::HttpResponse> send(const net::HttpRequest& request, Call&) override {
        asked.push_back(request.url.to_string());
        accepted = request.headers.empty() ? "" : request.headers.front().value;
        return net::HttpResponse{
            status_, {{"content-type", media_type_}}, Bytes(body_.begin(), body_.end())};
    }

    std::vector<std::string> asked;
    std::string accepted;

private:
    int status_;
    std::string media_type_;
    std::string body_;
};

constexpr const char* kUrl = "https://school.example/terms?v=1";

TEST(FetchContext, GivesTheBytesAsTheyAreServed) {
    for (const char* type : {"application/ld+json", "application/json; charset=utf-8",
                             "application/vnd.school+json"}) {
        OneAnswer client(200, type, " {\"@context\": {}}\n");
        Call call;
        ASSERT_OK_AND(const Bytes bytes, fetch_context(kUrl, client, call));
        EXPECT_EQ(as_text(bytes), " {\"@context\": {}}\n");
        EXPECT_EQ(client.asked, std::vector<std::string>{kUrl});
        EXPECT_EQ(client.accepted, "application/ld+json, application/json");
    }
}

TEST(FetchContext, AsksNobodyButByPlainHttps) {
    OneAnswer client(200, "application/ld+json", "{}");
    Call call;
    for (const char* url :
         {"http://school.example/terms", "school.example", "did:example:a", "",
          "https://school.example/terms#a", "https://u@school.example/", "file:///etc/passwd"})
        EXPECT_CODE(fetch_context(url, client, call), errors::kContextFetchUrl);
    EXPECT_TRUE(client.asked.empty());
}

TEST(FetchContext, RefusesAnswersThatAreNoContext) {
    Call call;
    for (const int status : {204, 301, 404, 500}) {
        OneAnswer client(status, "application/ld+json", "{}");
        EXPECT_CODE(fetch_context(kUrl, client, call), errors::kContextFetchRefused);
    }
    for (const char* type : {"text/html", "", "application/jsonp", "image/svg+xml"}) {
        OneAnswer client(200, type, "{}");
        EXPECT_CODE(fetch_context(kUrl, client, call), errors::kContextFetchRefused);
    }
}

}  // namespace
}  // namespace deed

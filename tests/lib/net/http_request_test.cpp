#include "lib/net/http_request.hpp"

#include "lib/net/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::net {
namespace {

TEST(RequestHead, IsReadWithWhatFollows) {
    const std::string text =
        "POST /v1/keys/court/sign?x=1 HTTP/1.1\r\nHost: localhost\r\nCONTENT-length: 2 \r\n"
        "X-Empty:\r\nexpect: 100-Continue\r\nConnection: Close\r\n\r\n";
    ASSERT_OK_AND(const auto parsed, parse_request_head(text + "{}GET / HTTP/1.1"));
    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(parsed->size, text.size());
    const RequestHead& head = parsed->head;
    EXPECT_EQ(head.method, "POST");
    EXPECT_EQ(head.target, "/v1/keys/court/sign?x=1");
    EXPECT_EQ(head.content_length, 2u);
    EXPECT_TRUE(head.expects_continue);
    EXPECT_FALSE(head.keep_alive);
    EXPECT_EQ(head.header("x-empty"), "");
    EXPECT_EQ(head.header("absent"), std::nullopt);
}

TEST(RequestHead, IsAwaitedUntilItsEnd) {
    const std::string text = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    for (std::size_t size = 0; size < text.size(); ++size) {
        const auto parsed = parse_request_head(text.substr(0, size));
        ASSERT_OK(parsed);
        EXPECT_FALSE(parsed->has_value()) << size;
    }
    ASSERT_OK_AND(const auto parsed, parse_request_head(text));
    EXPECT_TRUE(parsed.has_value());
}

TEST(RequestHead, RefusesWhatIsNoRequest) {
    const std::string host = "Host: a\r\n";
    const std::vector<std::string> refused = {
        "GET  / HTTP/1.1\r\n" + host,
        "GET /HTTP/1.1\r\n" + host,
        " GET / HTTP/1.1\r\n" + host,
        "GET / HTTP/1.1 \r\n" + host,
        "G(T / HTTP/1.1\r\n" + host,
        "GET /a b HTTP/1.1\r\n" + host,
        "GET http://a/ HTTP/1.1\r\n" + host,
        "GET * HTTP/1.1\r\n" + host,
        "GET /../a HTTP/1.1\r\n" + host,
        "GET /%00 HTTP/1.1\r\n" + host,
        "GET /#a HTTP/1.1\r\n" + host,
        "GET / http/1.1\r\n" + host,
        "GET / HTTP/11\r\n" + host,
        "GET / HTTP/1.1\r\n" + host + " folded\r\n",
        "GET / HTTP/1.1\r\n" + host + "A : b\r\n",
        "GET / HTTP/1.1\r\n" + host + ": b\r\n",
        "GET / HTTP/1.1\r\n" + host + "A\r\n",
        "GET / HTTP/1.1\r\n" + host + "A: b\nB: c\r\n",
        "GET / HTTP/1.1\r\n" + host + "A: b\rc\r\n",
        "GET / HTTP/1.1\r\n" + host + "A: \xc3\xa4\r\n",
        "GET / HTTP/1.1\r\n" + host + std::string("A: \0\r\n", 6),
        "GET / HTTP/1.1\r\nA: b\r\n",
        "GET / HTTP/1.1\r\n" + host + host,
        "GET / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 1\r\n",
        "GET / HTTP/1.1\r\n" + host + "Content-Length: +1\r\n",
        "GET / HTTP/1.1\r\n" + host + "Content-Length: 01\r\n",
        "GET / HTTP/1.1\r\n" + host + "Content-Length: 1, 1\r\n",
        "GET / HTTP/1.1\r\n" + host + "Content-Length: \r\n",
        "GET / HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n",
        std::string("\r\nGET / HTTP/1.1\r\n") + host,
        std::string("GET / HTTP/1.1\r\n")};
    for (const std::string& text : refused)
        EXPECT_CODE(parse_request_head(text + "\r\n"), errors::kBadRequest) << text;
}

TEST(RequestHead, RefusesPartsOfHttpThatAreNotServed) {
    for (const char* text :
         {"GET / HTTP/1.0\r\nHost: a\r\n\r\n", "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: identity\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n"})
        EXPECT_CODE(parse_request_head(text), errors::kUnsupportedRequest) << text;
}

TEST(RequestHead, OfHttp10IsReadWhereAskedFor) {
    const std::string text = "GET / HTTP/1.0\r\nConnection: keep-alive\r\nExpect: 100-continue\r\n";
    ASSERT_OK_AND(const auto parsed, parse_request_head(text + "\r\n", RequestForms::all));
    ASSERT_TRUE(parsed.has_value());
    EXPECT_FALSE(parsed->head.keep_alive);
    EXPECT_FALSE(parsed->head.expects_continue);
    EXPECT_EQ(parsed->head.to_string().substr(0, 16), "GET / HTTP/1.0\r\n");
    EXPECT_CODE(parse_request_head(text + "Transfer-Encoding: chunked\r\n\r\n", RequestForms::all),
                errors::kBadRequest);
}

TEST(RequestHead, SaysAmongOtherOptionsThatTheConnectionEnds) {
    const auto keeps = [](const std::string& connection) {
        const auto parsed = parse_request_head(
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: " + connection + "\r\n\r\n");
        return parsed && *parsed && (*parsed)->head.keep_alive;
    };
    for (const char* ends : {"close", "TE, close", "Close ,TE", ",close"})
        EXPECT_FALSE(keeps(ends)) << ends;
    for (const char* goes_on : {"", ",", "TE", "keep-alive, TE", "closed"})
        EXPECT_TRUE(keeps(goes_on)) << goes_on;
}

TEST(RequestHead, IsBounded) {
    EXPECT_CODE(parse_request_head("GET /" + std::string(kMaxRequestHead, 'a')),
                errors::kHeadTooLarge);
    EXPECT_CODE(parse_request_head(std::string(kMaxRequestHead, '\r')), errors::kHeadTooLarge);
    std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (std::size_t i = 1; i < kMaxRequestHeaders; ++i) many += "A: b\r\n";
    EXPECT_OK(parse_request_head(many + "\r\n"));
    EXPECT_CODE(parse_request_head(many + "A: b\r\n\r\n"), errors::kHeadTooLarge);
}

}  // namespace
}  // namespace deed::net

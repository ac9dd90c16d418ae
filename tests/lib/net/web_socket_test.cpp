#include "lib/net/web_socket.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "lib/net/errors.hpp"
#include "tests/support/child_server.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/signers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::net {
namespace {

using test::must;

class WebSocketTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        server_ = std::make_unique<test::ChildServer>(
            std::vector<std::string>{"python3", DEED_TEST_SERVERS "/web_socket_server.py"});
    }
    static void TearDownTestSuite() { server_.reset(); }

    static Url url(const std::string& path) {
        return must(Url::parse_web_socket("ws://127.0.0.1:" + server_->said() + "/" + path));
    }
    static WebSocketOptions usual() {
        WebSocketOptions options;
        options.connection.allow_http = true;
        options.connection.addresses = Addresses::any;
        options.connection.total_timeout = std::chrono::seconds(10);
        options.max_message_bytes = 100'000;
        return options;
    }
    Result<WebSocketOpening> try_open(const std::string& path,
                                      const WebSocketOptions& options = usual()) {
        return open_web_socket(url(path), options, call);
    }
    std::unique_ptr<WebSocket> open(const std::string& path,
                                    const WebSocketOptions& options = usual()) {
        auto opening = must(try_open(path, options));
        EXPECT_EQ(opening.status, 101);
        return std::move(opening.socket);
    }
    /// What comes back for a message.
    Result<std::string> ask(const std::string& path, const std::string& text = "hello",
                            const WebSocketOptions& options = usual()) {
        const auto socket = open(path, options);
        must(socket->send(text, call));
        return socket->receive(call);
    }

    static std::unique_ptr<test::ChildServer> server_;
    Call call;
};

std::unique_ptr<test::ChildServer> WebSocketTest::server_;

TEST_F(WebSocketTest, CarriesMessagesBothWays) {
    const auto socket = open("echo");
    for (const std::size_t size : {0U, 1U, 125U, 126U, 65'535U, 65'536U, 100'000U}) {
        const std::string text(size, 'x');
        EXPECT_OK(socket->send(text, call));
        EXPECT_EQ(must(socket->receive(call)), text);
    }
    EXPECT_OK(socket->send("\xe2\x82\xac", call));
    EXPECT_EQ(must(socket->receive(call)), "\xe2\x82\xac");
    const auto other = open("echo?a=b");
    EXPECT_OK(other->send("a", call));
    EXPECT_EQ(must(other->receive(call)), "a");
}

TEST_F(WebSocketTest, ManyThreadsShareAConnection) {
    const auto socket = open("echo");
    constexpr int kThreads = 8;
    constexpr int kEach = 20;
    std::atomic<std::size_t> received{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
        threads.emplace_back([&] {
            Call own;
            for (int i = 0; i < kEach; ++i) {
                must(socket->send(std::string(1000, 'x'), own));
                received += must(socket->receive(own)).size();
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(received, kThreads * kEach * 1000U);
}

TEST_F(WebSocketTest, PutsFragmentsTogetherAndAnswersPings) {
    const auto socket = open("whole_of_fragments");
    EXPECT_OK(socket->send("hello", call));
    EXPECT_EQ(must(socket->receive(call)), "hello");
    EXPECT_EQ(must(socket->receive(call)), "pong");
}

TEST_F(WebSocketTest, RefusesWhatBreaksTheProtocol) {
    for (const char* path :
         {"masked", "bad_text", "reserved", "opcode", "long_ping", "continuation", "binary"}) {
        SCOPED_TRACE(path);
        EXPECT_CODE(ask(path), errors::kWebSocketBroken);
    }
    for (const char* path : {"wrong_accept", "no_http"}) {
        SCOPED_TRACE(path);
        EXPECT_CODE(try_open(path), errors::kWebSocketBroken);
    }
    const auto endless = try_open("endless_head");
    EXPECT_FALSE(endless.has_value());
}

TEST_F(WebSocketTest, KeepsMessagesWithinTheLimit) {
    EXPECT_EQ(must(ask("big", "100000")).size(), 100'000U);
    EXPECT_CODE(ask("big", "100001"), errors::kTooLarge);
    EXPECT_CODE(ask("claims"), errors::kTooLarge);
    EXPECT_CODE(ask("fragments"), errors::kTooLarge);
}

TEST_F(WebSocketTest, KeepsOnlySoManyMessages) {
    const auto socket = open("flood");
    EXPECT_OK(socket->send("go", call));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    for (int i = 0; i < 500; ++i) ASSERT_EQ(must(socket->receive(call)).size(), 1000U);
}

TEST_F(WebSocketTest, KeepsOnlySoManyBytes) {
    WebSocketOptions options = usual();
    options.max_waiting = 1'000'000;
    options.max_waiting_bytes = 10'000;
    const auto socket = open("count", options);
    EXPECT_OK(socket->send("go", call));
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    // The server tells in each message how long it had to wait to send it, in all.
    std::string first;
    for (int i = 0; i < 20'000; ++i) first = must(socket->receive(call));
    EXPECT_GT(std::stod(first), 0.3);
}

TEST_F(WebSocketTest, NoticesTheEnd) {
    EXPECT_CODE(ask("close_in_message"), errors::kClosed);
    EXPECT_CODE(ask("cut"), errors::kClosed);
    const auto socket = open("cut");
    EXPECT_OK(socket->send("xyz", call));
    EXPECT_CODE(socket->receive(call), errors::kClosed);
    EXPECT_CODE(socket->receive(call), errors::kClosed);
    EXPECT_CODE(socket->send("x", call), errors::kClosed);
}

TEST_F(WebSocketTest, DoesNotWaitForEver) {
    WebSocketOptions hasty = usual();
    hasty.silence = std::chrono::milliseconds(400);
    EXPECT_CODE(ask("silent", "hello", hasty), errors::kTimeout);
    hasty.connection.total_timeout = std::chrono::milliseconds(300);
    EXPECT_CODE(try_open("no_answer", hasty), errors::kTimeout);
    for (const char* path : {"silent", "slow", "empty_fragments"}) {
        SCOPED_TRACE(path);
        const auto socket = open(path);
        EXPECT_OK(socket->send("hello", call));
        Call soon(nullptr, nullptr,
                  std::chrono::steady_clock::now() + std::chrono::milliseconds(200));
        EXPECT_CODE(socket->receive(soon), deed::errors::kDeadline);
    }
    const std::atomic<bool> cancelled{true};
    Call interrupted(nullptr, &cancelled);
    EXPECT_CODE(open_web_socket(url("echo"), usual(), interrupted), deed::errors::kInterrupted);
    EXPECT_CODE(open("echo")->receive(interrupted), deed::errors::kInterrupted);
    Call late(nullptr, nullptr, std::chrono::steady_clock::now() + std::chrono::milliseconds(200));
    EXPECT_CODE(open_web_socket(url("no_answer"), usual(), late), deed::errors::kDeadline);
}

TEST_F(WebSocketTest, TellsTheStatusOfARefusal) {
    for (const int status : {200, 401, 404, 429, 502}) {
        ASSERT_OK_AND(const auto opening, try_open("status/" + std::to_string(status)));
        EXPECT_EQ(opening.status, status);
        EXPECT_EQ(opening.socket, nullptr);
    }
}

TEST_F(WebSocketTest, SendsTheTokenInTheHandshakeAlone) {
    const auto token = crypto::SecretBytes::copy_of(as_bytes("s3cret-token"));
    WebSocketOptions options = usual();
    options.bearer_token = &token;
    const auto socket = open("token", options);
    EXPECT_EQ(must(socket->receive(call)), "Bearer s3cret-token");
    EXPECT_OK(socket->send("deed-token-goes-here", call));
    EXPECT_EQ(must(socket->receive(call)), "deed-token-goes-here");
    const auto bad = crypto::SecretBytes::copy_of(as_bytes("a\r\nb: c"));
    options.bearer_token = &bad;
    EXPECT_CODE(try_open("token", options), errors::kBadRequest);
    EXPECT_EQ(must(open("token")->receive(call)), "none");
}

TEST_F(WebSocketTest, GoesOnlyWhereItMay) {
    WebSocketOptions strict = usual();
    strict.connection.allow_http = false;
    EXPECT_CODE(try_open("echo", strict), errors::kNotHttps);
    strict = usual();
    strict.connection.addresses = Addresses::public_only;
    EXPECT_CODE(try_open("echo", strict), errors::kAddressRefused);
    EXPECT_CODE(open_web_socket(must(Url::parse("https://a.example")), usual(), call),
                errors::kBadUrl);
    EXPECT_CODE(open_web_socket(must(Url::parse_web_socket("ws://127.0.0.1:1/")), usual(), call),
                errors::kRefused);
}

TEST(SecureWebSocket, HasTheCertificatesOfHttps) {
    const test::TempDir folder;
    const std::string make =
        "python3 " DEED_TEST_SERVERS "/certificates.py " + folder.path().string();
    ASSERT_EQ(std::system(make.c_str()), 0);
    const auto file = [&](const char* name) { return folder / name; };
    const auto server = [&](const char* name, bool mutual) {
        std::vector<std::string> command{"python3", DEED_TEST_SERVERS "/web_socket_server.py",
                                         file((std::string(name) + ".pem").c_str()),
                                         file((std::string(name) + ".key").c_str())};
        if (mutual) command.push_back(file("ca.pem"));
        return std::make_unique<test::ChildServer>(command);
    };
    Call call;
    WebSocketOptions options;
    options.connection.addresses = Addresses::any;
    options.connection.ca_file = file("ca.pem");
    const auto open = [&](const test::ChildServer& at, const std::string& path = "/echo") {
        return open_web_socket(must(Url::parse_web_socket("wss://127.0.0.1:" + at.said() + path)),
                               options, call);
    };
    const auto good = server("server", false);
    {
        ASSERT_OK_AND(const auto opening, open(*good));
        const std::string text(90'000, 'x');
        EXPECT_OK(opening.socket->send(text, call));
        EXPECT_EQ(must(opening.socket->receive(call)), text);
    }
    EXPECT_CODE(open(*server("expired", false)), errors::kTlsUntrusted);
    EXPECT_CODE(open(*server("elsewhere", false)), errors::kTlsUntrusted);
    const auto mutual = server("server", true);
    options.connection.client_certificate =
        ClientCertificate{file("client.pem"), file("client.key")};
    EXPECT_EQ(must(open(*mutual)).status, 101);
    options.connection.client_certificate.reset();
    EXPECT_FALSE(open(*mutual).has_value());
    options.connection.ca_file = file("other-ca.pem");
    EXPECT_CODE(open(*good), errors::kTlsUntrusted);
    options.connection.addresses = Addresses::public_only;
    EXPECT_CODE(open(*good), errors::kAddressRefused);
}

TEST(WebSocketUrl, IsThatOfItsHandshakeButForTheScheme) {
    ASSERT_OK_AND(const Url url, Url::parse_web_socket("wss://a.example:8546/v1?key=x"));
    EXPECT_EQ(url.scheme(), Url::Scheme::wss);
    EXPECT_EQ(url.port(), 8546);
    EXPECT_EQ(url.origin(), "wss://a.example:8546");
    EXPECT_EQ(url.to_string(), "wss://a.example:8546/v1?key=x");
    EXPECT_EQ(url.as_http(), must(Url::parse("https://a.example:8546/v1?key=x")));
    EXPECT_EQ(url.as_http().origin(), "https://a.example:8546");
    EXPECT_EQ(must(Url::parse_web_socket("wss://a.example")).port(), 443);
    EXPECT_EQ(must(Url::parse_web_socket("ws://a.example")).port(), 80);
    EXPECT_EQ(must(Url::parse_web_socket("ws://a.example")).as_http().to_string(),
              "http://a.example");
    for (const char* text : {"https://a.example", "ws:/a", "WS://a.example", "ws://a.example/#x",
                             "ws://", "wss://u@a.example", "wss://127.1/"})
        EXPECT_CODE(Url::parse_web_socket(text), errors::kBadUrl) << text;
    EXPECT_CODE(Url::parse("ws://a.example"), errors::kBadUrl);
    EXPECT_CODE(Url::parse_web_socket("ws://a.example/" + std::string(8200, 'x')), errors::kBadUrl);
}

}  // namespace
}  // namespace deed::net

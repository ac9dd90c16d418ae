// The transport with a handler of its own: what it does with clients of every kind.

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <vector>

#include <gtest/gtest.h>

#include "service/http/errors.hpp"
#include "service/problem.hpp"
#include "tests/service/client.hpp"
#include "tests/service/running_server.hpp"

namespace deed::service {
namespace {

using namespace std::chrono_literals;
using test::ask;
using test::HttpAnswer;
using test::RawClient;
using test::request;
using test::RunningServer;

/// Says back what it was sent; "/wait" waits until it may go on, or its call ends.
class EchoHandler final : public RequestHandler {
public:
    std::optional<Reply> admit(const Request& asked) override {
        if (asked.head.target == "/exhausted") throw std::bad_alloc();
        if (asked.head.target != "/forbidden") return std::nullopt;
        return Reply{.status = 403};
    }

    Reply handle(const Request& asked, Call& call) override {
        if (asked.head.target == "/throw") throw std::runtime_error("a bug");
        if (asked.head.target == "/wait") {
            std::unique_lock lock(mutex_);
            ++waiting_;
            while (!may_go_on_ && call.check()) changed_.wait_for(lock, 5ms);
            --waiting_;
            if (const auto in_time = call.check(); !in_time) return refuse(in_time.error());
        }
        return {.media_type = "text/plain", .body = asked.body};
    }

    Reply refuse(const Error& error) override { return problem_reply(error); }

    void done(const Exchange& exchange) override {
        const std::lock_guard lock(mutex_);
        statuses_.push_back(exchange.reply.status);
        longest_ = std::max(longest_, exchange.took);
    }

    void go_on() {
        const std::lock_guard lock(mutex_);
        may_go_on_ = true;
        changed_.notify_all();
    }
    int waiting() {
        const std::lock_guard lock(mutex_);
        return waiting_;
    }
    std::chrono::steady_clock::duration longest() {
        const std::lock_guard lock(mutex_);
        return longest_;
    }
    std::vector<int> statuses() {
        const std::lock_guard lock(mutex_);
        return statuses_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool may_go_on_ = false;
    int waiting_ = 0;
    std::vector<int> statuses_;
    std::chrono::steady_clock::duration longest_{};
};

ServerOptions quick() {
    ServerOptions options;
    options.head_timeout = 400ms;
    options.body_timeout = 400ms;
    options.idle_timeout = 800ms;
    options.work_timeout = 5s;
    options.max_body = 100'000;
    return options;
}

template <typename Condition>
bool comes_true(Condition condition) {
    for (int i = 0; i < 1000 && !condition(); ++i) std::this_thread::sleep_for(5ms);
    return condition();
}

class TransportTest : public testing::Test {
protected:
    EchoHandler handler_;
    RunningServer server_{quick(), handler_};
};

TEST_F(TransportTest, KeepsAConnectionForManyRequests) {
    RawClient client(server_.port());
    for (int i = 0; i < 50; ++i) {
        const std::string body = "request " + std::to_string(i);
        const HttpAnswer answer = client.ask(request("POST", "/echo", body));
        ASSERT_EQ(answer.status, 200);
        ASSERT_EQ(answer.body, body);
        ASSERT_EQ(answer.headers.count("connection"), 0u);
    }
    EXPECT_EQ(server_.load().connections, 1u);
}

TEST_F(TransportTest, AnswersPipelinedRequestsInTheirOrder) {
    RawClient client(server_.port());
    std::string all;
    for (int i = 0; i < 20; ++i) all += request("POST", "/echo", "number " + std::to_string(i));
    client.send(all);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(client.read().body, "number " + std::to_string(i));
}

TEST_F(TransportTest, EndsAConnectionWithGarbageBehindARequest) {
    RawClient client(server_.port());
    client.send(request("POST", "/echo", "good") + "\x16\x03\x01garbage\r\n\r\n");
    EXPECT_EQ(client.read().body, "good");
    const HttpAnswer refused = client.read();
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.code(), "net.bad_request");
    EXPECT_EQ(refused.headers.at("connection"), "close");
    EXPECT_TRUE(client.is_closed(5s));
}

TEST_F(TransportTest, ClosesWhenAskedTo) {
    RawClient client(server_.port());
    EXPECT_EQ(client.ask(request("GET", "/", "", "Connection: close\r\n")).status, 200);
    EXPECT_TRUE(client.is_closed(5s));
}

TEST_F(TransportTest, ClosesWhenAskedToAmongOtherOptions) {
    RawClient client(server_.port());
    EXPECT_EQ(client.ask(request("GET", "/", "", "Connection: TE,\tClose \r\n")).status, 200);
    EXPECT_TRUE(client.is_closed(500ms));
}

TEST_F(TransportTest, AnswersHttp10AndEndsItsConnection) {
    RawClient client(server_.port());
    const HttpAnswer answer = client.ask(
        "POST / HTTP/1.0\r\nConnection: keep-alive\r\nExpect: 100-continue\r\n"
        "Content-Length: 4\r\n\r\nbody");
    EXPECT_EQ(answer.body, "body");
    EXPECT_EQ(answer.headers.at("connection"), "close");
    EXPECT_TRUE(client.is_closed(5s));
}

TEST_F(TransportTest, AnswersHeadWithoutABody) {
    RawClient client(server_.port());
    client.send(request("HEAD", "/echo"));
    EXPECT_EQ(client.read(5s, false).status, 200);
    EXPECT_EQ(client.ask(request("POST", "/echo", "after")).body, "after");
}

TEST_F(TransportTest, RefusesASlowHead) {
    RawClient client(server_.port());
    client.send("GET / HTTP/1.1\r\n");
    const HttpAnswer answer = client.read(5s);
    EXPECT_EQ(answer.status, 408);
    EXPECT_EQ(answer.code(), "service.too_slow");
}

TEST_F(TransportTest, RefusesAHeadThatTricklesInHoweverLongItGoesOn) {
    RawClient client(server_.port());
    const auto begun = std::chrono::steady_clock::now();
    client.send("GET / HTTP/1.1\r\n");
    bool is_open = true;
    for (int i = 0; i < 100 && is_open; ++i) {
        is_open = client.send("X");
        std::this_thread::sleep_for(50ms);
        if (std::chrono::steady_clock::now() - begun > 1500ms) break;
    }
    EXPECT_EQ(client.read(5s).status, 408);
}

TEST_F(TransportTest, RefusesASlowBody) {
    RawClient client(server_.port());
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n123");
    EXPECT_EQ(client.read(5s).status, 408);
}

TEST_F(TransportTest, ClosesASilentConnection) {
    RawClient never_speaks(server_.port());
    RawClient spoke(server_.port());
    EXPECT_EQ(spoke.ask(request("GET", "/")).status, 200);
    EXPECT_TRUE(never_speaks.is_closed(10s));
    EXPECT_TRUE(spoke.is_closed(10s));
}

TEST_F(TransportTest, AnswersAClientThatSendsNoMore) {
    RawClient client(server_.port());
    client.send(request("POST", "/echo", "half"));
    client.half_close();
    EXPECT_EQ(client.read().body, "half");
    EXPECT_TRUE(client.is_closed(5s));
}

TEST_F(TransportTest, RefusesARequestThatIsCut) {
    for (const std::string cut :
         {"GET / HT", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n123"}) {
        RawClient client(server_.port());
        client.send(cut);
        client.half_close();
        const HttpAnswer answer = client.read();
        EXPECT_EQ(answer.status, 400) << cut;
        EXPECT_EQ(answer.code(), "service.request_cut") << cut;
    }
}

TEST_F(TransportTest, RefusesALargeBodyBeforeItComes) {
    RawClient client(server_.port());
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\n");
    const HttpAnswer answer = client.read(5s);
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(answer.code(), "service.body_too_large");
}

TEST_F(TransportTest, TellsWhoGoesOnSendingThatItsBodyIsTooLarge) {
    RawClient client(server_.port());
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\n");
    const std::string piece(64 * 1024, 'x');
    for (int i = 0; i < 100 && client.send(piece); ++i) {
    }
    EXPECT_EQ(client.read(5s).status, 413);
}

TEST_F(TransportTest, AsksForABodyThatWaitsToBeAskedFor) {
    RawClient client(server_.port());
    client.send(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    std::this_thread::sleep_for(50ms);
    client.send("body");
    EXPECT_EQ(client.read().body, "body");
    const HttpAnswer large = ask(server_.port(),
                                 "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                 "99999999\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(large.status, 413);
}

TEST_F(TransportTest, RefusesBeforeTheBodyWhatIsNotAdmitted) {
    RawClient client(server_.port());
    client.send("POST /forbidden HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000\r\n\r\n");
    EXPECT_EQ(client.read(5s).status, 403);
}

std::string chunked(std::string_view chunks) {
    return "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" +
           std::string(chunks);
}

TEST_F(TransportTest, ReadsChunks) {
    RawClient client(server_.port());
    EXPECT_EQ(client.ask(chunked("4\r\nWiki\r\n5\r\npedia\r\nA\r\n in chunks\r\n0\r\n\r\n")).body,
              "Wikipedia in chunks");
    // Byte by byte, and the next request in the same breath.
    for (const char c : chunked("3\r\nabc\r\n0\r\n\r\n")) client.send(std::string_view(&c, 1));
    EXPECT_EQ(client.read().body, "abc");
    client.send(chunked("1\r\nx\r\n0\r\n\r\n") + request("POST", "/", "next"));
    EXPECT_EQ(client.read().body, "x");
    EXPECT_EQ(client.read().body, "next");
}

TEST_F(TransportTest, RefusesMalformedChunks) {
    for (const char* bad : {"4;name=value\r\nWiki\r\n0\r\n\r\n", "4\r\nWikiX\r\n0\r\n\r\n",
                            "0\r\nTrailer: x\r\n\r\n", "-1\r\n", "0x4\r\nWiki\r\n", "g\r\n",
                            " 4\r\nWiki\r\n", "000000004\r\nWiki\r\n", "\r\n", "4\nWiki\n0\n\n"}) {
        RawClient client(server_.port());
        const HttpAnswer answer = client.ask(chunked(bad));
        EXPECT_EQ(answer.status, 400) << bad;
        EXPECT_EQ(answer.code(), "service.chunk_malformed") << bad;
        EXPECT_TRUE(client.is_closed(5s)) << bad;
    }
}

TEST_F(TransportTest, RefusesChunksThatTogetherAreTooLarge) {
    std::string bomb;
    for (int i = 0; i < 200; ++i) bomb += "400\r\n" + std::string(1024, 'x') + "\r\n";
    EXPECT_EQ(ask(server_.port(), chunked(bomb)).code(), "service.body_too_large");
    EXPECT_EQ(ask(server_.port(), chunked("FFFFFFFF\r\n")).code(), "service.body_too_large");
}

struct BadHead {
    const char* name;
    std::string head;
    int status;
    const char* code;
};

class BadHeadTest : public TransportTest, public testing::WithParamInterface<BadHead> {};

TEST_P(BadHeadTest, IsRefusedAndTheConnectionEnds) {
    RawClient client(server_.port());
    const HttpAnswer answer = client.ask(GetParam().head);
    EXPECT_EQ(answer.status, GetParam().status);
    EXPECT_EQ(answer.code(), GetParam().code);
    EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
    EXPECT_TRUE(client.is_closed(5s));
}

std::string many_headers(int count) {
    std::string head = "GET / HTTP/1.1\r\nHost: localhost\r\n";
    for (int i = 0; i < count; ++i) head += "X-" + std::to_string(i) + ": y\r\n";
    return head + "\r\n";
}

INSTANTIATE_TEST_SUITE_P(
    All, BadHeadTest,
    testing::Values(
        BadHead{"TooManyFields", many_headers(100), 431, "net.head_too_large"},
        BadHead{"FieldTooLong",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(20'000, 'x'), 431,
                "net.head_too_large"},
        BadHead{"TargetTooLong", "GET /" + std::string(20'000, 'x'), 431, "net.head_too_large"},
        BadHead{"NoHost", "GET / HTTP/1.1\r\n\r\n", 400, "net.bad_request"},
        BadHead{"TwoHosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "net.bad_request"},
        BadHead{"TwoLengths",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
                400, "net.bad_request"},
        BadHead{"LengthAndChunks",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: "
                "chunked\r\n\r\nx",
                400, "net.bad_request"},
        BadHead{"NegativeLength", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400,
                "net.bad_request"},
        BadHead{"OtherCoding",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501,
                "net.unsupported_request"},
        BadHead{"FoldedField", "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n", 400,
                "net.bad_request"},
        BadHead{"BareLineFeeds", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400, "net.bad_request"},
        BadHead{"SpaceBeforeColon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400, "net.bad_request"},
        BadHead{"OtherVersion", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 501,
                "net.unsupported_request"},
        BadHead{"ChunksOfHttp10",
                "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
                "net.bad_request"},
        BadHead{"AbsoluteTarget", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400,
                "net.bad_request"},
        BadHead{"UnknownExpectation",
                "POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nContent-Length: 1\r\n\r\n", 501,
                "net.unsupported_request"}),
    [](const auto& instance) { return instance.param.name; });

TEST_F(TransportTest, AnswersWhenAHandlerThrows) {
    RawClient client(server_.port());
    EXPECT_EQ(client.ask(request("GET", "/throw")).code(), "internal.bug");
    EXPECT_EQ(client.ask(request("POST", "/echo", "lives")).body, "lives");
}

TEST(ServerTest, LosesOnlyTheConnectionForWhichThereIsNoMemory) {
    EchoHandler handler;
    ServerOptions options = quick();
    options.io_threads = 2;
    RunningServer server(options, handler);
    RawClient other(server.port());
    EXPECT_EQ(other.ask(request("GET", "/")).status, 200);
    // On one I/O thread and on the other.
    for (int i = 0; i < 2; ++i) {
        RawClient client(server.port());
        client.send(request("GET", "/exhausted"));
        EXPECT_TRUE(client.is_closed(5s));
    }
    EXPECT_EQ(other.ask(request("GET", "/")).status, 200);
    EXPECT_TRUE(comes_true([&] { return server.load().connections == 1; }));
}

TEST(ServerTest, SaysThatItIsBusyWhenTheQueueIsFull) {
    EchoHandler handler;
    ServerOptions options = quick();
    options.workers = 1;
    options.max_queue = 2;
    RunningServer server(options, handler);
    std::vector<RawClient> waiting;
    for (int i = 0; i < 3; ++i) {
        waiting.emplace_back(server.port()).send(request("GET", "/wait"));
        ASSERT_TRUE(comes_true([&] {
            const Load load = server.load();
            return handler.waiting() == 1 && load.queued == static_cast<std::size_t>(i);
        }));
    }
    RawClient refused(server.port());
    const HttpAnswer answer = refused.ask(request("GET", "/wait"));
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.code(), "service.busy");
    EXPECT_EQ(answer.headers.at("retry-after"), "1");
    handler.go_on();
    for (RawClient& client : waiting) EXPECT_EQ(client.read().status, 200);
    // The connection was kept, and is served now.
    EXPECT_EQ(refused.ask(request("GET", "/wait")).status, 200);
}

TEST(ServerTest, EndsWorkAtItsDeadline) {
    EchoHandler handler;
    ServerOptions options = quick();
    options.workers = 1;
    options.work_timeout = 300ms;
    RunningServer server(options, handler);
    RawClient first(server.port());
    RawClient second(server.port());
    first.send(request("GET", "/wait"));
    ASSERT_TRUE(comes_true([&] { return handler.waiting() == 1; }));
    second.send(request("GET", "/wait"));
    for (RawClient* client : {&first, &second}) {
        const HttpAnswer answer = client->read();
        EXPECT_EQ(answer.status, 503);
        EXPECT_EQ(answer.code(), "call.deadline");
    }
}

TEST(ServerTest, FinishesWhatItTookOnBeforeItStops) {
    EchoHandler handler;
    RunningServer server(quick(), handler);
    RawClient in_work(server.port());
    RawClient silent(server.port());
    RawClient begun(server.port());
    EXPECT_EQ(silent.ask(request("GET", "/")).status, 200);
    in_work.send(request("GET", "/wait"));
    begun.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbo");
    ASSERT_TRUE(comes_true([&] { return handler.waiting() == 1; }));
    server.begin_to_stop();
    EXPECT_TRUE(silent.is_closed(5s));
    EXPECT_THROW(RawClient(server.port()).ask(request("GET", "/")).headers.at("content-type"),
                 std::exception);
    begun.send("dy");
    EXPECT_EQ(begun.read().body, "body");
    handler.go_on();
    const HttpAnswer last = in_work.read();
    EXPECT_EQ(last.status, 200);
    EXPECT_EQ(last.headers.at("connection"), "close");
    server.stop();
}

TEST(ServerTest, CancelsWhatDoesNotEndBeforeItStops) {
    EchoHandler handler;
    ServerOptions options = quick();
    options.stop_timeout = 200ms;
    options.work_timeout = 60s;
    RunningServer server(options, handler);
    RawClient client(server.port());
    client.send(request("GET", "/wait"));
    ASSERT_TRUE(comes_true([&] { return handler.waiting() == 1; }));
    server.stop();
    EXPECT_EQ(client.read().code(), "call.interrupted");
}

TEST(ServerTest, TurnsAwayWhoComesBeyondItsConnections) {
    EchoHandler handler;
    ServerOptions options = quick();
    options.max_connections = 2;
    options.idle_timeout = 10s;
    RunningServer server(options, handler);
    RawClient first(server.port());
    RawClient second(server.port());
    EXPECT_EQ(first.ask(request("GET", "/")).status, 200);
    EXPECT_EQ(second.ask(request("GET", "/")).status, 200);
    RawClient third(server.port());
    EXPECT_EQ(third.read(5s).code(), "service.busy");
    EXPECT_TRUE(comes_true([&] { return handler.statuses().size() == 3; }));
    EXPECT_LT(handler.longest(), 20s);  // and not the time since the machine was started
    EXPECT_EQ(first.ask(request("GET", "/")).status, 200);
}

TEST(ServerTest, HoldsNoMoreOfUnfinishedRequestsThanItMay) {
    EchoHandler handler;
    ServerOptions options = quick();
    options.max_buffered = 150'000;
    options.body_timeout = 10s;
    RunningServer server(options, handler);
    const std::string begun =
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n" +
        std::string(90'000, 'x');
    RawClient first(server.port());
    first.send(begun);
    std::this_thread::sleep_for(200ms);
    RawClient second(server.port());
    second.send(begun);
    EXPECT_EQ(second.read(5s).code(), "service.busy");
    first.send(std::string(10'000, 'x'));
    EXPECT_EQ(first.read().status, 200);
}

TEST(ServerTest, ServesManyClientsAtOnceByTwoIoThreads) {
    EchoHandler handler;
    ServerOptions options = quick();
    options.io_threads = 2;
    options.max_queue = 1000;
    RunningServer server(options, handler);
    std::vector<std::thread> threads;
    std::atomic<int> good{0};
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            RawClient client(server.port());
            for (int i = 0; i < 50; ++i) {
                const std::string body = std::to_string(t) + "/" + std::to_string(i);
                if (client.ask(request("POST", "/", body)).body == body) good.fetch_add(1);
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(good.load(), 400);
    server.stop();
    EXPECT_EQ(handler.statuses(), std::vector<int>(400, 200));
}

TEST(ServerTest, RefusesAddressesThatAreNoneOrTaken) {
    ServerOptions options;
    options.address = "not an address";
    EXPECT_CODE(Server::listen(options), errors::kBadAddress);
    options.address = "203.0.113.7";
    EXPECT_CODE(Server::listen(options), errors::kBadAddress);
    options.address = "127.0.0.1";
    const auto first = test::must(Server::listen(options));
    options.port = first->port();
    EXPECT_CODE(Server::listen(options), errors::kAddressInUse);
}

}  // namespace
}  // namespace deed::service

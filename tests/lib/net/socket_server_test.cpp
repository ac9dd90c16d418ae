#include "lib/net/socket_server.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <fstream>
#include <thread>

#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/net/errors.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/signers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::net {
namespace {

using namespace std::chrono_literals;
using test::must;

/// Says what it was asked, and who asked; the path /wait waits until it is released.
class Echo final : public RequestHandler {
public:
    ServerReply handle(const ServerRequest& request, Call&) override {
        if (request.head.target == "/wait") {
            waiting.fetch_add(1);
            while (!released.load()) std::this_thread::sleep_for(1ms);
        }
        return {200, "text/plain",
                request.head.method + " " + request.head.target + " " +
                    std::string(as_text(request.body)) +
                    (request.peer.user == ::geteuid() ? "" : " by another") +
                    (request.peer.process == ::getpid() ? "" : " of another")};
    }
    ServerReply refuse(Refusal refusal, const Peer&, std::string_view) override {
        return {400 + static_cast<int>(refusal), "text/plain", "refused"};
    }

    std::atomic<int> waiting = 0;
    std::atomic<bool> released = false;
};

/// A plain client, which sends bytes as they are.
class Client {
public:
    explicit Client(const std::filesystem::path& path)
        : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strcpy(address.sun_path, path.c_str());
        EXPECT_EQ(::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address),
                  0);
    }
    void send(std::string_view bytes) {
        // A server that has heard enough may have closed already.
        (void)::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }
    void end() { ::shutdown(socket_.get(), SHUT_WR); }
    /// What comes until the server closes, or `wanted` stands in it, or ten seconds are over.
    std::string receive(std::string_view wanted = {}) {
        std::string received;
        char buffer[4096];
        while (true) {
            if (!wanted.empty() && received.find(wanted) != std::string::npos) return received;
            pollfd waiting{socket_.get(), POLLIN, 0};
            if (::poll(&waiting, 1, 10'000) <= 0) return received + "(nothing more)";
            const ssize_t got = ::recv(socket_.get(), buffer, sizeof buffer, 0);
            if (got <= 0) return received;
            received.append(buffer, static_cast<std::size_t>(got));
        }
    }

private:
    Descriptor socket_;
};

constexpr std::string_view kGet = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

class SocketServer_ : public testing::Test {
protected:
    SocketServer_() {
        options_.socket = folder_ / "socket";
        options_.workers = 2;
        options_.max_waiting = 2;
        options_.max_body = 100;
        options_.head_timeout = 300ms;
        options_.body_timeout = 300ms;
        options_.idle_timeout = 300ms;
    }
    ~SocketServer_() override { stop(); }

    void start() {
        server_ = must(SocketServer::listen(options_));
        thread_ = std::thread([this] {
            Call call(nullptr, &cancelled_);
            EXPECT_OK(server_->run(handler_, call));
        });
    }
    void stop() {
        handler_.released.store(true);
        cancelled_.store(true);
        if (thread_.joinable()) thread_.join();
        server_.reset();
    }
    static int status_of(const std::string& answer) {
        return answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3)) : 0;
    }
    static int refused(RequestHandler::Refusal refusal) { return 400 + static_cast<int>(refusal); }

    test::TempDir folder_;
    SocketServerOptions options_;
    Echo handler_;
    std::atomic<bool> cancelled_ = false;
    std::unique_ptr<SocketServer> server_;
    std::thread thread_;
};

TEST_F(SocketServer_, AnswersOneRequestAfterAnother) {
    start();
    Client client(options_.socket);
    client.send(kGet);
    const std::string first = client.receive("GET /a ");
    EXPECT_TRUE(first.starts_with("HTTP/1.1 200 OK\r\n")) << first;
    EXPECT_NE(first.find("\r\nContent-Length: 7\r\n"), std::string::npos) << first;
    EXPECT_NE(first.find("\r\n\r\nGET /a "), std::string::npos) << first;
    client.send("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbo");
    client.send("dy");
    EXPECT_NE(client.receive("POST /b body").find("200 OK"), std::string::npos);
    client.send("GET /c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    const std::string last = client.receive();
    EXPECT_NE(last.find("Connection: close\r\n"), std::string::npos) << last;
    EXPECT_TRUE(last.ends_with("GET /c ")) << last;
}

TEST_F(SocketServer_, AnswersRequestsThatCameTogether) {
    start();
    Client client(options_.socket);
    client.send("POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab" + std::string(kGet) +
                "garbage\r\n\r\n");
    const std::string answers = client.receive();
    EXPECT_NE(answers.find("POST /1 ab"), std::string::npos) << answers;
    EXPECT_NE(answers.find("GET /a "), std::string::npos) << answers;
    const std::string last = answers.substr(answers.rfind("HTTP/1.1 "));
    EXPECT_EQ(status_of(last), refused(RequestHandler::Refusal::bad_request));
}

TEST_F(SocketServer_, SendsNoBodyToHeadAndSaysContinue) {
    start();
    Client head(options_.socket);
    head.send("HEAD /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(head.receive().ends_with("\r\n\r\n"));
    Client careful(options_.socket);
    careful.send(
        "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(careful.receive("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    careful.send("ab");
    EXPECT_NE(careful.receive("POST /a ab").find("200 OK"), std::string::npos);
}

TEST_F(SocketServer_, RefusesWhatItDoesNotServe) {
    using Refusal = RequestHandler::Refusal;
    start();
    const std::vector<std::pair<std::string, Refusal>> cases{
        {"nonsense\r\n\r\n", Refusal::bad_request},
        {"GET / HTTP/1.0\r\nHost: h\r\n\r\n", Refusal::unsupported},
        {"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", Refusal::unsupported},
        {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 101\r\n\r\n", Refusal::body_too_large},
        {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 18446744073709551615\r\n\r\n",
         Refusal::body_too_large},
        {"GET /" + std::string(kMaxRequestHead, 'a'), Refusal::head_too_large}};
    for (const auto& [text, refusal] : cases) {
        Client client(options_.socket);
        client.send(text);
        EXPECT_EQ(status_of(client.receive()), refused(refusal)) << text.substr(0, 60);
    }
}

TEST_F(SocketServer_, DoesNotWaitForTheSlow) {
    start();
    // A byte at a time would keep a limit on each single read waiting for ever.
    Client dripping(options_.socket);
    std::thread drip([&] {
        for (const char c : std::string_view("GET / HTTP/1.1\r\nHost: hhhhhhhhh")) {
            dripping.send({&c, 1});
            std::this_thread::sleep_for(30ms);
        }
    });
    EXPECT_EQ(status_of(dripping.receive()), refused(RequestHandler::Refusal::timeout));
    drip.join();
    Client half(options_.socket);
    half.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
    EXPECT_EQ(status_of(half.receive()), refused(RequestHandler::Refusal::timeout));
    Client silent(options_.socket);
    EXPECT_EQ(silent.receive(), "");
}

TEST_F(SocketServer_, OutlivesClientsThatGo) {
    options_.max_waiting = 20;
    start();
    for (const char* text :
         {"", "GET", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab"}) {
        Client ended(options_.socket);
        ended.send(text);
        ended.end();
        EXPECT_EQ(ended.receive(), "") << text;
        Client gone(options_.socket);
        gone.send(text);
    }
    {
        Client unread(options_.socket);
        for (int i = 0; i < 50; ++i) unread.send(kGet);
    }
    Client half_closed(options_.socket);
    half_closed.send(kGet);
    half_closed.end();
    EXPECT_EQ(status_of(half_closed.receive()), 200);
}

TEST_F(SocketServer_, BoundsThoseThatWait) {
    start();
    const std::string wait = "GET /wait HTTP/1.1\r\nHost: h\r\n\r\n";
    std::vector<std::unique_ptr<Client>> working;
    for (int i = 0; i < 2; ++i) {
        working.push_back(std::make_unique<Client>(options_.socket));
        working.back()->send(wait);
    }
    while (handler_.waiting.load() < 2) std::this_thread::sleep_for(1ms);
    std::vector<std::unique_ptr<Client>> waiting;
    for (int i = 0; i < 2; ++i) {
        waiting.push_back(std::make_unique<Client>(options_.socket));
        waiting.back()->send(kGet);
    }
    Client one_too_many(options_.socket);
    EXPECT_EQ(status_of(one_too_many.receive()), refused(RequestHandler::Refusal::busy));
    handler_.released.store(true);
    for (const auto& client : working) EXPECT_EQ(status_of(client->receive("/wait")), 200);
    for (const auto& client : waiting) EXPECT_EQ(status_of(client->receive("/a")), 200);
}

TEST_F(SocketServer_, GivesASilentConnectionUpForThoseThatWait) {
    options_.idle_timeout = 60s;
    start();
    Client first(options_.socket);
    Client second(options_.socket);
    first.send(kGet);
    second.send(kGet);
    EXPECT_EQ(status_of(first.receive("/a")), 200);
    EXPECT_EQ(status_of(second.receive("/a")), 200);
    Client third(options_.socket);
    third.send(kGet);
    EXPECT_EQ(status_of(third.receive("/a")), 200);
}

TEST_F(SocketServer_, FinishesWhatItHasBegunAndRemovesItsSocket) {
    start();
    Client client(options_.socket);
    client.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
    while (handler_.waiting.load() < 1) std::this_thread::sleep_for(1ms);
    Client silent(options_.socket);
    cancelled_.store(true);
    std::this_thread::sleep_for(200ms);
    handler_.released.store(true);
    EXPECT_EQ(status_of(client.receive()), 200);
    EXPECT_EQ(silent.receive(), "");
    stop();
    EXPECT_FALSE(std::filesystem::exists(options_.socket));
}

mode_t mode_of(const std::filesystem::path& path) {
    struct stat status {};
    EXPECT_EQ(::lstat(path.c_str(), &status), 0);
    return status.st_mode & 07777;
}

/// What run() says in a process that may have `limit` threads; its name, or a signal's number.
std::string run_with_threads(SocketServer& server, RequestHandler& handler, rlim_t limit) {
    int ends[2];
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    const Descriptor from(ends[0]);
    Descriptor to(ends[1]);
    const pid_t child = ::fork();
    if (child == 0) {
        // Nobody's processes are counted for root, nor are there others of this user.
        if (::geteuid() == 0 && (::setgid(54321) != 0 || ::setuid(54321) != 0)) ::_exit(2);
        const rlimit few{limit, limit};
        if (::setrlimit(RLIMIT_NPROC, &few) != 0) ::_exit(3);
        Call call(nullptr, nullptr, std::chrono::steady_clock::now() + 5s);
        const std::string said = test::code_of(server.run(handler, call));
        if (::write(to.get(), said.data(), said.size()) < 0) ::_exit(4);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status != 0) return "status " + std::to_string(status);
    char said[100];
    const ssize_t size = ::read(from.get(), said, sizeof said);
    return std::string(said, static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
}

TEST_F(SocketServer_, SaysThatItsThreadsDoNotStart) {
    options_.workers = 8;
    const auto server = must(SocketServer::listen(options_));
    for (const rlim_t limit : {rlim_t{1}, rlim_t{4}}) {
        if (limit > 1 && ::geteuid() != 0) continue;  // other processes of this user count
        EXPECT_EQ(run_with_threads(*server, handler_, limit), errors::kNoThreads.name);
    }
}

TEST_F(SocketServer_, LetsInWhomItsModeSays) {
    const mode_t before = ::umask(0);
    start();
    ::umask(before);
    EXPECT_EQ(mode_of(options_.socket), 0600u);
    stop();
    options_.allowed_users = {12345};
    ::umask(0777);
    const auto open = SocketServer::listen(options_);
    ::umask(before);
    ASSERT_OK(open);
    EXPECT_EQ(mode_of(options_.socket), 0666u);
}

TEST_F(SocketServer_, TakesThePlaceOfTheDead) {
    const auto dead = folder_ / "dead";
    {
        const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strcpy(address.sun_path, dead.c_str());
        ASSERT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    }
    ASSERT_TRUE(std::filesystem::exists(dead));
    options_.socket = dead;
    start();
    Client client(dead);
    client.send(kGet);
    EXPECT_EQ(status_of(client.receive("/a")), 200);
    EXPECT_CODE(SocketServer::listen(options_), errors::kSocketInUse);
    client.send(kGet);
    EXPECT_EQ(status_of(client.receive("/a")), 200);
}

TEST_F(SocketServer_, RefusesPlacesThatAreNoneOfItsOwn) {
    std::ofstream(folder_ / "file") << "precious";
    options_.socket = folder_ / "file";
    EXPECT_CODE(SocketServer::listen(options_), errors::kBadSocket);
    EXPECT_EQ(std::filesystem::file_size(folder_ / "file"), 8u);
    options_.socket = folder_ / std::string(108, 's');
    EXPECT_CODE(SocketServer::listen(options_), errors::kBadSocket);
    options_.socket = "";
    EXPECT_CODE(SocketServer::listen(options_), errors::kBadSocket);
    options_.socket = folder_ / "absent" / "socket";
    EXPECT_CODE(SocketServer::listen(options_), deed::errors::kFileNotFound);
    std::filesystem::create_directory(folder_ / "open");
    std::filesystem::permissions(folder_ / "open", std::filesystem::perms(0777));
    options_.socket = folder_ / "open" / "socket";
    EXPECT_CODE(SocketServer::listen(options_), deed::errors::kLoosePermissions);
}

}  // namespace
}  // namespace deed::net

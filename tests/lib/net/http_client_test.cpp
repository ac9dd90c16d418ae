#include "lib/net/http_client.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/net/errors.hpp"
#include "tests/support/child_server.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/signers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::net {
namespace {

using test::must;

/// A server of its own, with certificates made for the occasion.
class HttpClient : public testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<test::TempDir>();
        const std::string command =
            "python3 " DEED_TEST_SERVERS "/certificates.py " + folder_->path().string();
        ASSERT_EQ(std::system(command.c_str()), 0);
    }
    static void TearDownTestSuite() { folder_.reset(); }

    static std::string file(const std::string& name) { return (*folder_ / name).string(); }

    void start(const std::vector<std::string>& more) {
        std::vector<std::string> command{"python3", DEED_TEST_SERVERS "/signing_server.py", "--key",
                                         "court=ed25519:" + file("court.pem")};
        command.insert(command.end(), more.begin(), more.end());
        server_.reset();
        server_ = std::make_unique<test::ChildServer>(command);
    }
    void start_tls(const std::string& certificate = "server", std::vector<std::string> more = {}) {
        more.insert(more.begin(),
                    {"--tls", file(certificate + ".pem"), file(certificate + ".key")});
        start(more);
    }
    static HttpClientOptions trusting(const std::string& authority = "ca.pem") {
        HttpClientOptions options;
        options.addresses = Addresses::any;
        options.ca_file = file(authority);
        return options;
    }
    Result<HttpResponse> get(HttpClientOptions options, const std::string& host = "localhost",
                             const std::string& path = "/v1/keys") {
        DEED_TRY(const auto client, make_http_client(std::move(options)));
        DEED_TRY(Url url, Url::parse("https://" + host + ":" + server_->said() + path));
        return client->send({HttpMethod::get, std::move(url), {}, {}, nullptr}, call_);
    }

    static std::unique_ptr<test::TempDir> folder_;
    std::unique_ptr<test::ChildServer> server_;
    Call call_;
};

std::unique_ptr<test::TempDir> HttpClient::folder_;

TEST_F(HttpClient, SpeaksToAServerThatProvesItself) {
    start_tls();
    for (const char* host : {"localhost", "127.0.0.1"}) {
        ASSERT_OK_AND(const HttpResponse response, get(trusting(), host));
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(response.media_type(), "application/json");
        EXPECT_NE(as_text(response.body).find("\"court\""), std::string::npos);
    }
    ASSERT_OK_AND(const HttpResponse missing, get(trusting(), "localhost", "/nothing"));
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(missing.media_type(), "application/problem+json");
}

TEST_F(HttpClient, SpeaksTls12) {
    start_tls("server", {"--tls-max", "1.2"});
    EXPECT_OK(get(trusting()));
}

TEST_F(HttpClient, RefusesOlderTls) {
    start_tls("server", {"--tls-max", "1.1"});
    EXPECT_CODE(get(trusting()), errors::kTlsFailed);
}

TEST_F(HttpClient, RefusesAServerThatDoesNotProveItself) {
    start_tls();
    EXPECT_CODE(get(trusting("other-ca.pem")), errors::kTlsUntrusted);
    HttpClientOptions systems_own = trusting();
    systems_own.ca_file.reset();
    EXPECT_CODE(get(systems_own), errors::kTlsUntrusted);
    start_tls("expired");
    EXPECT_CODE(get(trusting()), errors::kTlsUntrusted);
    start_tls("elsewhere");
    EXPECT_CODE(get(trusting()), errors::kTlsUntrusted);
}

TEST_F(HttpClient, ShowsItsCertificate) {
    start_tls("server", {"--client-ca", file("ca.pem")});
    HttpClientOptions options = trusting();
    options.client_certificate = {file("client.pem"), file("client.key")};
    EXPECT_OK(get(options));
    const auto refused = [&](const HttpClientOptions& how) {
        const auto response = get(how);
        // Under TLS 1.3 the server's alert races with the reset that its closing causes.
        return test::code_of(response) == errors::kTlsFailed.name ||
               test::code_of(response) == errors::kClosed.name;
    };
    EXPECT_TRUE(refused(trusting()));
    options.client_certificate = {file("stranger.pem"), file("stranger.key")};
    EXPECT_TRUE(refused(options));
    start_tls("server", {"--client-ca", file("ca.pem"), "--tls-max", "1.2"});
    EXPECT_CODE(get(trusting()), errors::kTlsFailed);
    EXPECT_CODE(get(options), errors::kTlsFailed);
}

TEST_F(HttpClient, RefusesFilesItCannotUse) {
    start_tls();
    EXPECT_CODE(get(trusting("absent.pem")), errors::kTlsFiles);
    EXPECT_CODE(get(trusting("ca.index")), errors::kTlsFiles);
    HttpClientOptions options = trusting();
    options.client_certificate = {file("absent.pem"), file("client.key")};
    EXPECT_CODE(get(options), errors::kTlsFiles);
    options.client_certificate = {file("client.pem"), file("stranger.key")};
    EXPECT_CODE(get(options), errors::kTlsFiles);
    options.client_certificate = {file("client.pem"), file("locked.key")};
    EXPECT_CODE(get(options), errors::kTlsFiles);
    options.client_certificate = {file("client.pem"), file("absent.key")};
    EXPECT_CODE(get(options), deed::errors::kFileNotFound);
    std::ofstream(file("open.key")) << "key";
    std::filesystem::permissions(file("open.key"), std::filesystem::perms(0644));
    options.client_certificate = {file("client.pem"), file("open.key")};
    EXPECT_CODE(get(options), deed::errors::kLoosePermissions);
}

TEST_F(HttpClient, LeadsToPublicAddressesOnlyUnlessTold) {
    start_tls();
    HttpClientOptions options = trusting();
    options.addresses = Addresses::public_only;
    for (const char* host : {"localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"})
        EXPECT_CODE(get(options, host), errors::kAddressRefused) << host;
    options.proxy_from_environment = true;
    EXPECT_CODE(make_http_client(options), errors::kAddressRefused);
}

TEST_F(HttpClient, IgnoresProxiesOfTheEnvironment) {
    start_tls();
    ::setenv("https_proxy", "http://127.0.0.1:1", 1);
    ::setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    EXPECT_OK(get(trusting()));
    HttpClientOptions options = trusting();
    options.proxy_from_environment = true;
    EXPECT_CODE(get(options), errors::kRefused);
    ::unsetenv("https_proxy");
    ::unsetenv("ALL_PROXY");
}

TEST_F(HttpClient, RefusesUnencryptedUrls) {
    const auto client = must(make_http_client(trusting()));
    EXPECT_CODE(
        client->send({HttpMethod::get, must(Url::parse("http://localhost:1/")), {}, {}, nullptr},
                     call_),
        errors::kNotHttps);
}

TEST_F(HttpClient, TellsWhatHappenedOnTheWay) {
    start_tls();
    EXPECT_CODE(get(trusting(), "no-such-host.invalid"), errors::kUnknownHost);
    const std::string port = server_->said();
    const auto client = must(make_http_client(trusting()));
    const Url url = must(Url::parse("https://127.0.0.1:" + port + "/v1/keys"));
    HttpRequest request{HttpMethod::get, url, {}, {}, nullptr};
    request.max_response_bytes = 10;
    EXPECT_CODE(client->send(request, call_), errors::kTooLarge);
    request.headers = {{"X", "a\r\nY: b"}};
    EXPECT_CODE(client->send(request, call_), errors::kBadRequest);
    server_.reset();
    EXPECT_CODE(client->send({HttpMethod::get, url, {}, {}, nullptr}, call_), errors::kRefused);
}

/// Takes connections, and never answers.
class Tarpit {
public:
    Tarpit() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), size);
        ::listen(listener_.get(), 8);
        ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
    }
    Url url() const { return must(Url::parse("http://127.0.0.1:" + std::to_string(port_) + "/")); }
    /// Waits for the next connection.
    Descriptor take() const {
        pollfd wanted{listener_.get(), POLLIN, 0};
        if (::poll(&wanted, 1, 10'000) != 1) throw std::runtime_error("nobody came");
        return Descriptor(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    }

private:
    Descriptor listener_;
    std::uint16_t port_ = 0;
};

TEST_F(HttpClient, HasNoMoreRequestsUnderWayThanItMay) {
    const Tarpit tarpit;
    HttpClientOptions options;
    options.addresses = Addresses::any;
    options.allow_http = true;
    options.max_at_once = 1;
    const auto client = must(make_http_client(options));
    const HttpRequest request{HttpMethod::get, tarpit.url(), {}, {}, nullptr};
    // The second round: the place was given back.
    for (int i = 0; i < 2; ++i) {
        std::string first;
        std::thread waiting([&] {
            Call call;
            first = test::code_of(client->send(request, call));
        });
        {
            const Descriptor held = tarpit.take();
            EXPECT_CODE(client->send(request, call_), errors::kBusy);
        }
        waiting.join();
        EXPECT_NE(first, errors::kBusy.name);
    }
}

TEST_F(HttpClient, DoesNotFollowRedirectsUnlessTold) {
    std::ofstream(file("behaviour")) << "status:302";
    start_tls("server", {"--behaviour", file("behaviour")});
    HttpClientOptions options = trusting();
    options.max_redirects = 3;
    const auto client = must(make_http_client(options));
    HttpRequest request{
        HttpMethod::post,
        must(Url::parse("https://localhost:" + server_->said() + "/v1/keys/court/sign")),
        {{"Content-Type", "application/json"}},
        to_bytes(as_bytes(R"({"algorithm":"EdDSA","message":""})")),
        nullptr};
    ASSERT_OK_AND(const HttpResponse response, client->send(request, call_));
    EXPECT_EQ(response.status, 302);
    EXPECT_EQ(response.header("location"), "https://127.0.0.1:1/");
}

// More than libcurl holds of one line of a head.
TEST_F(HttpClient, GivesUpOnAHeadWithoutEnd) {
    std::ofstream(file("behaviour")) << "long_header:400000";
    start_tls("server", {"--behaviour", file("behaviour")});
    const auto client = must(make_http_client(trusting()));
    const HttpRequest request{
        HttpMethod::post,
        must(Url::parse("https://localhost:" + server_->said() + "/v1/keys/court/sign")),
        {{"Content-Type", "application/json"}},
        to_bytes(as_bytes(R"({"algorithm":"EdDSA","message":""})")),
        nullptr};
    EXPECT_CODE(client->send(request, call_), errors::kFailed);
}

TEST_F(HttpClient, KeepsItsConnections) {
    start_tls();
    const auto client = must(make_http_client(trusting()));
    const Url url = must(Url::parse("https://localhost:" + server_->said() + "/v1/keys"));
    for (int i = 0; i < 3; ++i)
        EXPECT_OK(client->send({HttpMethod::get, url, {}, {}, nullptr}, call_));
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            Call call;
            for (int j = 0; j < 5; ++j)
                EXPECT_OK(client->send({HttpMethod::get, url, {}, {}, nullptr}, call));
        });
    for (std::thread& thread : threads) thread.join();
}

TEST_F(HttpClient, SpeaksOverASocket) {
    HttpClientOptions options;
    options.unix_socket = file("socket");
    const auto client = must(make_http_client(options));
    const Url url = must(Url::parse("http://localhost/v1/keys"));
    EXPECT_CODE(client->send({HttpMethod::get, url, {}, {}, nullptr}, call_), errors::kRefused);
    start({"--unix", file("socket")});
    ASSERT_OK_AND(const HttpResponse response,
                  client->send({HttpMethod::get, url, {}, {}, nullptr}, call_));
    EXPECT_EQ(response.status, 200);
}

TEST_F(HttpClient, SendsNothingToAServiceOfAnotherUser) {
    start({"--unix", file("service")});
    HttpClientOptions options;
    options.unix_socket = file("service");
    options.unix_socket_user = ::geteuid() + 1;
    const Url url = must(Url::parse("http://localhost/v1/keys"));
    const auto other = must(make_http_client(options));
    for (int i = 0; i < 2; ++i)
        EXPECT_CODE(other->send({HttpMethod::get, url, {}, {}, nullptr}, call_),
                    errors::kOtherUser);
    options.unix_socket_user = ::geteuid();
    const auto right = must(make_http_client(options));
    for (int i = 0; i < 2; ++i)
        EXPECT_OK(right->send({HttpMethod::get, url, {}, {}, nullptr}, call_));
}

TEST_F(HttpClient, SendsNothingForACallThatHasEnded) {
    const auto client = must(make_http_client(trusting()));
    const std::atomic<bool> cancelled = true;
    Call call(nullptr, &cancelled);
    EXPECT_CODE(
        client->send({HttpMethod::get, must(Url::parse("https://localhost:1/")), {}, {}, nullptr},
                     call),
        deed::errors::kInterrupted);
}

}  // namespace
}  // namespace deed::net

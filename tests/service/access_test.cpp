// Who may ask for what: hosts, tokens, certificates; the routes and their description.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include "did/errors.hpp"
#include "lib/net/http_client.hpp"
#include "service/errors.hpp"
#include "service/http/errors.hpp"
#include "service/listening.hpp"
#include "service/problem.hpp"
#include "tests/service/service_support.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::service {
namespace {

using test::DemoService;
using test::HttpAnswer;
using test::plain_credential;
using test::TempDir;

constexpr std::string_view kToken = "0123456789abcdef0123456789abcdef";

std::filesystem::path write_file(const TempDir& folder, const char* name, std::string_view text,
                                 mode_t mode = 0600) {
    const std::filesystem::path path = folder / name;
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
    return path;
}

std::string issue_body() {
    return DemoService::wrapped("credential", plain_credential().root(), "{}");
}

TEST(AccessTest, SignsOnlyForWhoHasAToken) {
    const TempDir folder;
    DemoService service(
        {.token_file = write_file(folder, "tokens", "# clerks\n" + std::string(kToken) + "\n")});
    for (const char* path :
         {"/credentials/issue", "/issuers/eddsa-jcs-2022/Ed25519/credentials/issue",
          "/presentations/prove"}) {
        for (const std::string header :
             {"", "Authorization: Bearer wrong-token-wrong-token\r\n", "Authorization: Basic x\r\n",
              "Authorization: Bearer \r\n"}) {
            const HttpAnswer answer = service.post(path, issue_body(), header);
            EXPECT_EQ(answer.status, 401) << path << header;
            EXPECT_EQ(answer.code(), "service.not_authorized");
            EXPECT_EQ(answer.headers.at("www-authenticate"), "Bearer realm=\"deed\"");
        }
    }
    const HttpAnswer issued = service.post("/credentials/issue", issue_body(),
                                           "Authorization: Bearer " + std::string(kToken) + "\r\n");
    EXPECT_EQ(issued.status, 201) << issued.body;
    // Reading needs nothing.
    const json::Document body = issued.json();
    EXPECT_EQ(service.verify(*body.root().find("verifiableCredential")).status, 200);
    EXPECT_EQ(service.log().find(kToken), std::string::npos);
}

TEST(AccessTest, RefusesTokenFilesThatAreNoSecret) {
    const TempDir folder;
    EXPECT_EQ(test::code_of(Guard::make({.token_file = write_file(folder, "open", kToken, 0644)})),
              "io.loose_permissions");
    EXPECT_CODE(Guard::make({.token_file = write_file(folder, "short", "secret\n")}),
                errors::kTokenWeak);
    EXPECT_CODE(Guard::make({.token_file = write_file(folder, "empty", "\n")}), errors::kTokenWeak);
}

TEST(AccessTest, IsKnownByItsOwnNamesOnly) {
    DemoService service({.hosts = {"deed.example:443"}, .is_open = true});
    const auto status = [&](const std::string& host) {
        return test::ask(service.port(), "GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    };
    for (const char* host : {"localhost", "LOCALHOST:80", "127.0.0.1", "[::1]:8080", "deed.example",
                             "Deed.Example:8443"})
        EXPECT_EQ(status(host).status, 200) << host;
    for (const char* host : {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example",
                             "deed.example.evil.example", "10.0.0.1"}) {
        EXPECT_EQ(status(host).status, 421) << host;
        EXPECT_EQ(status(host).code(), "service.foreign_host") << host;
    }
}

TEST(AccessTest, DoesNotStartWhereStrangersWouldGetIn) {
    const auto code = [](const char* address, const Exposure& exposure) {
        return test::code_of(check_exposure(address, exposure));
    };
    EXPECT_EQ(code("127.0.0.1", {.is_demo = true}), "");
    EXPECT_EQ(code("0.0.0.0", {.is_demo = true, .has_tls = true}), "service.demo_exposed");
    EXPECT_EQ(code("192.0.2.1", {}), "service.exposed");
    EXPECT_EQ(code("192.0.2.1", {.has_tls = true}), "");
    EXPECT_EQ(code("0.0.0.0", {.plain_http = true}), "");
    EXPECT_EQ(code("127.0.0.1", {.signs = true}), "service.unguarded");
    EXPECT_EQ(code("192.0.2.1", {.has_tls = true, .signs = true}), "service.unguarded");
    EXPECT_EQ(code("192.0.2.1", {.has_tls = true, .signs = true, .guards = true}), "");
}

TEST(AccessTest, ReadsWhereToListen) {
    EXPECT_EQ(test::must(parse_listen_address("127.0.0.1:80")).port, 80);
    EXPECT_EQ(test::must(parse_listen_address("[::1]:0")).address, "::1");
    EXPECT_EQ(test::must(parse_listen_address("localhost:1")).address, "127.0.0.1");
    for (const char* bad :
         {"", "80", ":80", "a:b", "127.0.0.1:", "127.0.0.1:65536", "::1:80", "127.0.0.1:80x"})
        EXPECT_CODE(parse_listen_address(bad), errors::kBadAddress) << bad;
}

TEST(AccessTest, ServesHttp10AndEndsItsConnection) {
    DemoService service({.hosts = {"*"}, .is_open = true});
    test::RawClient proxy(service.port());
    const HttpAnswer answer =
        proxy.ask("GET /healthz HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.at("connection"), "close");
    EXPECT_TRUE(proxy.is_closed(std::chrono::seconds(5)));
    EXPECT_EQ(test::ask(service.port(), "GET /healthz HTTP/1.0\r\n\r\n").status, 200);
    DemoService named;
    EXPECT_EQ(test::ask(named.port(), "GET /healthz HTTP/1.0\r\n\r\n").code(),
              "service.foreign_host");
}

TEST(ProblemTest, TellsInUtf8WhateverIsQuoted) {
    const Reply reply = problem_reply(Error(errors::kNoIssuer, "cut \xc3", "/\xff"));
    const json::Document problem = test::parsed(reply.body);
    EXPECT_EQ(problem.root().find("detail")->string(), "cut ?");
    EXPECT_EQ(problem.root().find("pointer")->string(), "/?");
}

/// Counts the workers that it holds until it is let go.
struct HeldResolver final : did::DidResolver {
    using did::DidResolver::resolve;
    Result<did::Resolution> resolve(const did::Did&, const did::ResolveOptions&,
                                    Call& call) override {
        held.fetch_add(1);
        while (!released.load() && call.check())
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        return Error(did::errors::kNotFound, "held");
    }
    Result<did::History> history(const did::Did&, Call&) override {
        return Error(did::errors::kNotFound, "held");
    }
    std::atomic<int> held{0};
    std::atomic<bool> released{false};
};

TEST(OperationsTest, AnswerWhileNoWorkerIsFree) {
    HeldResolver resolver;
    SystemClock clock;
    credentials::KnownContexts contexts;
    test::LogKeeper log;
    Service service({.resolver = resolver, .clock = clock, .contexts = contexts},
                    test::must(Guard::make({.is_open = true})), log);
    test::RunningServer server({.workers = 1, .max_queue = 1}, service,
                               [&](const Server& one) { service.watch(one); });
    test::RawClient slow(server.port());
    slow.send(test::request("GET", "/1.0/identifiers/did:web:tarpit.example"));
    for (int i = 0; i < 1000 && resolver.held.load() == 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ASSERT_EQ(resolver.held.load(), 1);
    test::RawClient waiting(server.port());
    waiting.send(test::request("GET", "/1.0/identifiers/did:web:tarpit.example"));
    for (int i = 0; i < 1000 && server.load().queued == 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ASSERT_EQ(server.load().queued, 1u);
    EXPECT_EQ(test::ask(server.port(), test::request("GET", "/openapi.json")).code(),
              "service.busy");
    test::RawClient probe(server.port());
    EXPECT_EQ(probe.ask(test::request("GET", "/healthz")).status, 200);
    EXPECT_EQ(probe.ask(test::request("GET", "/readyz")).status, 503);
    EXPECT_NE(probe.ask(test::request("GET", "/metrics")).body.find("deed_http_workers_busy 1\n"),
              std::string::npos);
    // What stands behind a body is the next request.
    EXPECT_EQ(probe.ask(test::request("GET", "/healthz", "GET /forged HTTP/1.1")).status, 200);
    EXPECT_EQ(probe.ask(test::request("GET", "/healthz")).status, 200);
    resolver.released.store(true);
    EXPECT_EQ(slow.read().status, 404);
}

TEST(RouteTest, RefusesOtherPathsMethodsAndMediaTypes) {
    DemoService service;
    const HttpAnswer path = service.get("/nothing");
    EXPECT_EQ(path.status, 404);
    EXPECT_EQ(path.code(), "service.no_such_path");
    const HttpAnswer method = service.get("/credentials/verify");
    EXPECT_EQ(method.status, 405);
    EXPECT_EQ(method.code(), "service.method_not_allowed");
    EXPECT_EQ(method.headers.at("allow"), "POST");
    const HttpAnswer type = test::ask(service.port(),
                                      "POST /credentials/verify HTTP/1.1\r\nHost: localhost\r\n"
                                      "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}");
    EXPECT_EQ(type.status, 415);
    EXPECT_EQ(type.code(), "service.media_type");
}

TEST(RouteTest, DescribesEveryRouteAndNothingElse) {
    DemoService service;
    const json::Document description = service.get("/openapi.json").json();
    const json::Value paths = *description.root().find("paths");
    std::size_t described = 0;
    for (const auto [path, item] : paths.object()) described += item.object().size();
    EXPECT_EQ(described, routes().size());
    for (const Route& route : routes()) {
        const auto item = paths.find(route.path);
        ASSERT_TRUE(item) << route.path;
        const auto operation = item->find(route.method == "GET" ? "get" : "post");
        ASSERT_TRUE(operation) << route.path;
        EXPECT_EQ(operation->find("operationId")->string(), route.operation);
        EXPECT_EQ(operation->find("security")->array().empty(), route.access == Access::anybody);
        const json::Value schemas = *description.root().find("components")->find("schemas");
        for (const std::string_view schema : {route.request_schema, route.reply_schema}) {
            EXPECT_TRUE(schema.empty() || schemas.find(schema)) << schema;
        }
    }
}

TEST(RouteTest, ListsTheFormsThatItSecuresIn) {
    DemoService service;
    const json::Document description = service.get("/openapi.json").json();
    const json::Value schemas = *description.root().find("components")->find("schemas");
    const auto names = [&](std::string_view schema) {
        std::vector<std::string> all;
        for (const json::Value name : schemas.find(schema)->find("enum")->array())
            all.emplace_back(name.string());
        return all;
    };
    const std::vector<std::string> credentials = names("CredentialForm");
    for (const char* name : {"eddsa-rdfc-2022", "vc-jwt", "vc-sd-jwt", "vc-cose"})
        EXPECT_EQ(std::ranges::count(credentials, name), 1) << name;
    const std::vector<std::string> presentations = names("PresentationForm");
    for (const char* name : {"eddsa-rdfc-2022", "vp-jwt", "vp-sd-jwt", "vp-cose"})
        EXPECT_EQ(std::ranges::count(presentations, name), 1) << name;
}

TEST(RouteTest, AnswersWithTheStatusesThatItDescribes) {
    DemoService service;
    for (const Route& route : routes()) {
        std::string path(route.path);
        for (std::size_t place = path.find('{'); place != std::string::npos; place = path.find('{'))
            path.replace(place, path.find('}') - place + 1, "x");
        const HttpAnswer answer =
            route.method == "GET" ? service.get(path) : service.post(path, "{}");
        EXPECT_NE((" " + std::string(route.statuses) + " ")
                      .find(" " + std::to_string(answer.status) + " "),
                  std::string::npos)
            << path << " " << answer.status;
    }
}

TEST(OperationsTest, CountsWhatItDid) {
    DemoService service;
    EXPECT_EQ(service.get("/healthz").status, 200);
    EXPECT_EQ(service.get("/readyz").json().root().find("status")->string(), "ready");
    service.post("/credentials/verify", "{");
    service.get("/nothing");
    const HttpAnswer metrics = service.get("/metrics");
    EXPECT_TRUE(metrics.headers.at("content-type").starts_with("text/plain; version=0.0.4"));
    for (const char* line :
         {"deed_http_requests_total{route=\"/healthz\",status=\"200\"} 1\n",
          "deed_http_requests_total{route=\"/credentials/verify\",status=\"400\"} 1\n",
          "deed_http_requests_total{route=\"none\",status=\"404\"} 1\n",
          "deed_http_request_duration_seconds_count{route=\"/healthz\"} 1\n",
          "deed_http_queue_length 0\n", "deed_http_queue_limit 64\n", "deed_http_workers_busy "})
        EXPECT_NE(metrics.body.find(line), std::string::npos) << line << metrics.body;
}

TEST(OperationsTest, LogsALineARequestWithoutWhatIsInIt) {
    DemoService service;
    service.get("/1.0/identifiers/did:example:secret-person");
    service.post("/credentials/verify", R"({"verifiableCredential": "secret-claim"})");
    // A line is written once its answer is sent, which the client may have read by then.
    std::string log = service.log();
    for (int i = 0; i < 500 && std::ranges::count(log, '\n') < 2; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        log = service.log();
    }
    EXPECT_EQ(std::ranges::count(log, '\n'), 2);
    EXPECT_NE(log.find("route=/1.0/identifiers/{did}"), std::string::npos) << log;
    EXPECT_NE(log.find("code=service.request_malformed"), std::string::npos) << log;
    EXPECT_EQ(log.find("secret"), std::string::npos) << log;
}

TEST(ResolveTest, ForwardsWhatTheBindingAnswers) {
    DemoService service;
    const std::string did =
        service.signatories().on_path("eddsa-jcs-2022/Ed25519")->did.to_string();
    const HttpAnswer raw =
        service.get("/1.0/identifiers/" + did, "Accept: application/did-resolution\r\n");
    EXPECT_EQ(raw.status, 200) << raw.body;
    const json::Document result = raw.json();
    EXPECT_EQ(raw.headers.at("content-type"),
              result.root().find("didResolutionMetadata")->find("contentType")->string());
    std::string encoded = did;
    for (std::size_t at = encoded.find(':'); at != std::string::npos; at = encoded.find(':'))
        encoded.replace(at, 1, "%3A");
    EXPECT_EQ(
        service.get("/1.0/identifiers/" + encoded, "Accept: application/did-resolution\r\n").body,
        raw.body);
    EXPECT_EQ(service.get("/1.0/identifiers/not-a-did").status, 400);
    EXPECT_EQ(service.get("/1.0/identifiers/").status, 400);
    EXPECT_EQ(service.get("/1.0/identifiers/did:nosuchmethod:x").status, 501);
    EXPECT_EQ(service.get("/1.0/identifiers").status, 400);
    EXPECT_EQ(service.get("/1.0/identifiers/" + did, "Accept: text/html\r\n").status, 406);
    EXPECT_EQ(service.post("/1.0/identifiers/" + did, "{}").status, 200);
    const HttpAnswer down = service.get("/1.0/identifiers/did:down:a");
    EXPECT_EQ(down.status, 503) << down.body;
    EXPECT_TRUE(down.headers.contains("retry-after"));
}

/// A certificate of an authority of its own, by the openssl command.
void make_certificates(const TempDir& folder) {
    const std::string in = "cd '" + folder.path().string() + "' && umask 077 && ";
    const auto run = [&](const std::string& command) {
        ASSERT_EQ(std::system((in + command + " 2>/dev/null").c_str()), 0) << command;
    };
    run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
        "-subj /CN=authority -keyout ca.key -out ca.pem");
    for (const char* name : {"server", "client"}) {
        const std::string n(name);
        run("openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=" + n +
            " -keyout " + n + ".key -out " + n + ".csr");
        run("printf 'subjectAltName=IP:127.0.0.1,DNS:localhost' > ext && openssl x509 -req -in " +
            n + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile ext -out " + n +
            ".pem");
    }
}

class TlsTest : public testing::Test {
protected:
    void SetUp() override {
        make_certificates(folder_);
        service_.emplace(
            Guard::Options{.takes_certificates = true}, false,
            TlsFiles{folder_ / "server.pem", folder_ / "server.key", folder_ / "ca.pem"});
    }

    Result<net::HttpResponse> send(net::HttpMethod method, const std::string& path,
                                   const std::string& body, bool with_certificate) {
        net::HttpClientOptions options;
        options.addresses = net::Addresses::any;
        options.ca_file = folder_ / "ca.pem";
        if (with_certificate)
            options.client_certificate =
                net::ClientCertificate{folder_ / "client.pem", folder_ / "client.key"};
        const auto client = test::must(net::make_http_client(options));
        net::HttpRequest request{
            .method = method,
            .url = test::must(
                net::Url::parse("https://127.0.0.1:" + std::to_string(service_->port()) + path)),
            .headers = {{"Content-Type", "application/json"}},
            .body = to_bytes(as_bytes(body))};
        Call call;
        return client->send(request, call);
    }

    TempDir folder_;
    std::optional<DemoService> service_;
};

TEST_F(TlsTest, SignsForClientsWithACertificate) {
    const auto health = send(net::HttpMethod::get, "/healthz", "", false);
    ASSERT_OK(health);
    EXPECT_EQ(health->status, 200);
    EXPECT_EQ(
        test::must(send(net::HttpMethod::post, "/credentials/issue", issue_body(), false)).status,
        401);
    EXPECT_EQ(
        test::must(send(net::HttpMethod::post, "/credentials/issue", issue_body(), true)).status,
        201);
}

TEST_F(TlsTest, OutlivesClientsThatDoNotSpeakTls) {
    for (const char* bytes : {"GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01\x02\x00\x01", "x"}) {
        test::RawClient client(service_->port());
        client.send(bytes);
        client.half_close();
        client.is_closed(std::chrono::seconds(5));
    }
    EXPECT_EQ(test::must(send(net::HttpMethod::get, "/healthz", "", false)).status, 200);
}

TEST_F(TlsTest, RefusesFilesThatCannotServe) {
    const auto listen = [&](TlsFiles files) {
        ServerOptions options;
        options.tls = std::move(files);
        return Server::listen(options);
    };
    EXPECT_CODE(listen({folder_ / "server.pem", folder_ / "client.key"}), errors::kTlsFiles);
    EXPECT_CODE(listen({folder_ / "server.key", folder_ / "server.key"}), errors::kTlsFiles);
    EXPECT_CODE(listen({folder_ / "server.pem", folder_ / "server.key", folder_ / "ca.key"}),
                errors::kTlsFiles);
    ::chmod((folder_ / "server.key").c_str(), 0644);
    EXPECT_EQ(test::code_of(listen({folder_ / "server.pem", folder_ / "server.key"})),
              "io.loose_permissions");
}

}  // namespace
}  // namespace deed::service

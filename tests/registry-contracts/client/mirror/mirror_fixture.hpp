#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "lib/io/file.hpp"
#include "registry-contracts/client/log_export.hpp"
#include "registry-contracts/client/mirror/mirror_ledger.hpp"
#include "tests/registry-contracts/client/local/local_fixture.hpp"
#include "tests/support/child_server.hpp"

namespace deed::registry::test {

/// The certificates of all servers of this process.
inline const std::filesystem::path& certificates() {
    static const deed::test::TempDir folder;
    static const bool made =
        std::system(
            ("python3 " DEED_TEST_SERVERS "/certificates.py " + folder.path().string()).c_str()) ==
        0;
    if (!made) throw std::runtime_error("no certificates");
    return folder.path();
}

/// A ledger, and a server of its own that hands out what was exported of it.
class PublishedFixture : public LocalFixture {
public:
    std::filesystem::path site() const { return web_.path() / "log"; }
    std::string url(const std::string& path = "/log") const {
        return "https://localhost:" + server_.said() + path;
    }
    FixedClock& reading_clock() { return reading_clock_; }
    std::filesystem::path folder_of_copies() const { return web_ / "kept"; }
    tlog::HeadGuard& seen_heads() { return *seen_heads_; }

    void publish(bool with_commitments = false, const Clock* stating = nullptr) {
        Call call;
        must(export_log(log(), site(), with_commitments, call, stating));
    }

    static net::HttpClientOptions trusting() {
        net::HttpClientOptions options;
        options.addresses = net::Addresses::any;
        options.ca_file = certificates() / "ca.pem";
        options.max_redirects = 3;
        options.total_timeout = std::chrono::seconds(20);
        return options;
    }
    void use_client(const net::HttpClientOptions& options) {
        client_ = must(net::make_http_client(options));
    }

    MirrorOptions options(const std::string& path = "/log") {
        return {.network = log().network(),
                .url = must(net::Url::parse(url(path))),
                .recheck = std::chrono::seconds(60)};
    }
    Result<std::unique_ptr<PublishedLedger>> mirror(MirrorOptions options,
                                                    tlog::HeadGuard* heads = nullptr) {
        Call call;
        if (!client_) use_client(trusting());
        return open_mirror(std::move(options), *client_, heads, reading_clock_, call);
    }
    Result<std::unique_ptr<PublishedLedger>> mirror() { return mirror(options()); }
    /// From now on the next question asks the server again.
    void let_time_pass() { reading_clock_.set(reading_clock_.now().plus_seconds(60)); }

    /// What the server was asked for since the last time.
    std::vector<std::string> requests() const {
        const auto bytes = read_file(web_ / "requests", std::size_t{1} << 20);
        std::vector<std::string> lines;
        std::string text(bytes ? as_text(*bytes) : "");
        for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos;
             at = end + 1)
            lines.push_back(text.substr(at, end - at));
        std::filesystem::remove(web_ / "requests");
        return lines;
    }

    /// How a file of the site is answered.
    void answer(const std::string& name, const std::string& json) {
        must(write_file_durably(site() / (name + ".answer"), as_bytes(json), 0600,
                                Existing::replace));
    }
    void write(const std::string& name, ByteView content) {
        must(write_file_durably(site() / name, content, 0600, Existing::replace));
    }
    Bytes file(const std::string& name) const {
        return must(read_file(site() / name, std::size_t{1} << 26));
    }
    void flip(const std::string& name, std::size_t at) {
        Bytes bytes = file(name);
        bytes.at(at) ^= 1;
        write(name, bytes);
    }

private:
    deed::test::TempDir web_;
    FixedClock reading_clock_{at_second(kStart + 1000)};
    std::unique_ptr<net::HttpClient> client_;
    std::unique_ptr<tlog::HeadGuard> seen_heads_ = tlog::open_head_guard(web_ / "heads");
    deed::test::ChildServer server_{{"python3", DEED_TEST_SERVERS "/file_server.py",
                                     web_.path().string(), (certificates() / "server.pem").string(),
                                     (certificates() / "server.key").string()}};
};

}  // namespace deed::registry::test

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "did/errors.hpp"
#include "lib/net/errors.hpp"
#include "registry-contracts/client/mirror/errors.hpp"
#include "tests/support/signers.hpp"
#include "tests/toolkit/home.hpp"
#include "toolkit/errors.hpp"
#include "toolkit/mirrors.hpp"

namespace deed {
namespace {

using test::must;

const std::string kNetwork = "l" + std::string(32, 'a');

TEST(Mirrors, AreReadFromText) {
    EXPECT_TRUE(must(read_mirrors("")).empty());
    const std::string other = "l" + std::string(32, '7');
    const MirrorUrls urls = must(read_mirrors(kNetwork + "=https://bank.example/log," + other +
                                              "=https://court.example:8443/a%2Cb/x=1/"));
    ASSERT_EQ(urls.size(), 2U);
    EXPECT_EQ(urls.at(kNetwork).to_string(), "https://bank.example/log");
    EXPECT_EQ(urls.at(other).to_string(), "https://court.example:8443/a%2Cb/x=1/");
    for (const std::string& bad : std::vector<std::string>{
             kNetwork, kNetwork + "=", kNetwork + "=http://bank.example/log",
             "=https://bank.example", "101=https://bank.example",
             kNetwork + "a=https://bank.example",
             "l" + std::string(32, '1') + "=https://bank.example",
             kNetwork + "=https://a.example/?x", kNetwork + "=https://a.example/#x",
             kNetwork + "=https://a.example,x", kNetwork + "=https://user@a.example/"})
        EXPECT_CODE(read_mirrors(bad), errors::kToolkitBadMirror) << bad;
}

/// Counts, and reaches nobody.
struct NoServer final : net::HttpClient {
    Result<net::HttpResponse> send(const net::HttpRequest&, Call&) override {
        ++asked;
        return Error(net::errors::kRefused, "nobody is there");
    }
    int asked = 0;
};

TEST(Mirrors, AFailureIsRememberedForAMoment) {
    NoServer server;
    FixedClock clock(must(Timestamp::from_unix_seconds(1'700'000'000)));
    Mirrors mirrors(
        must(read_mirrors(kNetwork + "=https://bank.example/log")), std::nullopt,
        [&](Call&) -> Result<net::HttpClient*> { return &server; }, clock);
    Call call;
    EXPECT_EQ(mirrors.networks(), std::vector{kNetwork});
    EXPECT_CODE(mirrors.of(kNetwork, call), net::errors::kRefused);
    EXPECT_CODE(mirrors.of(kNetwork, call), net::errors::kRefused);
    EXPECT_EQ(server.asked, 1);
    clock.set(clock.now().plus_seconds(10));
    EXPECT_CODE(mirrors.of(kNetwork, call), net::errors::kRefused);
    EXPECT_EQ(server.asked, 2);
    EXPECT_CODE(mirrors.of("l" + std::string(32, 'b'), call), did::errors::kUnknownNetwork);
    const std::atomic<bool> cancelled = true;
    Call over(nullptr, &cancelled);
    EXPECT_CODE(mirrors.of("l" + std::string(32, 'b'), over), did::errors::kUnknownNetwork);
}

TEST(Mirrors, AServerThatGoesOnFailingIsAskedLessOften) {
    NoServer server;
    FixedClock clock(must(Timestamp::from_unix_seconds(1'700'000'000)));
    Mirrors mirrors(
        must(read_mirrors(kNetwork + "=https://bank.example/log")), std::nullopt,
        [&](Call&) -> Result<net::HttpClient*> { return &server; }, clock);
    Call call;
    for (int i = 0; i < 7; ++i) {
        EXPECT_CODE(mirrors.of(kNetwork, call), net::errors::kRefused);
        clock.set(clock.now().plus_seconds(10));
    }
    EXPECT_EQ(server.asked, 3);
}

/// Drips until whoever asks gives up.
struct DrippingServer final : net::HttpClient {
    Result<net::HttpResponse> send(const net::HttpRequest&, Call& call) override {
        ++asked;
        while (true) {
            DEED_CHECK(call.check());
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    std::atomic<int> asked = 0;
};

TEST(Mirrors, NobodyWaitsForThoseReadInTheBackground) {
    DrippingServer server;
    FixedClock clock(must(Timestamp::from_unix_seconds(1'700'000'000)));
    const auto start = std::chrono::steady_clock::now();
    const std::string other = "l" + std::string(32, '7');
    {
        Mirrors mirrors(
            must(read_mirrors(kNetwork + "=https://bank.example/log," + other +
                              "=https://court.example/log")),
            std::nullopt, [&](Call&) -> Result<net::HttpClient*> { return &server; }, clock,
            Mirrors::Reading::in_background);
        Call call;
        // Each by its own thread: one does not keep the other waiting.
        while (server.asked < 2) std::this_thread::yield();
        for (const std::string& network : {kNetwork, other})
            EXPECT_CODE(mirrors.of(network, call), registry::errors::kMirrorBeingRead);
        EXPECT_EQ(server.asked, 2);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(Mirrors, WhatFailsInTheBackgroundIsTold) {
    NoServer server;
    FixedClock clock(must(Timestamp::from_unix_seconds(1'700'000'000)));
    Mirrors mirrors(
        must(read_mirrors(kNetwork + "=https://bank.example/log")), std::nullopt,
        [&](Call&) -> Result<net::HttpClient*> { return &server; }, clock,
        Mirrors::Reading::in_background);
    Call call;
    auto answer = mirrors.of(kNetwork, call);
    while (!answer && answer.error().code() == registry::errors::kMirrorBeingRead) {
        std::this_thread::yield();
        answer = mirrors.of(kNetwork, call);
    }
    EXPECT_CODE(answer, net::errors::kRefused);
}

TEST(Mirrors, KeepTheirHeadsApartFromThoseOfKeysHere) {
    const test::SharedHome& shared = test::SharedHome::get();
    Config config = test::config_in(shared.folder.path());
    const std::filesystem::path parent = config.head_folder.parent_path();
    config.head_folder = parent / "heads";
    for (const std::filesystem::path& folder : {parent, parent / "x" / ".."}) {
        config.mirror_folder = folder;
        test::NoPassphrase passphrases;
        const SystemClock clock;
        EXPECT_CODE(Toolkit::open(config, passphrases, clock), errors::kToolkitMirrorAmongHeads);
    }
}

TEST(Mirrors, ALedgerHereGoesBeforeAMirrorOfIt) {
    const test::SharedHome& shared = test::SharedHome::get();
    const std::string network = must(did::parse_weid(shared.acme.did)).network;
    Config config = test::config_in(shared.folder.path());
    config.mirrors = must(read_mirrors(network + "=https://nobody.invalid/log"));
    const test::Reader reader(config);
    Call call;
    ASSERT_OK_AND(const did::Resolution resolution,
                  reader->resolver().resolve(shared.acme.did, call));
    EXPECT_FALSE(resolution.freshness.has_value());
    EXPECT_EQ(reader->published_networks(), std::vector{network});
}

}  // namespace
}  // namespace deed

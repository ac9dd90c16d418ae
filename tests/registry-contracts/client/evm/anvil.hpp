#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "lib/net/http_client.hpp"
#include "registry-contracts/client/evm/node.hpp"
#include "tests/registry-contracts/client/evm/wallets.hpp"
#include "tests/support/child_server.hpp"

namespace deed::test {

/// Whether npm's Anvil was installed beside the contracts.
inline bool have_anvil() { return std::filesystem::exists(DEED_ANVIL); }

/// A chain of the test's own, which ends with it.
class Anvil {
public:
    explicit Anvil(std::vector<std::string> arguments = {})
        : server_(std::make_unique<ChildServer>(command(std::move(arguments)))),
          http_(must(net::make_http_client(options()))),
          url_(must(net::Url::parse("http://127.0.0.1:" + server_->said()))),
          rpc_(*http_, url_) {}

    registry::evm::Node& node() { return node_; }
    registry::evm::RpcClient& rpc() { return rpc_; }
    const net::Url& url() const { return url_; }

    /// A client of its own limits.
    std::unique_ptr<registry::evm::RpcClient> client(registry::evm::RpcOptions options) {
        return std::make_unique<registry::evm::RpcClient>(*http_, url_, options);
    }

    /// From here on nobody answers.
    void stop() { server_.reset(); }

    /// One of Anvil's own methods.
    void tell(const std::string& method, const std::string& params = "[]") {
        Call call;
        must(must(rpc_.call({method, params}, call)).result());
    }

    /// The receipt of a transaction that was sent. Anvil says a transaction's hash a moment before
    /// it has made its block.
    registry::evm::Receipt mined(const registry::evm::Word& hash) {
        Call call;
        for (int turn = 0; turn < 3000; ++turn) {
            if (auto receipt = must(node_.receipt(hash, call))) return *std::move(receipt);
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        throw std::runtime_error("Anvil put no block around a transaction in 30 s");
    }

    /// The first of the accounts that Anvil funds; its key is known to all.
    static std::unique_ptr<registry::evm::AccountSigner> rich() {
        return wallet_of(must(registry::evm::from_hex(
            "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80")));
    }

private:
    static std::vector<std::string> command(std::vector<std::string> arguments) {
        std::vector<std::string> words{"python3", DEED_TEST_SERVERS "/chain_node.py", DEED_ANVIL};
        words.insert(words.end(), arguments.begin(), arguments.end());
        return words;
    }
    static net::HttpClientOptions options() {
        net::HttpClientOptions options;
        options.allow_http = true;
        options.addresses = net::Addresses::any;
        return options;
    }

    std::unique_ptr<ChildServer> server_;
    std::unique_ptr<net::HttpClient> http_;
    net::Url url_;
    registry::evm::RpcClient rpc_;
    registry::evm::Node node_{rpc_};
};

}  // namespace deed::test

/// Skips the current test, visibly, where Anvil is not installed.
#define DEED_NEEDS_ANVIL()                    \
    if (!::deed::test::have_anvil())          \
    GTEST_SKIP() << "no Anvil at " DEED_ANVIL \
                    ": run "                  \
                    "scripts/setup"

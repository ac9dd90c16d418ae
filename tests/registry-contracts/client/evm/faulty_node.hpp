#pragma once

#include "tests/registry-contracts/client/evm/anvil.hpp"

namespace deed::registry::evm {

/// A node behind a server that fails as it is told (tests/support/faulty_node.py).
class FaultyNode {
public:
    explicit FaultyNode(const net::Url& behind)
        : server_({"python3", DEED_TEST_SERVERS "/faulty_node.py", std::to_string(behind.port())}),
          http_(test::must(net::make_http_client(options()))),
          rpc_(*http_, test::must(net::Url::parse("http://127.0.0.1:" + server_.said()))) {}

    Node& node() { return node_; }
    RpcClient& rpc() { return rpc_; }
    std::string url() const { return "http://127.0.0.1:" + server_.said(); }
    /// JSON of the faults, without the list's brackets.
    void fail(const std::string& faults) {
        Call call;
        test::must(test::must(rpc_.call({"deed_fail", "[" + faults + "]"}, call)).result());
    }

private:
    static net::HttpClientOptions options() {
        net::HttpClientOptions options;
        options.allow_http = true;
        options.addresses = net::Addresses::any;
        options.total_timeout = std::chrono::milliseconds(300);
        return options;
    }

    test::ChildServer server_;
    std::unique_ptr<net::HttpClient> http_;
    RpcClient rpc_;
    Node node_{rpc_};
};

/// One fault, for FaultyNode::fail().
inline std::string fault(const std::string& method, const std::string& what, int times = 1,
                         const std::string& more = "") {
    return R"({"method":")" + method + R"(","do":")" + what + R"(","times":)" +
           std::to_string(times) + (more.empty() ? "" : "," + more) + "}";
}

}  // namespace deed::registry::evm

#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "registry-contracts/client/fisco/connection.hpp"
#include "registry-contracts/client/fisco/sender.hpp"
#include "tests/registry-contracts/client/fisco/vector_support.hpp"
#include "tests/support/child_server.hpp"

namespace deed::test {

/// Whether Anvil, Node and the libraries of the tests' node are installed.
inline bool have_fisco_node() {
    return std::filesystem::exists(DEED_ANVIL) &&
           std::filesystem::exists(DEED_TEST_SERVERS "/fisco_node/node_modules") &&
           std::system("command -v node >/dev/null") == 0;
}

/// Remembers in memory; a durable record is its owner's.
class MemoryRecord final : public registry::fisco::TransactionRecord {
public:
    Result<void> record(const registry::fisco::SignedTransaction& made, Call&) override {
        recorded.push_back(made);
        return {};
    }
    std::vector<registry::fisco::SignedTransaction> recorded;
};

struct NodeKind {
    registry::fisco::ChainVersion version = registry::fisco::ChainVersion::three;
    registry::fisco::ChainHash hash = registry::fisco::ChainHash::keccak256;
};

/// A node of FISCO BCOS of the test's own (tests/support/fisco_node), with a chain by Anvil behind
/// it unless it is of an SM chain, whose contracts nothing here can run.
class FiscoNode {
public:
    explicit FiscoNode(NodeKind kind, std::vector<std::string> more = {})
        : anvil_(kind.hash == registry::fisco::ChainHash::sm3
                     ? nullptr
                     : std::make_unique<ChildServer>(std::vector<std::string>{
                           "python3", DEED_TEST_SERVERS "/chain_node.py", DEED_ANVIL})),
          server_(command(kind, anvil_ ? anvil_->said() : "1", std::move(more))),
          settings_(settings_of(kind)) {}

    const std::string& port() const { return server_.said(); }
    const registry::fisco::ChainSettings& settings() const { return settings_; }

    /// Over http, from this machine.
    registry::fisco::Node& node() {
        if (!node_) node_ = with(settings_);
        return *node_;
    }
    /// One with other settings.
    std::unique_ptr<registry::fisco::Node> with(registry::fisco::ChainSettings settings) {
        return must(registry::fisco::Node::open(rpc(), std::move(settings)));
    }

    registry::evm::RpcClient& rpc() {
        if (!rpc_) {
            registry::fisco::NodeConnection connection{
                .url = must(net::Url::parse("http://127.0.0.1:" + port())), .allow_http = true};
            http_ = must(registry::fisco::open_connection(connection));
            rpc_ = std::make_unique<registry::evm::RpcClient>(*http_, connection.url);
        }
        return *rpc_;
    }

    /// From here on it fails as node.mjs says of this name; "none" ends it.
    void fault(const std::string& name, const std::string& value = "null") {
        tell("test_fault", "[\"" + name + "\"," + value + "]");
    }
    /// How many transactions each block has from here on.
    void leaves(std::uint64_t count) { tell("test_leaves", "[" + std::to_string(count) + "]"); }
    /// Makes blocks without transactions.
    void mine(std::uint64_t count) { tell("test_mine", "[" + std::to_string(count) + "]"); }

    static registry::fisco::ChainSettings settings_of(NodeKind kind) {
        registry::fisco::ChainSettings settings;
        settings.version = kind.version;
        settings.hash = kind.hash;
        const bool is_two = kind.version == registry::fisco::ChainVersion::two;
        settings.chain_id = is_two ? "1" : "chain0";
        settings.group_id = is_two ? "1" : "group0";
        return settings;
    }

private:
    static std::vector<std::string> command(NodeKind kind, const std::string& evm_port,
                                            std::vector<std::string> more) {
        const bool is_two = kind.version == registry::fisco::ChainVersion::two;
        std::vector<std::string> words{"node", DEED_TEST_SERVERS "/fisco_node/node.mjs",
                                       "http://127.0.0.1:" + evm_port, is_two ? "2" : "3"};
        if (kind.hash == registry::fisco::ChainHash::sm3) words.push_back("--sm");
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }
    void tell(const std::string& method, const std::string& params) {
        Call call;
        must(must(rpc().call({method, params}, call)).result());
    }

    std::unique_ptr<ChildServer> anvil_;
    ChildServer server_;
    registry::fisco::ChainSettings settings_;
    std::unique_ptr<net::HttpClient> http_;
    std::unique_ptr<registry::evm::RpcClient> rpc_;
    std::unique_ptr<registry::fisco::Node> node_;
};

/// A node of each kind, an account on it and a sender for that.
class FiscoTest : public testing::TestWithParam<NodeKind> {
protected:
    void SetUp() override {
        if (!have_fisco_node())
            GTEST_SKIP() << "no Anvil, no Node or no libraries for it: run scripts/setup";
        start();
    }

    /// The chains live as long as the suite: starting one costs more than a test.
    static void TearDownTestSuite() { chains().clear(); }

    void start(const std::vector<std::string>& more = {}) {
        sender.reset();
        const auto key = std::tuple(GetParam().version, GetParam().hash, more);
        auto& found = chains()[key];
        if (!found) found = std::make_unique<FiscoNode>(GetParam(), more);
        chain = found.get();
        chain->fault("none");
        chain->leaves(5);
        signer = chain_signer_of(GetParam().hash, Bytes(32, 0x21));
        sender = make_sender();
    }

    std::unique_ptr<registry::fisco::Sender> make_sender(
        registry::fisco::SenderOptions options = quick()) {
        return must(registry::fisco::Sender::open(chain->node(), *signer, record, options, call));
    }

    static registry::fisco::SenderOptions quick() {
        registry::fisco::SenderOptions options;
        options.poll_interval = std::chrono::milliseconds(5);
        options.patience = std::chrono::milliseconds(100);
        return options;
    }

    bool is_two() const { return GetParam().version == registry::fisco::ChainVersion::two; }
    bool is_sm() const { return GetParam().hash == registry::fisco::ChainHash::sm3; }

    /// A contract that takes anything and returns nothing.
    static Bytes creation() { return unhex("600180600a5f395ff300"); }

    /// A transaction that succeeded, and what came of it.
    std::pair<registry::fisco::SignedTransaction, registry::fisco::Receipt> done() {
        auto made = must(sender->prepare({std::nullopt, creation(), {}}, call));
        must(sender->send(made, call));
        auto receipt = must(sender->wait(made, call));
        return {std::move(made), std::move(receipt)};
    }

    FiscoNode* chain = nullptr;
    std::unique_ptr<registry::fisco::ChainSigner> signer;
    MemoryRecord record;
    std::unique_ptr<registry::fisco::Sender> sender;
    Call call;

private:
    using Key = std::tuple<registry::fisco::ChainVersion, registry::fisco::ChainHash,
                           std::vector<std::string>>;
    static std::map<Key, std::unique_ptr<FiscoNode>>& chains() {
        static std::map<Key, std::unique_ptr<FiscoNode>> kept;
        return kept;
    }
};

inline const NodeKind kAllNodeKinds[] = {
    {registry::fisco::ChainVersion::two, registry::fisco::ChainHash::keccak256},
    {registry::fisco::ChainVersion::three, registry::fisco::ChainHash::keccak256},
    {registry::fisco::ChainVersion::two, registry::fisco::ChainHash::sm3},
    {registry::fisco::ChainVersion::three, registry::fisco::ChainHash::sm3}};

inline std::string name_of_kind(const testing::TestParamInfo<NodeKind>& info) {
    return std::string(info.param.version == registry::fisco::ChainVersion::two ? "Two" : "Three") +
           (info.param.hash == registry::fisco::ChainHash::sm3 ? "Sm" : "");
}

}  // namespace deed::test

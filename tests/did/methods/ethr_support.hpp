#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <string>

#include "did/methods/ethr_registrar.hpp"
#include "lib/net/http_client.hpp"
#include "tests/registry-contracts/client/evm/wallets.hpp"
#include "tests/support/child_server.hpp"

namespace deed::did::test {

using namespace registry::evm;
using deed::test::must;

inline json::Document parsed(std::string_view text) { return must(json::Document::parse(text)); }

/// Stands before a node and changes what it says, as the test tells.
class LyingHttp final : public net::HttpClient {
public:
    /// Gets the method and the node's result, as JSON; what it returns is passed on.
    using Lie = std::function<std::string(const std::string& method, const std::string& params,
                                          const std::string& result)>;

    explicit LyingHttp(net::HttpClient& http) : http_(http) {}

    Result<net::HttpResponse> send(const net::HttpRequest& request, Call& call) override {
        auto response = http_.send(request, call);
        ++asked;
        if (!lie || !response) return response;
        const json::Document question = parsed(as_text(request.body));
        const json::Document answer = parsed(as_text(response->body));
        const auto result = answer.root().find("result");
        if (!question.root().is_object() || !result) return response;
        const std::string told =
            lie(std::string(question.root().find("method")->string()),
                json::to_string(*question.root().find("params")), json::to_string(*result));
        const std::string changed = must(answer.with("/result", parsed(told).root())).to_string();
        response->body = to_bytes(as_bytes(changed));
        return response;
    }

    Lie lie;
    unsigned asked = 0;

private:
    net::HttpClient& http_;
};

class ForgetfulRecord final : public TransactionRecord {
public:
    Result<void> record(const SignedTransaction&, Call&) override { return {}; }
};

inline bool have_registry() { return std::filesystem::exists(DEED_ETHR_REGISTRY); }
inline bool have_anvil() { return std::filesystem::exists(DEED_ANVIL); }

/// An account that can send on an EthrChain.
struct Party {
    std::unique_ptr<AccountSigner> wallet;
    std::unique_ptr<Nonces> nonces;
    std::unique_ptr<Sender> sender;
};

/// A chain of the test's own with the registry of ERC-1056 that npm has.
class EthrChain {
public:
    EthrChain()
        : server_({"python3", DEED_TEST_SERVERS "/chain_node.py", DEED_ANVIL}),
          http_(must(net::make_http_client(options()))),
          url_(must(net::Url::parse("http://127.0.0.1:" + server_.said()))) {
        rich_ = party(
            must(from_hex("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80")));
        registry = deployed();
    }

    /// Sends with a key of its own, which is given what that costs.
    Party funded(std::uint8_t byte) {
        Party made = party(Bytes(32, byte));
        done(rich_,
             {made.wallet->address(), must(Uint256(1'000'000'000).times(1'000'000'000)), {}});
        return made;
    }

    const net::Url& url() const { return url_; }
    EthrNetwork network() { return {31337, registry, &node}; }
    EthrNetworkSource source() {
        return [this](const EthrId&, Call&) -> Result<EthrNetwork> { return network(); };
    }
    EthrRegistrar registrar(Party& of) {
        return must(EthrRegistrar::open(network(), *of.sender, of.wallet->address(), call));
    }

    Receipt done(Party& by, const Action& action) {
        const auto made = must(by.sender->prepare(action, call));
        must(by.sender->send(made, call));
        return must(by.sender->wait(made.hash(), {}, call));
    }
    Receipt change(Party& by, const Did& did, const Erc1056Change& change) {
        EthrRegistrar writer = registrar(by);
        const auto sent = must(writer.send(did, change, call));
        return must(writer.wait(sent, {}, call));
    }

    /// One of Anvil's own methods.
    void tell(const std::string& method, const std::string& params = "[]") {
        must(must(rpc.call({method, params}, call)).result());
    }
    std::uint64_t time() { return must(node.block(BlockRef::latest(), call))->header.timestamp(); }
    std::uint64_t height() { return must(node.block_number(call)); }
    /// The next block comes so many seconds after the last.
    void pass(std::uint64_t seconds) {
        tell("evm_setNextBlockTimestamp", "[" + std::to_string(time() + seconds) + "]");
        tell("evm_mine");
    }

    Call call;

private:
    static net::HttpClientOptions options() {
        net::HttpClientOptions options;
        options.allow_http = true;
        options.addresses = net::Addresses::any;
        return options;
    }

    Party party(ByteView secret) {
        Party made{deed::test::wallet_of(secret), nullptr, nullptr};
        made.nonces = std::make_unique<Nonces>(made.wallet->address(), 0);
        SenderOptions options;
        options.chain_id = 31337;
        options.fees.max_fee_per_gas = Uint256(100'000'000'000);
        options.fees.max_priority_fee_per_gas = Uint256(2'000'000'000);
        options.poll_interval = std::chrono::milliseconds(5);
        options.patience = std::chrono::seconds(20);
        made.sender = must(Sender::open(node, *made.wallet, *made.nonces, record_, options, call));
        return made;
    }

    registry::Address deployed() {
        std::ifstream file(DEED_ETHR_REGISTRY);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        const json::Document artifact = parsed(text);
        const Bytes code = must(from_hex(artifact.root().find("bytecode")->string()));
        return done(rich_, {std::nullopt, 0, code}).contract_address.value();
    }

    deed::test::ChildServer server_;
    std::unique_ptr<net::HttpClient> http_;
    net::Url url_;
    ForgetfulRecord record_;

public:
    LyingHttp http{*http_};
    RpcClient rpc{http, url_};
    Node node{rpc};
    registry::Address registry{};

private:
    Party rich_;
};

inline Did ethr_of(const registry::Address& identity, const std::string& network = "0x7a69") {
    return must(Did::parse("did:ethr:" + network + ":" + registry::to_string(identity)));
}

inline Word named(std::string_view name) { return erc1056_name(name).value(); }

}  // namespace deed::did::test

/// Skips the current test, visibly, where Anvil or the registry is not installed.
#define DEED_NEEDS_ETHR()                                                        \
    if (!::deed::did::test::have_anvil() || !::deed::did::test::have_registry()) \
    GTEST_SKIP() << "no " DEED_ANVIL " or " DEED_ETHR_REGISTRY ": run scripts/setup"

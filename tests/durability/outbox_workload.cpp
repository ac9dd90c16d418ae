// The outbox of a chain: the process dies and the chain lives on. Whatever was recorded is done in
// the end, and each action once.

#include <unistd.h>

#include <fstream>

#include "registry-contracts/client/evm/outbox/outbox.hpp"
#include "tests/durability/home.hpp"
#include "tests/durability/workload.hpp"
#include "tests/registry-contracts/client/evm/wallets.hpp"
#include "tests/support/child_server.hpp"

namespace deed::durability {
namespace {

using std::filesystem::path;
using test::must;
namespace evm = registry::evm;

constexpr std::uint8_t kActions = 3;
constexpr std::uint8_t kReplaced = 2;  ///< waits, and is replaced
constexpr std::uint64_t kGwei = 1'000'000'000;

net::HttpClientOptions http_options() {
    net::HttpClientOptions options;
    options.allow_http = true;
    options.addresses = net::Addresses::any;
    return options;
}

/// The chain, as it is to be when a folder is opened. All images of one crash go on from the same
/// chain; only the one of a later power failure goes on from that of the process before it.
class Chain {
public:
    explicit Chain(const std::string& port)
        : http_(must(net::make_http_client(http_options()))),
          rpc_(*http_, must(net::Url::parse("http://127.0.0.1:" + port))) {}

    evm::Node& node() { return node_; }

    json::Document tell(const std::string& method, const std::string& params = "[]") {
        const auto answer = must(rpc_.call({method, params}, call_));
        return must(json::Document::parse("{\"result\":" + text_of(must(answer.result())) + "}"));
    }

    void bring_to(const path& folder) {
        const path state = folder.parent_path() / "chain";
        std::string snapshot, opened;
        std::ifstream(state) >> snapshot >> opened;
        const std::string image = folder.filename().string();
        if (image == opened) return;
        if (image != "later") {
            if (!snapshot.empty()) tell("evm_revert", "[\"" + snapshot + "\"]");
            const auto taken = tell("evm_snapshot");
            snapshot = taken.root().find("result")->string();
        }
        std::ofstream(state) << snapshot << ' ' << image;
    }

private:
    static std::string text_of(json::Value value) {
        const auto text = value.string_if();
        return text ? "\"" + std::string(*text) + "\"" : "null";
    }

    std::unique_ptr<net::HttpClient> http_;
    evm::RpcClient rpc_;
    evm::Node node_{rpc_};
    Call call_;
};

class OutboxSession final : public Session {
public:
    OutboxSession(path folder, int life, bool is_after, const std::string& port, Witness& witness)
        : folder_(std::move(folder)), clock_(start_of_life(life)), chain_(port), witness_(witness) {
        if (is_after) chain_.bring_to(folder_);
    }

    Result<void> run() override {
        DEED_CHECK(open());
        chain_.tell("evm_setAutomine", "[true]");
        chain_.tell("evm_mine");
        for (std::uint8_t number = 1; number <= kActions; ++number) DEED_CHECK(act(number));
        for (std::uint8_t number = 1; number <= kActions; ++number)
            if (paid(number) != 1)
                witness_.fault(Fault::loss, "action " + std::to_string(number) + " was not done");
        return {};
    }

    void check(const Promises& promises) override {
        if (!witness_.expect(open(), Fault::refusal, "the outbox cannot be opened")) return;
        for (const Promise& promise : promises) {
            const auto found = outbox_->find(promise[1]);
            if (!witness_.expect(found, Fault::refusal, "the outbox cannot be read")) return;
            if (!*found) {
                witness_.fault(Fault::loss, "action " + promise[1] + " is gone");
                continue;
            }
            if (std::to_string((*found)->id) != promise[2])
                witness_.fault(Fault::fork, "action " + promise[1] + " has another number");
            if (promise[0] == "done" && !(*found)->inclusion)
                witness_.fault(Fault::loss, "the end of action " + promise[1] + " is forgotten");
        }
        for (std::uint8_t number = 1; number <= kActions; ++number)
            if (paid(number) > 1)
                witness_.fault(Fault::doubled,
                               "action " + std::to_string(number) + " was done twice");
    }

private:
    Result<void> open() {
        if (outbox_) return {};
        evm::OutboxOptions options;
        options.folder = folder_ / "data/outbox";
        options.chain_id = 31337;
        options.fees.max_fee_per_gas = 1'000 * kGwei;
        options.fees.max_priority_fee_per_gas = 500 * kGwei;
        options.settled = {evm::Confirmation::Kind::depth, 1};
        options.poll_interval = std::chrono::milliseconds(2);
        options.patience = std::chrono::seconds(20);
        options.replace_after = std::chrono::milliseconds(0);
        DEED_TRY(outbox_, evm::Outbox::open(options, chain_.node(), *wallet_, clock_));
        return {};
    }

    /// One wei to an account of its own.
    Result<void> act(std::uint8_t number) {
        const std::string key = "pay-" + std::to_string(number);
        const bool waits = number == kReplaced;
        if (waits) chain_.tell("evm_setAutomine", "[false]");
        DEED_TRY(const std::uint64_t id,
                 outbox_->submit({registry::Address{number}, 1, {}}, key, call_));
        witness_.promise({"submitted", key, std::to_string(id)});
        if (waits) {
            DEED_CHECK(outbox_->settle(call_));
            chain_.tell("evm_mine");
            chain_.tell("evm_setAutomine", "[true]");
        }
        DEED_CHECK(outbox_->wait(id, {}, call_));
        witness_.promise({"done", key, std::to_string(id)});
        return {};
    }

    std::uint64_t paid(std::uint8_t number) {
        const auto balance =
            must(chain_.node().balance(registry::Address{number}, evm::BlockRef::latest(), call_));
        return must(balance.to_u64());
    }

    path folder_;
    FixedClock clock_;
    Chain chain_;
    Witness& witness_;
    std::unique_ptr<evm::AccountSigner> wallet_ = test::wallet_of(
        must(evm::from_hex("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80")));
    std::unique_ptr<evm::Outbox> outbox_;
    Call call_;
};

class OutboxWorkload final : public Workload {
public:
    ~OutboxWorkload() override { let_go(); }
    std::string name() const override { return "outbox"; }
    std::string missing() const override {
        return std::filesystem::exists(DEED_ANVIL) ? "" : "no Anvil at " DEED_ANVIL;
    }

    /// A chain of this process's own.
    void prepare(const path&) const override {
        let_go();
        chain_ = std::make_unique<test::ChildServer>(
            std::vector<std::string>{"python3", DEED_TEST_SERVERS "/chain_node.py", DEED_ANVIL});
        owner_ = ::getpid();
    }
    std::unique_ptr<Session> open(const path& folder, int life, Witness& witness) const override {
        // The process that a fault meets goes on with the chain as it is.
        if (life == 0) first_ = ::getpid();
        const bool is_after = first_ != ::getpid();
        return std::make_unique<OutboxSession>(folder, life, is_after, chain_->said(), witness);
    }
    // What a node says when differs from run to run, and so does what is written.
    bool is_deterministic() const override { return false; }

private:
    /// The chain of the process that forked this one is not this one's to end.
    void let_go() const {
        if (owner_ == ::getpid()) {
            chain_.reset();
        } else {
            static_cast<void>(chain_.release());
        }
    }

    mutable std::unique_ptr<test::ChildServer> chain_;
    mutable pid_t owner_ = 0;
    mutable pid_t first_ = 0;
};

}  // namespace

std::unique_ptr<Workload> make_outbox_workload() { return std::make_unique<OutboxWorkload>(); }

}  // namespace deed::durability

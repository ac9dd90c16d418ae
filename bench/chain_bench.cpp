// Deed's client of Ethereum chains beside ethers and viem (chain_peers/peers.mjs), on one Anvil of
// its own, by turns; and a cold resolution of a DID beside the same requests to the node without
// anything that is checked. Prints JSON: {"batched_ethers", "batched_viem", "sequential_ethers",
// "sequential_viem": seconds of the peer over Deed's, "cold": seconds of the bare requests over
// Deed's, "cold_requests", "cold_ms"}. Each is the best of its rounds.
//
//     chain_bench PEERS_FOLDER
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>

#include "tests/registry-contracts/client/evm/ledger/chain_fixture.hpp"

namespace deed::registry::test {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kTransactions = 500;
constexpr int kRounds = 4;
constexpr int kResolutions = 300;

/// Seconds that the work takes.
double seconds_of(const std::function<void()>& work) {
    const auto start = SteadyClock::now();
    work();
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

/// A funded account that has sent nothing yet. The secrets are for this chain alone.
struct Account {
    std::unique_ptr<evm::AccountSigner> signer;
    std::string secret;
};

class Accounts {
public:
    explicit Accounts(ChainFixture& chain) : chain_(chain) {}

    Account next() {
        Bytes secret(32, 0);
        secret[0] = 0x5e;
        secret[31] = ++made_;
        Account account{deed::test::wallet_of(secret), evm::to_hex(secret)};
        chain_.anvil().tell("anvil_setBalance", "[\"" + evm::to_hex(account.signer->address()) +
                                                    "\",\"0xde0b6b3a7640000\"]");
        return account;
    }

private:
    ChainFixture& chain_;
    std::uint8_t made_ = 0;
};

/// The transfer that the peers make too.
Bytes signed_transfer(const ChainFixture& chain, evm::AccountSigner& signer, std::uint64_t nonce,
                      Call& call) {
    evm::Transaction transfer;
    transfer.chain_id = chain.chain_id();
    transfer.nonce = nonce;
    transfer.max_priority_fee_per_gas = 1'000'000'000;
    transfer.max_fee_per_gas = 50'000'000'000;
    transfer.gas_limit = 21'000;
    transfer.to = Address{};
    transfer.to->at(16) = 0xde;
    transfer.to->at(17) = 0xed;
    transfer.to->at(19) = 1;
    transfer.value = 1;
    return must(evm::SignedTransaction::sign(std::move(transfer), signer, call)).raw();
}

void await(evm::Node& node, const evm::Word& hash, Call& call) {
    for (int turn = 0; turn < 10'000; ++turn) {
        const auto receipt = must(node.receipt(hash, call));
        if (!receipt) continue;
        if (!receipt->value.succeeded) throw std::runtime_error("a transfer failed");
        return;
    }
    throw std::runtime_error("a transfer has no receipt");
}

double batched(ChainFixture& chain, const Account& account) {
    Call call;
    return seconds_of([&] {
        std::vector<Bytes> raws;
        for (int nonce = 0; nonce < kTransactions; ++nonce)
            raws.push_back(
                signed_transfer(chain, *account.signer, static_cast<std::uint64_t>(nonce), call));
        evm::Word last{};
        for (auto& sent : must(chain.node().send_raw_transactions(raws, call)))
            last = must(std::move(sent));
        await(chain.node(), last, call);
    });
}

double sequential(ChainFixture& chain, const Account& account) {
    Call call;
    return seconds_of([&] {
        for (int nonce = 0; nonce < kTransactions; ++nonce) {
            const Bytes raw =
                signed_transfer(chain, *account.signer, static_cast<std::uint64_t>(nonce), call);
            await(chain.node(), must(chain.node().send_raw_transaction(raw, call)), call);
        }
    });
}

/// What the peer says that it took; its start is not counted.
double peer(ChainFixture& chain, const Account& account, const std::string& folder,
            const std::string& library, const std::string& way) {
    const std::string command = "node '" + folder + "/peers.mjs' " +
                                chain.anvil().url().to_string() + " " +
                                std::to_string(chain.chain_id()) + " " + account.secret + " " +
                                library + " " + way + " " + std::to_string(kTransactions);
    const std::unique_ptr<FILE, int (*)(FILE*)> output(::popen(command.c_str(), "r"), ::pclose);
    double seconds = 0;
    if (!output || std::fscanf(output.get(), "%lf", &seconds) != 1 || seconds <= 0)
        throw std::runtime_error(library + " did not end its work");
    return seconds;
}

/// Passes requests on, and knows them afterwards.
class RecordingRpc final : public evm::Rpc {
public:
    explicit RecordingRpc(evm::Rpc& inner) : inner_(inner) {}

    Result<evm::RpcAnswer> call(const evm::RpcRequest& request, Call& call) override {
        asked.push_back({request});
        return inner_.call(request, call);
    }
    Result<std::vector<evm::RpcAnswer>> batch(std::span<const evm::RpcRequest> requests,
                                              Call& call) override {
        asked.emplace_back(requests.begin(), requests.end());
        return inner_.batch(requests, call);
    }

    std::vector<std::vector<evm::RpcRequest>> asked;  ///< what went together

private:
    evm::Rpc& inner_;
};

struct Cold {
    double ratio, milliseconds;
    std::size_t requests;
};

/// A resolution by a ledger that holds nothing of the DID yet.
Cold cold(ChainFixture& chain) {
    Call call;
    const auto key = controller(7);
    const Bytes document(1024, 'x');
    must(DidRegistry(chain.writer(), chain.clock()).create(document, *key, call));
    const Address subject = address_of(*key);
    RecordingRpc recorder(chain.anvil().rpc());
    evm::Node node(recorder);
    const auto ledger = must(evm::open_evm_ledger(node, nullptr, chain.options(), call));
    recorder.asked.clear();
    const auto resolve = [&] {
        DidRegistry dids(*ledger, chain.clock());
        if (must(dids.find(subject, {}, call)).versions.back().document != document)
            throw std::runtime_error("another document was resolved");
    };
    resolve();
    const auto asked = recorder.asked;
    double bare = std::numeric_limits<double>::max();
    double judged = bare;
    for (int round = 0; round < kRounds; ++round) {
        judged = std::min(judged, seconds_of([&] {
                              for (int i = 0; i < kResolutions; ++i) resolve();
                          }));
        bare = std::min(bare, seconds_of([&] {
                            for (int i = 0; i < kResolutions; ++i)
                                for (const auto& requests : asked) {
                                    if (requests.size() == 1)
                                        must(chain.anvil().rpc().call(requests.front(), call));
                                    else
                                        must(chain.anvil().rpc().batch(requests, call));
                                }
                        }));
    }
    return {bare / judged, judged * 1000 / kResolutions, asked.size()};
}

void print_figures(const std::string& folder) {
    ChainFixture chain;
    Accounts accounts(chain);
    const auto best_of = [&](const std::function<double(const Account&)>& work) {
        return [&accounts, work, best = std::numeric_limits<double>::max()]() mutable {
            return best = std::min(best, work(accounts.next()));
        };
    };
    std::printf("{");
    for (const std::string way : {"batched", "sequential"}) {
        auto ours = best_of([&](const Account& account) {
            return way == "batched" ? batched(chain, account) : sequential(chain, account);
        });
        auto ethers = best_of(
            [&](const Account& account) { return peer(chain, account, folder, "ethers", way); });
        auto viem = best_of(
            [&](const Account& account) { return peer(chain, account, folder, "viem", way); });
        double deed_seconds = 0, ethers_seconds = 0, viem_seconds = 0;
        for (int round = 0; round < kRounds; ++round) {
            deed_seconds = ours();
            ethers_seconds = ethers();
            viem_seconds = viem();
        }
        std::printf("\"%s_ethers\": %f, \"%s_viem\": %f, \"%s_per_second\": %f, ", way.c_str(),
                    ethers_seconds / deed_seconds, way.c_str(), viem_seconds / deed_seconds,
                    way.c_str(), kTransactions / deed_seconds);
    }
    const Cold resolution = cold(chain);
    std::printf("\"cold\": %f, \"cold_ms\": %f, \"cold_requests\": %zu}\n", resolution.ratio,
                resolution.milliseconds, resolution.requests);
}

}  // namespace
}  // namespace deed::registry::test

int main(int argc, char** argv) try {
    if (argc != 2) throw std::runtime_error("chain_bench PEERS_FOLDER");
    deed::registry::test::print_figures(argv[1]);
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "chain_bench: %s\n", error.what());
    return 1;
}

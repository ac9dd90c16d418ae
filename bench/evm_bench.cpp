// Transactions of an Ethereum chain, against the bare signature that they need.
#include <benchmark/benchmark.h>

#include <cstdlib>

#include "lib/crypto/recovery.hpp"
#include "registry-contracts/client/evm/signing/transaction.hpp"

namespace {

using namespace deed::registry::evm;

template <typename T>
T must(deed::Result<T> result) {
    if (!result) std::abort();
    return std::move(result).value();
}

deed::crypto::PrivateKey key() {
    return must(deed::crypto::PrivateKey::from_raw(
        deed::crypto::KeyType::secp256k1,
        deed::crypto::SecretBytes::copy_of(deed::Bytes(32, 0x46))));
}

Transaction transaction() {
    Transaction made;
    made.chain_id = 31337;
    made.max_fee_per_gas = 30'000'000'000;
    made.max_priority_fee_per_gas = 1'000'000'000;
    made.gas_limit = 120'000;
    made.to = deed::registry::Address{1};
    made.data = deed::Bytes(68, 0x5a);
    return made;
}

void BM_BareRecoverableSignature(benchmark::State& state) {
    const auto signing_key = key();
    deed::crypto::Digest256 digest{};
    for (auto _ : state) {
        digest = {};
        benchmark::DoNotOptimize(must(deed::crypto::sign_recoverable(signing_key, digest)));
    }
}
BENCHMARK(BM_BareRecoverableSignature);

void BM_SignDynamicFeeTransaction(benchmark::State& state) {
    const auto signer = must(AccountSigner::from_key(key()));
    Transaction made = transaction();
    deed::Call call;
    for (auto _ : state) {
        ++made.nonce;
        benchmark::DoNotOptimize(must(SignedTransaction::sign(made, *signer, call)));
    }
}
BENCHMARK(BM_SignDynamicFeeTransaction);

void BM_DecodeAndRecoverSender(benchmark::State& state) {
    const auto signer = must(AccountSigner::from_key(key()));
    deed::Call call;
    const auto made = must(SignedTransaction::sign(transaction(), *signer, call));
    for (auto _ : state) benchmark::DoNotOptimize(must(SignedTransaction::decode(made.raw())));
}
BENCHMARK(BM_DecodeAndRecoverSender);

}  // namespace

BENCHMARK_MAIN();

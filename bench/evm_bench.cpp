// Transactions of an Ethereum chain, against the bare signature that they need, and Keccak-256.
#include <benchmark/benchmark.h>
#include <secp256k1_recovery.h>

#include <cstdlib>

#ifdef DEED_HAVE_CRYPTOPP
#include <cryptopp/keccak.h>
#endif

#include "lib/crypto/hash.hpp"
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

void BM_Secp256k1RawSign(benchmark::State& state) {
    secp256k1_context* const context = secp256k1_context_create(SECP256K1_CONTEXT_SIGN);
    const deed::Bytes secret(32, 0x46);
    deed::Bytes digest(32);
    for (auto _ : state) {
        ++digest[0];
        secp256k1_ecdsa_recoverable_signature signature;
        if (secp256k1_ecdsa_sign_recoverable(context, &signature, digest.data(), secret.data(),
                                             nullptr, nullptr) != 1)
            std::abort();
        benchmark::DoNotOptimize(signature);
    }
    secp256k1_context_destroy(context);
}
BENCHMARK(BM_Secp256k1RawSign);

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

constexpr std::size_t kHashedBytes = 1536;

void BM_Keccak256(benchmark::State& state) {
    deed::Bytes message(kHashedBytes, 0x5a);
    for (auto _ : state) {
        ++message[0];
        benchmark::DoNotOptimize(deed::crypto::keccak256(message));
    }
}
BENCHMARK(BM_Keccak256);

#ifdef DEED_HAVE_CRYPTOPP
void BM_Keccak256OfCryptopp(benchmark::State& state) {
    deed::Bytes message(kHashedBytes, 0x5a);
    deed::crypto::Digest256 digest{};
    for (auto _ : state) {
        ++message[0];
        CryptoPP::Keccak_256().CalculateDigest(digest.data(), message.data(), message.size());
        benchmark::DoNotOptimize(digest);
    }
    if (digest != deed::crypto::keccak256(message)) std::abort();
}
BENCHMARK(BM_Keccak256OfCryptopp);
#endif

}  // namespace

BENCHMARK_MAIN();

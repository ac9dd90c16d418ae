// Verifying one signature over 64 bytes by each algorithm, beside the same by the bare library with
// its key and context at hand: BM_<Name>Verify should reach 0.80 of BM_<Name>Raw, SM2 0.95.
#include <benchmark/benchmark.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <secp256k1.h>
#include <sodium.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "lib/crypto/ecdsa_codec.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/crypto/key.hpp"

namespace {

namespace crypto = deed::crypto;
using crypto::KeyType;
using deed::Bytes;

void require(bool ok) {
    if (!ok) throw std::runtime_error("a library refused what it must take");
}

/// A key and its signature over a message.
struct Signed {
    explicit Signed(KeyType type) {
        const auto signer = crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(type));
        deed::Call call;
        key = std::make_unique<crypto::PublicKey>(signer->public_key());
        signature = signer->sign(message, call).value();
    }

    Bytes message = Bytes(64, 0x5a);
    std::unique_ptr<crypto::PublicKey> key;
    Bytes signature;
};

void verify(benchmark::State& state, KeyType type) {
    const Signed given(type);
    for (auto _ : state)
        require(crypto::verify(*given.key, given.message, given.signature).has_value());
}

using OpensslKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

OpensslKey openssl_key(const crypto::PublicKey& key, const char* type, std::string group) {
    Bytes point = key.uncompressed();
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
        OSSL_PARAM_construct_end()};
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> maker(
        EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr), EVP_PKEY_CTX_free);
    EVP_PKEY* made = nullptr;
    require(EVP_PKEY_fromdata_init(maker.get()) == 1 &&
            EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters) == 1);
    return {made, EVP_PKEY_free};
}

void raw_ecdsa(benchmark::State& state, KeyType type, const char* group,
               crypto::HashAlgorithm hash) {
    const Signed given(type);
    const OpensslKey key = openssl_key(*given.key, "EC", group);
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr), EVP_PKEY_CTX_free);
    require(EVP_PKEY_verify_init(context.get()) == 1);
    const Bytes der = crypto::ecdsa_compact_to_der(given.signature).value();
    for (auto _ : state) {
        const Bytes digest = crypto::hash(hash, given.message);
        require(EVP_PKEY_verify(context.get(), der.data(), der.size(), digest.data(),
                                digest.size()) == 1);
    }
}

/// OpenSSL hashes the user id and the key anew for every signature.
void raw_sm2(benchmark::State& state) {
    const Signed given(KeyType::sm2);
    const OpensslKey key = openssl_key(*given.key, "SM2", "SM2");
    const Bytes der = crypto::ecdsa_compact_to_der(given.signature).value();
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    for (auto _ : state) {
        EVP_PKEY_CTX* inner = nullptr;
        require(EVP_DigestVerifyInit_ex(context.get(), &inner, "SM3", nullptr, nullptr, key.get(),
                                        nullptr) == 1 &&
                EVP_PKEY_CTX_set1_id(inner, "1234567812345678", 16) == 1 &&
                EVP_DigestVerify(context.get(), der.data(), der.size(), given.message.data(),
                                 given.message.size()) == 1);
        EVP_MD_CTX_reset(context.get());
    }
}

void raw_secp256k1(benchmark::State& state) {
    const Signed given(KeyType::secp256k1);
    const std::unique_ptr<secp256k1_context, decltype(&secp256k1_context_destroy)> context(
        secp256k1_context_create(SECP256K1_CONTEXT_NONE), secp256k1_context_destroy);
    secp256k1_pubkey key;
    secp256k1_ecdsa_signature signature;
    const Bytes& raw = given.key->raw();
    require(secp256k1_ec_pubkey_parse(context.get(), &key, raw.data(), raw.size()) == 1 &&
            secp256k1_ecdsa_signature_parse_compact(context.get(), &signature,
                                                    given.signature.data()) == 1);
    for (auto _ : state) {
        const crypto::Digest256 digest = crypto::sha256(given.message);
        require(secp256k1_ecdsa_verify(context.get(), &signature, digest.data(), &key) == 1);
    }
}

void raw_ed25519(benchmark::State& state) {
    const Signed given(KeyType::ed25519);
    for (auto _ : state)
        require(crypto_sign_verify_detached(given.signature.data(), given.message.data(),
                                            given.message.size(), given.key->raw().data()) == 0);
}

void BM_Ed25519Raw(benchmark::State& state) { raw_ed25519(state); }
void BM_Ed25519Verify(benchmark::State& state) { verify(state, KeyType::ed25519); }
void BM_Es256kRaw(benchmark::State& state) { raw_secp256k1(state); }
void BM_Es256kVerify(benchmark::State& state) { verify(state, KeyType::secp256k1); }
void BM_Es256Raw(benchmark::State& state) {
    raw_ecdsa(state, KeyType::p256, "P-256", crypto::HashAlgorithm::sha256);
}
void BM_Es256Verify(benchmark::State& state) { verify(state, KeyType::p256); }
void BM_Es384Raw(benchmark::State& state) {
    raw_ecdsa(state, KeyType::p384, "P-384", crypto::HashAlgorithm::sha384);
}
void BM_Es384Verify(benchmark::State& state) { verify(state, KeyType::p384); }
void BM_Sm2Raw(benchmark::State& state) { raw_sm2(state); }
void BM_Sm2Verify(benchmark::State& state) { verify(state, KeyType::sm2); }

BENCHMARK(BM_Ed25519Raw);
BENCHMARK(BM_Ed25519Verify);
BENCHMARK(BM_Es256kRaw);
BENCHMARK(BM_Es256kVerify);
BENCHMARK(BM_Es256Raw);
BENCHMARK(BM_Es256Verify);
BENCHMARK(BM_Es384Raw);
BENCHMARK(BM_Es384Verify);
BENCHMARK(BM_Sm2Raw);
BENCHMARK(BM_Sm2Verify);

}  // namespace

BENCHMARK_MAIN();

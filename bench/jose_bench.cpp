// Verifying a credential of 1.4 KB as vc+jwt (parse, header, signature, claims), beside the bare
// signature check of its library: over the same signing input for Ed25519, over its digest for
// ES256K. Each should reach 0.80 of the bare one.
#include <benchmark/benchmark.h>
#include <secp256k1.h>
#include <sodium.h>

#include <array>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>

#include "credentials/jose/secured_jwt.hpp"
#include "lib/crypto/hash.hpp"

namespace {

namespace credentials = deed::credentials;
namespace crypto = deed::crypto;

std::string read(const std::string& name) {
    std::ifstream file(DEED_BENCH_DATA_DIR "/" + name, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.empty()) throw std::runtime_error("no " DEED_BENCH_DATA_DIR "/" + name);
    return text;
}

/// A token, its key, and its parts as the libraries take them.
struct Token {
    explicit Token(crypto::KeyType type)
        : signer(crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(type))) {
        const auto payload = deed::json::Document::parse(read("credential.json")).value();
        deed::Call call;
        text = credentials::sign_jwt(credentials::DocumentKind::credential, payload,
                                     {.key_id = "did:example:university#key-1"}, *signer, call)
                   .value();
    }
    credentials::SecuredJwt parse() const {
        return credentials::SecuredJwt::parse(text, credentials::DocumentKind::credential).value();
    }

    std::unique_ptr<crypto::Signer> signer;
    std::string text;
};

void verify_token(benchmark::State& state, crypto::KeyType type) {
    const Token token(type);
    const crypto::PublicKey key = token.signer->public_key();
    for (auto _ : state)
        if (!token.parse().verify(key)) state.SkipWithError("the token is not good");
    state.SetItemsProcessed(state.iterations());
}

void BM_SodiumVerifyToken(benchmark::State& state) {
    if (sodium_init() < 0) throw std::runtime_error("no libsodium");
    const Token token(crypto::KeyType::ed25519);
    const credentials::SecuredJwt jwt = token.parse();
    const std::string input(jwt.jws().signing_input());
    const deed::Bytes& key = token.signer->public_key().raw();
    for (auto _ : state) {
        const int result = crypto_sign_verify_detached(
            jwt.jws().signature().data(), reinterpret_cast<const unsigned char*>(input.data()),
            input.size(), key.data());
        if (result != 0) state.SkipWithError("the signature is wrong");
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_SodiumVerifyToken);

void BM_VcJwtEddsaVerify(benchmark::State& state) { verify_token(state, crypto::KeyType::ed25519); }
BENCHMARK(BM_VcJwtEddsaVerify);

void BM_Secp256k1Verify(benchmark::State& state) {
    const Token token(crypto::KeyType::secp256k1);
    const credentials::SecuredJwt jwt = token.parse();
    const auto digest = crypto::sha256(deed::as_bytes(jwt.jws().signing_input()));
    const std::unique_ptr<secp256k1_context, decltype(&secp256k1_context_destroy)> context(
        secp256k1_context_create(SECP256K1_CONTEXT_VERIFY), secp256k1_context_destroy);
    const deed::Bytes& raw = token.signer->public_key().raw();
    secp256k1_pubkey key;
    secp256k1_ecdsa_signature signature;
    if (secp256k1_ec_pubkey_parse(context.get(), &key, raw.data(), raw.size()) != 1 ||
        secp256k1_ecdsa_signature_parse_compact(context.get(), &signature,
                                                jwt.jws().signature().data()) != 1)
        throw std::runtime_error("the token is not of secp256k1");
    for (auto _ : state)
        if (secp256k1_ecdsa_verify(context.get(), &signature, digest.data(), &key) != 1)
            state.SkipWithError("the signature is wrong");
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Secp256k1Verify);

void BM_VcJwtEs256kVerify(benchmark::State& state) {
    verify_token(state, crypto::KeyType::secp256k1);
}
BENCHMARK(BM_VcJwtEs256kVerify);

// What the token costs without its signature.
void BM_VcJwtParse(benchmark::State& state) {
    const Token token(crypto::KeyType::ed25519);
    for (auto _ : state) {
        const credentials::SecuredJwt jwt = token.parse();
        benchmark::DoNotOptimize(jwt.claims());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_VcJwtParse);

}  // namespace

BENCHMARK_MAIN();

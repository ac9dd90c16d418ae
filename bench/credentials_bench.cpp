// Issuing and verifying a credential of 1.4 KB with eddsa-jcs-2022, beside libsodium's bare
// signature over the 64 bytes that such a proof signs: BM_EddsaJcsVerify should reach 0.80 of
// BM_SodiumVerify, BM_EddsaJcsIssue 0.60 of BM_SodiumSign.
#include <benchmark/benchmark.h>
#include <sodium.h>

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "credentials/proofs/suite.hpp"
#include "credentials/verify.hpp"
#include "did/methods/key.hpp"
#include "lib/crypto/key.hpp"
#include "lib/json/writer.hpp"

namespace {

namespace credentials = deed::credentials;
namespace crypto = deed::crypto;
namespace json = deed::json;

constexpr std::string_view kDegreeContext = "https://example.org/contexts/degree/v1";

std::string read(const std::string& name) {
    std::ifstream file(DEED_BENCH_DATA_DIR "/" + name, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.empty()) throw std::runtime_error("no " DEED_BENCH_DATA_DIR "/" + name);
    return text;
}

json::Document string_document(std::string_view text) {
    json::Writer writer;
    return writer.string(text).take_document();
}

/// An issuer, its credential as bytes, and what a proof of it takes.
struct Issuer {
    std::unique_ptr<crypto::Signer> signer =
        crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(crypto::KeyType::ed25519));
    deed::did::Did did = deed::did::did_key_of(signer->public_key());
    const credentials::ProofSuite& suite = *credentials::find_suite("eddsa-jcs-2022");
    json::Document options = make_options();
    std::string unsigned_text = make_unsigned();
    std::string signed_text = sign(unsigned_text).to_string();

    json::Document make_options() const {
        json::Writer writer;
        writer.begin_object()
            .member("type", "DataIntegrityProof")
            .member("cryptosuite", suite.name())
            .member("created", "2026-11-22T00:00:00Z")
            .member("verificationMethod",
                    did.to_string() + "#" + std::string(did.method_specific_id()))
            .member("proofPurpose", "assertionMethod");
        return writer.end_object().take_document();
    }
    std::string make_unsigned() const {
        return json::Document::parse(read("credential.json"))
            .value()
            .with("/issuer/id", string_document(did.to_string()).root())
            .value()
            .to_string();
    }
    json::Document sign(std::string_view text) const {
        deed::Call call;
        const auto document = json::Document::parse(text).value();
        const auto proof = suite.create(document.root(), options.root(), *signer, call).value();
        return document.with("/proof", proof.root()).value();
    }
};

struct SodiumKey {
    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key;
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_key;

    SodiumKey() {
        if (sodium_init() < 0) throw std::runtime_error("no libsodium");
        crypto_sign_keypair(public_key.data(), secret_key.data());
    }
};

void BM_SodiumSign(benchmark::State& state) {
    const SodiumKey key;
    std::array<unsigned char, 64> message{};
    std::array<unsigned char, crypto_sign_BYTES> signature;
    for (auto _ : state) {
        crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                             key.secret_key.data());
        benchmark::DoNotOptimize(signature);
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_SodiumSign);

// From the bytes of the credential to the secured document.
void BM_EddsaJcsIssue(benchmark::State& state) {
    const Issuer issuer;
    for (auto _ : state) {
        const auto credential = issuer.sign(issuer.unsigned_text);
        benchmark::DoNotOptimize(credential.root());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_EddsaJcsIssue);

void BM_SodiumVerify(benchmark::State& state) {
    const SodiumKey key;
    std::array<unsigned char, 64> message{};
    std::array<unsigned char, crypto_sign_BYTES> signature;
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                         key.secret_key.data());
    for (auto _ : state) {
        const int result = crypto_sign_verify_detached(signature.data(), message.data(),
                                                       message.size(), key.public_key.data());
        if (result != 0) state.SkipWithError("the signature is wrong");
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_SodiumVerify);

// From the bytes of the secured credential to the suite's answer.
void BM_EddsaJcsVerify(benchmark::State& state) {
    const Issuer issuer;
    deed::Call call;
    for (auto _ : state) {
        const auto credential = json::Document::parse(issuer.signed_text).value();
        const auto verified = issuer.suite.verify(
            credential.root(), *credential.root().find("proof"), issuer.signer->public_key(), call);
        if (!verified) state.SkipWithError("the proof is wrong");
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_EddsaJcsVerify);

// From the bytes of the secured credential to the whole report. Its status is not looked up.
void BM_VerifyReport(benchmark::State& state) {
    const Issuer issuer;
    deed::did::KeyResolver resolver;
    const deed::SystemClock clock;
    credentials::KnownContexts contexts;
    auto context = json::Document::parse(read("degree-context.json")).value();
    if (!contexts.add(std::string(kDegreeContext), std::move(context)))
        throw std::runtime_error("degree-context.json is no context");
    credentials::VerifyPolicy policy;
    policy.skip = {"status"};
    deed::Call call;
    for (auto _ : state) {
        const auto credential = json::Document::parse(issuer.signed_text).value();
        const auto report =
            credentials::verify(credential, policy, {resolver, clock, contexts}, call);
        if (!report || report->verdict() != credentials::Verdict::good)
            state.SkipWithError("the credential is not good");
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_VerifyReport);

}  // namespace

BENCHMARK_MAIN();

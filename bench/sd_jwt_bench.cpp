// Verifying a credential of 1.4 KB as vc+sd-jwt, of whose 13 disclosures 5 are shown (parse,
// header, digests, payload, signature, claims), with and without a key binding, beside the bare
// signature checks of libsodium over the same signing inputs.
#include <benchmark/benchmark.h>
#include <sodium.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "credentials/sd_jwt/hold.hpp"
#include "credentials/sd_jwt/secured_sd_jwt.hpp"

namespace {

namespace credentials = deed::credentials;
namespace crypto = deed::crypto;

constexpr std::int64_t kNow = 1'800'000'000;

std::string read(const std::string& name) {
    std::ifstream file(DEED_BENCH_DATA_DIR "/" + name, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.empty()) throw std::runtime_error("no " DEED_BENCH_DATA_DIR "/" + name);
    return text;
}

deed::Timestamp now() { return deed::Timestamp::from_unix_seconds(kNow).value(); }

std::unique_ptr<crypto::Signer> new_signer() {
    return crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(crypto::KeyType::ed25519));
}

/// An issued token, and what a holder shows of it.
struct Token {
    Token() : issuer(new_signer()), holder(new_signer()) {
        issued = issue();
        const auto whole = credentials::SdJwt::parse(issued).value();
        const std::vector<std::string> chosen{
            "/credentialSubject/givenName", "/credentialSubject/familyName",
            "/credentialSubject/birthDate", "/credentialSubject/alumniOf",
            "/credentialSubject/degree/honours"};
        shown = credentials::select_disclosures(whole, chosen).value();
        const auto selected = credentials::SdJwt::parse(shown).value();
        if (whole.disclosures().size() != 13 || selected.disclosures().size() != 5)
            throw std::runtime_error("not 5 of 13 disclosures");
        deed::Call call;
        bound = credentials::bind_to_verifier(
                    selected, {.audience = "https://bank.example", .nonce = "n", .now = now()},
                    *holder, call)
                    .value();
    }

    std::string issue() const {
        const auto payload = deed::json::Document::parse(read("credential.json")).value();
        std::vector<std::string> pointers;
        for (const auto* name :
             {"givenName", "familyName", "birthDate", "email", "studentId", "alumniOf",
              "degree/degreeName", "degree/college", "degree/major", "degree/honours",
              "degree/gradePointAverage", "degree/graduationDate", "awards"})
            pointers.push_back("/credentialSubject/" + std::string(name));
        deed::Call call;
        return credentials::sign_sd_jwt(credentials::DocumentKind::credential, payload,
                                        {.key_id = "did:example:university#key-1",
                                         .disclosable = pointers,
                                         .holder = holder->public_key()},
                                        *issuer, call)
            .value();
    }

    static credentials::SecuredSdJwt parse(const std::string& text) {
        return credentials::SecuredSdJwt::parse(text, credentials::DocumentKind::credential).value();
    }

    std::unique_ptr<crypto::Signer> issuer;
    std::unique_ptr<crypto::Signer> holder;
    std::string issued;
    std::string shown;
    std::string bound;
};

bool verify_raw(const deed::jose::Jws& jws, const crypto::PublicKey& key) {
    const std::string_view input = jws.signing_input();
    return crypto_sign_verify_detached(jws.signature().data(),
                                       reinterpret_cast<const unsigned char*>(input.data()),
                                       input.size(), key.raw().data()) == 0;
}

void BM_SodiumVerifyToken(benchmark::State& state) {
    if (sodium_init() < 0) throw std::runtime_error("no libsodium");
    const Token token;
    const auto sd_jwt = Token::parse(token.shown);
    const crypto::PublicKey key = token.issuer->public_key();
    for (auto _ : state)
        if (!verify_raw(sd_jwt.jws(), key)) state.SkipWithError("the signature is wrong");
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_SodiumVerifyToken);

void BM_VcSdJwtVerify(benchmark::State& state) {
    const Token token;
    const crypto::PublicKey key = token.issuer->public_key();
    for (auto _ : state)
        if (!Token::parse(token.shown).verify(key)) state.SkipWithError("the token is not good");
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_VcSdJwtVerify);

void BM_SodiumVerifyTwice(benchmark::State& state) {
    const Token token;
    const auto sd_jwt = Token::parse(token.bound);
    const crypto::PublicKey issuer = token.issuer->public_key();
    const crypto::PublicKey holder = token.holder->public_key();
    for (auto _ : state)
        if (!verify_raw(sd_jwt.jws(), issuer) ||
            !verify_raw(sd_jwt.sd_jwt().key_binding()->jws(), holder))
            state.SkipWithError("a signature is wrong");
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_SodiumVerifyTwice);

void BM_VcSdJwtVerifyBound(benchmark::State& state) {
    const Token token;
    const crypto::PublicKey key = token.issuer->public_key();
    for (auto _ : state) {
        const auto secured = Token::parse(token.bound);
        const auto holder = secured.sd_jwt().holder_key();
        if (!secured.verify(key) || !holder || !secured.sd_jwt().verify_key_binding(*holder))
            state.SkipWithError("the token is not good");
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_VcSdJwtVerifyBound);

// What the token costs without its signature.
void BM_VcSdJwtParse(benchmark::State& state) {
    const Token token;
    for (auto _ : state) {
        const auto secured = Token::parse(token.shown);
        benchmark::DoNotOptimize(secured.claims());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_VcSdJwtParse);

void BM_VcSdJwtIssue(benchmark::State& state) {
    const Token token;
    for (auto _ : state) benchmark::DoNotOptimize(token.issue());
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_VcSdJwtIssue);

}  // namespace

BENCHMARK_MAIN();

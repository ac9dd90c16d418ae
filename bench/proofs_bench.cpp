// Issuing and verifying the credential of the other benchmarks, without its status, with the
// suites that sign RDF: from bytes to the secured document, and from its bytes to the whole report.
// The issuer is a did:key, whose document is made anew each time; contexts are known.
#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>

#include "credentials/issue.hpp"
#include "credentials/verify.hpp"
#include "did/methods/key.hpp"
#include "lib/crypto/key.hpp"
#include "lib/json/writer.hpp"

namespace {

namespace credentials = deed::credentials;
namespace crypto = deed::crypto;
namespace json = deed::json;

std::string read(const std::string& name) {
    std::ifstream file(DEED_BENCH_DATA_DIR "/" + name, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.empty()) throw std::runtime_error("no " DEED_BENCH_DATA_DIR "/" + name);
    return text;
}

template <typename T>
T must(deed::Result<T> result) {
    if (!result) throw std::runtime_error(result.error().to_string());
    return std::move(result).value();
}

/// An issuer with a key of its own, and all that issuing and verifying borrow.
struct Issuer {
    Issuer(crypto::KeyType type, std::string suite)
        : cryptosuite(std::move(suite)),
          signer(crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(type))),
          did(deed::did::did_key_of(signer->public_key())) {
        const auto added = contexts.add("https://example.org/contexts/degree/v1",
                                        must(json::Document::parse(read("degree-context.json"))));
        if (!added) throw std::runtime_error(added.error().to_string());
        unsigned_text = make_unsigned();
        signed_text = issue().to_string();
    }

    std::string make_unsigned() const {
        const json::Document whole = must(json::Document::parse(read("credential.json")));
        json::Writer writer;
        writer.begin_object();
        for (const auto& [name, value] : whole.root().object())
            if (name == "@context" && cryptosuite == "Ed25519Signature2020")
                write_with_context_of_2020(writer.key(name), value.array());
            else if (name != "credentialStatus")
                writer.key(name).value(value);
        const json::Document without_status = writer.end_object().take_document();
        json::Writer id;
        id.string(did.to_string());
        return must(without_status.with("/issuer/id", id.take_document().root())).to_string();
    }

    /// As the peer does by itself.
    static void write_with_context_of_2020(json::Writer& writer, json::Array contexts) {
        writer.begin_array();
        for (const json::Value context : contexts) writer.value(context);
        writer.string("https://w3id.org/security/suites/ed25519-2020/v1").end_array();
    }

    json::Document issue() {
        const credentials::IssueRequest request{
            .credential = must(json::Document::parse(unsigned_text)),
            .issuer = did,
            .signer = *signer,
            .cryptosuite = cryptosuite};
        return must(credentials::issue(request, {resolver, clock, contexts}, call));
    }

    credentials::Report verify() {
        const json::Document credential = must(json::Document::parse(signed_text));
        return must(credentials::verify(credential, {}, {resolver, clock, contexts}, call));
    }

    const std::string cryptosuite;
    const std::unique_ptr<crypto::Signer> signer;
    const deed::did::Did did;
    credentials::KnownContexts contexts;
    deed::did::KeyResolver resolver;
    deed::SystemClock clock;
    deed::Call call;
    std::string unsigned_text;
    std::string signed_text;
};

void issue(benchmark::State& state, crypto::KeyType type, const char* suite) {
    Issuer issuer(type, suite);
    for (auto _ : state) {
        const auto credential = issuer.issue();
        benchmark::DoNotOptimize(credential.root());
    }
    state.SetItemsProcessed(state.iterations());
}

void verify(benchmark::State& state, crypto::KeyType type, const char* suite) {
    Issuer issuer(type, suite);
    for (auto _ : state)
        if (issuer.verify().verdict() != credentials::Verdict::good)
            state.SkipWithError("the credential is not good");
    state.SetItemsProcessed(state.iterations());
}

using crypto::KeyType;
BENCHMARK_CAPTURE(issue, eddsa_rdfc_2022, KeyType::ed25519, "eddsa-rdfc-2022");
BENCHMARK_CAPTURE(verify, eddsa_rdfc_2022, KeyType::ed25519, "eddsa-rdfc-2022");
BENCHMARK_CAPTURE(issue, ecdsa_rdfc_2019_p256, KeyType::p256, "ecdsa-rdfc-2019");
BENCHMARK_CAPTURE(verify, ecdsa_rdfc_2019_p256, KeyType::p256, "ecdsa-rdfc-2019");
BENCHMARK_CAPTURE(issue, ecdsa_rdfc_2019_p384, KeyType::p384, "ecdsa-rdfc-2019");
BENCHMARK_CAPTURE(verify, ecdsa_rdfc_2019_p384, KeyType::p384, "ecdsa-rdfc-2019");
BENCHMARK_CAPTURE(issue, ed25519_signature_2020, KeyType::ed25519, "Ed25519Signature2020");
BENCHMARK_CAPTURE(verify, ed25519_signature_2020, KeyType::ed25519, "Ed25519Signature2020");
BENCHMARK_CAPTURE(issue, eddsa_jcs_2022, KeyType::ed25519, "eddsa-jcs-2022");
BENCHMARK_CAPTURE(verify, eddsa_jcs_2022, KeyType::ed25519, "eddsa-jcs-2022");

}  // namespace

BENCHMARK_MAIN();

// From the 1.4 KB credential of the other benchmarks to the canonical N-Quads that RDFC suites
// hash, its contexts known: parsing, JSON-LD (safe mode) and RDFC-1.0, and each by itself.
#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "credentials/contexts/known_contexts.hpp"
#include "lib/json/document.hpp"
#include "lib/rdf/canonicalize.hpp"
#include "lib/rdf/jsonld.hpp"

namespace {

using deed::Call;
using deed::json::Document;

std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.empty()) throw std::runtime_error("no " + path);
    return text;
}

struct Input {
    Input() : text(read(DEED_BENCH_DATA_DIR "/credential.json")) {
        const auto added =
            contexts.add("https://example.org/contexts/degree/v1",
                         Document::parse(read(DEED_BENCH_DATA_DIR "/degree-context.json")).value());
        if (!added) throw std::runtime_error(added.error().to_string());
        options.loader = &contexts.loader();
        options.cache = &contexts.cache();
        options.safe = true;
    }

    std::string text;
    deed::credentials::KnownContexts contexts;
    deed::rdf::JsonLdOptions options;
    Call call;
};

deed::rdf::Dataset convert(Input& input, const Document& document) {
    auto dataset = deed::rdf::to_rdf(document.root(), input.options, input.call);
    if (!dataset) throw std::runtime_error(dataset.error().to_string());
    return std::move(dataset).value();
}

void BM_JsonToCanonicalNQuads(benchmark::State& state) {
    Input input;
    for (auto _ : state) {
        const auto document = Document::parse(input.text).value();
        const auto dataset = convert(input, document);
        const auto canonical = deed::rdf::canonicalize(dataset, {}, input.call);
        benchmark::DoNotOptimize(canonical->nquads.data());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_JsonToCanonicalNQuads);

void BM_Parse(benchmark::State& state) {
    Input input;
    for (auto _ : state) {
        const auto document = Document::parse(input.text).value();
        benchmark::DoNotOptimize(document.root());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Parse);

void BM_ToRdf(benchmark::State& state) {
    Input input;
    const auto document = Document::parse(input.text).value();
    for (auto _ : state) {
        const auto dataset = convert(input, document);
        benchmark::DoNotOptimize(dataset.quads().data());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_ToRdf);

void BM_Rdfc10(benchmark::State& state) {
    Input input;
    const auto dataset = convert(input, Document::parse(input.text).value());
    for (auto _ : state) {
        const auto canonical = deed::rdf::canonicalize(dataset, {}, input.call);
        benchmark::DoNotOptimize(canonical->nquads.data());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Rdfc10);

/// Contexts that nothing remembers: the first credential of a program.
void BM_ToRdfWithoutCache(benchmark::State& state) {
    Input input;
    input.options.cache = nullptr;
    const auto document = Document::parse(input.text).value();
    for (auto _ : state) {
        const auto dataset = convert(input, document);
        benchmark::DoNotOptimize(dataset.quads().data());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_ToRdfWithoutCache);

}  // namespace

BENCHMARK_MAIN();

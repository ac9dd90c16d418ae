// Parse and canonicalize a credential of 1.4 KB, beside RapidJSON's bare DOM parse of the same
// bytes: BM_ParseAndCanonicalize should reach 0.38 of BM_RapidJsonDomParse.
#include <benchmark/benchmark.h>
#include <rapidjson/document.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "lib/json/document.hpp"
#include "lib/json/jcs.hpp"

namespace {

std::string credential() {
    std::ifstream file(DEED_BENCH_DATA_DIR "/credential.json", std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.empty()) throw std::runtime_error("no " DEED_BENCH_DATA_DIR "/credential.json");
    return text;
}

void BM_RapidJsonDomParse(benchmark::State& state) {
    constexpr unsigned kFlags =
        rapidjson::kParseFullPrecisionFlag | rapidjson::kParseValidateEncodingFlag;
    const std::string text = credential();
    for (auto _ : state) {
        rapidjson::Document document;
        document.Parse<kFlags>(text.data(), text.size());
        benchmark::DoNotOptimize(document.HasParseError());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_RapidJsonDomParse);

void BM_ParseAndCanonicalize(benchmark::State& state) {
    const std::string text = credential();
    std::string out;
    for (auto _ : state) {
        const auto document = deed::json::Document::parse(text);
        out.clear();
        deed::json::canonicalize_to(out, document->root());
        benchmark::DoNotOptimize(out.data());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_ParseAndCanonicalize);

void BM_Parse(benchmark::State& state) {
    const std::string text = credential();
    for (auto _ : state) {
        const auto document = deed::json::Document::parse(text);
        benchmark::DoNotOptimize(document->root());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Parse);

void BM_Canonicalize(benchmark::State& state) {
    const auto document = deed::json::Document::parse(credential()).value();
    std::string out;
    for (auto _ : state) {
        out.clear();
        deed::json::canonicalize_to(out, document.root());
        benchmark::DoNotOptimize(out.data());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Canonicalize);

}  // namespace

BENCHMARK_MAIN();

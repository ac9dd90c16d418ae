// Anchoring ready digests, the whole path: lines parsed, commitments, sealed rows, the index made
// durable, batches signed and included in an embedded ledger. Batches of 10,000; one figure a
// number of documents, so that it shows what a growing index costs.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "did/methods/weid.hpp"
#include "evidence/anchor.hpp"
#include "lib/crypto/random.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"

namespace {

using namespace deed;

class BenchPassphrase final : public crypto::PassphraseSource {
public:
    Result<crypto::SecretBytes> passphrase(bool, Call&) override {
        return crypto::SecretBytes::copy_of(as_bytes("only for the benchmark"));
    }
};

template <typename T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().to_string());
    return std::move(result).value();
}

/// A home with a ledger and one submitter, removed when it dies.
struct Home {
    std::filesystem::path folder = make_folder();
    Call call;
    SystemClock clock;
    BenchPassphrase passphrase;
    std::unique_ptr<crypto::KeyStore> keys =
        crypto::open_key_store(folder / "keys", passphrase, clock);
    std::unique_ptr<crypto::Signer> log = signer("log", crypto::KeyType::ed25519);
    std::unique_ptr<crypto::Signer> controller = signer("court", crypto::KeyType::secp256k1);
    std::unique_ptr<tlog::HeadGuard> guard = tlog::open_head_guard(folder / "heads");
    std::unique_ptr<registry::LogLedger> ledger =
        must(registry::create_local_ledger(folder / "ledger", "", *log, *guard, clock, call));
    did::Did submitter = must(did::WeidRegistrar(*ledger, clock).create(*controller, {}, call));
    evidence::OpeningStore openings{folder / "openings", *keys};

    static std::filesystem::path make_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "deed-bench-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder");
        return name;
    }
    std::unique_ptr<crypto::Signer> signer(const std::string& name, crypto::KeyType type) {
        must(keys->generate(name, type, call));
        return must(keys->signer(name, call));
    }
    ~Home() { std::filesystem::remove_all(folder); }
};

/// `count` lines of random digests in a file that has no name.
Descriptor make_lines(std::size_t count) {
    Descriptor file(::memfd_create("lines", MFD_CLOEXEC));
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        const Bytes digests = crypto::random_bytes(64);
        text += R"({"sha256":")" + hex_encode(ByteView(digests).first(32)) + R"(","sm3":")" +
                hex_encode(ByteView(digests).last(32)) + R"(","length":1000,"key":"case )" +
                std::to_string(i) + R"(","name":"document )" + std::to_string(i) + "\"}\n";
        if (text.size() < (1 << 20) && i + 1 < count) continue;
        if (::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
            throw std::runtime_error("cannot write the lines");
        text.clear();
    }
    return file;
}

void BM_AnchorReadyDigests(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    const Descriptor lines = make_lines(count);
    for (auto _ : state) {
        state.PauseTiming();
        {
            Home home;
            if (::lseek(lines.get(), 0, SEEK_SET) != 0) throw std::runtime_error("cannot rewind");
            const auto source = evidence::source_of_lines(lines.get(), std::nullopt);
            state.ResumeTiming();
            const auto summary = evidence::anchor_documents(
                *source, home.submitter, {},
                {*home.ledger, home.openings, *home.controller, home.clock},
                [](const evidence::DocumentOutcome&) { return Result<void>(); }, home.call);
            state.PauseTiming();
            if (!summary || summary->anchored != count)
                state.SkipWithError("not all were anchored");
        }
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_AnchorReadyDigests)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(1);
// A million takes half a minute and 1 GB of disk: `evidence_bench --benchmark_filter=Million`.
BENCHMARK(BM_AnchorReadyDigests)
    ->Name("BM_AnchorMillion")
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(1);

}  // namespace

BENCHMARK_MAIN();

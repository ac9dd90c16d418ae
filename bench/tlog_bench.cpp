// The log's hashing against the bare SHA-256 calls that it needs, and against the disk.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <openssl/sha.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>

#include "lib/tlog/crc32c.hpp"
#include "registry-contracts/client/evidence_registry.hpp"

namespace {

using deed::Bytes;
using deed::ByteView;
using deed::tlog::Hash;

constexpr std::size_t kLeaf = deed::registry::kCommitmentSize;

Bytes leaves(std::size_t count) {
    Bytes bytes(count * kLeaf);
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 31);
    return bytes;
}

/// One call of OpenSSL's SHA256 for each leaf and each inner node of a tree: as many as any
/// builder needs, of messages as long.
void BM_BareTreeHashes(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    const Bytes input = leaves(count);
    std::uint8_t message[1 + kLeaf] = {};
    std::uint8_t digest[32];
    for (auto _ : state) {
        for (std::size_t i = 0; i < 2 * count - 1; ++i) {
            std::memcpy(message + 1, input.data() + i % count * kLeaf, kLeaf);
            SHA256(message, sizeof message, digest);
            benchmark::DoNotOptimize(digest);
        }
    }
}
BENCHMARK(BM_BareTreeHashes)->Arg(10'000);

void BM_BatchTree(benchmark::State& state) {
    const Bytes input = leaves(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(deed::registry::batch_tree(input).root());
}
BENCHMARK(BM_BatchTree)->Arg(10'000)->Arg(1'000'000);

/// The same by wall time, beside a write of its input that is synced.
void BM_BatchTreeWall(benchmark::State& state) { BM_BatchTree(state); }
BENCHMARK(BM_BatchTreeWall)->Arg(10'000)->UseRealTime();

void BM_WriteAndSync(benchmark::State& state) {
    const Bytes input = leaves(static_cast<std::size_t>(state.range(0)));
    std::string name = "tlog_bench.XXXXXX";
    const int file = ::mkstemp(name.data());
    if (file < 0) return state.SkipWithError("no temporary file here");
    ::unlink(name.c_str());
    for (auto _ : state) {
        const bool written =
            ::pwrite(file, input.data(), input.size(), 0) == static_cast<ssize_t>(input.size()) &&
            ::fdatasync(file) == 0;
        if (!written) state.SkipWithError("the write failed");
    }
    ::close(file);
}
BENCHMARK(BM_WriteAndSync)->Arg(10'000)->UseRealTime();

constexpr std::uint64_t kProofSize = std::uint64_t{1} << 20;
constexpr std::uint64_t kProofIndex = 700'001;

void BM_BareProofHashes(benchmark::State& state) {
    std::uint8_t message[1 + kLeaf] = {};
    for (auto _ : state) {
        for (int i = 0; i < 20; ++i) SHA256(message, sizeof message, message + 1);
        benchmark::DoNotOptimize(message);
    }
}
BENCHMARK(BM_BareProofHashes);

void BM_VerifyInclusion(benchmark::State& state) {
    const Hash leaf = deed::tlog::leaf_hash(deed::as_bytes("leaf"));
    const std::vector<Hash> path(20, deed::tlog::leaf_hash(deed::as_bytes("sibling")));
    Hash root = leaf;
    for (std::size_t level = 0; level < path.size(); ++level)
        root = (kProofIndex >> level & 1) != 0 ? deed::tlog::node_hash(path[level], root)
                                               : deed::tlog::node_hash(root, path[level]);
    for (auto _ : state) {
        const auto good = deed::tlog::verify_inclusion(kProofIndex, kProofSize, leaf, path, root);
        if (!good) state.SkipWithError("the proof is refused");
        benchmark::DoNotOptimize(good);
    }
}
BENCHMARK(BM_VerifyInclusion);

void BM_Crc32cByTable(benchmark::State& state) {
    const Bytes input = leaves(10'000);
    for (auto _ : state) benchmark::DoNotOptimize(deed::tlog::detail::crc32c_by_table(input, 0));
}
BENCHMARK(BM_Crc32cByTable);

void BM_Crc32c(benchmark::State& state) {
    const Bytes input = leaves(10'000);
    for (auto _ : state) benchmark::DoNotOptimize(deed::tlog::crc32c(input));
}
BENCHMARK(BM_Crc32c);

}  // namespace

BENCHMARK_MAIN();

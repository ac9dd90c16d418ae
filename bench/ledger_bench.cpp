// Figures of the local ledger, each a ratio to the bare system calls or curve operations of the
// same run: {"figure": value, …}.   ledger_bench [OPERATIONS [FOLDER]]
//
// FOLDER must be on the disk to be measured; everything is made in a folder of its own below it.

#include <fcntl.h>
#include <secp256k1.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "lib/io/file.hpp"
#include "registry-contracts/client/did_registry.hpp"
#include "registry-contracts/client/evidence_registry.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"

namespace deed::registry {
namespace {

using std::filesystem::path;
using Clock_ = std::chrono::steady_clock;

template <typename T>
T must(Result<T> result) {
    if (result) return std::move(*result);
    std::fprintf(stderr, "ledger_bench: %s\n", result.error().to_string().c_str());
    std::exit(1);
}
void must(const Result<void>& result) {
    if (result) return;
    std::fprintf(stderr, "ledger_bench: %s\n", result.error().to_string().c_str());
    std::exit(1);
}

template <typename Work>
double seconds(Work work) {
    const auto start = Clock_::now();
    work();
    return std::chrono::duration<double>(Clock_::now() - start).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

class Steady final : public Clock {
public:
    Timestamp now() const override { return *Timestamp::from_unix_seconds(1'700'000'000); }
};

std::unique_ptr<crypto::Signer> controller() {
    return crypto::PrivateKey::into_signer(
        crypto::PrivateKey::generate(crypto::KeyType::secp256k1));
}

/// One ledger in a folder.
struct Bed {
    path folder;
    std::unique_ptr<crypto::Signer> log_signer =
        crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(crypto::KeyType::ed25519));
    std::unique_ptr<tlog::HeadGuard> guard = tlog::open_head_guard(folder / "heads");
    Steady clock;
    Call call;
    std::unique_ptr<LogLedger> ledger =
        must(create_local_ledger(folder / "ledger", "", *log_signer, *guard, clock, call));

    void open() {
        ledger = must(open_local_ledger(folder / "ledger", *log_signer, *guard, clock, call));
    }
    void remove_index() const {
        for (const char* name : {"index", "index-wal", "index-shm"})
            std::filesystem::remove(folder / "ledger" / name);
    }
};

/// Operations of several subjects, chained, in submissions of a thousand.
void fill(Bed& bed, std::size_t count) {
    constexpr std::size_t kSubmission = 1000;
    const auto work = [&](std::size_t share) {
        Call call;
        while (share > 0) {
            const auto signer = controller();
            IdentityState state(must(address_of(signer->public_key())));
            std::vector<Submission> submissions;
            for (std::size_t i = 0; i < std::min(share, kSubmission); ++i) {
                const auto type = i == 0 ? OperationType::did_create : OperationType::did_update;
                Operation operation = must(Operation::sign(
                    next_envelope(state, type, bed.ledger->network(), bed.clock.now(), 3600),
                    Bytes(200, 'x'), *signer, call));
                must(state.apply(operation, bed.clock.now()));
                submissions.push_back({std::move(operation), {}});
            }
            share -= submissions.size();
            must(bed.ledger->submit(submissions, call));
        }
    };
    std::thread other(work, count / 2);
    work(count - count / 2);
    other.join();
}

/// CPU time that the program has used on all cores.
double cpu_seconds() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// Signatures a second and core, by the library alone.
double raw_verifications() {
    secp256k1_context* const context = secp256k1_context_create(SECP256K1_CONTEXT_NONE);
    const Bytes secret(32, 1);
    const Bytes digest(32, 2);
    secp256k1_pubkey key;
    secp256k1_ecdsa_signature signature;
    if (secp256k1_ec_pubkey_create(context, &key, secret.data()) != 1) std::exit(1);
    if (secp256k1_ecdsa_sign(context, &signature, digest.data(), secret.data(), nullptr, nullptr) !=
        1)
        std::exit(1);
    constexpr int kCount = 4000;
    std::vector<double> times;
    for (int round = 0; round < 5; ++round) {
        const double start = cpu_seconds();
        for (int i = 0; i < kCount; ++i)
            if (secp256k1_ecdsa_verify(context, &signature, digest.data(), &key) != 1) std::exit(1);
        times.push_back(cpu_seconds() - start);
    }
    secp256k1_context_destroy(context);
    return kCount / *std::ranges::min_element(times);
}

void append_raw(int file, const Bytes& bytes) {
    if (::write(file, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
        ::fdatasync(file) != 0)
        std::exit(1);
}

struct Figures {
    double reopen_ms;
    double rebuild;
    double rebuild_cpu;
    double evidence;
    double evidence_per_second;
    double single;
};

void measure_opening(const path& folder, std::size_t operations, Figures& figures) {
    Bed bed{folder};
    fill(bed, operations);
    bed.ledger.reset();
    bed.open();
    std::vector<double> times;
    for (int i = 0; i < 7; ++i) {
        bed.ledger.reset();
        times.push_back(seconds([&] { bed.open(); }));
    }
    figures.reopen_ms = median(times) * 1000;

    bed.ledger.reset();
    bed.remove_index();
    const double before = raw_verifications();
    const double cpu_before = cpu_seconds();
    const double rebuild = seconds([&] { bed.open(); });
    const double cpu = cpu_seconds() - cpu_before;
    const double raw = std::max(before, raw_verifications());
    const double cores = std::max(1U, std::thread::hardware_concurrency());
    figures.rebuild = static_cast<double>(operations) / rebuild / (raw * cores);
    figures.rebuild_cpu = static_cast<double>(operations) / cpu / raw;
}

/// Commitments that are ready, signed in batches, included: two threads, so that one hashes while
/// the other waits for the disk.
void measure_evidence(const path& folder, Figures& figures) {
    constexpr std::size_t kBatch = 10'000;
    constexpr std::size_t kBatches = 24;
    Bed bed{folder};
    std::vector<std::vector<Commitment>> batches(kBatches);
    std::uint64_t number = 0;
    for (auto& batch : batches)
        for (std::size_t i = 0; i < kBatch; ++i) {
            Commitment commitment{};
            ++number;
            std::copy_n(reinterpret_cast<const std::uint8_t*>(&number), 8,
                        commitment.sha256.begin());
            batch.push_back(commitment);
        }
    const std::unique_ptr<crypto::Signer> signers[] = {controller(), controller()};
    for (const auto& signer : signers)
        must(DidRegistry(*bed.ledger, bed.clock).create({}, *signer, bed.call));
    const auto journal = folder / "ledger/journal";
    const auto size = std::filesystem::file_size(journal);
    const auto work = [&](std::size_t which) {
        Call call;
        EvidenceRegistry registry(*bed.ledger, bed.clock);
        const Address subject = must(address_of(signers[which]->public_key()));
        for (std::size_t i = which; i < kBatches; i += 2)
            must(registry.append(subject, batches[i], *signers[which], call));
    };
    const double ours = seconds([&] {
        std::thread other(work, 1);
        work(0);
        other.join();
    });
    const Bytes share((std::filesystem::file_size(journal) - size) / kBatches, 'x');
    const Descriptor raw(::open((folder / "raw").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600));
    const double bare = seconds([&] {
        for (std::size_t i = 0; i < kBatches; ++i) append_raw(raw.get(), share);
    });
    figures.evidence = bare / ours;
    figures.evidence_per_second = kBatch * kBatches / ours;
}

/// One operation, included, over the syncs that it cannot do without: two of the journal, one of
/// the head file and one of its folder.
void measure_single(const path& folder, Figures& figures) {
    constexpr int kRounds = 40;
    Bed bed{folder};
    const auto signer = controller();
    DidRegistry registry(*bed.ledger, bed.clock);
    must(registry.create({}, *signer, bed.call));
    const Address subject = must(address_of(signer->public_key()));
    const Descriptor raw(::open((folder / "raw").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600));
    std::vector<double> ours;
    std::vector<double> bare;
    for (int i = 0; i < kRounds; ++i) {
        ours.push_back(
            seconds([&] { must(registry.update(subject, Bytes(500, 'x'), *signer, bed.call)); }));
        bare.push_back(seconds([&] {
            append_raw(raw.get(), Bytes(800, 'x'));
            must(write_file_durably(folder / "head", Bytes(300, 'x'), 0600, Existing::replace));
            append_raw(raw.get(), Bytes(300, 'x'));
        }));
    }
    figures.single = median(ours) / median(bare);
}

}  // namespace
}  // namespace deed::registry

int main(int count, char** words) {
    using namespace deed::registry;
    const std::size_t operations = count > 1 ? std::strtoul(words[1], nullptr, 10) : 1'000'000;
    const path folder =
        path(count > 2 ? words[2] : ".") / ("ledger-bench-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    for (const char* name : {"opening", "evidence", "single"})
        must(deed::create_private_directories(std::filesystem::absolute(folder / name)));
    Figures figures{};
    measure_single(folder / "single", figures);
    measure_evidence(folder / "evidence", figures);
    measure_opening(folder / "opening", operations, figures);
    std::filesystem::remove_all(folder);
    std::printf(
        "{\"operations\":%zu,\"reopen_ms\":%.2f,\"rebuild\":%.3f,\"rebuild_cpu\":%.3f,\"evidence\":"
        "%.3f,"
        "\"evidence_per_second\":%.0f,\"single\":%.2f}\n",
        operations, figures.reopen_ms, figures.rebuild, figures.rebuild_cpu, figures.evidence,
        figures.evidence_per_second, figures.single);
    return 0;
}

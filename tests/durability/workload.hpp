#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/error/result.hpp"
#include "tests/support/faults/recorder.hpp"

namespace deed::durability {

/// What somebody was promised, as words: "included <operation hash> <position>", say. The first
/// word tells what the others are.
using Promise = std::vector<std::string>;
using Promises = std::vector<Promise>;

enum class Fault : std::uint8_t { loss, doubled, fork, refusal, other };

/// Takes promises down before anybody acts on them, and what was found to be wrong. What it knows
/// survives the process.
class Witness {
public:
    /// `recorder` must outlive it.
    explicit Witness(faults::Recorder& recorder) : recorder_(recorder) {}

    void promise(const Promise& promise);
    void fault(Fault kind, const std::string& what);
    /// A fault unless the result is good.
    template <typename T>
    bool expect(const Result<T>& result, Fault kind, const std::string& what) {
        if (result) return true;
        fault(kind, what + ": " + result.error().to_string());
        return false;
    }

private:
    faults::Recorder& recorder_;
};

/// The promises and the faults of a record.
Promises promises_in(const std::vector<faults::Event>& events);
struct Found {
    Fault kind;
    std::string what;
};
std::vector<Found> faults_in(const std::vector<faults::Event>& events);

/// The objects of one process that works in a folder.
class Session {
public:
    virtual ~Session() = default;

    /// Does the whole work, or what earlier sessions left of it. After an error it may be called
    /// again.
    virtual Result<void> run() = 0;
    /// Whether everything that earlier sessions were promised is here. Called before run() and
    /// after.
    virtual void check(const Promises& promises) = 0;
};

/// Work whose results must last.
class Workload {
public:
    virtual ~Workload() = default;
    virtual std::string name() const = 0;
    /// What the work needs and this machine has not; empty if nothing.
    virtual std::string missing() const { return {}; }
    /// Puts into an empty folder what was there long before.
    virtual void prepare(const std::filesystem::path&) const {}
    /// `life` counts the processes; each has another idea of the time. `witness` must outlive it.
    virtual std::unique_ptr<Session> open(const std::filesystem::path& folder, int life,
                                          Witness& witness) const = 0;
    /// Whether two runs do the same in the same order.
    virtual bool is_deterministic() const { return true; }
    /// The journal below the folder, if there is one, and how many entries it has at the end.
    virtual std::filesystem::path journal() const { return {}; }
    virtual std::uint64_t entries_at_end() const { return 0; }
};

/// One of each kind.
std::unique_ptr<Workload> make_file_workload();
std::unique_ptr<Workload> make_head_workload();
std::unique_ptr<Workload> make_key_workload();
std::unique_ptr<Workload> make_passphrase_workload();
std::unique_ptr<Workload> make_opening_workload();
std::unique_ptr<Workload> make_challenge_workload();
std::unique_ptr<Workload> make_ledger_workload();
std::unique_ptr<Workload> make_batch_workload();
std::unique_ptr<Workload> make_thread_workload();
std::unique_ptr<Workload> make_registry_workload();
std::unique_ptr<Workload> make_issuer_workload();
std::unique_ptr<Workload> make_home_workload();
std::unique_ptr<Workload> make_restore_workload();
std::unique_ptr<Workload> make_outbox_workload();

}  // namespace deed::durability

#include "tests/durability/campaign.hpp"

#include <signal.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <random>

#include "lib/io/errors.hpp"
#include "lib/store/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/durability/independent_log.hpp"
#include "tests/durability/process.hpp"
#include "tests/support/faults/disk.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::durability {
namespace {

using faults::Disk;
using faults::Recorder;
using std::filesystem::path;
using Kind = faults::Fault::Kind;

/// One fault in one run of a workload, and everything that comes after.
class Trial {
public:
    Trial(const Workload& workload, const Extent& extent, const faults::Fault& fault,
          std::string what, Tally& tally)
        : workload_(workload),
          extent_(extent),
          fault_(fault),
          what_(std::move(what)),
          tally_(tally),
          home_(prepared()),
          disk_(home_) {}

    void kill() {
        const int end = run_in_child([&] { run_to_the_kill(); });
        if (end != -SIGKILL && end != 0)
            note(Fault::other, "the work ended by " + std::to_string(end));
        look_at_what_is_left();
    }

    void fail() {
        const int end = run_in_child([&] { run_through_the_fault(); });
        if (end != 0) note(Fault::other, "the work ended by " + std::to_string(end));
        look_at_what_is_left();
    }

private:
    path prepared() {
        const path folder = temp_ / "home";
        std::filesystem::create_directory(folder);
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
        workload_.prepare(folder);
        return folder;
    }

    void run_to_the_kill() {
        Witness witness(record_);
        faults::arm(home_, record_, fault_, extent_.lie);
        auto session = workload_.open(home_, 0, witness);
        witness.expect(session->run(), Fault::other, "the work");
        session.reset();  // who closes may write
        faults::disarm();
    }

    void run_through_the_fault() {
        Witness witness(record_);
        faults::arm(home_, record_, fault_, extent_.lie);
        auto session = workload_.open(home_, 0, witness);
        bool done = try_it(*session, witness);
        if (!done && fault_.lasting) {
            // Nobody mends anything by trying again, or by starting the program again.
            try_it(*session, witness);
            session = workload_.open(home_, 1, witness);
            try_it(*session, witness);
        }
        faults::heal();
        if (!done) done = try_it(*session, witness);
        if (!done) {
            session.reset();
            session = workload_.open(home_, 2, witness);
            witness.expect(session->run(), Fault::refusal, "after the fault, the work");
        }
        session.reset();
        faults::disarm();
    }

    /// Whether the work could be done. An error must be one of those that say so.
    static bool try_it(Session& session, Witness& witness) {
        const auto result = session.run();
        if (result) return true;
        const ErrorCode& code = result.error().code();
        if (code != errors::kIoFailed && code != registry::errors::kOutcomeUnknown &&
            code != store::errors::kFailed && code != store::errors::kFull)
            witness.fault(Fault::refusal, "a fault was reported as " + result.error().to_string());
        return false;
    }

    void look_at_what_is_left() {
        const auto events = record_.events();
        take_faults(events, "in the work");
        disk_.replay(events);
        if (const auto difference = disk_.difference(home_))
            note(Fault::other, "past the fault layer: " + *difference);
        const Promises promises = promises_in(events);

        disk_.write_synced(temp_ / "synced");
        live_on("power loss, only what was synced", temp_ / "synced", 1, promises);
        for (int i = 0; i < extent_.mixed_images; ++i) {
            const std::uint64_t seed =
                extent_.seed * 1'000'003 + fault_.at * 101 + static_cast<std::uint64_t>(i);
            const path image = temp_ / ("mixed" + std::to_string(i));
            disk_.write_mixed(image, seed);
            live_on("power loss, mixture " + std::to_string(seed), image, 2 + i, promises);
        }

        const auto later = live_on("killed", home_, 1, promises);
        disk_.replay(later);
        Promises all = promises;
        std::ranges::copy(promises_in(later), std::back_inserter(all));
        disk_.write_synced(temp_ / "later");
        live_on("killed, then power loss after the next process", temp_ / "later", 2, all);
    }

    /// The next process: everything promised is here, the work can be finished, and then nothing is
    /// missing, doubled or forked. Gives what it did.
    std::vector<faults::Event> live_on(const std::string& state, const path& folder, int life,
                                       const Promises& promises) {
        ++tally_.images;
        Recorder record;
        const int end = run_in_child([&] {
            Witness witness(record);
            faults::arm(folder, record, {}, extent_.lie);
            auto session = workload_.open(folder, life, witness);
            session->check(promises);
            witness.expect(session->run(), Fault::refusal, "the work cannot go on");
            // The power fails while it still has all open: who closes may sync.
            faults::disarm();
            session.reset();
            Promises all = promises;
            std::ranges::copy(promises_in(record.events()), std::back_inserter(all));
            workload_.open(folder, life + 1, witness)->check(all);
            if (!workload_.journal().empty())
                check_journal(folder / workload_.journal(), all, workload_.entries_at_end(),
                              witness);
        });
        auto events = record.events();
        if (end != 0) note(Fault::other, state + ": the process ended by " + std::to_string(end));
        take_faults(events, state);
        return events;
    }

    void take_faults(const std::vector<faults::Event>& events, const std::string& state) {
        for (const Found& found : faults_in(events)) note(found.kind, state + ": " + found.what);
    }

    void note(Fault kind, const std::string& what) {
        switch (kind) {
            case Fault::loss:
                ++tally_.losses;
                break;
            case Fault::doubled:
                ++tally_.doubled;
                break;
            case Fault::fork:
                ++tally_.forks;
                break;
            case Fault::refusal:
                ++tally_.refused;
                break;
            case Fault::other:
                ++tally_.others;
                break;
        }
        tally_.faults.push_back(workload_.name() + ", point " + std::to_string(fault_.at) + " (" +
                                what_ + "), " + what);
    }

    const Workload& workload_;
    const Extent& extent_;
    const faults::Fault fault_;
    const std::string what_;
    Tally& tally_;
    test::TempDir temp_;
    path home_;
    Recorder record_;
    Disk disk_;
};

/// Tallies travel between processes as lines.
void send(const Tally& tally, Recorder& to) {
    std::string line;
    for (const std::uint64_t number : {tally.points, tally.images, tally.losses, tally.doubled,
                                       tally.forks, tally.refused, tally.others})
        line += std::to_string(number) + " ";
    to.say(line);
    for (const std::string& fault : tally.faults) to.say("#" + fault);
}

Tally receive(const Recorder& from) {
    Tally sum;
    for (const std::string& line : from.lines()) {
        if (line.starts_with('#')) {
            sum.faults.push_back(line.substr(1));
            continue;
        }
        Tally tally;
        std::size_t used = 0;
        std::string rest = line;
        for (std::uint64_t* number : {&tally.points, &tally.images, &tally.losses, &tally.doubled,
                                      &tally.forks, &tally.refused, &tally.others}) {
            *number = std::stoull(rest, &used);
            rest = rest.substr(used);
        }
        sum += tally;
    }
    return sum;
}

std::vector<std::uint64_t> sample(std::uint64_t count, const Extent& extent) {
    const std::uint64_t most = std::max<std::uint64_t>(1, extent.most_points);
    const std::uint64_t step = count / most + (count % most != 0 ? 1 : 0);
    std::vector<std::uint64_t> points;
    for (std::uint64_t point = 1 + extent.seed % step; point <= count; point += step)
        points.push_back(point);
    return points;
}

struct Planned {
    faults::Fault fault;
    std::string what;
    bool is_kill;
};

Tally try_all(const Workload& workload, const Extent& extent, const std::vector<Planned>& plan) {
    std::vector<std::unique_ptr<Recorder>> results;
    for (std::size_t i = 0; i < plan.size(); ++i)
        results.push_back(std::make_unique<Recorder>(std::size_t{1} << 20));
    run_jobs(plan.size(), [&](std::uint64_t number) {
        Tally tally;
        tally.points = 1;
        const Planned& planned = plan[number];
        Trial trial(workload, extent, planned.fault, planned.what, tally);
        planned.is_kill ? trial.kill() : trial.fail();
        send(tally, *results[number]);
    });
    Tally sum;
    for (const auto& result : results) sum += receive(*result);
    return sum;
}

}  // namespace

Tally& Tally::operator+=(const Tally& other) {
    points += other.points;
    images += other.images;
    losses += other.losses;
    doubled += other.doubled;
    forks += other.forks;
    refused += other.refused;
    others += other.others;
    faults.insert(faults.end(), other.faults.begin(), other.faults.end());
    return *this;
}

std::uint64_t count_points(const Workload& workload) {
    const test::TempDir temp;
    const path home = temp / "home";
    std::filesystem::create_directory(home);
    std::filesystem::permissions(home, std::filesystem::perms::owner_all);
    workload.prepare(home);
    Recorder record;
    Recorder result(4096);
    const int end = run_in_child([&] {
        Witness witness(record);
        faults::arm(home, record);
        witness.expect(workload.open(home, 0, witness)->run(), Fault::other, "the work");
        result.say(std::to_string(faults::points_passed()));
        faults::disarm();
    });
    for (const Found& found : faults_in(record.events()))
        throw std::runtime_error(workload.name() + " fails without faults: " + found.what);
    if (end != 0) throw std::runtime_error(workload.name() + " dies without faults");
    return std::stoull(result.lines().at(0));
}

Tally kill_at_points(const Workload& workload, const Extent& extent) {
    std::vector<Planned> plan;
    for (const std::uint64_t point : sample(count_points(workload), extent)) {
        // Within most calls nothing can be seen that cannot be seen before the next one.
        const bool within = std::mt19937_64(extent.seed + point)() % 4 == 0;
        if (!within || extent.is_whole())
            plan.push_back({{.at = point, .kind = Kind::kill}, "killed before", true});
        if (within)
            plan.push_back({{.at = point, .kind = Kind::kill_within}, "killed within", true});
    }
    return try_all(workload, extent, plan);
}

Tally fail_at_points(const Workload& workload, const Extent& extent) {
    const std::array<Planned, kWays> kinds = {{
        {{.kind = Kind::error, .error_number = EIO}, "EIO", false},
        {{.kind = Kind::error, .error_number = ENOSPC, .lasting = true}, "disk full", false},
        {{.kind = Kind::half_write_then_error, .error_number = ENOSPC}, "half, then ENOSPC", false},
        {{.kind = Kind::half_write}, "half a write", false},
        {{.kind = Kind::error, .error_number = EDQUOT}, "EDQUOT", false},
        {{.kind = Kind::error, .error_number = EIO, .lasting = true}, "EIO for good", false},
    }};
    std::vector<Planned> plan;
    std::uint64_t number = extent.seed;
    for (const std::uint64_t point : sample(count_points(workload), extent)) {
        for (std::size_t i = 0; i < extent.ways; ++i) {
            Planned planned = kinds[number++ % kWays];
            planned.fault.at = point;
            plan.push_back(planned);
        }
    }
    return try_all(workload, extent, plan);
}

}  // namespace deed::durability

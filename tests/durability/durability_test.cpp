// Kills work at its points, or lets its calls fail, and checks what is left. By default a sample of
// the points, another one each time; with DEED_DURABILITY=full all of them, where calls fail in two
// ways of six each, and with DEED_DURABILITY=every in all six. DEED_DURABILITY_SEED repeats a
// choice.

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include "tests/durability/campaign.hpp"

namespace deed::durability {
namespace {

struct Sums {
    Tally killed;
    Tally failed;
};

std::uint64_t seed() {
    static const std::uint64_t kSeed = [] {
        if (const char* given = std::getenv("DEED_DURABILITY_SEED"))
            return static_cast<std::uint64_t>(std::strtoull(given, nullptr, 10));
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        return static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::seconds>(now).count() % 1'000'000);
    }();
    return kSeed;
}

std::string mode() {
    const char* const given = std::getenv("DEED_DURABILITY");
    return given != nullptr ? given : "sample";
}

Extent extent(std::uint64_t sample) {
    Extent result;
    result.seed = seed();
    if (mode() == "sample") {
        result.most_points = sample;
        return result;
    }
    result.mixed_images = 3;
    result.ways = mode() == "every" ? kWays : 2;
    return result;
}

/// Prints what all tests together came to, and leaves it in a file for scripts/test.
class Summary : public testing::Environment {
public:
    static Summary& instance() {
        static auto* const kSummary = new Summary;  // gtest deletes it
        return *kSummary;
    }

    void TearDown() override {
        if (sums.killed.points == 0) return;
        const Tally all = [&] {
            Tally sum = sums.killed;
            return sum += sums.failed;
        }();
        const auto text = [](std::uint64_t number) { return std::to_string(number); };
        const std::string line =
            "killed at " + text(sums.killed.points) + " points, " + text(all.images) + " images, " +
            text(all.losses) + " losses, " + text(all.doubled) + " doubled, " + text(all.forks) +
            " forks, " + text(all.refused) + " refused; calls failed at " +
            text(sums.failed.points) + " points (" + (mode() == "sample" ? "sample" : "all") +
            ", seed " + text(seed()) + ")";
        std::cout << line << std::endl;
        std::ofstream(DEED_DURABILITY_SUMMARY) << line << '\n';
    }

    Sums sums;
};

[[maybe_unused]] const testing::Environment* const kRegistered =
    testing::AddGlobalTestEnvironment(&Summary::instance());

void expect_clean(const Tally& tally) {
    EXPECT_GT(tally.points, 0U);
    EXPECT_GE(tally.images, tally.points * 3);
    constexpr std::size_t kShown = 20;
    for (std::size_t i = 0; i < tally.faults.size() && i < kShown; ++i)
        ADD_FAILURE() << tally.faults[i] << "\n(DEED_DURABILITY_SEED=" << seed() << ")";
    EXPECT_TRUE(tally.is_clean()) << tally.faults.size() << " faults";
}

struct Case {
    std::unique_ptr<Workload> (*make)();
    std::uint64_t killed;  ///< points in a sample
    std::uint64_t failed;
};

class Durability : public testing::TestWithParam<Case> {};

TEST_P(Durability, NothingPromisedIsLostInACrash) {
    const auto workload = GetParam().make();
    if (const std::string missing = workload->missing(); !missing.empty()) GTEST_SKIP() << missing;
    const Tally tally = kill_at_points(*workload, extent(GetParam().killed));
    Summary::instance().sums.killed += tally;
    expect_clean(tally);
}

TEST_P(Durability, NothingPromisedIsLostWhenCallsFail) {
    const auto workload = GetParam().make();
    if (const std::string missing = workload->missing(); !missing.empty()) GTEST_SKIP() << missing;
    const Tally tally = fail_at_points(*workload, extent(GetParam().failed));
    Summary::instance().sums.failed += tally;
    expect_clean(tally);
}

std::string name_of(const testing::TestParamInfo<Case>& info) { return info.param.make()->name(); }

INSTANTIATE_TEST_SUITE_P(
    Of, Durability,
    testing::Values(Case{make_file_workload, 8, 8}, Case{make_head_workload, 6, 6},
                    Case{make_key_workload, 4, 4}, Case{make_passphrase_workload, 2, 2},
                    Case{make_opening_workload, 6, 6}, Case{make_challenge_workload, 6, 6},
                    Case{make_ledger_workload, 12, 10}, Case{make_batch_workload, 14, 10},
                    Case{make_thread_workload, 8, 6}, Case{make_registry_workload, 6, 6},
                    Case{make_issuer_workload, 6, 6}, Case{make_home_workload, 6, 4},
                    Case{make_restore_workload, 3, 2}, Case{make_outbox_workload, 4, 3}),
    name_of);

}  // namespace
}  // namespace deed::durability

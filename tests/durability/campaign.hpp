#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/durability/workload.hpp"
#include "tests/support/faults/layer.hpp"

namespace deed::durability {

/// What came of many crashes.
struct Tally {
    std::uint64_t points = 0;  ///< moments at which a process was killed or a call failed
    std::uint64_t images = 0;  ///< folders that were opened and checked after that
    std::uint64_t losses = 0;
    std::uint64_t doubled = 0;
    std::uint64_t forks = 0;
    std::uint64_t refused = 0;
    std::uint64_t others = 0;
    std::vector<std::string> faults;  ///< where each happened

    bool is_clean() const { return losses + doubled + forks + refused + others == 0; }
    Tally& operator+=(const Tally& other);
};

inline constexpr std::uint64_t kAllPoints = ~std::uint64_t{0};

/// The ways in which a call fails: once or for good, with or without half of what it was to write.
inline constexpr std::size_t kWays = 6;

/// How much of a workload to try.
struct Extent {
    std::uint64_t most_points = kAllPoints;  ///< every n-th, so that there are at most these
    std::uint64_t seed = 0;                  ///< which of them, and what the power takes
    int mixed_images = 2;                    ///< for each point
    std::size_t ways = 1;                    ///< in which the call at a point fails, at most kWays
    faults::Lie lie = faults::Lie::none;

    bool is_whole() const { return most_points == kAllPoints; }
};

/// Kills the work at each point. After each kill checks, as the next process finds it, the folder
/// that the kernel shows and what a power failure at that moment would have left; and, because who
/// comes after a crash may rely on what is not on the disk yet, what a power failure would leave
/// once the next process has done its work.
Tally kill_at_points(const Workload& workload, const Extent& extent);

/// Lets calls fail instead, the ways taking turns from point to point. The process that sees an
/// error goes on with the same objects once the fault is gone, and opens everything anew where
/// those refuse. Then checked as above.
Tally fail_at_points(const Workload& workload, const Extent& extent);

/// How many points the work has.
std::uint64_t count_points(const Workload& workload);

}  // namespace deed::durability

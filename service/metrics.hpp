#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "service/http/server.hpp"

namespace deed::service {

/// Counts by route and status, and how long answers took. Thread-safe and without locks.
class Metrics {
public:
    /// Of these routes, which have static storage; all else counts as "none".
    explicit Metrics(const std::vector<std::string_view>& routes);

    void count(std::string_view route, int status, std::chrono::steady_clock::duration took);

    /// The text format of Prometheus, version 0.0.4.
    std::string to_text(const Load& load, std::string_view version) const;

private:
    // Upper ends of the histogram's buckets, in microseconds; the last one has no end.
    static constexpr std::array<std::int64_t, 13> kBuckets{
        250,    500,     1'000,   2'500,     5'000,     10'000,    25'000,
        50'000, 100'000, 250'000, 1'000'000, 5'000'000, 30'000'000};
    static constexpr int kLowestStatus = 200;
    static constexpr int kHighestStatus = 505;

    struct Row {
        std::string_view route;
        std::array<std::atomic<std::uint64_t>, kHighestStatus - kLowestStatus + 1> by_status{};
        std::array<std::atomic<std::uint64_t>, kBuckets.size() + 1> by_time{};
        std::atomic<std::int64_t> microseconds{0};
    };

    Row& row_of(std::string_view route);

    std::vector<std::unique_ptr<Row>> rows_;  ///< the first is that of "none"
};

}  // namespace deed::service

#include "service/metrics.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace deed::service {
namespace {

std::string seconds(std::int64_t microseconds) {
    constexpr double kPerSecond = 1e6;
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(),
                                   static_cast<double>(microseconds) / kPerSecond);
    return {text.data(), end.ptr};
}

void head(std::string& text, std::string_view name, std::string_view type, std::string_view help) {
    text.append("# HELP ").append(name).append(" ").append(help).append("\n");
    text.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void gauge(std::string& text, std::string_view name, std::string_view help, std::size_t value) {
    head(text, name, "gauge", help);
    text.append(name).append(" ").append(std::to_string(value)).append("\n");
}

}  // namespace

Metrics::Metrics(const std::vector<std::string_view>& routes) {
    rows_.push_back(std::make_unique<Row>());
    rows_.back()->route = "none";
    for (const std::string_view route : routes) {
        if (std::ranges::any_of(rows_, [&](const auto& row) { return row->route == route; }))
            continue;  // the same path with another method
        rows_.push_back(std::make_unique<Row>());
        rows_.back()->route = route;
    }
}

Metrics::Row& Metrics::row_of(std::string_view route) {
    for (const auto& row : rows_)
        if (row->route == route) return *row;
    return *rows_.front();
}

void Metrics::count(std::string_view route, int status, std::chrono::steady_clock::duration took) {
    Row& row = row_of(route);
    const int known = std::clamp(status, kLowestStatus, kHighestStatus);
    row.by_status[static_cast<std::size_t>(known - kLowestStatus)].fetch_add(
        1, std::memory_order_relaxed);
    const std::int64_t time = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    const auto* bucket = std::ranges::lower_bound(kBuckets, time);
    row.by_time[static_cast<std::size_t>(bucket - kBuckets.begin())].fetch_add(
        1, std::memory_order_relaxed);
    row.microseconds.fetch_add(time, std::memory_order_relaxed);
}

std::string Metrics::to_text(const Load& load, std::string_view version) const {
    std::string text;
    head(text, "deed_info", "gauge", "The version that serves.");
    text.append("deed_info{version=\"").append(version).append("\"} 1\n");

    head(text, "deed_http_requests_total", "counter", "Requests by route and status.");
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row->by_status.size(); ++i)
            if (const auto count = row->by_status[i].load(std::memory_order_relaxed); count > 0)
                text.append("deed_http_requests_total{route=\"")
                    .append(row->route)
                    .append("\",status=\"")
                    .append(std::to_string(kLowestStatus + static_cast<int>(i)))
                    .append("\"} ")
                    .append(std::to_string(count))
                    .append("\n");

    constexpr std::string_view kDuration = "deed_http_request_duration_seconds";
    head(text, kDuration, "histogram", "From a request's last byte to its answer's.");
    for (const auto& row : rows_) {
        std::uint64_t total = 0;
        std::string lines;
        for (std::size_t i = 0; i < row->by_time.size(); ++i) {
            total += row->by_time[i].load(std::memory_order_relaxed);
            const std::string end = i < kBuckets.size() ? seconds(kBuckets[i]) : "+Inf";
            lines.append(kDuration).append("_bucket{route=\"").append(row->route);
            lines.append("\",le=\"").append(end).append("\"} ");
            lines.append(std::to_string(total)).append("\n");
        }
        if (total == 0) continue;
        const std::string labels = "{route=\"" + std::string(row->route) + "\"} ";
        text.append(lines);
        text.append(kDuration).append("_sum").append(labels);
        text.append(seconds(row->microseconds.load(std::memory_order_relaxed))).append("\n");
        text.append(kDuration).append("_count").append(labels);
        text.append(std::to_string(total)).append("\n");
    }
    gauge(text, "deed_http_connections", "Connections that are open.", load.connections);
    gauge(text, "deed_http_queue_length", "Requests that wait for a worker.", load.queued);
    gauge(text, "deed_http_queue_limit", "Requests that may wait.", load.max_queue);
    gauge(text, "deed_http_workers_busy", "Workers that answer a request now.", load.working);
    return text;
}

}  // namespace deed::service

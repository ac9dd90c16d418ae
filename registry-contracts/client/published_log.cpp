#include "registry-contracts/client/published_log.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "lib/encoding/text.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::registry {
namespace {

constexpr std::string_view kHeadTimeKind = "deed/head-time/v1";

Error malformed(std::string message) {
    return Error(errors::kHeadTimeMalformed, std::move(message));
}

}  // namespace

std::string data_path(const tlog::Hash& name) { return "data/" + hex_encode(name); }

std::string HeadTime::to_body() const {
    return std::string(kHeadTimeKind) + "\n" + origin + "\n" + std::to_string(head.size) + "\n" +
           base64_encode(head.root) + "\n" + time.to_string() + "\n";
}

Result<HeadTime> HeadTime::parse(std::string_view body) {
    std::array<std::string_view, 5> lines;
    for (std::string_view& line : lines) {
        const std::size_t end = body.find('\n');
        if (end == std::string_view::npos) return malformed("it has fewer than five lines");
        line = body.substr(0, end);
        body.remove_prefix(end + 1);
    }
    if (!body.empty()) return malformed("something stands behind its five lines");
    if (lines[0] != kHeadTimeKind) return malformed("it is of another kind");
    const auto time = Timestamp::parse_rfc3339(lines[4]);
    if (!time || time->to_string() != lines[4]) return malformed("its time is not plain UTC");
    HeadTime result{std::string(lines[1]), {}, *time};

    const auto [stop, error] =
        std::from_chars(lines[2].data(), lines[2].data() + lines[2].size(), result.head.size);
    constexpr std::uint64_t kMaxSize = (std::uint64_t{1} << 53) - 1;
    if (error != std::errc() || std::to_string(result.head.size) != lines[2] ||
        result.head.size > kMaxSize)
        return malformed("its size is not plain decimal below 2^53");
    const auto root = base64_decode(lines[3]);
    if (!root || root->size() != result.head.root.size())
        return malformed("its root is not base64 of 32 bytes");
    std::ranges::copy(*root, result.head.root.begin());
    return result;
}

}  // namespace deed::registry

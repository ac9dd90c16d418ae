#include "did/accept.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "did/grammar.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kOldProfile = "https://w3id.org/did-resolution";

std::string_view trimmed(std::string_view text) {
    const std::size_t start = text.find_first_not_of(" \t");
    if (start == std::string_view::npos) return {};
    return text.substr(start, text.find_last_not_of(" \t") - start + 1);
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

/// The parts between separators that stand outside of quotes.
std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    bool quoted = false;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') quoted = !quoted;
        if (quoted && text[i] == '\\') ++i;
        if (quoted || i >= text.size() || text[i] != separator) continue;
        parts.push_back(trimmed(text.substr(start, i - start)));
        start = i + 1;
    }
    parts.push_back(trimmed(text.substr(start)));
    return parts;
}

struct Range {
    std::string type;    ///< "application/did", "application/*" or "*/*"
    int quality = 1000;  ///< thousandths
};

/// qvalue = "0" with up to three digits behind the point, or "1".
std::optional<int> read_quality(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    if (text.size() > 1 && text[1] != '.') return std::nullopt;
    int value = (text[0] - '0') * 1000;
    int weight = 100;
    for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (!detail::is_digit(c)) return std::nullopt;
        value += (c - '0') * weight;
        weight /= 10;
    }
    return value <= 1000 ? std::optional(value) : std::nullopt;
}

std::optional<Range> read_range(std::string_view text) {
    const auto parts = split(text, ';');
    Range range{lower(parts[0])};
    const std::size_t slash = range.type.find('/');
    if (slash == 0 || slash == std::string::npos || slash + 1 == range.type.size())
        return std::nullopt;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const std::size_t equals = parts[i].find('=');
        if (equals == std::string_view::npos) continue;
        const std::string name = lower(trimmed(parts[i].substr(0, equals)));
        const std::string_view value = trimmed(parts[i].substr(equals + 1));
        if (name == "profile" && range.type == "application/ld+json" &&
            value.find(kOldProfile) != std::string_view::npos)
            range.type = kResolutionType;
        if (name != "q") continue;
        const auto quality = read_quality(value);
        if (!quality) return std::nullopt;
        range.quality = *quality;
    }
    return range;
}

/// 3 for the type itself, 2 for "application/*", 1 for "*/*", 0 for none.
int precision_of(const Range& range, std::string_view type) {
    if (range.type == type) return 3;
    if (range.type == "*/*") return 1;
    const bool is_open = range.type.ends_with("/*");
    return is_open &&
                   type.starts_with(std::string_view(range.type).substr(0, range.type.size() - 1))
               ? 2
               : 0;
}

/// By the most precise range that there is for it.
int quality_of(const std::vector<Range>& ranges, std::string_view type) {
    int precision = 0;
    int quality = 0;
    for (const Range& range : ranges) {
        const int own = precision_of(range, type);
        if (own <= precision) continue;
        precision = own;
        quality = range.quality;
    }
    return quality;
}

}  // namespace

std::optional<std::string_view> preferred_type(std::string_view accept,
                                               std::span<const std::string_view> offered) {
    if (trimmed(accept).empty()) return offered.front();
    std::vector<Range> ranges;
    for (const std::string_view part : split(accept, ','))
        if (auto range = read_range(part)) ranges.push_back(*std::move(range));
    std::optional<std::string_view> best;
    int best_quality = 0;
    for (const std::string_view type : offered) {
        const int quality = quality_of(ranges, type);
        if (quality <= best_quality) continue;
        best_quality = quality;
        best = type;
    }
    return best;
}

}  // namespace deed::did

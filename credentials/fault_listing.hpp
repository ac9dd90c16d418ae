#pragma once

// The room's own: findings in the words of a report. Not for other rooms.

#include <algorithm>
#include <string>
#include <vector>

#include "lib/encoding/utf8.hpp"

namespace deed::credentials {

/// "first; second; and 3 more", of things with a pointer and a text.
template <typename T>
std::string listing(const std::vector<T>& faults, std::string T::*text) {
    constexpr std::size_t kMaxListed = 5;
    std::string out;
    for (std::size_t i = 0; i < faults.size() && i < kMaxListed; ++i) {
        if (i > 0) out += "; ";
        out += faults[i].*text;
        if (faults.size() > 1 && !faults[i].pointer.empty()) out += " at " + faults[i].pointer;
    }
    if (faults.size() > kMaxListed)
        out += "; and " + std::to_string(faults.size() - kMaxListed) + " more";
    return out;
}

/// "first, second, and 3 more", each as long as a report can show.
inline std::string listing(const std::vector<std::string>& texts) {
    constexpr std::size_t kMaxListed = 5;
    constexpr std::size_t kMaxShown = 200;
    std::string out;
    for (std::size_t i = 0; i < texts.size() && i < kMaxListed; ++i)
        out += (i == 0 ? "" : ", ") + std::string(utf8_prefix(texts[i], kMaxShown));
    if (texts.size() > kMaxListed)
        out += ", and " + std::to_string(texts.size() - kMaxListed) + " more";
    return out;
}

/// The first finding of each name; a proof repeats the contexts of its document.
template <typename T>
std::vector<T> distinct(const std::vector<T>& findings, std::string T::*name) {
    std::vector<T> kept;
    for (const T& finding : findings)
        if (std::ranges::find(kept, finding.*name, name) == kept.end()) kept.push_back(finding);
    return kept;
}

}  // namespace deed::credentials

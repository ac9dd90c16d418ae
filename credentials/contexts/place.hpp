#pragma once

// The rooms' own: where a walk through a JSON value stands. Not for rooms other than credentials.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lib/json/pointer.hpp"

namespace deed::credentials {

/// A place within the value that is walked: spelled out only when there is something to report.
struct Place {
    const Place* parent = nullptr;
    std::string_view member;
    std::optional<std::size_t> index;

    std::string pointer() const {
        if (parent == nullptr) return {};
        return parent->pointer() +
               (index ? "/" + std::to_string(*index) : json::pointer_token(member));
    }
    Place at(std::string_view name) const { return {this, name, std::nullopt}; }
    Place at(std::size_t position) const { return {this, {}, position}; }
};

}  // namespace deed::credentials

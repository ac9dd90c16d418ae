#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "lib/json/document.hpp"
#include "registry-contracts/client/operation.hpp"

// Reading the toolkit's own files as strictly as they are written. Every fault has the code that is
// given, and the place.

namespace deed::strict {

/// An object with these members alone.
Result<void> check_members(json::Value json, std::span<const std::string_view> names,
                           const ErrorCode& code);
Result<std::string_view> text(json::Value json, std::string_view name, const ErrorCode& code);
Result<json::Value> object(json::Value json, std::string_view name, const ErrorCode& code);
/// A whole number from 1 to `most`.
Result<std::uint64_t> number(json::Value json, std::string_view name, std::uint64_t most,
                             const ErrorCode& code);
/// Nothing where there is no such member; "0x" and 40 digits, lower case.
Result<std::optional<registry::Address>> address(json::Value json, std::string_view name,
                                                 const ErrorCode& code);
/// Nothing where there is no such member; 64 digits, lower case.
Result<std::optional<registry::Hash>> hash(json::Value json, std::string_view name,
                                           const ErrorCode& code);

}  // namespace deed::strict

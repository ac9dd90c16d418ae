#pragma once

#include <optional>

#include "lib/json/writer.hpp"
#include "service/http/message.hpp"

namespace deed::service {

inline constexpr std::string_view kProblemJson = "application/problem+json";

/// The URL of a kind of problem, where VCDM 2.0, VC Data Integrity 1.0 or VCALM has one for the
/// code; else "about:blank".
std::string_view problem_type(const ErrorCode& code);

/// The HTTP status of an error: that of its kind (specs/error-codes.md), or a narrower one where
/// HTTP has one for just this refusal.
int status_of(const Error& error);

/// The members of a problem (RFC 9457) into an object that was begun: type, title, status, detail,
/// and Deed's own code and pointer.
void write_problem_members(json::Writer& writer, const ErrorCode& code, std::string_view detail,
                           std::string_view pointer, std::optional<int> status);

/// A reply that says just what is wrong.
Reply problem_reply(const Error& error, std::optional<int> status = std::nullopt);

}  // namespace deed::service

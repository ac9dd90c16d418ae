#include "lib/error/error.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>

#include "lib/error/assert.hpp"
#include "lib/error/call.hpp"

namespace deed {
namespace {

struct KindRow {
    std::string_view name;
    int exit_code;
    int http_status;
};

// In the order of ErrorKind. specs/error-codes.md is printed from this table.
constexpr std::array<KindRow, 16> kKinds{{
    {"internal", 1, 500},
    {"usage", 2, 400},
    {"not_found", 3, 404},
    {"locked", 4, 403},
    {"unavailable", 5, 503},
    {"io", 6, 500},
    {"malformed", 7, 400},
    {"unsupported", 8, 422},
    {"undetermined", 9, 422},
    {"signature", 10, 422},
    {"expired", 11, 422},
    {"revoked", 12, 422},
    {"untrusted", 13, 422},
    {"schema", 14, 422},
    {"mismatch", 15, 422},
    {"interrupted", 130, 503},
}};

const KindRow& row(ErrorKind kind) {
    const auto index = static_cast<std::size_t>(kind);
    DEED_ASSERT(index < kKinds.size());
    return kKinds[index];
}

}  // namespace

int exit_code(ErrorKind kind) { return row(kind).exit_code; }
int http_status(ErrorKind kind) { return row(kind).http_status; }
std::string_view to_string(ErrorKind kind) { return row(kind).name; }

std::string Error::to_string() const {
    std::string text = message_ + " (" + std::string(code_->name) + ")";
    if (!where_.empty()) text += " at " + where_;
    return text;
}

Result<void> Call::check() const {
    if (cancelled_ != nullptr && cancelled_->load(std::memory_order_relaxed))
        return Error(errors::kInterrupted, "cancelled");
    if (deadline_ && std::chrono::steady_clock::now() >= *deadline_)
        return Error(errors::kDeadline, "the deadline has passed");
    return {};
}

namespace detail {

void assertion_failed(const char* expression, const char* file, int line) {
    std::fprintf(stderr, "deed: bug: %s does not hold (%s:%d)\n", expression, file, line);
    std::abort();
}

}  // namespace detail
}  // namespace deed

#pragma once

#include <cerrno>
#include <filesystem>
#include <string_view>

#include "lib/error/error.hpp"
#include "lib/io/errors.hpp"

namespace deed::detail {

/// "cannot <action> <path>: <reason>" with the code that fits `error_number` (an errno value):
/// `io.not_found`, `io.not_a_file`, `io.exists`, else `io.failed`.
Error system_error(std::string_view action, const std::filesystem::path& path, int error_number);

/// The same with a chosen code.
Error system_error(const ErrorCode& code, std::string_view action,
                   const std::filesystem::path& path, int error_number);

/// Repeats a system call while signals interrupt it.
template <typename SystemCall>
auto retry_interrupted(SystemCall call) {
    auto result = call();
    while (result == -1 && errno == EINTR) result = call();
    return result;
}

}  // namespace deed::detail

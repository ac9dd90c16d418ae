#include "lib/io/system_error.hpp"

#include <string>
#include <system_error>

namespace deed::detail {
namespace {

const ErrorCode& code_for(int error_number) {
    switch (error_number) {
        case ENOENT:
            return errors::kFileNotFound;
        case EEXIST:
            return errors::kFileExists;
        case EISDIR:
        case ENXIO:  // a socket, or a device without driver
        case ELOOP:
            return errors::kNotAFile;  // a link, where links are not followed
        default:
            return errors::kIoFailed;
    }
}

}  // namespace

Error system_error(std::string_view action, const std::filesystem::path& path, int error_number) {
    return system_error(code_for(error_number), action, path, error_number);
}

Error system_error(const ErrorCode& code, std::string_view action,
                   const std::filesystem::path& path, int error_number) {
    // The category's message is thread-safe, strerror() is not.
    const std::string reason = std::generic_category().message(error_number);
    return Error(code, "cannot " + std::string(action) + " " + path.string() + ": " + reason,
                 path.string());
}

}  // namespace deed::detail

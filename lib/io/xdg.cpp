#include "lib/io/xdg.hpp"

#include <cstdlib>
#include <optional>
#include <string>

#include "lib/io/errors.hpp"

namespace deed {
namespace {

using std::filesystem::path;

/// "All paths set in these environment variables must be absolute. If an implementation encounters
/// a relative path […] it should consider the path invalid and ignore it." (XDG Base Directory
/// Specification 0.8)
std::optional<path> absolute_path_in(const char* variable) {
    const char* value = std::getenv(variable);
    if (value == nullptr || !path(value).is_absolute()) return std::nullopt;
    return path(value);
}

Result<path> folder(const char* variable, const char* below_home) {
    if (const auto set = absolute_path_in(variable)) return *set / "deed";
    if (const auto home = absolute_path_in("HOME")) return *home / below_home / "deed";
    return Error(errors::kNoHome,
                 std::string("neither ") + variable + " nor HOME holds an absolute path");
}

}  // namespace

Result<XdgFolders> xdg_folders_from_environment() {
    DEED_TRY(path config, folder("XDG_CONFIG_HOME", ".config"));
    DEED_TRY(path data, folder("XDG_DATA_HOME", ".local/share"));
    DEED_TRY(path state, folder("XDG_STATE_HOME", ".local/state"));
    return XdgFolders{std::move(config), std::move(data), std::move(state)};
}

}  // namespace deed

#include <array>
#include <filesystem>

#include "lib/encoding/utf8.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/pkcs11/errors.hpp"
#include "lib/pkcs11/module.hpp"

namespace deed::pkcs11 {
namespace {

constexpr std::size_t kMaxConfiguration = 64 * 1024;
// p11-kit's pkcs11.conf(5): the administrator's word counts before the package's.
constexpr std::array<std::string_view, 2> kConfigurationFolders{"/etc/pkcs11/modules",
                                                                "/usr/share/p11-kit/modules"};

std::string_view trim(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// The value of "module:" in a configuration file of lines "name: value".
std::string_view module_line(std::string_view text) {
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || trim(line.substr(0, colon)) != "module") continue;
        return trim(line.substr(colon + 1));
    }
    return {};
}

Result<std::string> configured_module(const std::string& name) {
    for (const std::string_view folder : kConfigurationFolders) {
        const auto file = std::filesystem::path(folder) / (name + ".module");
        const auto read = read_file(file, kMaxConfiguration);
        if (!read && read.error().code() == deed::errors::kFileNotFound) continue;
        if (!read) return read.error();
        const std::string module(module_line(as_text(*read)));
        if (module.starts_with('/')) return module;
        return Error(errors::kModuleNotFound,
                     file.string() + " does not name its module by an absolute path",
                     file.string());
    }
    return Error(errors::kModuleNotFound, "p11-kit has no module \"" + printable(name) + "\"");
}

}  // namespace

Result<std::string> module_file(const KeyUri& uri) {
    if (uri.module_path) return *uri.module_path;
    if (uri.module_name) return configured_module(*uri.module_name);
    return Error(errors::kNoModule, "the URI has neither module-path nor module-name");
}

}  // namespace deed::pkcs11

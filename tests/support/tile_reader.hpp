#pragma once

#include <cstdio>
#include <filesystem>
#include <string>

namespace deed::test {

/// What tests/support/tile_log.py, which knows nothing of Deed's code, prints of an exported log.
inline std::string read_by_others(const std::filesystem::path& folder,
                                  const std::string& verifier_key) {
    const std::string command =
        "python3 '" DEED_TILE_READER "' '" + folder.string() + "' '" + verifier_key + "' 2>&1";
    std::string output;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return "cannot run " + command;
    char buffer[256];
    while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) output += buffer;
    ::pclose(pipe);
    return output;
}

}  // namespace deed::test

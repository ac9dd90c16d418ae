#pragma once

#include <fstream>
#include <map>
#include <string>

namespace deed::test {

/// The values of a fenced block of a specification, opened by "```" and `fence`: "name: value"
/// lines, continued by lines that start with two spaces.
inline std::map<std::string, std::string> worked_example(const std::string& specification,
                                                         const std::string& fence) {
    std::ifstream spec(specification);
    std::string line;
    while (std::getline(spec, line) && line != "```" + fence) {
    }
    std::map<std::string, std::string> values;
    std::string name;
    while (std::getline(spec, line) && line != "```") {
        if (line.starts_with("  ")) {
            values[name] += line.substr(2);
            continue;
        }
        const std::size_t colon = line.find(':');
        name = line.substr(0, colon);
        values[name] = line.size() > colon + 2 ? line.substr(colon + 2) : "";
    }
    return values;
}

}  // namespace deed::test

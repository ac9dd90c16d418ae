#pragma once

#include <fstream>
#include <sstream>
#include <string>

namespace deed::test {

inline std::string text_file(const char* path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace deed::test

#include "tests/support/vectors.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace deed::test {

std::filesystem::path vectors_dir() {
    const char* configured = std::getenv("DEED_VECTORS_DIR");
    return configured != nullptr ? configured : DEED_VECTORS_DIR;
}

bool have_vectors() { return std::filesystem::is_directory(vectors_dir()); }

std::string read_vector(const std::string& name) {
    std::ifstream file(vectors_dir() / name, std::ios::binary);
    EXPECT_TRUE(file.is_open()) << "missing vector file " << name;
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace deed::test

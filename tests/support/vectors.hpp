#pragma once

#include <filesystem>
#include <string>

namespace deed::test {

/// Folder of known-answer vectors: $DEED_VECTORS_DIR, else the folder given to CMake.
std::filesystem::path vectors_dir();

/// True when the folder is there.
bool have_vectors();

/// Content of a vector file, named relative to vectors_dir(). Fails the test if it is missing.
std::string read_vector(const std::string& name);

}  // namespace deed::test

/// Skips the current test, visibly, on machines without the vectors.
#define DEED_NEEDS_VECTORS()                                                             \
    if (!::deed::test::have_vectors())                                                   \
    GTEST_SKIP() << "no known-answer vectors at " << ::deed::test::vectors_dir()

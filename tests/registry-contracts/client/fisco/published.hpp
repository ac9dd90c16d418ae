#pragma once

#include <fstream>
#include <sstream>

#include "tests/registry-contracts/client/evm/vector_support.hpp"

namespace deed::test {

/// The examples of FISCO BCOS's own documentation; `source` in the file says where they stand.
inline json::Document published() {
    std::ifstream file(DEED_FISCO_PUBLISHED);
    std::ostringstream text;
    text << file.rdbuf();
    return must(json::Document::parse(text.str()));
}

}  // namespace deed::test

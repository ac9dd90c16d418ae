#pragma once

#include "tests/registry-contracts/client/evm/vector_support.hpp"
#include "tests/registry-contracts/client/fisco/text_file.hpp"

namespace deed::test {

/// The examples of FISCO BCOS's own documentation; `source` in the file says where they stand.
inline json::Document published() {
    return must(json::Document::parse(text_file(DEED_FISCO_PUBLISHED)));
}

}  // namespace deed::test

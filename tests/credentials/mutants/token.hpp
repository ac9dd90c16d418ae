#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/credentials/mutants/mutant_count.hpp"

namespace deed::credentials::test {

std::string encoded(std::string_view text);
std::string decoded(std::string_view base64url);

/// A JWT or SD-JWT at its separators; the parts are encoded as they were.
struct Token {
    std::string header;
    std::string payload;
    std::string signature;
    std::vector<std::string> disclosures = {};
    std::string binding = {};  ///< the holder's token, where there is one
    bool is_sd_jwt = false;

    explicit Token(std::string_view text);
    std::string join() const;
};

/// By which codes the mutants of a token are refused: those of kMutantKinds in its payload, and of
/// its header, signature and disclosures.
extern const ExpectedCodes kJwtCodes;
extern const ExpectedCodes kSdJwtCodes;

}  // namespace deed::credentials::test

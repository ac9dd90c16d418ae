#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "tests/credentials/mutants/mutant_count.hpp"

namespace deed::credentials::test {

/// What secures a presentation.
enum class Securing : std::uint8_t { jcs, rdfc, jwt, sd_jwt, cose };

/// A check that must object, and the codes by which it may.
struct Expectation {
    std::string_view check;  ///< of the presentation, or "credential": the first one's `proof`
    std::set<std::string_view> codes;
};
using Expectations = std::vector<Expectation>;
using PresentationExpectations = std::map<std::string_view, Expectations>;

/// By the kind of a change: which checks of the report object to it.
PresentationExpectations presentation_expectations(Securing securing);

/// The kind of a change that was made within a credential.
std::string_view within(std::string_view kind);

/// The codes of the first check of each kind.
ExpectedCodes first_codes(const PresentationExpectations& expectations);

}  // namespace deed::credentials::test

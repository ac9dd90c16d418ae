#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/time/timestamp.hpp"

namespace deed::credentials {

/// What a signer may state in a Data Integrity proof beside the necessary (VC Data Integrity 1.0
/// section 2.1); each is signed with the rest.
struct ProofOptions {
    std::optional<std::string> id = std::nullopt;  ///< a URL, so that a later proof can build on it
    std::optional<Timestamp> expires = std::nullopt;
    std::vector<std::string> domains = {};  ///< where the proof is meant for
    std::optional<std::string> challenge = std::nullopt;
    std::optional<std::string> nonce = std::nullopt;
};

}  // namespace deed::credentials

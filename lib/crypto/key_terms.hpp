#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/crypto/algorithm.hpp"
#include "lib/error/result.hpp"
#include "lib/json/document.hpp"

namespace deed::crypto {

/// What a JWK says its key is for (RFC 7517 sections 4.2 to 4.4); what is absent restricts nothing.
struct KeyTerms {
    std::optional<Algorithm> algorithm{};                  ///< `alg`
    std::optional<std::string> use{};                      ///< `use`: "sig", "enc" or another
    std::optional<std::vector<std::string>> operations{};  ///< `key_ops`: "verify" and so on

    /// Of a JWK that PublicKey::from_jwk() takes. `crypto.invalid_public_key` for a `use` that is
    /// no string and a `key_ops` that is no array of different strings.
    DEED_API static Result<KeyTerms> of_jwk(json::Value jwk);
};

}  // namespace deed::crypto

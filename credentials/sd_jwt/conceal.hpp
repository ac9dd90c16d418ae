#pragma once

#include <span>
#include <string>
#include <vector>

#include "credentials/sd_jwt/disclosure.hpp"

namespace deed::credentials {

/// How an issuer makes claims that can be withheld.
struct ConcealOptions {
    crypto::HashAlgorithm hash = crypto::HashAlgorithm::sha256;  ///< or sha384, sha512
    /// Digests of nothing (RFC 9901 section 4.2.5) beside those of each object and array that has
    /// a claim to withhold, so that their number says less.
    std::size_t decoys = 0;
};

/// More are `sd_jwt.too_many_decoys`.
inline constexpr std::size_t kMaxDecoys = 64;

struct Concealed {
    json::Document payload;                ///< with digests in place of the claims, and _sd_alg
    std::vector<std::string> disclosures;  ///< encoded, in the order of the claims
};

/// Takes the claims at these JSON Pointers out of an object, members of objects and elements of
/// arrays alike; where one stands inside another, either can be withheld by itself (recursive
/// disclosures, section 4.2.6). The digests of an object are sorted, so that their order says
/// nothing. `json.pointer_malformed`, `json.pointer_not_found`, `sd_jwt.root_not_disclosable`,
/// `sd_jwt.claim_reserved`, `sd_jwt.too_many_decoys`, `sd_jwt.too_large`.
DEED_API Result<Concealed> conceal(const json::Document& claims,
                                   std::span<const std::string> pointers,
                                   const ConcealOptions& options = {});

/// A path as codecs write it, "credentialSubject.degree" or "x[0].y", as a JSON Pointer; what
/// starts with '/' is one already. `sd_jwt.path_malformed`.
DEED_API Result<std::string> pointer_from_path(std::string_view path);

}  // namespace deed::credentials

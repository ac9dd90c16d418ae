#pragma once

#include <span>
#include <string>
#include <vector>

#include "credentials/sd_jwt/sd_jwt.hpp"

namespace deed::credentials {

/// What a holder may show or withhold.
struct DisclosableClaim {
    std::size_t disclosure;  ///< its index in SdJwt::disclosures()
    std::string pointer;     ///< where the claim stands in the processed payload
    /// The index of the disclosure that this one stands in, and cannot be shown without.
    std::optional<std::size_t> parent;
};

/// In the order of the processed payload, each before those inside it.
DEED_API std::vector<DisclosableClaim> disclosable_claims(const SdJwt& sd_jwt);

/// The SD-JWT with the disclosures that show what stands at these JSON Pointers into the processed
/// payload: those that a place stands in, and those inside it; "" stands for everything. What can
/// not be withheld may be named too. `sd_jwt.already_bound`, `sd_jwt.several_signatures`,
/// `json.pointer_malformed`, `json.pointer_not_found`.
DEED_API Result<std::string> select_disclosures(const SdJwt& sd_jwt,
                                                std::span<const std::string> pointers);

/// What a holder says to a verifier.
struct BindingRequest {
    std::string audience;
    std::string nonce;
    Timestamp now;                    ///< stated in whole seconds
    std::string_view algorithm = {};  ///< a JOSE name; empty: the usual one of the key's type
    /// The key of cnf, where that names it by kid and it was looked up: resolve_holder_key().
    std::optional<crypto::PublicKey> holder_key = std::nullopt;
};

/// The SD-JWT with a token of its holder behind it (RFC 9901 section 4.3). `sd_jwt.already_bound`,
/// `sd_jwt.several_signatures`,
/// `sd_jwt.kb_incomplete`, what SdJwt::holder_key() refuses, `sd_jwt.cnf_other_key`, and what
/// jose::sign() refuses.
DEED_API Result<std::string> bind_to_verifier(const SdJwt& sd_jwt, const BindingRequest& request,
                                              crypto::Signer& holder, Call& call);

}  // namespace deed::credentials

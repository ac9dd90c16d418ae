#pragma once

// Credentials and presentations of data model 1.1 as JWTs (VCDM 1.1 section 6.3.1): they stand in
// the claim vc or vp, and what registered claims say stands in those alone. The room's own, and for
// issuing and presenting.

#include "credentials/envelopes/media_types.hpp"
#include "credentials/jose/claims.hpp"
#include "lib/jose/header.hpp"

namespace deed::credentials {

/// The claim that holds the document: "vc" or "vp".
std::string_view version_1_claim(DocumentKind kind);

/// Whether a token is meant so: its typ is JWT or absent, its claim vc (vp) is an object of data
/// model 1.1, and there is not the other one beside it.
bool is_version_1_token(const Result<jose::Header>& header, json::Value claim_set,
                        DocumentKind kind);

/// The registered claims of such a token: the header's refusal, `jwt.cty_mismatch` for any cty,
/// `jwt.embedded_proof`, and what JwtClaims::read() refuses. Places in the header start with
/// "header".
Result<JwtClaims> read_version_1(const Result<jose::Header>& header, json::Value claim_set,
                                 DocumentKind kind);

/// The document of a claim.
struct Decoded {
    json::Document document;
    /// The first that registered claims and the document say differently; the document's word
    /// stands.
    std::optional<Error> contradiction;
};

/// The document of the claim, with what the registered claims say in its places: iss as issuer or
/// holder, jti as id, and in a credential sub as the subject's id, nbf as issuanceDate and exp as
/// expirationDate. What both say must be the same, dates to the second: `jwt.iss_contradicts`,
/// `jwt.jti_contradicts`, `jwt.sub_contradicts`, `jwt.date_differs`. So must what stands beside the
/// claim by a document's names: `jwt.divided`. Fails with `json.too_deep`.
Result<Decoded> decode_version_1(json::Value claim_set, const JwtClaims& claims, DocumentKind kind);

/// The claim set of such a document, an object: what decode_version_1() puts back is left out of
/// the claim. Dates that are not of whole seconds stay there too, and ids of several subjects.
Result<json::Document> encode_version_1(const json::Document& document, DocumentKind kind);

}  // namespace deed::credentials

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/proof_options.hpp"
#include "credentials/sd_jwt/conceal.hpp"
#include "did/resolver.hpp"
#include "lib/crypto/key.hpp"
#include "lib/error/call.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {

/// Everything outside the credential that issuing needs; all borrowed.
struct IssueContext {
    did::DidResolver& resolver;
    const Clock& clock;
    const KnownContexts& contexts;
};

struct IssueRequest {
    json::Document credential;  ///< unsigned
    did::Did issuer;
    crypto::Signer& signer;                  ///< its key must be listed for assertionMethod
    std::optional<std::string> cryptosuite;  ///< default: the preferred one for the key
    /// Of a JWT, as JOSE names it; default: the usual one of the key's type.
    std::optional<std::string> jws_algorithm = std::nullopt;
    ProofOptions proof = {};
};

/// Secures a credential: adds `issuer`, `validFrom` (of VCDM 1.1: `issuanceDate`) where absent, and
/// `proof`; nothing else changes, and members and numbers keep order and spelling.
/// `credential.not_an_object`, `issue.already_signed`, `issue.other_issuer`, the first model fault,
/// `context.protected_term`, `context.unknown`, `issue.issuer_deactivated`, `issue.key_not_listed`,
/// `issue.method_foreign`, `issue.method_id_unsupported`, `issue.method_revoked`,
/// `issue.method_expired`, `issue.suite_unknown`, `issue.suite_key_mismatch`,
/// `issue.proof_option_malformed`, `issue.proof_expiry_past`, or what resolution or the signer
/// said. Status and schema entries are signed as the issuer wrote them.
DEED_API Result<json::Document> issue(const IssueRequest& request, const IssueContext& context,
                                      Call& call);

/// As issue(), but the credential becomes the payload of a JWT (VC-JOSE-COSE section 3.1.1), whose
/// compact serialization this is; `cryptosuite` does not count, and of the proof's options the
/// expiry becomes exp and the domains aud. Besides: `issue.jwt_option_unsupported`,
/// `jws.no_algorithm_for_key`, `jws.alg_unknown`, `jws.alg_key_mismatch`, and what read_claims()
/// and check_claims() say of registered claims that the credential already has.
DEED_API Result<std::string> issue_jwt(const IssueRequest& request, const IssueContext& context,
                                       Call& call);

/// As issue_jwt(), of a credential of data model 1.1, into the claim vc (VCDM 1.1 section 6.3.1):
/// issuer, id, the one subject's id and the dates become iss, jti, sub, nbf and exp.
/// `issue.jwt_not_version_1`, and `issue.jwt_option_unsupported` for an expiry of the proof too.
DEED_API Result<std::string> issue_jwt_1(const IssueRequest& request, const IssueContext& context,
                                         Call& call);

/// What the holder of an SD-JWT may do with it.
struct SelectiveDisclosure {
    std::vector<std::string> disclosable = {};  ///< JSON Pointers of the claims to withhold
    ConcealOptions conceal = {};
    /// The key by which the holder can show that it is theirs; becomes cnf.
    std::optional<crypto::PublicKey> holder = std::nullopt;
    /// The same by name, a DID URL; not together with `holder`.
    std::string holder_key_id = {};
};

/// As issue_jwt(), as an SD-JWT (VC-JOSE-COSE section 3.2.1), with what sign_sd_jwt() refuses.
DEED_API Result<std::string> issue_sd_jwt(const IssueRequest& request,
                                          const SelectiveDisclosure& disclosure,
                                          const IssueContext& context, Call& call);

/// As issue(), but the credential becomes the payload of a COSE message (VC-JOSE-COSE section
/// 3.3.1); of the proof's options the expiry becomes the CWT claim exp and the domains aud, and
/// `jws_algorithm` is IANA's name of a COSE algorithm. Besides: `issue.cose_option_unsupported`,
/// `cose.no_algorithm_for_key`, and what sign_cose() and check_claims() refuse.
DEED_API Result<Bytes> issue_cose(const IssueRequest& request, const IssueContext& context,
                                  Call& call);

/// An unsigned VCDM 2.0 credential around claims: {"@context", "id": urn:uuid, "type",
/// "credentialSubject"}. `claims` is an object; `subject`, where given, becomes its id. Terms that
/// the base context lacks are covered by the W3C's context for undefined terms, the second entry of
/// "@context", so nothing is left undefined. `issue.claims_malformed`, `issue.type_malformed`,
/// `issue.subject_malformed`, `issue.subject_conflict`, `json.too_deep`.
DEED_API Result<json::Document> wrap_claims(const json::Document& claims, std::string_view type,
                                            std::optional<std::string> subject);

}  // namespace deed::credentials

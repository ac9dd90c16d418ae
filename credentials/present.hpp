#pragma once

#include <optional>
#include <string>
#include <vector>

#include "credentials/issue.hpp"
#include "credentials/proof_options.hpp"

namespace deed::credentials {

/// What a holder shows, and to whom.
struct PresentRequest {
    std::vector<json::Document> credentials;  ///< secured ones, as their issuers made them
    did::Did holder;
    /// Its key must be listed for authentication; null: a presentation without proof.
    crypto::Signer* signer = nullptr;
    ProofOptions proof = {};              ///< the verifier's domain and challenge, expiry
    std::vector<std::string> types = {};  ///< besides VerifiablePresentation
    std::optional<std::string> cryptosuite = std::nullopt;    ///< default: what fits the key
    std::optional<std::string> jws_algorithm = std::nullopt;  ///< default: what fits the key
    /// Present also what is about somebody else, which verifiers refuse unless they allow it.
    bool allow_other_subjects = false;
    /// Of data model 1.1, for credentials of 1.1; those that are JWTs as JSON strings.
    bool is_version_1 = false;
    /// A presentation that somebody else wrote, without proof, in place of `credentials` and
    /// `types`: only a holder that it lacks is added.
    std::optional<json::Document> presentation = std::nullopt;
};

/// A presentation of data model 2.0, unless 1.1 is asked for, with the proof purpose
/// authentication. The credentials are not verified; what a verifier would refuse by looking at the
/// presentation alone is refused here. `present.domain_missing`, `present.type_malformed`;
/// `present.credential_unsecured` and `present.other_subject`, at the credential; the first fault
/// of check_presentation_model(); `present.holder_deactivated`, `present.key_not_listed`,
/// `present.method_foreign`, `present.method_id_unsupported`, `present.method_revoked`,
/// `present.method_expired`, `issue.suite_unknown`, `issue.suite_key_mismatch`,
/// `issue.proof_option_malformed`, `issue.proof_expiry_past`, or what resolution or the signer
/// said.
DEED_API Result<json::Document> present(const PresentRequest& request, const IssueContext& context,
                                        Call& call);

/// The same as a JWT of type vp+jwt (VC-JOSE-COSE section 3.1): aud is the domain, nonce the
/// challenge. The signer must be there. Further errors: `issue.jwt_option_unsupported`, and those
/// of sign_jwt().
DEED_API Result<std::string> present_jwt(const PresentRequest& request, const IssueContext& context,
                                         Call& call);

/// The same of a presentation of data model 1.1, in the claim vp of a JWT (VCDM 1.1 section 6.3.1):
/// holder and id become iss and jti. Further error: `issue.jwt_not_version_1`.
DEED_API Result<std::string> present_jwt_1(const PresentRequest& request,
                                           const IssueContext& context, Call& call);

/// The same as an SD-JWT of type vp+sd-jwt (section 3.2.2), in which nothing is withheld.
DEED_API Result<std::string> present_sd_jwt(const PresentRequest& request,
                                            const IssueContext& context, Call& call);

/// The same as a COSE message (VC-JOSE-COSE section 3.3.2), with domain, challenge and expiry as
/// CWT claims aud, nonce and exp. Further errors: `issue.cose_option_unsupported`, and those of
/// sign_cose().
DEED_API Result<Bytes> present_cose(const PresentRequest& request, const IssueContext& context,
                                    Call& call);

}  // namespace deed::credentials

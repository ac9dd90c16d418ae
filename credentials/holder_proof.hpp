#pragma once

// The room's own: the token by which a holder shows an SD-JWT, where the claim cnf names their key
// by a DID URL. Not for other rooms.

#include "credentials/proof_verification.hpp"
#include "credentials/sd_jwt/sd_jwt.hpp"

namespace deed::credentials {

/// The absolute DID URL of a kid in cnf; a fragment is of the DID that sub names, or the only
/// credentialSubject. `sd_jwt.cnf_not_listed` where there is neither.
Result<std::string> holder_key_url(const SdJwt& sd_jwt, const std::string& key_id);

/// The token as a proof by that key. The SD-JWT must outlive it.
Result<StatedProof> state_holder(const SdJwt& sd_jwt, const std::string& key_id);

/// Judges the holder's part of a proof that has one: the key must be listed for authentication.
/// What is wrong with it, or could not be judged, becomes the answer of the check `proof`. Fails
/// only with `call.interrupted` or `call.deadline`.
Result<void> judge_holder(Report& report, const StatedProof& stated, const VerifyPolicy& policy,
                          const VerifyContext& context, Call& call);

/// Of a policy for credentials, what it asks of a holder's proof.
VerifyPolicy policy_for_holder(const VerifyPolicy& of_credentials);

/// Somebody who is here now cannot have signed with a key that is gone: of a holder's proof that is
/// judged as of now, a time that is `key.retired_unproven` makes the check `purpose` a failure.
void refuse_retired_key(Report& judged, const VerifyPolicy& policy);

}  // namespace deed::credentials

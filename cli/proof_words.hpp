#pragma once

#include <string>

#include "cli/invocation.hpp"
#include "credentials/proof_options.hpp"
#include "credentials/verify.hpp"

namespace deed::cli {

/// --proof-id (`new`: one that is made now), --proof-expires, --domain, --challenge, --nonce.
Result<credentials::ProofOptions> given_proof_options(const Invocation& invocation);

/// --domain, --challenge, --signer, --key-id, --public-key and --one-proof, into the policy.
Result<void> read_proof_policy(Invocation& invocation, Toolkit& toolkit,
                               credentials::VerifyPolicy& policy);

/// A public key as Multikey text, as JWK text, or as a file that holds either (`usage.bad_value`).
Result<crypto::PublicKey> public_key_of(const std::string& text, const Call& call);

}  // namespace deed::cli

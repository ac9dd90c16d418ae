#pragma once

// The room's own: who made a credential's proof. Not for other rooms.

#include "credentials/proof_parts.hpp"
#include "did/resolver.hpp"
#include "lib/error/call.hpp"

namespace deed::credentials {

/// What can be said about the key that a proof names. Each part carries the error of the one before
/// it where that failed.
struct SigningKey {
    Result<ProofParts> proof;
    /// The DID document that the verification method's URL points into.
    Result<did::Resolution> controller;
    /// The verification method in that document, or `proof.method_not_found`.
    Result<did::VerificationMethod> method;
    /// The DID could not be resolved, for a reason that says nothing about the credential.
    bool is_unresolved = false;
};

/// Fails only with `call.interrupted` or `call.deadline`.
Result<SigningKey> find_signing_key(const CredentialView& credential, did::DidResolver& resolver,
                                    Call& call);

}  // namespace deed::credentials

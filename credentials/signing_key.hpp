#pragma once

// The room's own: who made a credential's proof. Not for other rooms.

#include "credentials/key_life.hpp"
#include "credentials/proof_parts.hpp"
#include "did/resolver.hpp"
#include "lib/error/call.hpp"

namespace deed::credentials {

/// What can be said about the key that a proof names. Each part carries the error of the one before
/// it where that failed.
struct SigningKey {
    Result<ProofParts> proof;
    /// The life of the DID that the verification method's URL points into.
    Result<did::History> history;
    /// The verification method as that DID's document last had it by the moment in question, else
    /// as it first had it afterwards; `proof.method_not_found` if no version has it. Where the id
    /// stood for several keys, the one that made the proof.
    Result<did::VerificationMethod> method;
    std::string did{};  ///< whose document lists the method
    KeyLife life{};     ///< for assertionMethod; empty without a method
    /// The DID could not be resolved, for a reason that says nothing about the credential.
    bool is_unresolved = false;
};

/// As of `at`, or of all that is known. Fails only with `call.interrupted` or `call.deadline`.
Result<SigningKey> find_signing_key(const CredentialView& credential, did::DidResolver& resolver,
                                    const std::optional<Timestamp>& at, Call& call);

}  // namespace deed::credentials

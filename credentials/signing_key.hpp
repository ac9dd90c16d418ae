#pragma once

// The room's own: who made a proof. Not for other rooms.

#include "credentials/key_life.hpp"
#include "credentials/proof_verification.hpp"
#include "did/resolver.hpp"
#include "lib/error/call.hpp"

namespace deed::credentials {

/// What can be said about the key that a proof names. Each part carries the error of the one before
/// it where that failed.
struct SigningKey {
    /// The life of the DID that the verification method's URL points into.
    Result<did::History> history;
    /// The verification method as that DID's document last had it by the moment in question, else
    /// as it first had it afterwards; `proof.method_not_found` if no version has it. Where the id
    /// stood for several keys, the one that made the proof; `proof.too_many_keys` where none of the
    /// first 32 did.
    Result<did::VerificationMethod> method;
    std::string did{};  ///< whose document lists the method
    KeyLife life{};     ///< for the demanded purpose; empty without a method
    /// The DID could not be resolved, for a reason that says nothing about the proof.
    bool is_unresolved = false;
    /// The verifier gave the key: nothing was looked up, and whose it is stays open.
    bool is_given = false;
};

/// Looks the key up as of `at`, or by all that is known. Fails only with `call.interrupted` or
/// `call.deadline`.
Result<SigningKey> find_signing_key(const Result<StatedProof>& proof, did::Relationship purpose,
                                    did::DidResolver& resolver, const std::optional<Timestamp>& at,
                                    Call& call);

/// What a method's JWK says against a signature by its key with this algorithm:
/// `method.algorithm_mismatch`, `method.use_not_signing`, `method.key_ops_not_verifying`.
std::optional<Error> objection_to_terms(const did::VerificationMethod& method,
                                        std::optional<crypto::Algorithm> algorithm,
                                        const std::string& place);

/// For each proof, the one of the given keys that made it. A proof that none made is judged by a
/// key that made none, and fails; where all of them made one, it is somebody else's:
/// `proof.key_not_given`. Fails only with `call.interrupted` or `call.deadline`.
Result<std::vector<SigningKey>> match_given_keys(const std::vector<ProofEntry>& proofs,
                                                 std::span<const crypto::PublicKey> keys,
                                                 Call& call);

}  // namespace deed::credentials

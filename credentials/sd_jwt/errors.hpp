#pragma once

#include "lib/error/error.hpp"

namespace deed::credentials::errors {

// An SD-JWT (RFC 9901); the codes of its JWSs are in lib/jose/errors.hpp.

inline constexpr ErrorCode kSdJwtNotCompact{
    "sd_jwt.not_compact", ErrorKind::malformed,
    "The text is not an SD-JWT: a signed token and its disclosures, each with a '~' behind it, and "
    "perhaps a token of its holder.",
    "Copy the whole SD-JWT again, up to its last '~' and the token behind it."};
inline constexpr ErrorCode kSdJwtJsonMalformed{
    "sd_jwt.json_malformed", ErrorKind::malformed,
    "The JSON object is not an SD-JWT in a JSON serialization.",
    "Give an object with payload, protected, signature, and a header with the disclosures."};
inline constexpr ErrorCode kSdJwtTooLarge{
    "sd_jwt.too_large", ErrorKind::malformed,
    "The SD-JWT is longer, or has more disclosures, than allowed.",
    "Check that this is the right file."};
inline constexpr ErrorCode kSdHashUnsupported{
    "sd_jwt.hash_unsupported", ErrorKind::unsupported,
    "The digests of the SD-JWT are said to be of an algorithm that this version of Deed does not "
    "take.",
    "Ask for an SD-JWT whose _sd_alg is sha-256, sha-384 or sha-512, or absent."};

// Disclosures and their digests.

inline constexpr ErrorCode kDisclosureMalformed{
    "sd_jwt.disclosure_malformed", ErrorKind::malformed,
    "A disclosure is not base64url of a JSON array of a salt, perhaps a claim's name, and a value.",
    "Copy the SD-JWT again, as it was made: a disclosure must not be re-encoded."};
inline constexpr ErrorCode kDisclosureRepeated{"sd_jwt.disclosure_repeated", ErrorKind::malformed,
                                               "The same disclosure is there twice.",
                                               "Remove one of the two."};
inline constexpr ErrorCode kDisclosureUnreferenced{
    "sd_jwt.disclosure_unreferenced", ErrorKind::signature,
    "A disclosure belongs to no digest that the issuer signed: it was changed, or it is of another "
    "SD-JWT, or the one that it stands in is missing.",
    "Ask the holder for the disclosures as the issuer made them."};
inline constexpr ErrorCode kDisclosureMisplaced{
    "sd_jwt.disclosure_misplaced", ErrorKind::malformed,
    "A disclosure of a claim with a name belongs to an array, or one without a name to an object.",
    "Ask the issuer for an SD-JWT whose disclosures fit their places."};
inline constexpr ErrorCode kDigestMalformed{
    "sd_jwt.digest_malformed", ErrorKind::malformed,
    "_sd is not an array of strings, or '...' is not the only member of its object and a string.",
    "Ask the issuer for an SD-JWT whose digests are strings in their places."};
inline constexpr ErrorCode kDigestRepeated{"sd_jwt.digest_repeated", ErrorKind::malformed,
                                           "The SD-JWT has the same digest in two places.",
                                           "Ask the issuer for an SD-JWT with different digests."};
inline constexpr ErrorCode kClaimReserved{
    "sd_jwt.claim_reserved", ErrorKind::malformed,
    "A claim has a name that SD-JWT keeps for itself: _sd, '...', or _sd_alg below the top.",
    "Rename the claim."};
inline constexpr ErrorCode kClaimExists{
    "sd_jwt.claim_exists", ErrorKind::malformed,
    "A disclosure brings a claim that is there already.",
    "Ask the issuer for an SD-JWT whose claims have different names."};

// Issuing.

inline constexpr ErrorCode kPathMalformed{
    "sd_jwt.path_malformed", ErrorKind::usage,
    "The text is neither a JSON Pointer nor a path such as credentialSubject.a or x[0].",
    "Write a JSON Pointer, such as /credentialSubject/degree."};
inline constexpr ErrorCode kNothingToWithhold{
    "sd_jwt.root_not_disclosable", ErrorKind::usage,
    "The document as a whole cannot be a claim that its holder may withhold.",
    "Name a claim inside it, such as /credentialSubject/degree."};
inline constexpr ErrorCode kClaimNotDisclosable{
    "sd_jwt.claim_not_disclosable", ErrorKind::usage,
    "The claim may not be withheld: a verifier needs it to judge the rest.",
    "Choose claims inside credentialSubject, or members such as name and description."};
inline constexpr ErrorCode kTooManyDecoys{"sd_jwt.too_many_decoys", ErrorKind::usage,
                                          "More decoy digests were asked for than allowed.",
                                          "Ask for at most 64 of them in one place."};

// Key binding.

inline constexpr ErrorCode kConfirmationMissing{
    "sd_jwt.cnf_missing", ErrorKind::mismatch,
    "The SD-JWT names no key of its holder, so nobody can show that it is theirs.",
    "Ask the issuer for an SD-JWT with the holder's key in cnf."};
inline constexpr ErrorCode kConfirmationMalformed{"sd_jwt.cnf_malformed", ErrorKind::malformed,
                                                  "The claim cnf is not an object with the "
                                                  "holder's public key as jwk.",
                                                  "Ask the issuer for an SD-JWT with a sound cnf."};
inline constexpr ErrorCode kConfirmationUnsupported{
    "sd_jwt.cnf_unsupported", ErrorKind::unsupported,
    "The claim cnf names the holder's key in a way that this version of Deed does not read.",
    "Ask the issuer for an SD-JWT with the holder's key as jwk."};
inline constexpr ErrorCode kConfirmationByName{
    "sd_jwt.cnf_by_name", ErrorKind::undetermined,
    "The claim cnf names the holder's key by kid, a DID URL, which was not looked up here.",
    "Judge the credential with `deed credential verify`, without --public-key."};
inline constexpr ErrorCode kConfirmationNotListed{
    "sd_jwt.cnf_not_listed", ErrorKind::mismatch,
    "The claim cnf names by kid a key of its holder that their DID document does not list for "
    "authentication.",
    "Ask the issuer for an SD-JWT with a key that the holder's DID document lists."};
inline constexpr ErrorCode kConfirmationOtherKey{
    "sd_jwt.cnf_other_key", ErrorKind::mismatch,
    "The SD-JWT is bound to another key than the one that was given.",
    "Sign with the holder's key that the issuer put into the SD-JWT."};
inline constexpr ErrorCode kAlreadyBound{
    "sd_jwt.already_bound", ErrorKind::usage,
    "The SD-JWT is made for a verifier already: it ends with a token of its holder.",
    "Start from the SD-JWT as its issuer made it."};
inline constexpr ErrorCode kSeveralSignatures{
    "sd_jwt.several_signatures", ErrorKind::usage,
    "The SD-JWT has several signatures, and what is shown of it has one.",
    "Start from an SD-JWT in compact serialization, or show the whole of it."};
inline constexpr ErrorCode kBindingIncomplete{
    "sd_jwt.kb_incomplete", ErrorKind::usage,
    "The holder's token needs both the verifier's domain and its challenge.",
    "Give both, as the verifier asks for them."};
inline constexpr ErrorCode kBindingMissing{
    "sd_jwt.kb_missing", ErrorKind::mismatch,
    "The SD-JWT carries no token of its holder, and one was asked for.",
    "Ask the holder to present it for this domain and challenge."};
inline constexpr ErrorCode kBindingMalformed{
    "sd_jwt.kb_malformed", ErrorKind::malformed,
    "The holder's token is no JWT with the claims iat, aud, nonce and sd_hash of their types.",
    "Ask the holder to present the SD-JWT again."};
inline constexpr ErrorCode kBindingTypeMismatch{"sd_jwt.kb_typ_mismatch", ErrorKind::mismatch,
                                                "The holder's token is not of type kb+jwt.",
                                                "Ask the holder to present the SD-JWT again."};
inline constexpr ErrorCode kBindingSignatureInvalid{
    "sd_jwt.kb_signature_invalid", ErrorKind::signature,
    "The holder's token is not signed by the key that the SD-JWT names.",
    "Ask the holder to present the SD-JWT again."};
inline constexpr ErrorCode kBindingHashMismatch{
    "sd_jwt.kb_hash_mismatch", ErrorKind::signature,
    "The holder's token was made for another SD-JWT, or another choice of disclosures.",
    "Ask the holder to present the SD-JWT again."};
inline constexpr ErrorCode kBindingAudienceMismatch{
    "sd_jwt.kb_audience_mismatch", ErrorKind::mismatch,
    "The holder's token was made for another verifier.",
    "Ask the holder to present the SD-JWT to you."};
inline constexpr ErrorCode kBindingNonceMismatch{
    "sd_jwt.kb_nonce_mismatch", ErrorKind::mismatch, "The holder's token answers another nonce.",
    "Ask the holder to present the SD-JWT again, with the nonce that was set."};
inline constexpr ErrorCode kBindingInFuture{"sd_jwt.kb_in_future", ErrorKind::expired,
                                            "The holder's token is of a moment that has not come.",
                                            "Check both clocks."};
inline constexpr ErrorCode kBindingTooOld{"sd_jwt.kb_too_old", ErrorKind::expired,
                                          "The holder's token is too old, or its time is over.",
                                          "Ask the holder to present the SD-JWT again."};

// Its dates, where it is judged by itself.

inline constexpr ErrorCode kSdJwtExpired{"sd_jwt.expired", ErrorKind::expired,
                                         "The SD-JWT's time, exp, is over.",
                                         "Ask its issuer for a new one."};
inline constexpr ErrorCode kSdJwtNotYetValid{"sd_jwt.not_yet_valid", ErrorKind::expired,
                                             "The SD-JWT is not valid yet.",
                                             "Use it from its nbf on."};

inline constexpr const ErrorCode* kSdJwtRoomCodes[] = {&kSdJwtNotCompact,
                                                       &kSdJwtJsonMalformed,
                                                       &kSdJwtTooLarge,
                                                       &kSdHashUnsupported,
                                                       &kDisclosureMalformed,
                                                       &kDisclosureRepeated,
                                                       &kDisclosureUnreferenced,
                                                       &kDisclosureMisplaced,
                                                       &kDigestMalformed,
                                                       &kDigestRepeated,
                                                       &kClaimReserved,
                                                       &kClaimExists,
                                                       &kPathMalformed,
                                                       &kNothingToWithhold,
                                                       &kClaimNotDisclosable,
                                                       &kTooManyDecoys,
                                                       &kConfirmationMissing,
                                                       &kConfirmationMalformed,
                                                       &kConfirmationUnsupported,
                                                       &kConfirmationByName,
                                                       &kConfirmationNotListed,
                                                       &kConfirmationOtherKey,
                                                       &kAlreadyBound,
                                                       &kSeveralSignatures,
                                                       &kBindingIncomplete,
                                                       &kBindingMissing,
                                                       &kBindingMalformed,
                                                       &kBindingTypeMismatch,
                                                       &kBindingSignatureInvalid,
                                                       &kBindingHashMismatch,
                                                       &kBindingAudienceMismatch,
                                                       &kBindingNonceMismatch,
                                                       &kBindingInFuture,
                                                       &kBindingTooOld,
                                                       &kSdJwtExpired,
                                                       &kSdJwtNotYetValid};

}  // namespace deed::credentials::errors

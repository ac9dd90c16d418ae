#pragma once

#include "lib/error/error.hpp"

namespace deed::credentials::errors {

inline constexpr ErrorCode kProofMalformed{
    "proof.malformed", ErrorKind::malformed,
    "The proof lacks a member that Data Integrity requires, or has one of the wrong form.",
    "Ask the issuer for the credential again, as it was signed."};
inline constexpr ErrorCode kProofSuiteUnsupported{
    "proof.suite_unsupported", ErrorKind::unsupported,
    "The proof is of a type or cryptosuite that this version of Deed does not implement.",
    "See `deed version --verbose` for the suites, or verify with a tool that knows this one."};
inline constexpr ErrorCode kProofValueMalformed{
    "proof.value_malformed", ErrorKind::malformed,
    "The proofValue is not a signature of the key's size in multibase base58btc.",
    "Ask the issuer for the credential again; the value may have been cut or re-encoded."};
inline constexpr ErrorCode kProofContextMismatch{
    "proof.context_mismatch", ErrorKind::mismatch,
    "The proof names other contexts than the document starts with, so it was made for another "
    "document.",
    "Restore the @context that the issuer signed."};
inline constexpr ErrorCode kProofCoversLess{
    "proof.covers_less", ErrorKind::mismatch,
    "The document has contexts that the proof does not cover, which could give terms another "
    "meaning than the signed one.",
    "Remove the contexts that were added after signing."};
inline constexpr ErrorCode kProofKeyTypeMismatch{
    "proof.key_type_mismatch", ErrorKind::mismatch,
    "The verification method's key is not of the type that the cryptosuite uses.",
    "Check that the proof names the key and the suite it was made with."};
inline constexpr ErrorCode kProofSignatureInvalid{
    "proof.signature_invalid", ErrorKind::signature,
    "The signature does not belong to this document, proof and key: something was changed, or "
    "another key signed.",
    "Ask the issuer for the credential again, as it was signed."};
inline constexpr ErrorCode kProofSuiteContextMissing{
    "proof.suite_context_missing", ErrorKind::malformed,
    "The document's contexts do not define the members of a proof by this suite.",
    "Add https://w3id.org/security/data-integrity/v2 to @context, or for Ed25519Signature2020 "
    "https://w3id.org/security/suites/ed25519-2020/v1."};
inline constexpr ErrorCode kProofMemberHidden{
    "proof.member_hidden", ErrorKind::mismatch,
    "Something is said of the document, or of one thing in an array, in another object with the "
    "same id, so whoever looks for it in the first would not find it.",
    "Restore the document as the issuer signed it; it may have been changed on the way."};
inline constexpr ErrorCode kProofMemberUnknown{
    "proof.member_unknown", ErrorKind::mismatch,
    "A proof over RDF has a member that Data Integrity does not name; an expiry or domain that is "
    "signed could hide there.",
    "Restore the proof as the signer made it."};
inline constexpr ErrorCode kProofContextMisleads{
    "proof.context_misleads", ErrorKind::mismatch,
    "An inline context gives a member a name that is not that of what was signed; the signature "
    "does "
    "not cover contexts, so anybody can have added it.",
    "Ask for the credential with the contexts that the issuer used, or let inline contexts map "
    "each "
    "term to an IRI that ends in its name."};
inline constexpr ErrorCode kSignerLength{
    "proof.signer_length", ErrorKind::malformed,
    "The signer answered with a signature of another length than its key makes.",
    "Correct the signer, or sign with another one; nothing was issued."};

inline constexpr const ErrorCode* kProofsRoomCodes[] = {
    &kProofMalformed,        &kProofSuiteUnsupported,    &kProofValueMalformed,
    &kProofContextMismatch,  &kProofCoversLess,          &kProofKeyTypeMismatch,
    &kProofSignatureInvalid, &kProofMemberHidden,        &kProofMemberUnknown,
    &kProofContextMisleads,  &kProofSuiteContextMissing, &kSignerLength};

}  // namespace deed::credentials::errors

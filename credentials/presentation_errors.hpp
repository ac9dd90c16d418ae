#pragma once

#include "lib/error/error.hpp"

namespace deed::credentials::errors {

// The data model: VCDM 2.0 section 4.13, as specs/presentation-profile.md lists it.

inline constexpr ErrorCode kPresentationNotAnObject{
    "presentation.not_an_object", ErrorKind::malformed, "The input is JSON, but no object.",
    "Give one presentation as a JSON object, not as a string or list."};
inline constexpr ErrorCode kPresentationContextMissing{
    "presentation.context_missing", ErrorKind::malformed, "The presentation has no @context.",
    "Add an @context array that starts with https://www.w3.org/ns/credentials/v2."};
inline constexpr ErrorCode kPresentationBaseContextNotFirst{
    "presentation.base_context_not_first", ErrorKind::malformed,
    "The first entry of the presentation's @context is not the base context.",
    "Put https://www.w3.org/ns/credentials/v2 first."};
inline constexpr ErrorCode kPresentationContextEntryMalformed{
    "presentation.context_entry_malformed", ErrorKind::malformed,
    "The presentation's @context is not an array of absolute URLs and objects.",
    "Write it as an array, and each entry as an absolute URL or an inline context object."};
inline constexpr ErrorCode kPresentationVersionMixed{
    "presentation.version_mixed", ErrorKind::malformed,
    "The presentation mixes the data models 1.1 and 2.0, whose base contexts redefine terms that "
    "the other protects.",
    "Present credentials of data model 2.0 in a presentation of data model 2.0, which may hold "
    "older ones as well."};
inline constexpr ErrorCode kPresentationKeywordMember{
    "presentation.keyword_member", ErrorKind::malformed,
    "A member's name starts with '@', so readers of JSON and of JSON-LD would see different "
    "presentations.",
    "Write id and type for @id and @type, and give other members names without '@'."};
inline constexpr ErrorCode kPresentationTypeMissing{
    "presentation.type_missing", ErrorKind::malformed, "The presentation has no type.",
    "Add a type that includes VerifiablePresentation."};
inline constexpr ErrorCode kPresentationTypeMalformed{
    "presentation.type_malformed", ErrorKind::malformed,
    "The presentation's type is neither a term or URL nor an array of them.",
    "Write the type as a string or as an array of strings."};
inline constexpr ErrorCode kTypeNotVerifiablePresentation{
    "presentation.type_not_verifiable_presentation", ErrorKind::malformed,
    "The type does not include VerifiablePresentation.",
    "Give a presentation; `deed credential verify` judges a credential alone."};
inline constexpr ErrorCode kPresentationIdMalformed{
    "presentation.id_malformed", ErrorKind::malformed,
    "The presentation's id is not one absolute URL.",
    "Write the id as one absolute URL, such as urn:uuid:…, or leave it out."};
inline constexpr ErrorCode kHolderMalformed{
    "presentation.holder_malformed", ErrorKind::malformed,
    "The holder is neither an absolute URL nor an object whose id is one.",
    "Write the holder as a DID, or as an object with the DID as its id."};
inline constexpr ErrorCode kNoCredentials{
    "presentation.no_credentials", ErrorKind::malformed,
    "The presentation's verifiableCredential is an empty array.",
    "Have the holder present at least one credential."};
inline constexpr ErrorCode kTooManyCredentials{
    "presentation.too_many_credentials", ErrorKind::malformed,
    "The presentation holds more than 64 credentials.", "Present them in several presentations."};
inline constexpr ErrorCode kEmbeddedMalformed{
    "presentation.credential_malformed", ErrorKind::malformed,
    "A value of verifiableCredential is no object.",
    "Embed each credential as it was signed, or as an EnvelopedVerifiableCredential."};
inline constexpr ErrorCode kEmbeddedToken{
    "presentation.credential_bare_token", ErrorKind::malformed,
    "The presentation holds a bare JWT that is not a credential of data model 1.1.",
    "Have the holder present a vc+jwt in an EnvelopedVerifiableCredential."};
inline constexpr ErrorCode kEmbeddedUnsecured{
    "presentation.credential_unsecured", ErrorKind::malformed,
    "A credential in the presentation carries no proof: anybody could have written it.",
    "Have the holder present the credential as its issuer signed it."};

// Verifying.

inline constexpr ErrorCode kCredentialsMissing{
    "presentation.credentials_missing", ErrorKind::malformed,
    "The presentation holds no credentials, so it shows nothing but that its holder is there.",
    "Have the holder present a credential; --allow-no-credentials accepts it."};
inline constexpr ErrorCode kPresentationProofMissing{
    "presentation.proof_missing", ErrorKind::malformed,
    "The presentation carries no proof: nobody proves to be the holder.",
    "Have the holder sign it; --allow-unsigned judges the credentials alone."};
inline constexpr ErrorCode kPresentationPurposeMismatch{
    "presentation.purpose_mismatch", ErrorKind::untrusted,
    "The presentation's proof was not made to authenticate: its proofPurpose is not "
    "authentication.",
    "Have the holder sign for authentication."};
inline constexpr ErrorCode kPresentationKeyNotAuthorized{
    "presentation.key_not_authorized", ErrorKind::untrusted,
    "The key is in its controller's DID document, but not for authentication.",
    "Have the holder sign with a key listed for authentication."};
inline constexpr ErrorCode kHolderMissing{
    "presentation.holder_missing", ErrorKind::malformed,
    "The presentation names no holder, so nobody can be held to be its subject.",
    "Have the holder name its DID as holder."};
inline constexpr ErrorCode kNotByHolder{
    "presentation.not_by_holder", ErrorKind::untrusted,
    "The key that signed the presentation is not controlled by the holder that it names.",
    "Do not accept it: somebody else presents in the holder's name."};
inline constexpr ErrorCode kHolderDeactivated{"presentation.holder_deactivated", ErrorKind::revoked,
                                              "The holder's DID was deactivated.",
                                              "Have the holder present with a living DID."};
inline constexpr ErrorCode kOtherSubject{
    "presentation.other_subject", ErrorKind::untrusted,
    "A credential in the presentation is about somebody else than the holder.",
    "Do not take the holder for its subject; --allow-other-subjects accepts credentials about "
    "others, such as a child or a company."};
inline constexpr ErrorCode kNoSubjectId{
    "presentation.subject_unnamed", ErrorKind::untrusted,
    "A credential in the presentation does not say whom it is about, so anybody who has it can "
    "show it.",
    "Ask the issuer for a credential that names its subject; --allow-other-subjects accepts it."};
inline constexpr ErrorCode kDomainNotGiven{
    "presentation.no_expected_domain", ErrorKind::usage,
    "A challenge proves nothing without the domain that it was made for: another verifier could "
    "have passed it on.",
    "Say who this verifier is with --domain."};
inline constexpr ErrorCode kPastChallenge{
    "presentation.past_challenge", ErrorKind::usage,
    "A challenge is answered now; it cannot be judged, and used up, as of a past moment.",
    "Leave out --at, or the challenge."};
inline constexpr ErrorCode kUnsignedWithDomain{
    "presentation.unsigned_with_domain", ErrorKind::usage,
    "A presentation without proof has no domain and no challenge.",
    "Leave out --allow-unsigned, or the domain and the challenge."};

// Presenting.

inline constexpr ErrorCode kPresentUnsecured{
    "present.credential_unsecured", ErrorKind::usage,
    "The file is no secured credential: it carries no proof.",
    "Present the credential as its issuer signed it."};
inline constexpr ErrorCode kPresentAlreadySigned{"present.already_signed", ErrorKind::usage,
                                                 "The presentation carries a proof already.",
                                                 "Give the presentation without its proof."};
inline constexpr ErrorCode kPresentOtherHolder{
    "present.other_holder", ErrorKind::mismatch,
    "The presentation names another holder than the one who is to sign it.",
    "Sign as the holder that it names, or leave the holder out."};
inline constexpr ErrorCode kPresentOtherSubject{
    "present.other_subject", ErrorKind::mismatch,
    "The credential is not about the holder who is to present it.",
    "Present it as its subject; --allow-other-subjects presents it all the same."};
inline constexpr ErrorCode kPresentNoDomain{
    "present.domain_missing", ErrorKind::usage,
    "A challenge without the verifier's domain would let that verifier pass the presentation on to "
    "another.",
    "Give the domain of the verifier that made the challenge."};
inline constexpr ErrorCode kPresentTypeMalformed{
    "present.type_malformed", ErrorKind::malformed,
    "A type of the presentation is neither a plain term nor an absolute URL.",
    "Name the type in one word, such as ApplicationPresentation."};
inline constexpr ErrorCode kPresentKeyNotListed{
    "present.key_not_listed", ErrorKind::untrusted,
    "The holder's DID document does not list this key for authentication.",
    "Sign with a listed key, or add this one with `deed did add-key --for authentication`."};
inline constexpr ErrorCode kPresentMethodForeign{
    "present.method_foreign", ErrorKind::untrusted,
    "The holder's DID document lists this key, but with another controller than the holder.",
    "Sign with a key of the holder's own, or correct the method's controller."};
inline constexpr ErrorCode kPresentMethodIdUnsupported{
    "present.method_id_unsupported", ErrorKind::unsupported,
    "The holder's DID document lists this key under a DID URL with a path or query.",
    "List the key under the DID and a fragment alone, such as did:example:a#key-1."};
inline constexpr ErrorCode kPresentMethodRevoked{
    "present.method_revoked", ErrorKind::revoked,
    "The holder's DID document says that this key was revoked.",
    "Sign with a current key of the holder."};
inline constexpr ErrorCode kPresentMethodExpired{
    "present.method_expired", ErrorKind::expired,
    "The holder's DID document says that this key has expired.",
    "Sign with a current key of the holder, or prolong this one in the document."};
inline constexpr ErrorCode kPresentHolderDeactivated{
    "present.holder_deactivated", ErrorKind::revoked, "The holder's DID was deactivated.",
    "Present as a living DID."};

inline constexpr const ErrorCode* kPresentationRoomCodes[] = {&kPresentationNotAnObject,
                                                              &kPresentationContextMissing,
                                                              &kPresentationBaseContextNotFirst,
                                                              &kPresentationContextEntryMalformed,
                                                              &kPresentationVersionMixed,
                                                              &kPresentationKeywordMember,
                                                              &kPresentationTypeMissing,
                                                              &kPresentationTypeMalformed,
                                                              &kTypeNotVerifiablePresentation,
                                                              &kPresentationIdMalformed,
                                                              &kHolderMalformed,
                                                              &kNoCredentials,
                                                              &kTooManyCredentials,
                                                              &kEmbeddedMalformed,
                                                              &kEmbeddedToken,
                                                              &kEmbeddedUnsecured,
                                                              &kCredentialsMissing,
                                                              &kPresentationProofMissing,
                                                              &kPresentationPurposeMismatch,
                                                              &kPresentationKeyNotAuthorized,
                                                              &kHolderMissing,
                                                              &kNotByHolder,
                                                              &kHolderDeactivated,
                                                              &kOtherSubject,
                                                              &kNoSubjectId,
                                                              &kDomainNotGiven,
                                                              &kPastChallenge,
                                                              &kUnsignedWithDomain,
                                                              &kPresentUnsecured,
                                                              &kPresentAlreadySigned,
                                                              &kPresentOtherHolder,
                                                              &kPresentOtherSubject,
                                                              &kPresentNoDomain,
                                                              &kPresentTypeMalformed,
                                                              &kPresentKeyNotListed,
                                                              &kPresentMethodForeign,
                                                              &kPresentMethodIdUnsupported,
                                                              &kPresentMethodRevoked,
                                                              &kPresentMethodExpired,
                                                              &kPresentHolderDeactivated};

}  // namespace deed::credentials::errors

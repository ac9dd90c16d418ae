#pragma once

#include "lib/error/error.hpp"

namespace deed::credentials::errors {

// The data model: VCDM 2.0 and 1.1, as specs/credential-profile.md lists it.

inline constexpr ErrorCode kNotAnObject{
    "credential.not_an_object", ErrorKind::malformed, "The input is JSON, but no object.",
    "Give one credential as a JSON object, not as a string or list."};
inline constexpr ErrorCode kContextMissing{
    "credential.context_missing", ErrorKind::malformed, "The credential has no @context.",
    "Add an @context array that starts with https://www.w3.org/ns/credentials/v2."};
inline constexpr ErrorCode kBaseContextNotFirst{
    "credential.base_context_not_first", ErrorKind::malformed,
    "The first entry of @context is not the base context.",
    "Put https://www.w3.org/ns/credentials/v2 first."};
inline constexpr ErrorCode kContextEntryMalformed{
    "credential.context_entry_malformed", ErrorKind::malformed,
    "@context is not an array of absolute URLs and objects.",
    "Write it as an array, and each entry as an absolute URL or an inline context object."};
inline constexpr ErrorCode kVersionMixed{
    "credential.version_mixed", ErrorKind::malformed,
    "The credential is of one version of the data model and uses a date or the base context of the "
    "other.",
    "Write validFrom and validUntil with https://www.w3.org/ns/credentials/v2, or issuanceDate and "
    "expirationDate with https://www.w3.org/2018/credentials/v1."};
inline constexpr ErrorCode kIssuanceDateMissing{
    "credential.issuance_date_missing", ErrorKind::malformed,
    "The credential is of data model 1.1 and has no issuanceDate.",
    "Add the issuanceDate, or write the credential by data model 2.0."};
inline constexpr ErrorCode kKeywordMember{
    "credential.keyword_member", ErrorKind::malformed,
    "A member's name starts with '@', so readers of JSON and of JSON-LD would see different "
    "credentials.",
    "Write id and type for @id and @type, and give other members names without '@'; @value, "
    "@language and @direction stand only by themselves, in texts."};
inline constexpr ErrorCode kTypeMissing{"credential.type_missing", ErrorKind::malformed,
                                        "The credential has no type.",
                                        "Add a type that includes VerifiableCredential."};
inline constexpr ErrorCode kTypeMalformed{"credential.type_malformed", ErrorKind::malformed,
                                          "A type is neither a term or URL nor an array of them.",
                                          "Write the type as a string or as an array of strings."};
inline constexpr ErrorCode kTypeNotVerifiableCredential{
    "credential.type_not_verifiable_credential", ErrorKind::malformed,
    "The type does not include VerifiableCredential.", "Add VerifiableCredential to the types."};
inline constexpr ErrorCode kIdMalformed{
    "credential.id_malformed", ErrorKind::malformed, "An id is not one absolute URL.",
    "Write the id as one absolute URL, such as a DID or urn:uuid:…, or leave it out."};
inline constexpr ErrorCode kIssuerMissing{"credential.issuer_missing", ErrorKind::malformed,
                                          "The credential has no issuer.", "Add the issuer's DID."};
inline constexpr ErrorCode kIssuerMalformed{
    "credential.issuer_malformed", ErrorKind::malformed,
    "The issuer is neither an absolute URL nor an object whose id is one.",
    "Write the issuer as a DID, or as an object with the DID as its id."};
inline constexpr ErrorCode kSubjectMissing{"credential.subject_missing", ErrorKind::malformed,
                                           "The credential has no credentialSubject.",
                                           "Add the claims as credentialSubject."};
inline constexpr ErrorCode kSubjectMalformed{
    "credential.subject_malformed", ErrorKind::malformed,
    "credentialSubject is neither an object nor an array of objects.",
    "Write each subject as an object that holds its claims."};
inline constexpr ErrorCode kSubjectEmpty{"credential.subject_empty", ErrorKind::malformed,
                                         "A credentialSubject claims nothing.",
                                         "Add at least one claim, or remove the subject."};
inline constexpr ErrorCode kDateMalformed{"credential.date_malformed", ErrorKind::malformed,
                                          "A date is not a dateTimeStamp.",
                                          "Write it as in 2026-11-22T02:40:35Z."};
inline constexpr ErrorCode kDatesReversed{"credential.dates_reversed", ErrorKind::malformed,
                                          "validUntil is earlier than validFrom.",
                                          "Correct one of the two dates."};
inline constexpr ErrorCode kStatusMalformed{
    "credential.status_malformed", ErrorKind::malformed,
    "credentialStatus is neither an object nor an array of objects.",
    "Write each status entry as an object with a type."};
inline constexpr ErrorCode kSchemaMalformed{
    "credential.schema_malformed", ErrorKind::malformed,
    "credentialSchema is neither an object nor an array of objects, each with an id.",
    "Write each schema as an object with its URL as id, and a type."};
inline constexpr ErrorCode kEntryMalformed{
    "credential.entry_malformed", ErrorKind::malformed,
    "refreshService, termsOfUse or evidence is neither an object nor an array of objects.",
    "Write each entry as an object with a type."};
inline constexpr ErrorCode kEntryTypeMissing{
    "credential.entry_type_missing", ErrorKind::malformed,
    "A status, schema, refresh service, terms of use or evidence entry has no type.",
    "Add the type of the entry."};
inline constexpr ErrorCode kLanguageValueMalformed{
    "credential.language_value_malformed", ErrorKind::malformed,
    "A name or description is neither a string nor a language value.",
    "Write a string, or objects of @value, @language and @direction only."};
inline constexpr ErrorCode kRelatedResourceMalformed{
    "credential.related_resource_malformed", ErrorKind::malformed,
    "relatedResource is neither an object nor an array of objects, each with an id.",
    "Write each resource as an object with its URL as id, and a digest."};
inline constexpr ErrorCode kRelatedResourceDuplicate{
    "credential.related_resource_duplicate", ErrorKind::malformed,
    "Two related resources have the same id.", "List each resource once."};
inline constexpr ErrorCode kRelatedResourceDigestMissing{
    "credential.related_resource_digest_missing", ErrorKind::malformed,
    "A related resource has neither digestSRI nor digestMultibase.",
    "Add a digest of the resource's bytes."};
inline constexpr ErrorCode kRelatedResourceDigestMalformed{
    "credential.related_resource_digest_malformed", ErrorKind::malformed,
    "A digest of a related resource is not of the form that its name says.",
    "Write digestSRI as sha384-BASE64, digestMultibase as a multibase multihash."};
inline constexpr ErrorCode kRelatedResourceDigestMismatch{
    "credential.related_resource_digest_mismatch", ErrorKind::malformed,
    "A related resource is a context that is known here, and the digest is not that of its bytes.",
    "Compute the digest over the bytes that the publisher serves."};

// Verifying. The codes of the proof itself are in proofs/errors.hpp.

inline constexpr ErrorCode kUnknownCheck{"verify.unknown_check", ErrorKind::usage,
                                         "There is no check of this name.",
                                         "Use one of model, context, proof, purpose, control, "
                                         "did.freshness, time, dates, status, schema, "
                                         "authority, terms."};
inline constexpr ErrorCode kSignerWithGivenKey{
    "verify.signer_with_given_key", ErrorKind::usage,
    "Whether a DID has signed cannot be told where keys are given and nothing is looked up.",
    "Leave out the given keys, or name key ids in place of signers."};
inline constexpr ErrorCode kProofMissing{"proof.missing", ErrorKind::malformed,
                                         "The credential carries no proof: anybody could have "
                                         "written it.",
                                         "Ask the issuer for the signed credential."};
inline constexpr ErrorCode kProofTooMany{
    "proof.too_many", ErrorKind::malformed, "The document carries more proofs than Deed judges.",
    "Ask for the document with the proofs that matter; 32 are judged at most."};
inline constexpr ErrorCode kProofIdDuplicate{
    "proof.id_duplicate", ErrorKind::malformed,
    "Two proofs have the same id, so that nobody knows which one a further proof builds on.",
    "Ask the signers for the document as they signed it."};
inline constexpr ErrorCode kProofPreviousNotFound{
    "proof.previous_not_found", ErrorKind::signature,
    "The proof builds on another one that the document does not carry.",
    "Ask for the document with all of its proofs."};
inline constexpr ErrorCode kProofChainCycle{
    "proof.chain_cycle", ErrorKind::malformed,
    "The proof builds on itself, directly or through others, so that nobody can have made it.",
    "Ask the signers for the document as they signed it."};
inline constexpr ErrorCode kProofPreviousFailed{
    "proof.previous_failed", ErrorKind::signature,
    "The signature is right, but a proof that this one builds on is bad.",
    "See what the report says of that proof."};
inline constexpr ErrorCode kProofPreviousUndetermined{
    "proof.previous_undetermined", ErrorKind::undetermined,
    "The signature is right, but a proof that this one builds on could not be judged.",
    "See what the report says of that proof."};
inline constexpr ErrorCode kProofSignerMissing{
    "proof.signer_missing", ErrorKind::untrusted,
    "A DID that must have signed made none of the proofs.",
    "Ask for the document with all of its proofs; whoever passed it on may have taken one out."};
inline constexpr ErrorCode kProofKeyIdMissing{
    "proof.key_id_missing", ErrorKind::untrusted,
    "A verification method that must have signed is named by none of the proofs.",
    "Ask for the document with the proof by that key."};
inline constexpr ErrorCode kProofKeyNotGiven{
    "proof.key_not_given", ErrorKind::undetermined,
    "The proof was made by none of the keys that were given.",
    "Give the signer's key as well, or let the DID be resolved."};
inline constexpr ErrorCode kProofDomainMissing{"proof.domain_missing", ErrorKind::mismatch,
                                               "The proof names no domain, and was expected to.",
                                               "Ask for a proof that is made for your domain."};
inline constexpr ErrorCode kProofDomainMismatch{
    "proof.domain_mismatch", ErrorKind::mismatch, "The proof is meant for another domain.",
    "Do not accept it: it may have been made for somebody else and passed on."};
inline constexpr ErrorCode kProofDomainNotAsked{
    "proof.domain_not_asked", ErrorKind::undetermined,
    "The proof is meant for one domain only, and nobody said whether that is this one.",
    "Say with --domain for where you judge."};
inline constexpr ErrorCode kProofChallengeMissing{
    "proof.challenge_missing", ErrorKind::mismatch,
    "The proof answers no challenge, and was expected to.",
    "Ask for a proof that answers your challenge."};
inline constexpr ErrorCode kProofChallengeMismatch{
    "proof.challenge_mismatch", ErrorKind::mismatch,
    "The proof answers another challenge than the one that was set.",
    "Do not accept it: it may be an old answer, played again."};
inline constexpr ErrorCode kProofChallengeNotAsked{
    "proof.challenge_not_asked", ErrorKind::undetermined,
    "The proof answers a challenge, and nobody said whether that is the right one.",
    "Say with --challenge which one you set."};
inline constexpr ErrorCode kProofMethodUnsupported{
    "proof.method_unsupported", ErrorKind::unsupported,
    "The proof's verification method is not a plain DID URL, or its key is of a type that this "
    "version of Deed does not know.",
    "Verify with a tool that knows this verification method."};
inline constexpr ErrorCode kProofMethodNotFound{
    "proof.method_not_found", ErrorKind::untrusted,
    "No version of the controller's DID document lists the verification method that the proof "
    "names.",
    "Ask the issuer for a credential signed with a listed key."};
inline constexpr ErrorCode kProofTooManyKeys{
    "proof.too_many_keys", ErrorKind::undetermined,
    "The proof may mean more keys than Deed tries, and none of those that were tried made it.",
    "Ask for a proof that names its key by an id of its own; 32 keys are tried at most."};
inline constexpr ErrorCode kProofPurposeMismatch{
    "proof.purpose_mismatch", ErrorKind::untrusted,
    "The proof was not made to assert claims: its proofPurpose is not assertionMethod.",
    "Ask the issuer for a credential that was signed for assertionMethod."};
inline constexpr ErrorCode kProofKeyNotAuthorized{
    "proof.key_not_authorized", ErrorKind::untrusted,
    "The key is in its controller's DID document, but not for making assertions.",
    "Ask the issuer to sign with a key listed for assertionMethod."};
inline constexpr ErrorCode kProofExpired{"proof.expired", ErrorKind::expired,
                                         "The proof's own expiry has passed.",
                                         "Ask the issuer for a new credential."};
inline constexpr ErrorCode kProofCreatedInFuture{
    "proof.created_in_future", ErrorKind::expired, "The proof says it was created later than now.",
    "Check the clock of this computer; the issuer's may be wrong as well."};
inline constexpr ErrorCode kMethodRevoked{"method.revoked", ErrorKind::revoked,
                                          "The controller has revoked the verification method.",
                                          "Ask the issuer for a credential signed with a current "
                                          "key."};
inline constexpr ErrorCode kMethodExpired{
    "method.expired", ErrorKind::expired, "The verification method has expired.",
    "Ask the issuer for a credential signed with a current key."};
inline constexpr ErrorCode kMethodAlgorithm{
    "method.algorithm_mismatch", ErrorKind::mismatch,
    "The verification method's key is for another algorithm than the proof was signed with.",
    "Ask the signer for a proof by the algorithm that its DID document names."};
inline constexpr ErrorCode kMethodUse{
    "method.use_not_signing", ErrorKind::untrusted,
    "The verification method's JWK says that its key is not for signatures.",
    "Ask for a proof by a key that is for signing."};
inline constexpr ErrorCode kMethodOperations{
    "method.key_ops_not_verifying", ErrorKind::untrusted,
    "The verification method's JWK lists operations, and verifying is none of them.",
    "Ask for a proof by a key that is for signing."};
inline constexpr ErrorCode kMethodControllerDeactivated{
    "method.controller_deactivated", ErrorKind::revoked,
    "The DID that the key belongs to was deactivated.",
    "Give time evidence from before with --evidence, or ask for a credential signed by a living "
    "DID."};
inline constexpr ErrorCode kControlForeignKey{
    "control.foreign_key", ErrorKind::untrusted,
    "The key that signed is not controlled by the issuer that the credential names.",
    "Do not trust the issuer's name; --allow-foreign-keys judges the proof alone."};
inline constexpr ErrorCode kControlIssuerDeactivated{
    "control.issuer_deactivated", ErrorKind::revoked, "The issuer's DID was deactivated.",
    "Give time evidence from before with --evidence, or ask for the issuer's new DID and "
    "credential."};
inline constexpr ErrorCode kDidStale{
    "did.stale", ErrorKind::undetermined,
    "The copy of the DID document is older than the policy allows, or dated in the future.",
    "Get a new export of the DID, or allow older ones."};
inline constexpr ErrorCode kNotYetValid{"dates.not_yet_valid", ErrorKind::expired,
                                        "The credential is not valid yet.",
                                        "Use it from its validFrom on."};
inline constexpr ErrorCode kExpired{"dates.expired", ErrorKind::expired,
                                    "The credential has expired.", "Ask the issuer for a new one."};
inline constexpr ErrorCode kDatesMalformed{
    "dates.malformed", ErrorKind::malformed,
    "A date of the credential cannot be read, so its validity cannot be judged.",
    "Ask the issuer for a credential with dates as in 2026-11-22T02:40:35Z."};
inline constexpr ErrorCode kStatusUnsupported{
    "status.unsupported", ErrorKind::undetermined,
    "The credential may have been revoked or suspended: it carries a status of a kind that is not "
    "looked up.",
    "Look the status up by other means and say --skip status."};
inline constexpr ErrorCode kStatusEntryMalformed{
    "status.entry_malformed", ErrorKind::malformed,
    "The credential's status entry does not have the form that its type prescribes.",
    "Ask the issuer for a credential whose status can be looked up."};
inline constexpr ErrorCode kStatusTooMany{
    "status.too_many", ErrorKind::undetermined,
    "The credential has more status entries than are looked up.",
    "Ask the issuer for a credential with fewer; 16 are looked up."};
inline constexpr ErrorCode kStatusRevoked{"status.revoked", ErrorKind::revoked,
                                          "The issuer revoked the credential.",
                                          "Ask the issuer why, and for a new one."};
inline constexpr ErrorCode kStatusSuspended{
    "status.suspended", ErrorKind::revoked, "The issuer suspended the credential.",
    "Ask the issuer why, and judge it again once that was taken back."};
inline constexpr ErrorCode kStatusRegistryUnknown{
    "status.registry_unknown", ErrorKind::undetermined,
    "The status list is in a registry that is not known here.",
    "Configure the chain of that network, or give its mirror with --mirror NETWORK=URL."};
inline constexpr ErrorCode kStatusListUnknown{
    "status.list_unknown", ErrorKind::undetermined,
    "The registry has no such status list, or had none at the moment asked about.",
    "Ask the issuer where the status is kept; a node that is behind may not know a new list yet."};
inline constexpr ErrorCode kStatusUnavailable{
    "status.unavailable", ErrorKind::undetermined,
    "The registry of the status list could not be asked.",
    "Try again later, or configure another node or mirror of that network."};
inline constexpr ErrorCode kStatusStale{
    "status.stale", ErrorKind::undetermined,
    "What is known of the status list is older than the policy allows, or does not reach the "
    "moment asked about.",
    "Ask a mirror or node that is up to date, or allow older answers with --max-did-age."};
inline constexpr ErrorCode kStatusForeignList{
    "status.foreign_list", ErrorKind::undetermined,
    "The status list is not the issuer's, so its bits do not tell what the issuer decided.",
    "Ask the issuer for a credential with a list that its DID publishes."};
inline constexpr ErrorCode kStatusPurposeMismatch{
    "status.purpose_mismatch", ErrorKind::undetermined,
    "The status entry is for revocation and the list for suspension, or the other way round.",
    "Ask the issuer which of the two is meant."};
inline constexpr ErrorCode kSchemaUnsupported{
    "schema.unsupported", ErrorKind::undetermined,
    "The credential names a schema, and this version of Deed does not check schemas.",
    "Check the schema by other means and say --skip schema."};

// When a proof was made (specs/credential-profile.md section 7).

inline constexpr ErrorCode kAtInFuture{"verify.at_in_future", ErrorKind::usage,
                                       "The moment to judge as of lies in the future.",
                                       "Give a past moment, or leave --at out to judge as of now."};
inline constexpr ErrorCode kDidNotYetCreated{
    "key.did_not_yet_created", ErrorKind::untrusted,
    "At the moment asked about, the issuer's DID did not exist yet.",
    "Ask about a later moment; the credential cannot have been good before."};
inline constexpr ErrorCode kKeyNotYetListed{
    "key.not_yet_listed", ErrorKind::untrusted,
    "At the moment asked about, the issuer's DID document did not list the key yet.",
    "Ask about a later moment; the credential cannot have been good before."};
inline constexpr ErrorCode kKeyCompromised{
    "key.compromised", ErrorKind::revoked,
    "The issuer declared the key compromised, and nothing shows that the credential existed "
    "before.",
    "Give time evidence from before with --evidence, or ask the issuer for a new credential."};
inline constexpr ErrorCode kProofCreatedOutsideKeyLife{
    "proof.created_outside_key_life", ErrorKind::untrusted,
    "The proof says it was created when the issuer's DID document did not list the key.",
    "Do not trust it; ask the issuer for a credential signed with a current key."};
inline constexpr ErrorCode kKeyCompromisedUnproven{
    "key.compromised_unproven", ErrorKind::undetermined,
    "The key was declared compromised since a later moment, and whoever has it can date proofs "
    "back.",
    "Give time evidence from before with --evidence."};
inline constexpr ErrorCode kKeyRetiredUnproven{
    "key.retired_unproven", ErrorKind::undetermined,
    "The issuer has retired the key, and nothing shows that the credential existed before.",
    "Give time evidence from before with --evidence, or ask the issuer for a new credential."};
inline constexpr ErrorCode kKeyRevokedUnproven{
    "key.revoked_unproven", ErrorKind::undetermined,
    "The verification method was revoked later, and nothing shows that the credential existed "
    "before.",
    "Give time evidence from before with --evidence."};
inline constexpr ErrorCode kKeyExpiredUnproven{
    "key.expired_unproven", ErrorKind::undetermined,
    "The verification method expired later, and nothing shows that the credential existed before.",
    "Give time evidence from before with --evidence."};
inline constexpr ErrorCode kKeyDeactivatedUnproven{
    "key.deactivated_unproven", ErrorKind::undetermined,
    "The issuer's DID was deactivated later, and nothing shows that the credential existed before.",
    "Give time evidence from before with --evidence."};
inline constexpr ErrorCode kKeyMovedUnproven{
    "key.moved_unproven", ErrorKind::undetermined,
    "The issuer's DID moved to another ledger, and nothing shows that the credential existed "
    "before; what became of the key there is not looked up.",
    "Give time evidence from before with --evidence, or ask for a credential of the new DID."};
inline constexpr ErrorCode kEvidenceNotIndependent{
    "time.evidence_not_independent", ErrorKind::untrusted,
    "The evidence comes from the ledger that carries the issuer's DID, which the issuer may run.",
    "Give evidence from another log, or accept this one with --same-log."};
inline constexpr ErrorCode kEvidenceContradicted{
    "time.evidence_contradicted", ErrorKind::mismatch,
    "The evidence is older than the proof's own date or than the key, so that one of them is "
    "wrong.",
    "Compare the clocks of the issuer, its ledger and the source of the evidence."};

// Issuing.

inline constexpr ErrorCode kAlreadySigned{"issue.already_signed", ErrorKind::usage,
                                          "The credential already has a proof.",
                                          "Remove the proof to sign it anew, or add one beside it "
                                          "with `deed credential sign`."};
inline constexpr ErrorCode kNotSignedYet{
    "issue.not_signed_yet", ErrorKind::usage, "The credential has no proof to add another one to.",
    "Let its issuer sign it first, with `deed credential issue`."};
inline constexpr ErrorCode kSignedIsBad{
    "issue.signed_is_bad", ErrorKind::mismatch,
    "The proofs that the credential carries are bad, and who adds one would vouch for it.",
    "See `deed credential verify`, and ask for the credential as it was signed."};
inline constexpr ErrorCode kSignedIsUnjudged{
    "issue.signed_is_unjudged", ErrorKind::undetermined,
    "The proofs that the credential carries could not be judged.",
    "Give what is missing, such as --did EXPORT, or sign all the same with --accept-unjudged."};
inline constexpr ErrorCode kIssuePreviousNotFound{
    "issue.previous_not_found", ErrorKind::not_found,
    "The credential has no proof of the id that the new one is to build on.",
    "See `deed credential inspect` for the ids of its proofs."};
inline constexpr ErrorCode kPreviousWithoutId{
    "issue.previous_without_id", ErrorKind::mismatch,
    "A proof can be built on only if it has an id, and this one was made without.",
    "Sign beside it, without --previous, or ask its signer for a proof with an id (--proof-id)."};
inline constexpr ErrorCode kProofIdTaken{"issue.proof_id_taken", ErrorKind::usage,
                                         "Another proof of the credential has this id.",
                                         "Give another id, or let one be made."};
inline constexpr ErrorCode kProofOptionMalformed{
    "issue.proof_option_malformed", ErrorKind::usage,
    "The id of a proof is no absolute URL, or a domain, challenge or nonce is empty.",
    "Give the id as a URL such as urn:uuid:…, and texts that are not empty."};
inline constexpr ErrorCode kProofExpiryPast{"issue.proof_expiry_past", ErrorKind::usage,
                                            "The proof would have expired before it was made.",
                                            "Give a later moment."};
inline constexpr ErrorCode kOtherIssuer{
    "issue.other_issuer", ErrorKind::mismatch,
    "The credential names another issuer than the one that is to sign it.",
    "Remove the issuer from the credential, or sign as that issuer."};
inline constexpr ErrorCode kKeyNotListed{
    "issue.key_not_listed", ErrorKind::untrusted,
    "The signer's DID document does not list this key for assertionMethod.",
    "Sign with a listed key, or add this one to the document."};
inline constexpr ErrorCode kMethodForeign{
    "issue.method_foreign", ErrorKind::untrusted,
    "The signer's DID document lists this key, but with another controller than the signer.",
    "Sign with a key of the signer's own, or correct the method's controller."};
inline constexpr ErrorCode kMethodIdUnsupported{
    "issue.method_id_unsupported", ErrorKind::unsupported,
    "The signer's DID document lists this key under a DID URL with a path or query.",
    "List the key under the DID and a fragment alone, such as did:example:a#key-1."};
inline constexpr ErrorCode kIssueMethodRevoked{
    "issue.method_revoked", ErrorKind::revoked,
    "The signer's DID document says that this key was revoked.", "Sign with a current key."};
inline constexpr ErrorCode kIssueMethodExpired{
    "issue.method_expired", ErrorKind::expired,
    "The signer's DID document says that this key has expired.",
    "Sign with a current key, or prolong this one in the document."};
inline constexpr ErrorCode kIssuerDeactivated{"issue.issuer_deactivated", ErrorKind::revoked,
                                              "The signer's DID was deactivated.",
                                              "Create a new DID and sign as that."};
inline constexpr ErrorCode kSuiteUnknown{"issue.suite_unknown", ErrorKind::unsupported,
                                         "There is no cryptosuite of this name here.",
                                         "See `deed version --verbose` for the suites."};
inline constexpr ErrorCode kSuiteKeyMismatch{
    "issue.suite_key_mismatch", ErrorKind::mismatch,
    "The cryptosuite does not use keys of this type, or no cryptosuite does.",
    "Sign with an Ed25519 key (eddsa-jcs-2022, eddsa-rdfc-2022), a P-256 or P-384 key "
    "(ecdsa-jcs-2019, ecdsa-rdfc-2019), or an SM2 key (deed-sm2-jcs-2026)."};
inline constexpr ErrorCode kClaimsMalformed{
    "issue.claims_malformed", ErrorKind::malformed,
    "The claims are not an object with at least one member, or have JSON-LD keywords as members.",
    "Give the claims as one JSON object of plain names and values."};
inline constexpr ErrorCode kClaimsTypeMalformed{
    "issue.type_malformed", ErrorKind::malformed,
    "The credential type is neither a plain term nor an absolute URL.",
    "Name the type in one word, such as DegreeCredential."};
inline constexpr ErrorCode kSubjectConflict{
    "issue.subject_conflict", ErrorKind::mismatch,
    "The claims already have another id than the subject that was given.",
    "Remove the id from the claims, or do not give a subject."};
inline constexpr ErrorCode kClaimsSubjectMalformed{
    "issue.subject_malformed", ErrorKind::malformed, "The subject is not an absolute URL.",
    "Give the subject as a DID or another absolute URL."};

// clang-format off
inline constexpr const ErrorCode* kCredentialsRoomCodes[] = {
    &kNotAnObject, &kContextMissing, &kBaseContextNotFirst, &kContextEntryMalformed,
    &kIssuanceDateMissing, &kVersionMixed, &kKeywordMember, &kTypeMissing, &kTypeMalformed,
    &kTypeNotVerifiableCredential, &kIdMalformed, &kIssuerMissing, &kIssuerMalformed,
    &kSubjectMissing, &kSubjectMalformed, &kSubjectEmpty, &kDateMalformed, &kDatesReversed,
    &kStatusMalformed, &kSchemaMalformed, &kEntryMalformed, &kEntryTypeMissing,
    &kLanguageValueMalformed, &kRelatedResourceMalformed, &kRelatedResourceDuplicate,
    &kRelatedResourceDigestMissing, &kRelatedResourceDigestMalformed,
    &kRelatedResourceDigestMismatch, &kUnknownCheck, &kSignerWithGivenKey, &kProofMissing,
    &kProofTooMany, &kProofIdDuplicate, &kProofPreviousNotFound, &kProofChainCycle,
    &kProofPreviousFailed, &kProofPreviousUndetermined, &kProofSignerMissing,
    &kProofKeyIdMissing, &kProofKeyNotGiven, &kProofDomainMissing, &kProofDomainMismatch,
    &kProofDomainNotAsked, &kProofChallengeMissing, &kProofChallengeMismatch,
    &kProofChallengeNotAsked, &kProofMethodUnsupported, &kProofMethodNotFound,
    &kProofTooManyKeys,
    &kProofPurposeMismatch, &kProofKeyNotAuthorized, &kProofExpired, &kProofCreatedInFuture,
    &kMethodRevoked, &kMethodAlgorithm, &kMethodUse, &kMethodOperations, &kMethodExpired, &kMethodControllerDeactivated, &kControlForeignKey,
    &kControlIssuerDeactivated, &kDidStale, &kNotYetValid, &kExpired, &kDatesMalformed,
    &kStatusUnsupported, &kStatusEntryMalformed, &kStatusTooMany, &kStatusRevoked,
    &kStatusSuspended, &kStatusRegistryUnknown, &kStatusListUnknown, &kStatusUnavailable,
    &kStatusStale, &kStatusForeignList, &kStatusPurposeMismatch, &kSchemaUnsupported, &kAtInFuture, &kDidNotYetCreated,
    &kKeyNotYetListed, &kKeyCompromised, &kProofCreatedOutsideKeyLife, &kKeyCompromisedUnproven,
    &kKeyRetiredUnproven, &kKeyRevokedUnproven, &kKeyExpiredUnproven, &kKeyDeactivatedUnproven,
    &kKeyMovedUnproven, &kEvidenceNotIndependent, &kEvidenceContradicted, &kAlreadySigned,
    &kNotSignedYet, &kSignedIsBad, &kSignedIsUnjudged, &kIssuePreviousNotFound,
    &kPreviousWithoutId, &kProofIdTaken, &kProofOptionMalformed, &kProofExpiryPast,
    &kOtherIssuer, &kKeyNotListed, &kMethodForeign, &kMethodIdUnsupported, &kIssueMethodRevoked,
    &kIssueMethodExpired, &kIssuerDeactivated, &kSuiteUnknown, &kSuiteKeyMismatch,
    &kClaimsMalformed, &kClaimsTypeMalformed, &kSubjectConflict, &kClaimsSubjectMalformed};
// clang-format on

}  // namespace deed::credentials::errors

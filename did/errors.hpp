#pragma once

#include "lib/error/error.hpp"

namespace deed::did::errors {

inline constexpr ErrorCode kMalformed{
    "did.malformed", ErrorKind::malformed,
    "The text is not a DID by the grammar of DID Core, or not one that its method allows.",
    "Write it as did:method:identifier, without path, query and fragment."};
inline constexpr ErrorCode kMalformedUrl{
    "did.malformed_url", ErrorKind::malformed,
    "The text is not a DID URL by the grammar of DID Core.",
    "Write it as a DID, optionally followed by /path, ?query and #fragment."};
inline constexpr ErrorCode kMethodUnsupported{
    "did.method_unsupported", ErrorKind::unsupported, "No resolver here knows this DID method.",
    "Use a did:weid, did:web, did:webvh, did:ethr, did:pkh, did:key, did:jwk or did:peer."};
inline constexpr ErrorCode kNotFound{"did.not_found", ErrorKind::not_found,
                                     "The DID is not recorded where it should be.",
                                     "Check its spelling, or ask its owner to create it."};
inline constexpr ErrorCode kInvalidDocument{
    "did.invalid_document", ErrorKind::malformed,
    "The DID document breaks the rules for documents.",
    "Let the DID's controller correct the named place and update the document."};
inline constexpr ErrorCode kUnknownNetwork{
    "did.unknown_network", ErrorKind::not_found,
    "The DID lives on a ledger that is not known here.",
    "Ask the issuer for the export of exactly this DID, and give it with --did EXPORT."};
inline constexpr ErrorCode kDeactivated{"did.deactivated", ErrorKind::revoked,
                                        "The DID was deactivated; its keys verify nothing.",
                                        "Ask its owner for the DID that took its place."};
inline constexpr ErrorCode kMethodNotFound{
    "did.method_not_found", ErrorKind::not_found,
    "The DID document has no verification method of this name.",
    "Use a method that the document lists; `deed did resolve` shows them."};
inline constexpr ErrorCode kWrongLedger{"did.wrong_ledger", ErrorKind::mismatch,
                                        "The DID belongs to another network than this ledger's.",
                                        "Name the ledger on which the DID was created."};

inline constexpr ErrorCode kVersionOptions{
    "did.version_options", ErrorKind::usage,
    "A version of the document was asked for in two ways at once, by id, time or number.",
    "Ask in one of these ways."};
inline constexpr ErrorCode kNoSuchVersion{
    "did.no_such_version", ErrorKind::not_found,
    "The DID has no version of this id, or was not there yet at this time.",
    "`deed did history DID` lists its versions."};
inline constexpr ErrorCode kVersionsUnsupported{
    "did.versions_unsupported", ErrorKind::unsupported,
    "DIDs of this method have one document for ever, and no versions.",
    "Resolve the DID without a version id or number."};
inline constexpr ErrorCode kQueryUnsupported{
    "did.query_unsupported", ErrorKind::unsupported,
    "The DID URL's query asks for something that this version does not know.",
    "Use versionId, versionTime, or with `deed did dereference` service, serviceType and "
    "relativeRef."};
inline constexpr ErrorCode kOptionUnsupported{
    "did.option_unsupported", ErrorKind::unsupported,
    "An option of resolution or dereferencing is none that this version knows.",
    "Use accept, versionId, versionTime, versionNumber, noCache, expandRelativeUrls and "
    "verificationRelationship."};
inline constexpr ErrorCode kInvalidOption{
    "did.invalid_option", ErrorKind::usage,
    "An option of resolution or dereferencing stands twice, or has a value that it cannot have.",
    "Give each option once, as a text; times as 2026-01-02T03:04:05Z."};
inline constexpr ErrorCode kNotAcceptable{
    "did.not_acceptable", ErrorKind::unsupported,
    "There is no representation of the media type that is accepted.",
    "Accept application/did, application/did+ld+json, application/did+json, "
    "application/did-resolution or application/did-url-dereferencing."};
inline constexpr ErrorCode kNoSuchResource{
    "did.no_such_resource", ErrorKind::not_found,
    "The DID URL names nothing in the DID document, and its method knows no other resources.",
    "`deed did resolve DID` shows the ids of methods and services; paths name nothing here."};
inline constexpr ErrorCode kNoEndpointUrl{
    "did.no_endpoint_url", ErrorKind::not_found,
    "The service that the DID URL selects has no URL for an endpoint.",
    "Leave relativeRef out and ask with --accept application/did to see the service itself."};
inline constexpr ErrorCode kNotAMethod{
    "did.not_a_method", ErrorKind::mismatch,
    "A verification method is wanted, and the DID URL names something else.",
    "Use a DID URL whose fragment names a verification method."};
inline constexpr ErrorCode kMethodNotAuthorized{
    "did.method_not_authorized", ErrorKind::untrusted,
    "The DID document does not list the verification method for the wanted relationship.",
    "Use a method that it lists for that; `deed did resolve DID` shows them."};

inline constexpr ErrorCode kServiceExists{"did.service_exists", ErrorKind::mismatch,
                                          "The DID document has a service of this id already.",
                                          "Choose another --id, or remove the service first."};
inline constexpr ErrorCode kServiceNotFound{"did.service_not_found", ErrorKind::not_found,
                                            "The DID document has no service of this id.",
                                            "`deed did resolve` shows the services and their ids."};
inline constexpr ErrorCode kCompromisedKey{
    "did.compromised_key", ErrorKind::untrusted,
    "The document lists a key that was declared compromised, which is for ever.",
    "Use a key that nobody else can know; a compromised one never comes back."};
inline constexpr ErrorCode kNoChange{
    "did.no_change", ErrorKind::mismatch, "The change would leave the DID document as it is.",
    "Nothing needs to be done; `deed did resolve` shows the document."};
inline constexpr ErrorCode kBadSuccessor{
    "did.bad_successor", ErrorKind::usage,
    "A did:weid moves to a did:weid of another network only.",
    "Create the DID on the other ledger first, and name it in full."};
inline constexpr ErrorCode kNetworkMissing{
    "did.network_missing", ErrorKind::not_found,
    "The did:weid names no network, and none is configured for such DIDs.",
    "Ask for the DID in full, did:weid:NETWORK:0x…, or set DEED_WEID_DEFAULT_NETWORK."};

inline constexpr const ErrorCode* kDidRoomCodes[] = {
    &kMalformed,        &kMalformedUrl,   &kMethodUnsupported,   &kNotFound,
    &kInvalidDocument,  &kUnknownNetwork, &kDeactivated,         &kMethodNotFound,
    &kWrongLedger,      &kVersionOptions, &kNoSuchVersion,       &kVersionsUnsupported,
    &kQueryUnsupported, &kServiceExists,  &kServiceNotFound,     &kCompromisedKey,
    &kBadSuccessor,     &kNoChange,       &kNetworkMissing,      &kNoSuchResource,
    &kNoEndpointUrl,    &kNotAMethod,     &kMethodNotAuthorized, &kOptionUnsupported,
    &kInvalidOption,    &kNotAcceptable};

}  // namespace deed::did::errors

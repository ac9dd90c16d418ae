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
inline constexpr ErrorCode kMethodUnsupported{"did.method_unsupported", ErrorKind::unsupported,
                                              "No resolver here knows this DID method.",
                                              "Use a did:weid or did:key."};
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

inline constexpr const ErrorCode* kDidRoomCodes[] = {
    &kMalformed,      &kMalformedUrl, &kMethodUnsupported, &kNotFound,   &kInvalidDocument,
    &kUnknownNetwork, &kDeactivated,  &kMethodNotFound,    &kWrongLedger};

}  // namespace deed::did::errors

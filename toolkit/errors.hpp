#pragma once

#include "lib/error/error.hpp"

namespace deed::errors {

inline constexpr ErrorCode kToolkitDidExists{
    "toolkit.did_exists", ErrorKind::usage, "A DID was already created under this name.",
    "Choose another --name, or use the DID that is there (`deed key list`)."};
inline constexpr ErrorCode kToolkitNoDid{"toolkit.no_did", ErrorKind::not_found,
                                         "No DID was created here under this name.",
                                         "Make one with `deed did create --name NAME`."};
inline constexpr ErrorCode kToolkitSeveralDids{
    "toolkit.several_dids", ErrorKind::usage, "There are several DIDs here to choose from.",
    "Say which by its DID or its name: as the argument, or "
    "with --issuer or --submitter."};
inline constexpr ErrorCode kToolkitNoControllerKey{
    "toolkit.no_controller_key", ErrorKind::locked,
    "The key that controls this DID is not in the key store.",
    "Use the key store in which the DID was created; `deed key list` shows what is in this one."};
inline constexpr ErrorCode kToolkitNoLogKey{
    "toolkit.no_log_key", ErrorKind::locked,
    "The ledger is here, but the key of its log is not in the key store, so nothing can be added.",
    "Use the key store with which the ledger was started, or another ledger with --ledger."};
inline constexpr ErrorCode kToolkitNoListedKey{
    "toolkit.no_listed_key", ErrorKind::locked,
    "No key of the key store is listed in the DID's document for this purpose.",
    "List one of your keys with `deed did update`, or use the store that holds the listed key."};
inline constexpr ErrorCode kToolkitBadAlias{
    "toolkit.bad_alias", ErrorKind::usage,
    "A ledger alias is 1 to 32 of a-z, 0-9 and '-', starting with a letter.",
    "Choose another alias with --ledger."};
inline constexpr ErrorCode kToolkitKeyTypeTaken{
    "toolkit.key_type_taken", ErrorKind::usage,
    "A key of the name that is needed exists, but is of another type.", "Choose another --name."};

inline constexpr ErrorCode kToolkitNoCommittedKey{
    "toolkit.no_committed_key", ErrorKind::locked,
    "The key that the DID committed to for its next rotation is not in the key store.",
    "Use the key store that holds it; no other key can rotate, move or deactivate this DID."};
inline constexpr ErrorCode kToolkitBadNetworkNames{
    "toolkit.bad_network_names", ErrorKind::usage,
    "DEED_WEID_NETWORKS or DEED_WEID_DEFAULT_NETWORK does not name networks.",
    "Write DEED_WEID_NETWORKS as NAME=NETWORK,NAME=NETWORK; the default is one NETWORK."};

inline constexpr ErrorCode kToolkitKeyNotListed{
    "toolkit.key_not_listed", ErrorKind::mismatch,
    "The DID's document does not list the given key for this purpose.",
    "List it with `deed did add-key --key REFERENCE`, or give a key that is listed."};
inline constexpr ErrorCode kToolkitNotAController{
    "toolkit.not_a_controller", ErrorKind::usage, "A key of this type cannot control a did:weid.",
    "Give a secp256k1 or an SM2 key; the signing key may be of another type."};

inline constexpr ErrorCode kToolkitKeyRotated{"toolkit.key_rotated", ErrorKind::usage,
                                              "The key has a successor already.",
                                              "Rotate the successor; `deed key list` shows it."};
inline constexpr ErrorCode kToolkitSuccessorExists{
    "toolkit.successor_exists", ErrorKind::usage,
    "A key of the name that the successor would have exists already.",
    "If a rotation that was interrupted made it, give its name as --new-key to go on; if "
    "not, remove it first."};
inline constexpr ErrorCode kToolkitKeyInControl{
    "toolkit.key_in_control", ErrorKind::usage,
    "The key controls a DID or signs for a ledger's log, and is succeeded in another way.",
    "Use `deed did rotate`, or `deed log rotate-key` for a log."};

inline constexpr ErrorCode kToolkitKeyNotMade{
    "toolkit.key_not_made", ErrorKind::usage,
    "A dry run makes no keys, and this would be signed for a key that nobody has: whoever carried "
    "it out would take the DID from everybody.",
    "Make the key first with `deed key generate NAME --type secp256k1`, and name it with --new-key "
    "or --next-key."};

inline constexpr ErrorCode kContextFetchUrl{"context.fetch_url", ErrorKind::usage,
                                            "A context is fetched by a plain https URL only.",
                                            "Give contexts of other URLs with --context URL=FILE."};
inline constexpr ErrorCode kContextFetchRefused{
    "context.fetch_refused", ErrorKind::unavailable,
    "The publisher of a context answered with something else than the context.",
    "Open the URL in a browser; give the context with --context URL=FILE."};

inline constexpr ErrorCode kToolkitBadMirror{
    "toolkit.bad_mirror", ErrorKind::usage, "The text does not name published logs.",
    "Write NETWORK=URL, with the network of a log (l…) and the https URL of its folder."};

inline constexpr ErrorCode kToolkitMirrorAmongHeads{
    "toolkit.mirror_among_heads", ErrorKind::usage,
    "The mirrors' heads would stand among those that keys signed here.",
    "Set `mirror-folder` to a folder of its own, whose `heads` is not the head folder."};

inline constexpr const ErrorCode* kToolkitRoomCodes[] = {
    &kToolkitDidExists,        &kToolkitNoDid,           &kToolkitSeveralDids,
    &kToolkitNoControllerKey,  &kToolkitNoLogKey,        &kToolkitNoListedKey,
    &kToolkitBadAlias,         &kToolkitKeyTypeTaken,    &kToolkitNoCommittedKey,
    &kToolkitBadNetworkNames,  &kToolkitKeyNotListed,    &kToolkitNotAController,
    &kToolkitKeyRotated,       &kToolkitSuccessorExists, &kToolkitKeyInControl,
    &kContextFetchUrl,         &kContextFetchRefused,    &kToolkitBadMirror,
    &kToolkitMirrorAmongHeads, &kToolkitKeyNotMade};

}  // namespace deed::errors

#pragma once

// The room's own: proofs in the files of a did:webvh. Not for other rooms.

#include <string>

#include "lib/crypto/key.hpp"
#include "lib/json/document.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::did::detail {

/// Checks one proof of eddsa-jcs-2022 (VC DI EdDSA 1.0 section 3.3) for assertionMethod over
/// `document`, an object, as if it had no "proof". The key is that of the verification method,
/// "did:key:KEY#KEY", and nothing is resolved; returned is KEY, its Multikey. `did_webvh.proof`,
/// `did_webvh.signature_invalid`.
Result<std::string> check_webvh_proof(json::Value document, json::Value proof);

/// The Multikey that a proof says it is by, unchecked; `did_webvh.proof`.
Result<std::string> key_of_webvh_proof(json::Value proof);

/// Makes such a proof. `did_webvh.unauthorized_key` for a key that is not of Ed25519, or what the
/// signer says.
Result<json::Document> make_webvh_proof(json::Value document, Timestamp created,
                                        crypto::Signer& signer, Call& call);

/// The key, if it is of Ed25519, the only type of the suite; `did_webvh.parameters`.
Result<crypto::PublicKey> read_webvh_key(std::string_view multikey);

}  // namespace deed::did::detail

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "did/methods/webvh_log.hpp"

namespace deed::did {

/// How a did:webvh is to be created.
struct WebvhCreation {
    std::string place = {};  ///< "example.com%3A3000:dids:issuer", as web_location_of() gives it
    std::vector<KeyEntry> keys = {};              ///< of the document
    std::optional<json::Document> document = {};  ///< instead: with "{SCID}" where that will stand
    std::vector<crypto::PublicKey> next_keys = {};  ///< committed to: pre-rotation
    WebvhWitnesses witnesses = {};
    std::vector<std::string> watchers = {};
    bool portable = false;
    bool also_web = false;  ///< names the did:web of the same place in alsoKnownAs
    std::optional<std::int64_t> ttl = {};
};

/// A log with one entry more, as it is to be published.
struct WebvhText {
    Did did;
    std::string version_id;
    std::string log;  ///< did.jsonl, whole
};

/// Creates a did:webvh whose first entry is signed by, and names as update key, the key of
/// `update_key` (Ed25519). `did.malformed` for the place, `did.invalid_document`, or what
/// WebvhLog::verify() would say of the log.
DEED_API Result<WebvhText> create_webvh(const WebvhCreation& creation, crypto::Signer& update_key,
                                        Timestamp now, Call& call);

/// What a new entry changes; what is not set stays.
struct WebvhChange {
    std::optional<json::Document> document = {};  ///< the whole new one, of the same DID
    std::optional<std::string> place = {};        ///< the DID moves there, if it is portable
    std::optional<std::vector<crypto::PublicKey>> update_keys = {};  ///< who signs the next entry
    /// Committed to. With pre-rotation each entry must name them: none ends it.
    std::optional<std::vector<crypto::PublicKey>> next_keys = {};
    std::optional<WebvhWitnesses> witnesses = {};
    bool deactivate = false;
};

/// Adds an entry to a log, signed by a key that may: one of the update keys, or with pre-rotation a
/// committed one, which then becomes the update key. The result was verified like any log.
/// `did_webvh.unauthorized_key`, `did_webvh.pre_rotation`, `did_webvh.bad_move`,
/// `did_webvh.after_deactivation`, `did.no_change`, `did.invalid_document`.
DEED_API Result<WebvhText> extend_webvh(ByteView log, const WebvhChange& change,
                                        crypto::Signer& update_key, Timestamp now, Call& call);

/// Whether a key may sign the next entry.
DEED_API bool may_extend(const WebvhLog& log, const crypto::PublicKey& key);

/// The document of the did:web of the same place, for did.json ("Publishing a Parallel did:web
/// DID").
DEED_API Result<json::Document> parallel_did_web(const WebvhEntry& entry);

}  // namespace deed::did

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "did/document.hpp"
#include "toolkit/toolkit.hpp"

namespace deed {

struct KeyRotationOptions {
    bool dry_run = false;  ///< tell what would be done, and do nothing
    /// A key that exists already, instead of a new one in the store; it is given the name.
    std::optional<crypto::KeyReference> new_key = std::nullopt;
};

/// A DID whose document lists the key that is succeeded.
struct KeyListing {
    did::Did did;
    std::vector<did::Relationship> relationships;
    std::optional<registry::Receipt> receipt;  ///< none in a dry run
};

struct KeyRotation {
    crypto::KeyInfo old_key;
    std::string new_name;
    std::optional<crypto::KeyInfo> new_key;  ///< none in a dry run where it is yet to be made
    bool was_begun = false;                  ///< the successor was there, and new_key named it
    std::vector<KeyListing> listings;
};

/// Gives a key a successor of the same type, NAME.2 (of NAME.2: NAME.3). Each document of a
/// did:weid on the configured ledger that was created here and lists the key lists the successor in
/// its place from then on, for the same relationships, by one operation: at every moment one of
/// them is listed. The old key stays in the store. After an interruption it goes on where it
/// stopped where `new_key` names the successor that it left; `toolkit.successor_exists` without,
/// since a key of that name may be anybody's. `toolkit.key_rotated` if the key has a successor and
/// no document lists it, `toolkit.key_in_control` for a key that controls a DID or signs for a log,
/// `toolkit.key_type_taken`, `key_store.not_found`.
DEED_API Result<KeyRotation> rotate_key(Toolkit& toolkit, const std::string& name,
                                        const KeyRotationOptions& options, Call& call);

}  // namespace deed

#pragma once

// The room's own: what a DID's history says of one key. Not for other rooms.

#include <optional>
#include <string_view>
#include <vector>

#include "did/resolver.hpp"

namespace deed::credentials {

/// From a moment on (absent: always) until just before another (absent: to this day).
struct Span {
    std::optional<Timestamp> from;
    std::optional<Timestamp> until;
    friend bool operator==(const Span&, const Span&) = default;
};

/// The life of one key for one purpose. Every moment is the claim of the ledger's operator, but for
/// `compromised`, `revoked` and `expires`, which the controller wrote.
struct KeyLife {
    /// When the DID's document listed the key for the purpose: apart, oldest first; empty: never.
    /// The end of the DID itself ends no listing.
    std::vector<Span> listed;
    std::optional<Timestamp> did_created;
    std::optional<Timestamp> compromised;  ///< since when, and no later than it was declared
    std::optional<Timestamp> deactivated;  ///< the DID
    std::optional<Timestamp> moved;        ///< the DID, to another ledger
    /// Of the verification method, as the last document that has it says.
    std::optional<Timestamp> revoked;
    std::optional<Timestamp> expires;
};

/// What `history` says of the key of `method`, found under the method's id.
KeyLife key_life(const did::History& history, const did::VerificationMethod& method,
                 did::Relationship purpose);

/// The method with this id and key (null for one that is of an unknown type) in a document.
const did::VerificationMethod* find_same(const did::Document& document,
                                         const did::VerificationMethod& method);

}  // namespace deed::credentials

#pragma once

#include <string>
#include <string_view>

#include "registry-contracts/client/ledger.hpp"

// What schemas and status lists have in common (specs/contracts.md section 1, "Owners"): each
// belongs to a publisher, which is the subject of an identifier, or an account that has none.
// Whoever controls the publisher's identifier today acts for it; nobody does once that has ended;
// an account without one acts for itself. Every refusal of that is `registry.not_permitted`.
//
// Operations of one schema or list are numbered, and `sequence` is always the number of the next.

namespace deed::registry {

/// What the creator of a schema or list calls it: any 32 bytes.
using OwnedName = Hash;

/// A name as text of 1 to 32 bytes of UTF-8 without the byte zero, padded with zeros;
/// `registry.name_malformed`.
DEED_API Result<OwnedName> owned_name(std::string_view text);
/// The text of such a name; nothing where the bytes are not of that form.
DEED_API std::optional<std::string> text_of(const OwnedName& name);

/// The id of what `creator` calls `name`, on every engine: keccak256(abi.encode(creator, name)).
DEED_API Hash owned_id(const Address& creator, const OwnedName& name);

/// When and where one operation was recorded.
struct Moment {
    std::uint64_t position = 0;  ///< as Receipt::position
    /// Of the block or, in a log, as the operator claims.
    Timestamp accepted = *Timestamp::from_unix_milliseconds(0);
    Hash operation_hash{};  ///< as Receipt::operation_hash

    friend bool operator==(const Moment&, const Moment&) = default;
};

/// On what terms an operation on a schema or list is signed.
struct OwnedTerms {
    /// The number that it was prepared for; `operation.sequence_conflict` if another operation took
    /// it. Nothing: the next one, whichever it is.
    std::optional<std::uint64_t> sequence;
};

/// The word of one party for an operation that takes two. It holds for one operation, under one
/// number, until it expires; any other operation of that number voids it. Bound by its engine to
/// the ledger, the record and what is done.
struct DEED_API Consent {
    std::uint64_t sequence;  ///< the number that the operation must have
    std::uint64_t expiry;    ///< Unix seconds; the ledger does not take it later
    Bytes key;               ///< who consents, as the engine writes keys; may be empty on a chain
    Bytes signature;         ///< in the engine's form

    /// For handing it over in a file: the CBOR array
    /// [ "deed/consent-file/v1", sequence, expiry, key: bytes, signature: bytes ].
    Bytes encode() const;
    /// `registry.consent_malformed`.
    static Result<Consent> parse(ByteView encoded);

    friend bool operator==(const Consent&, const Consent&) = default;
};

}  // namespace deed::registry

#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <string>

#include "registry-contracts/client/identity_state.hpp"
#include "registry-contracts/client/log_history.hpp"
#include "registry-contracts/client/owned_key.hpp"
#include "registry-contracts/client/schema_registry.hpp"
#include "registry-contracts/client/status_registry.hpp"

// What a log knows of schemas and status lists, and the rules by which that changes
// (specs/ledger-entries.md section 11). The same rules serve the writer when it accepts, and
// whoever replays or examines a log.

namespace deed::registry {

/// One operation as the rules see it.
struct OwnedOperation {
    const Envelope& envelope;
    const Hash& hash;
    const Bytes& body;
    /// Whose key signed, and who consented.
    const std::optional<Address>& controller;
    const std::optional<Address>& other;
    std::uint64_t position;
    Timestamp accepted;

    /// Views into `statement`, one of a log.
    static OwnedOperation of(const Statement& statement, std::uint64_t position,
                             Timestamp accepted) {
        return {statement.envelope,      statement.hash, statement.body, statement.controller,
                statement.authorized_by, position,       accepted};
    }
    Moment moment() const { return {position, accepted, hash}; }
};

/// A schema or list after some of its operations.
struct DEED_API OwnedState {
    ChainHead chain;  ///< with the creation, which takes a number with schemas alone
    Address publisher;
    Moment created;
    Moment changed;
    std::uint64_t version = 0;  ///< of a schema
    bool permanent = false;     ///< of a list
    std::string uri{};          ///< of a list
    /// A schema's version, with SHA-256 of its body, or a list's root.
    std::optional<PublishedRoot> content;

    /// The first operation of a schema or list.
    static Result<OwnedState> begin(const OwnedOperation& operation);
    /// The next one. Judges everything but who acts: that depends on others. On error nothing has
    /// changed.
    Result<void> follow(const OwnedOperation& operation);

    /// begin() where there is no state yet, else follow().
    static Result<void> apply(std::optional<OwnedState>& state, const OwnedOperation& operation);

    /// The number of the next operation.
    std::uint64_t sequence(Chain which) const;

    /// Deterministic CBOR, for indexes that can be built again from the ledger.
    Bytes encode() const;
    /// The inverse; `registry.state_malformed`.
    static Result<OwnedState> parse(ByteView encoded);

    friend bool operator==(const OwnedState&, const OwnedState&) = default;
};

/// How a log gives CPT ids.
struct DEED_API CptBook {
    ChainHead chain;  ///< of the steward's appointment, which is one operation at most
    CptRules rules;
    std::optional<Moment> appointed;
    std::uint64_t claimed = 0;  ///< ids given in order, from rules.open_from on

    Bytes encode() const;
    static Result<CptBook> parse(ByteView encoded);

    friend bool operator==(const CptBook&, const CptBook&) = default;
};

DEED_API Bytes encode_grant(const CptGrant& grant);
/// `registry.state_malformed`.
DEED_API Result<CptGrant> parse_grant(ByteView encoded);

/// Where the states are kept, encoded, by what they are of: schemas and lists (OwnedState), CPT
/// ids by schema (Chain::cpt) and by number (cpt_key()), and the book (book_key()).
class OwnedStore {
public:
    virtual ~OwnedStore() = default;
    virtual Result<std::optional<Bytes>> get(const OwnedKey& key) = 0;
    virtual Result<void> put(const OwnedKey& key, Bytes state) = 0;
};

/// What the rules ask about beyond the operation.
struct OwnedContext {
    OwnedStore& store;
    /// The state of an identifier before this operation.
    std::function<Result<IdentityState>(const Address&)> identity;
    /// The log's key in force.
    const tlog::VerifierKey& log_key;
    const std::string& origin;
};

/// Who may act for an account now; nothing if nobody may.
DEED_API std::optional<Address> actor_of(const IdentityState& identity);

/// The rules of section 11. On error nothing has changed.
DEED_API Result<void> apply_owned(const OwnedOperation& operation, const OwnedContext& context);

}  // namespace deed::registry

#pragma once

#include "registry-contracts/client/issuer_registry.hpp"
#include "registry-contracts/client/operation.hpp"
#include "registry-contracts/client/owned_key.hpp"

// The bodies of operations on accreditations in a log (specs/ledger-entries.md section 12). A
// breach of their form is `operation.malformed`.

namespace deed::registry {

/// Whether operations of this type concern accreditations.
DEED_API bool is_issuer(OperationType type);
/// The type of operation that carries a decision out.
DEED_API OperationType type_of(const Decision& decision);

struct DEED_API FoundBody {
    Hash salt;
    std::uint8_t threshold;
    std::vector<Hash> members;

    static Result<FoundBody> parse(ByteView body);
    Bytes encode() const;
};

struct DEED_API DecisionBody {
    Hash root;
    Decision decision;
    Approval approval;

    /// Of one of the six types that carry decisions out.
    static Result<DecisionBody> parse(OperationType type, ByteView body);
    Bytes encode() const;
};

struct DEED_API RenounceBody {
    Hash root;
    AccreditationPath path;
    Hash reason;

    static Result<RenounceBody> parse(ByteView body);
    Bytes encode() const;
};

/// `operation.malformed`, for types of which is_issuer() is true.
Result<void> check_issuer_form(OperationType type, ByteView body);

// Keys of OwnedStore.

DEED_API OwnedKey group_key(const Hash& root);
DEED_API OwnedKey record_key(const Hash& root, const AccreditationPath& path);
DEED_API OwnedKey bar_key(const Hash& root, const Address& holder);
/// A name in an accreditor's space, by its fold.
DEED_API OwnedKey name_key(const Hash& accreditor, const Hash& fold);
/// Accreditation number `number` of a holder under a root, from 1 on; 0: how many there are.
DEED_API OwnedKey paths_key(const Hash& root, const Address& holder, std::uint64_t number);
/// Whom a look belongs to under a root: "fold" or "skeleton".
DEED_API OwnedKey look_key(std::string_view kind, const Hash& root, const Hash& look);

/// Id of the chain to which such an operation belongs; its form was checked.
Hash issuer_chain_id(const Envelope& envelope, ByteView body);

}  // namespace deed::registry

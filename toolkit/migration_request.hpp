#pragma once

#include <optional>
#include <string>

#include "toolkit/signing_basis.hpp"

// One DID's way to another network (specs/migration.md): what its controller is asked to sign, and
// what it signed.

namespace deed {

/// What a controller is asked for: a DID of the same content on another network, and the word that
/// it takes the place of this one.
struct MigrationRequest {
    SigningBasis basis;
    std::string network;                                       ///< the new one
    std::optional<registry::Address> contract = std::nullopt;  ///< of the new one, if a chain

    /// {"type": "deed/migration-request/v1", "basis", "network", "contract"}.
    json::Document to_json() const;
    /// `migration.malformed`, and the codes of SigningBasis::parse().
    DEED_API static Result<MigrationRequest> parse(json::Value json);

    /// The DID of the controller's key on the new network.
    DEED_API did::Did successor() const;
    /// Its document: that of the old DID with the new name, and the old DID among `alsoKnownAs`.
    DEED_API Result<json::Document> document() const;
};

/// What the controller signed.
struct MigrationAnswer {
    did::SignedOperation creation;  ///< of the successor
    did::SignedOperation move;      ///< of the old DID, to it

    /// {"type": "deed/signed-migration/v1", "creation", "move"}.
    json::Document to_json() const;
    /// `migration.malformed`, and the codes of did::SignedOperation::parse().
    DEED_API static Result<MigrationAnswer> parse(json::Value json);
};

/// Signs both with the keys of the store. `toolkit.no_controller_key`, `toolkit.no_committed_key`,
/// `operation.unsupported_controller` or `chain_operation.controller_unsupported` for a key that
/// cannot act on the new network.
DEED_API Result<MigrationAnswer> sign_migration(Toolkit& toolkit, const MigrationRequest& request,
                                                std::uint64_t validity_seconds, Call& call);

/// `migration.answer_mismatch` unless it is, word for word, what was asked for.
DEED_API Result<void> check_answer(const MigrationRequest& request, const MigrationAnswer& answer);

}  // namespace deed

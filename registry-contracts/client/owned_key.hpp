#pragma once

#include <compare>
#include <optional>

#include "registry-contracts/client/operation.hpp"

namespace deed::registry {

/// One chain of operations that is not a subject's: of a schema or a status list by its id
/// (Chain::schema, Chain::status), of the giving of a schema's CPT id by the schema's
/// (Chain::cpt), the steward's, whose id is zeros, or one of accreditations (issuer_body.hpp).
struct OwnedKey {
    Chain chain;
    Hash id;

    friend auto operator<=>(const OwnedKey&, const OwnedKey&) = default;
};

/// The chain of the steward's appointment, and the log's book of CPT ids.
DEED_API OwnedKey book_key();
/// Under which a store keeps the schema of a CPT id: no id of a schema has 24 bytes of zero.
DEED_API OwnedKey cpt_key(std::uint64_t cpt);

/// Whose chain an operation on a schema or list belongs to; its form was checked.
DEED_API OwnedKey owned_key(const Envelope& envelope, ByteView body);

}  // namespace deed::registry

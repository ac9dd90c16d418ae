#pragma once

#include <optional>

#include "registry-contracts/client/operation.hpp"

namespace deed::registry::local {

/// A body frame of the journal: name and data (specs/ledger-entries.md section 5).
struct Beside {
    Hash name;
    ByteView data;
};

/// The parts of a body frame's payload, if it has them.
std::optional<Beside> split_beside(ByteView payload);
Bytes join_beside(const Beside& beside);

/// Whether the data is what its name says: a body by its hash, or commitments by their root.
bool fits_its_name(const Beside& beside);

}  // namespace deed::registry::local

#pragma once

#include <memory>
#include <string>

#include "registry-contracts/client/schema_registry.hpp"
#include "registry-contracts/client/status_registry.hpp"
#include "toolkit/toolkit.hpp"

// The registries of schemas and status lists of a ledger here, or of one that others publish.

namespace deed {

enum class RegistryAccess : std::uint8_t {
    read,
    write  ///< the configured ledger, whatever is named
};

/// `ledger` is an alias of a ledger here, or the network of one here or of a mirror. Outlived by
/// the toolkit. Errors of Toolkit::readable_ledger(), published_ledger_of(), writable_ledger().
DEED_API Result<std::unique_ptr<registry::SchemaRegistry>> open_schemas(Toolkit& toolkit,
                                                                        const std::string& ledger,
                                                                        RegistryAccess access,
                                                                        Call& call);
DEED_API Result<std::unique_ptr<registry::StatusRegistry>> open_status_lists(
    Toolkit& toolkit, const std::string& ledger, RegistryAccess access, Call& call);

/// Makes the account of a DID the steward of the configured ledger's CPT ids, once for all time.
DEED_API Result<registry::Receipt> appoint_steward(Toolkit& toolkit, const did::Did& steward,
                                                   std::uint64_t open_from, Call& call);

}  // namespace deed

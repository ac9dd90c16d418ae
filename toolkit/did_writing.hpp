#pragma once

#include <memory>
#include <optional>

#include "did/document.hpp"
#include "toolkit/registries.hpp"
#include "toolkit/toolkit.hpp"

namespace deed {

/// Where operations of did:weid go.
struct DidWriting {
    registry::Ledger* ledger = nullptr;
    /// Whether keys that are needed may be made and named. Else what is signed by them or for them
    /// would be of keys that nobody has.
    bool makes_keys = true;
    /// The document that holds, where the ledger cannot be asked for it.
    std::optional<did::Document> document = std::nullopt;
    std::unique_ptr<registry::Ledger> owned = nullptr;  ///< the ledger, where nobody else owns it
};

/// Config::chain or the configured ledger. For a dry run the ledger's submit() fails with
/// `contract.dry_run`, what is signed holds for kDryRunSeconds, and no key is made;
/// `chain.dry_run_of_log`. Otherwise errors of Toolkit::writable_registry().
DEED_API Result<DidWriting> open_dids(Toolkit& toolkit, RegistryAccess access, Call& call);

}  // namespace deed

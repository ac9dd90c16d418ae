#pragma once

#include <memory>
#include <string>

#include "registry-contracts/client/name_registry.hpp"
#include "registry-contracts/client/schema_registry.hpp"
#include "registry-contracts/client/status_registry.hpp"
#include "toolkit/toolkit.hpp"

// The registries of schemas, status lists, issuers and names of a ledger here, or of one that
// others publish.

namespace deed {

enum class RegistryAccess : std::uint8_t {
    read,
    write,  ///< Config::chain or the configured ledger, whatever is named
    /// As write, but nothing is sent: OpenChain::dry_run() tells what would be. What is signed for
    /// that expires within kDryRunSeconds.
    dry_run
};

/// Whoever has what a dry run prints could carry it out until then.
inline constexpr std::uint64_t kDryRunSeconds = 60;

/// `place` is an alias of a ledger or a chain here, or the network of one of them or of a mirror.
/// Outlived by the toolkit. Errors of Toolkit::readable_ledger(), published_ledger_of(),
/// writable_ledger(), chain(), of OpenChain::contract() and transactor(), and
/// `chain.dry_run_of_log`.
DEED_API Result<std::unique_ptr<registry::SchemaRegistry>> open_schemas(Toolkit& toolkit,
                                                                        const std::string& place,
                                                                        RegistryAccess access,
                                                                        Call& call);
DEED_API Result<std::unique_ptr<registry::StatusRegistry>> open_status_lists(
    Toolkit& toolkit, const std::string& place, RegistryAccess access, Call& call);

/// In whose name what is carried out by IssuerRegistry stands in a log, signed by whoever acts for
/// it; a chain's account sends in its own. Borrowed.
struct IssuerBringer {
    registry::Address account{};
    crypto::Signer* signer = nullptr;
};

/// As open_schemas(). Writing to a log needs `bringer` (`ledger.read_only`). Decisions on names are
/// carried out by it too, on a chain with a NameRegistry.
DEED_API Result<std::unique_ptr<registry::IssuerRegistry>> open_issuers(
    Toolkit& toolkit, const std::string& place, RegistryAccess access, Call& call,
    const IssuerBringer& bringer = {});
/// Names are only read here. On a chain without one, OpenChain::contract()'s errors.
DEED_API Result<std::unique_ptr<registry::NameRegistry>> open_names(Toolkit& toolkit,
                                                                    const std::string& place,
                                                                    Call& call);

/// Makes the account of a DID the steward of the configured ledger's CPT ids, once for all time.
/// `chain.steward_stays` where Config::chain is meant.
DEED_API Result<registry::Receipt> appoint_steward(Toolkit& toolkit, const did::Did& steward,
                                                   std::uint64_t open_from, Call& call);

}  // namespace deed

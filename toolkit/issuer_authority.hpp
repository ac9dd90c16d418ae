#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "credentials/issuer_authority.hpp"
#include "registry-contracts/client/issuer_registry.hpp"
#include "toolkit/toolkit.hpp"

namespace deed {

/// A root that a verifier trusts, and where its decisions are.
struct TrustedRoot {
    registry::Hash root{};
    std::string place;  ///< a chain or ledger: its alias, or its network
};

/// "0x…@NETWORK"; `authority.root_malformed`.
DEED_API Result<TrustedRoot> read_trusted_root(std::string_view text);

/// What the root says of issuers. Opens the registries anew for each question; the toolkit must
/// outlive it. Thread-safe.
DEED_API std::unique_ptr<credentials::IssuerAuthority> authority_of(Toolkit& toolkit,
                                                                    TrustedRoot root);

/// What a verdict means to a credential of that moment; null: it is accredited.
DEED_API const ErrorCode* authority_code(registry::Verdict verdict);

/// The URN by which a credential's credentialSchema names a schema of a network's registry:
/// "urn:deed:schema:NETWORK:0x…".
DEED_API std::string schema_urn(std::string_view network, const registry::Hash& schema);

}  // namespace deed

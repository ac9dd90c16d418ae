#pragma once

#include <functional>
#include <string>

#include "did/resolver.hpp"
#include "registry-contracts/client/did_registry.hpp"

namespace deed::did {

/// The parts of a did:weid (specs/did-weid.md section 1).
struct WeidId {
    std::string network;
    registry::Address address;
};
/// `did.method_unsupported` for other methods, `did.malformed` for a did:weid spelled otherwise.
DEED_API Result<WeidId> parse_weid(const Did& did);
DEED_API Did make_weid(std::string_view network, const registry::Address& address);

/// Gives the ledger of a network, or `did.unknown_network`. Handed in by the toolkit.
using LedgerOfNetwork =
    std::function<Result<registry::Ledger*>(const std::string& network, Call& call)>;

class ExportResolver;

/// Resolves did:weid on ledgers that can be read here, and from exports that know more.
class DEED_API WeidResolver final : public DidResolver {
public:
    /// `exports`, where given, must outlive the resolver.
    explicit WeidResolver(LedgerOfNetwork ledgers, const ExportResolver* exports = nullptr)
        : ledgers_(std::move(ledgers)), exports_(exports) {}

    using DidResolver::resolve;
    /// From the ledger, or from an export of the DID where no ledger of the network is here
    /// (`did.unknown_network`) or the export goes on where the ledger's copy ends.
    /// `did_export.conflict` if the two cannot be of one log.
    Result<Resolution> resolve(const Did& did, const ResolveOptions& options, Call& call) override;
    Result<History> history(const Did& did, Call& call) override;

private:
    struct Source;
    Result<Source> source_of(const Did& did, Call& call);

    LedgerOfNetwork ledgers_;
    const ExportResolver* exports_;
};

/// Writes did:weid on one ledger.
class DEED_API WeidRegistrar {
public:
    /// Both must outlive the registrar.
    WeidRegistrar(registry::Ledger& ledger, const Clock& clock)
        : ledger_(ledger), registry_(ledger, clock) {}

    /// Registers the DID of the controller's key (secp256k1). The document lists the controller for
    /// capabilityInvocation and `keys` as given.
    Result<Did> create(crypto::Signer& controller, const std::vector<KeyEntry>& keys, Call& call);
    /// Replaces the document. `json` is checked as Document::parse does before anything is signed.
    Result<registry::Receipt> update(const Did& did, const json::Document& json,
                                     crypto::Signer& controller, Call& call);
    Result<registry::Receipt> deactivate(const Did& did, crypto::Signer& controller, Call& call);

private:
    Result<WeidId> own(const Did& did) const;
    registry::Ledger& ledger_;
    registry::DidRegistry registry_;
};

}  // namespace deed::did

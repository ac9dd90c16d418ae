#pragma once

#include <functional>
#include <map>
#include <string>

#include "did/resolver.hpp"
#include "registry-contracts/client/did_registry.hpp"

namespace deed::did {

/// The parts of a did:weid (specs/did-weid.md section 1).
struct WeidId {
    std::string network;  ///< empty in the short form did:weid:0x…
    registry::Address address;
};
/// `did.method_unsupported` for other methods, `did.malformed` for a did:weid spelled otherwise,
/// `did.network_missing` for the short form.
DEED_API Result<WeidId> parse_weid(const Did& did);
/// As parse_weid(), but takes the short form too.
DEED_API Result<WeidId> parse_any_weid(const Did& did);
DEED_API Did make_weid(std::string_view network, const registry::Address& address);

/// Whether a did:weid can name it.
DEED_API bool is_weid_network(std::string_view network);
/// Which network is meant by names that are none by themselves, such as WeIdentity's chain ids
/// ("101"), and by DIDs that name none (""). By configuration only.
using NetworkNames = std::map<std::string, std::string, std::less<>>;
/// The DID by the real name of its network, or as it is where the name stands for no other;
/// `did.network_missing` for the short form without configuration.
DEED_API Result<Did> full_weid(const Did& did, const NetworkNames& names);

/// Gives the ledger of a network, or `did.unknown_network`. Handed in by the toolkit.
using LedgerOfNetwork =
    std::function<Result<registry::Ledger*>(const std::string& network, Call& call)>;

class ExportResolver;

/// Resolves did:weid on ledgers that can be read here, and from exports that know more.
class DEED_API WeidResolver final : public DidResolver {
public:
    /// `exports`, where given, must outlive the resolver.
    explicit WeidResolver(LedgerOfNetwork ledgers, const ExportResolver* exports = nullptr,
                          NetworkNames names = {})
        : ledgers_(std::move(ledgers)), exports_(exports), names_(std::move(names)) {}

    using DidResolver::resolve;
    /// From the ledger, or from an export of the DID where no ledger of the network is here
    /// (`did.unknown_network`) or the export goes on where the ledger's copy ends.
    /// `did_export.conflict` if the two cannot be of one log. A DID whose network stands for
    /// another resolves to the document of the full DID, which is its canonicalId.
    Result<Resolution> resolve(const Did& did, const ResolveOptions& options, Call& call) override;
    Result<History> history(const Did& did, Call& call) override;

private:
    struct Source;
    Result<Source> source_of(const Did& did, Call& call);

    LedgerOfNetwork ledgers_;
    const ExportResolver* exports_;
    NetworkNames names_;
};

class SignedOperation;

/// A key that others may know, and from when on.
struct CompromisedKey {
    crypto::PublicKey key;
    Timestamp since;  ///< before 1970 is 1970
};

/// Writes did:weid on one ledger. Documents are checked as Document::parse does, and for keys that
/// were declared compromised (`did.compromised_key`), before anything is signed.
class DEED_API WeidRegistrar {
public:
    /// Both must outlive the registrar. `validity_seconds` as of registry::DidRegistry.
    WeidRegistrar(registry::Ledger& ledger, const Clock& clock,
                  std::uint64_t validity_seconds = 3600)
        : ledger_(ledger), registry_(ledger, clock, validity_seconds) {}

    /// Registers the DID of the controller's key (secp256k1 or SM2). The document lists the
    /// controller for capabilityInvocation and `keys` as given.
    Result<Did> create(crypto::Signer& controller, const std::vector<KeyEntry>& keys, Call& call,
                       const registry::Terms& terms = {});
    /// What create() would record, signed for a ledger that is elsewhere.
    static Result<SignedOperation> sign_creation(const registry::OperationForm& form,
                                                 crypto::Signer& controller,
                                                 const std::vector<KeyEntry>& keys,
                                                 const Clock& clock, std::uint64_t validity_seconds,
                                                 Call& call, const registry::Terms& terms = {});
    /// Replaces the document.
    Result<registry::Receipt> update(const Did& did, const json::Document& json,
                                     crypto::Signer& controller, Call& call,
                                     const registry::Terms& terms = {});
    /// Gives the DID another controller key, and another document where there is one.
    Result<registry::Receipt> rotate(const Did& did, const std::optional<json::Document>& json,
                                     const registry::Handover& handover, Call& call,
                                     const registry::Terms& terms = {});
    /// Declares up to 16 keys compromised; the new document must list none of them.
    Result<registry::Receipt> compromise(const Did& did, const std::vector<CompromisedKey>& keys,
                                         const json::Document& json, crypto::Signer& controller,
                                         Call& call, const registry::Terms& terms = {});
    /// Names the DID of another network that takes this one's place (`did.bad_successor`), for
    /// good. `key` is the controller's, or the committed one where there is a commitment.
    Result<registry::Receipt> move(const Did& did, const Did& successor, crypto::Signer& key,
                                   Call& call, const registry::Terms& terms = {});
    /// For good; `key` as for move().
    Result<registry::Receipt> deactivate(const Did& did, crypto::Signer& key, Call& call,
                                         const registry::Terms& terms = {});
    /// Whether what somebody else signed says something that may be recorded now: what submit()
    /// checks before the ledger does.
    Result<void> check(const SignedOperation& operation, Call& call);
    /// Records what somebody else signed. What is recorded already gives its first receipt.
    Result<registry::Receipt> submit(const SignedOperation& operation, Call& call);

private:
    Result<WeidId> own(const Did& did) const;
    /// The canonical bytes of a document that may be recorded now.
    Result<Bytes> recordable(const Did& did, const WeidId& id, const json::Document& json,
                             const std::vector<CompromisedKey>& also, Call& call);
    Result<void> check_content(const Did& did, const WeidId& id,
                               const registry::Operation& operation, Call& call);

    registry::Ledger& ledger_;
    registry::DidRegistry registry_;
};

}  // namespace deed::did

#pragma once

#include "registry-contracts/client/ledger.hpp"

namespace deed::registry {

/// One version of the document that a subject recorded.
struct DidVersion {
    std::uint64_t sequence;
    std::uint64_t position;
    Timestamp accepted;
    Hash operation_hash;
    Bytes document;  ///< opaque to the registry; empty for the deactivation
};

struct DidRecord {
    std::vector<DidVersion> versions;  ///< oldest first, never empty
    bool deactivated;
    Address controller;
};

/// DID documents on any ledger, in the words of identifiers.
class DEED_API DidRegistry {
public:
    /// `ledger` and `clock` must outlive the registry. Operations expire `validity_seconds` after
    /// they are signed; where the ledger's time is ahead of the clock, by the ledger's time.
    DidRegistry(Ledger& ledger, const Clock& clock, std::uint64_t validity_seconds = 3600)
        : ledger_(ledger), clock_(clock), validity_seconds_(validity_seconds) {}

    /// Records the first document of the controller's own address.
    Result<Receipt> create(Bytes document, crypto::Signer& controller, Call& call);
    /// Replaces the whole document.
    Result<Receipt> update(const Address& subject, Bytes document, crypto::Signer& controller,
                           Call& call);
    /// For good.
    Result<Receipt> deactivate(const Address& subject, crypto::Signer& controller, Call& call);

    /// `registry.did_not_found` if nothing was recorded (until then).
    Result<DidRecord> find(const Address& subject, const At& at, Call& call);

private:
    Result<Receipt> record(OperationType type, const Address& subject, Bytes body,
                           crypto::Signer& controller, Call& call);
    Ledger& ledger_;
    const Clock& clock_;
    std::uint64_t validity_seconds_;
};

}  // namespace deed::registry

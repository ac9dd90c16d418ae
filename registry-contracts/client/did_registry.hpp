#pragma once

#include "registry-contracts/client/ledger.hpp"
#include "registry-contracts/client/operation_body.hpp"

namespace deed::registry {

/// One version of the document that a subject recorded.
struct DidVersion {
    std::uint64_t sequence;
    std::uint64_t position;
    Timestamp accepted;
    Hash operation_hash;
    OperationType type;
    Bytes document;  ///< opaque to the registry; empty where the operation brought none
};

struct DidRecord {
    std::vector<DidVersion> versions;  ///< oldest first, never empty
    bool deactivated;
    Address controller;
};

/// On what terms an operation is signed.
struct Terms {
    /// The place in the chain that it was prepared for; `operation.sequence_conflict` if another
    /// operation took it meanwhile. Nothing: the next place, whichever it is; what the committed
    /// key signs for a chain then holds at any (kAnySequence), so that a thief of today's key, who
    /// numbers the operations, cannot hold up the recovery.
    std::optional<std::uint64_t> sequence;
    /// A commitment to the key that is to control next (commitment_to()). Nothing repeats the one
    /// that there is; after a rotation it means none.
    std::optional<Hash> next;
};

/// The two parties of a rotation.
struct Handover {
    crypto::Signer& new_key;
    /// Today's controller, who authorizes the rotation; null under a commitment to `new_key`.
    crypto::Signer* old_key;
};

/// DID documents on any ledger, in the words of identifiers.
class DEED_API DidRegistry {
public:
    /// `ledger` and `clock` must outlive the registry. Operations expire `validity_seconds` after
    /// they are signed; where the ledger's time is ahead of the clock, by the ledger's time.
    DidRegistry(Ledger& ledger, const Clock& clock, std::uint64_t validity_seconds = 3600)
        : ledger_(ledger), clock_(clock), validity_seconds_(validity_seconds) {}

    /// Records the first document of the controller's own address.
    Result<Receipt> create(Bytes document, crypto::Signer& controller, Call& call,
                           const Terms& terms = {});
    /// Replaces the whole document.
    Result<Receipt> update(const Address& subject, Bytes document, crypto::Signer& controller,
                           Call& call, const Terms& terms = {});
    /// Gives the subject another controller and, where there is one, another document.
    Result<Receipt> rotate(const Address& subject, std::optional<Bytes> document,
                           const Handover& handover, Call& call, const Terms& terms = {});
    /// Declares keys compromised, and replaces the document.
    Result<Receipt> compromise(const Address& subject, const CompromiseBody& body,
                               crypto::Signer& controller, Call& call, const Terms& terms = {});
    /// Names the identifier that takes this one's place, for good. `key` is the controller's, or
    /// the committed one where there is a commitment.
    Result<Receipt> move(const Address& subject, std::string successor, crypto::Signer& key,
                         Call& call, const Terms& terms = {});
    /// For good; `key` as for move().
    Result<Receipt> deactivate(const Address& subject, crypto::Signer& key, Call& call,
                               const Terms& terms = {});
    /// Hands in an operation that was signed elsewhere; one that is recorded already gives its
    /// first receipt.
    Result<Receipt> submit(Operation operation, Call& call);

    /// The operation that create() records, signed for a ledger that need not be at hand; it
    /// expires `validity_seconds` after `now`.
    static Result<Operation> sign_creation(const OperationForm& form, Bytes document,
                                           crypto::Signer& controller, Timestamp now,
                                           std::uint64_t validity_seconds, Call& call,
                                           const Terms& terms = {});

    /// `registry.did_not_found` if nothing was recorded (until then).
    Result<DidRecord> find(const Address& subject, const At& at, Call& call);

private:
    /// The envelope of the subject's next operation, on these terms.
    Result<Envelope> prepare(const OperationForm& form, OperationType type, const Address& subject,
                             const Terms& terms, Call& call);
    Result<Receipt> record(OperationType type, const Address& subject, Bytes body,
                           crypto::Signer& signer, const Terms& terms, Call& call);
    Ledger& ledger_;
    const Clock& clock_;
    std::uint64_t validity_seconds_;
};

}  // namespace deed::registry

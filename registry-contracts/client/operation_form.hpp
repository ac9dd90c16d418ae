#pragma once

#include <memory>
#include <optional>
#include <string>

#include "registry-contracts/client/identity_state.hpp"
#include "registry-contracts/client/operation_body.hpp"

namespace deed::registry {

/// How the operations of one network are signed, and how they are written in files. Needs no
/// connection, so that operations can be signed where the ledger is not. Thread-safe.
class DEED_API OperationForm {
public:
    virtual ~OperationForm() = default;

    virtual const std::string& network() const = 0;
    virtual LedgerKind kind() const = 0;

    /// The envelope of the operation that may come next, as next_envelope() has it; on a chain
    /// without the operation before, and with no commitment but a new one.
    Envelope next_envelope(const IdentityState& state, OperationType type, Timestamp now,
                           std::uint64_t validity_seconds) const;

    /// Signs `envelope` (whose body_hash is set from `body`, of the form of
    /// specs/ledger-entries.md section 3) with the key that acts; that of a did.rotate is the new
    /// controller's. `operation.unsupported_controller` for a key that cannot act there.
    virtual Result<Operation> sign(Envelope envelope, Bytes body, crypto::Signer& signer,
                                   Call& call) const = 0;
    /// Today's controller hands the subject of `envelope`, a did.rotate, over to `new_key`.
    virtual Result<RotationAuthorization> authorize_rotation(const Envelope& envelope,
                                                             const crypto::PublicKey& new_key,
                                                             crypto::Signer& controller,
                                                             Call& call) const = 0;
    /// Reads what Operation::encoded() gives, and verifies its signatures. `detached_body` as
    /// Operation::parse() takes it.
    virtual Result<Operation> parse(ByteView encoded,
                                    std::optional<ByteView> detached_body) const = 0;
};

/// The form of a transparency log: specs/ledger-entries.md.
DEED_API std::unique_ptr<OperationForm> log_form(std::string network);

}  // namespace deed::registry

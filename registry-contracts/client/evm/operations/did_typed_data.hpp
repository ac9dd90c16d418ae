#pragma once

#include <optional>

#include "registry-contracts/client/evm/operations/chain_network.hpp"
#include "registry-contracts/client/evm/signing/account_signer.hpp"
#include "registry-contracts/client/operation_body.hpp"

// What is signed for the DidRegistry (specs/contracts.md section 3, Types), and by whom.

namespace deed::registry::evm {

/// What the contract records of an operation: the document, the CBOR of a compromise, the
/// successor's name, or nothing. `operation.malformed` for a body that is not of its form.
Result<Bytes> recorded_body(OperationType type, ByteView body);

/// The digest that whoever acts signs; `actor` is its address. `recorded` as recorded_body() has
/// it.
Result<crypto::Digest256> operation_digest(const DidDomain& domain, const Envelope& envelope,
                                           const Address& actor, ByteView recorded);
/// The digest by which today's controller hands over to `new_controller`.
Result<crypto::Digest256> authorization_digest(const DidDomain& domain, const Envelope& envelope,
                                               const Address& new_controller);

/// The signature with its last byte, if `key` made it. `high_s` and `invalid` are the refusals.
Result<RecoverableSignature> recoverable(const crypto::PublicKey& key,
                                         const crypto::Digest256& digest, ByteView r_and_s,
                                         const ErrorCode& high_s, const ErrorCode& invalid);

/// `chain_operation.controller_unsupported` unless the key is of secp256k1.
Result<Address> actor_of(const crypto::PublicKey& key);

/// SHA-256 of the array of specs/evm-ledger.md section 3; `controller` of a rotation alone.
Hash chain_operation_hash(const Envelope& envelope, const std::optional<Address>& controller);

}  // namespace deed::registry::evm

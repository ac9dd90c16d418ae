#pragma once

#include "registry-contracts/client/evm/operations/chain_network.hpp"
#include "registry-contracts/client/evm/signing/account_signer.hpp"
#include "registry-contracts/client/operation_body.hpp"

namespace deed::registry::evm {

/// An operation that was signed for a DidRegistry, with all that its contract asks for.
class DEED_API ChainOperation {
public:
    /// `envelope` as OperationForm::sign() takes it.
    static Result<ChainOperation> sign(const DidDomain& domain, Envelope envelope, Bytes body,
                                       crypto::Signer& signer, Call& call);
    /// The array of specs/evm-ledger.md section 4; its signatures are verified.
    /// `chain_operation.malformed`, `chain_operation.wrong_contract`,
    /// `chain_operation.controller_unsupported`, and the codes of Operation::parse().
    static Result<ChainOperation> parse(ByteView encoded);
    /// Whether the bytes begin as such an array does; for telling files apart.
    static bool is_one(ByteView encoded);

    const DidDomain& domain() const { return domain_; }
    const Operation& operation() const { return operation_; }
    const RecoverableSignature& signature() const { return signature_; }
    /// Of today's controller over a rotation.
    const std::optional<RecoverableSignature>& authorization() const { return authorization_; }
    /// What the event will hold: recorded_body().
    const Bytes& recorded() const { return recorded_; }

private:
    ChainOperation(const DidDomain& domain, Operation operation,
                   const RecoverableSignature& signature,
                   std::optional<RecoverableSignature> authorization, Bytes recorded)
        : domain_(domain),
          operation_(std::move(operation)),
          signature_(signature),
          authorization_(authorization),
          recorded_(std::move(recorded)) {}
    static Result<ChainOperation> verified(const DidDomain& domain, Envelope envelope, Bytes body,
                                           const crypto::PublicKey& key, ByteView r_and_s);

    DidDomain domain_;
    Operation operation_;
    RecoverableSignature signature_;
    std::optional<RecoverableSignature> authorization_;
    Bytes recorded_;
};

}  // namespace deed::registry::evm

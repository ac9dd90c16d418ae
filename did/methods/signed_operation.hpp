#pragma once

#include "did/methods/weid.hpp"
#include "registry-contracts/client/operation.hpp"

namespace deed::did {

/// An operation of a did:weid on its way to a ledger (specs/did-weid.md section 5): signed by who
/// controls the DID, recorded by who runs the ledger.
class DEED_API SignedOperation {
public:
    /// `signed_operation.not_a_did` for operations of other chains.
    static Result<SignedOperation> create(registry::Operation operation);
    /// `signed_operation.malformed` unless the file is of this version; what is wrong inside the
    /// operation has the codes of registry::Operation::parse, or for a chain those of
    /// registry::evm::ChainOperation::parse.
    static Result<SignedOperation> parse(json::Value json);
    /// {"type": "deed/signed-operation/v1", "did", "operation"} and "body" where it is detached.
    json::Document to_json() const;

    const Did& did() const { return did_; }
    const registry::Operation& operation() const { return operation_; }

private:
    SignedOperation(Did did, registry::Operation operation)
        : did_(std::move(did)), operation_(std::move(operation)) {}
    Did did_;
    registry::Operation operation_;
};

/// The creation of the DID of the controller's key with a whole first document, which must be of
/// that DID; it expires `validity_seconds` after `now`. The codes of Document::parse() and of
/// registry::OperationForm::sign().
DEED_API Result<SignedOperation> sign_first_document(const registry::OperationForm& form,
                                                     crypto::Signer& controller,
                                                     const json::Document& json, Timestamp now,
                                                     std::uint64_t validity_seconds,
                                                     const registry::Terms& terms, Call& call);

}  // namespace deed::did

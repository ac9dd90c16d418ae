#include "registry-contracts/client/evm/operations/did_calls.hpp"

#include <algorithm>
#include <array>

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/wire/abi_signature.hpp"

namespace deed::registry::evm {
namespace {

AbiSignature signature(std::string_view text) {
    auto parsed = AbiSignature::parse(text);
    DEED_ASSERT(parsed.has_value());
    return std::move(parsed).value();
}

Bytes encoded(const AbiSignature& function, AbiValue::List values) {
    auto data = function.encode_call(values);
    DEED_ASSERT(data.has_value());
    return std::move(data).value();
}

/// x ‖ y.
AbiValue shown(const crypto::PublicKey& key) {
    return AbiValue::bytes(ByteView(key.uncompressed()).subspan(1));
}

Bytes rotation_data(const ChainOperation& made, const AbiValue& signed_by_new) {
    static const AbiSignature rotate =
        signature("rotate((address,uint256,bytes,bytes32,bytes,uint256),bytes,bytes)");
    const Operation& operation = made.operation();
    const Envelope& envelope = operation.envelope();
    const AbiValue rotation =
        AbiValue::list({AbiValue::address(envelope.subject), AbiValue::uint(envelope.sequence),
                        shown(operation.key()), AbiValue::bytes(envelope.next.value_or(Hash{})),
                        AbiValue::bytes(made.recorded()), AbiValue::uint(envelope.expiry)});
    const Bytes authorization = made.authorization() ? made.authorization()->to_bytes() : Bytes();
    return encoded(rotate, {rotation, signed_by_new, AbiValue::bytes(authorization)});
}

struct Refusal {
    AbiSignature error;
    const ErrorCode* code;
};

const std::vector<Refusal>& refusals() {
    static const std::vector<Refusal> list = [] {
        std::vector<Refusal> made;
        const auto add = [&](std::string_view text, const ErrorCode& code) {
            made.push_back({signature(text), &code});
        };
        add("IdentityExists(address)", registry::errors::kIdentityExists);
        add("IdentityUnknown(address)", registry::errors::kIdentityUnknown);
        add("IdentityDeactivated(address)", registry::errors::kIdentityDeactivated);
        add("IdentityMoved(address)", registry::errors::kIdentityMoved);
        add("NotController(address)", registry::errors::kNotController);
        add("SequenceConflict(uint256)", registry::errors::kSequenceConflict);
        add("Expired(uint256)", registry::errors::kOperationExpired);
        add("SignatureInvalid(address)", registry::errors::kSignatureInvalid);
        add("CommitmentBroken()", registry::errors::kCommitmentBroken);
        add("CommitmentToSelf()", registry::errors::kCommitmentToSelf);
        add("NotCommittedKey()", registry::errors::kNotCommittedKey);
        add("AuthorizationMissing()", registry::errors::kAuthorizationMissing);
        add("AuthorizationUnexpected()", registry::errors::kAuthorizationUnexpected);
        add("SameKey()", registry::errors::kSameKey);
        add("SignatureHighS()", registry::errors::kSignatureHighS);
        return made;
    }();
    return list;
}

}  // namespace

Bytes call_data(const ChainOperation& made, bool committed) {
    static const AbiSignature create =
        signature("createSigned(address,bytes32,bytes,uint256,bytes)");
    static const AbiSignature update =
        signature("updateSigned(address,uint256,bytes32,bytes,uint256,bytes)");
    static const AbiSignature compromise =
        signature("compromiseSigned(address,uint256,bytes32,bytes,uint256,bytes)");
    static const AbiSignature deactivate =
        signature("deactivateSigned(address,uint256,bytes,uint256,bytes)");
    static const AbiSignature move =
        signature("moveSigned(address,uint256,string,bytes,uint256,bytes)");

    const Envelope& envelope = made.operation().envelope();
    const AbiValue subject = AbiValue::address(envelope.subject);
    const AbiValue sequence = AbiValue::uint(envelope.sequence);
    const AbiValue expiry = AbiValue::uint(envelope.expiry);
    const AbiValue next = AbiValue::bytes(envelope.next.value_or(Hash{}));
    const AbiValue recorded = AbiValue::bytes(made.recorded());
    const AbiValue signed_by = AbiValue::bytes(made.signature().to_bytes());
    const AbiValue key = committed ? shown(made.operation().key()) : AbiValue::bytes({});
    switch (envelope.type) {
        case OperationType::did_create:
            return encoded(create, {subject, next, recorded, expiry, signed_by});
        case OperationType::did_update:
            return encoded(update, {subject, sequence, next, recorded, expiry, signed_by});
        case OperationType::did_compromise:
            return encoded(compromise, {subject, sequence, next, recorded, expiry, signed_by});
        case OperationType::did_deactivate:
            return encoded(deactivate, {subject, sequence, key, expiry, signed_by});
        case OperationType::did_move:
            return encoded(move, {subject, sequence, recorded, key, expiry, signed_by});
        case OperationType::did_rotate:
            return rotation_data(made, signed_by);
        default:
            break;
    }
    DEED_ASSERT(!"an operation on a chain");
    return {};
}

Bytes batch_data(std::span<const Bytes> calls) {
    static const AbiSignature batch = signature("batch(bytes[])");
    AbiValue::List list;
    for (const Bytes& call : calls) list.push_back(AbiValue::bytes(call));
    return encoded(batch, {AbiValue::list(std::move(list))});
}

std::span<const AbiSignature> did_registry_errors() {
    static const std::vector<AbiSignature> all = [] {
        std::vector<AbiSignature> made;
        for (const Refusal& refusal : refusals()) made.push_back(refusal.error);
        for (const char* text : {"KeyUnexpected()", "KeyMalformed()", "SignatureMalformed()",
                                 "BatchSize(uint256)", "GasEachIsZero()"})
            made.push_back(signature(text));
        return made;
    }();
    return all;
}

std::optional<Error> refusal_of(ByteView revert_data) {
    for (const Refusal& refusal : refusals())
        if (refusal.error.has_selector_of(revert_data))
            return Error(*refusal.code, "the contract refuses it: " + refusal.error.name());
    return std::nullopt;
}

}  // namespace deed::registry::evm

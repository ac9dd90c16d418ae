#include "registry-contracts/client/operation.hpp"

#include <utility>

#include "registry-contracts/client/controller_key.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/operation_body.hpp"
#include "registry-contracts/client/operation_wire.hpp"
#include "registry-contracts/client/owned_body.hpp"

namespace deed::registry {
namespace {

Result<void> check_signature(const crypto::PublicKey& key, ByteView envelope, ByteView signature) {
    if (crypto::verify(key, envelope, signature, crypto::HighS::refuse)) return {};
    if (crypto::verify(key, envelope, signature, crypto::HighS::accept))
        return Error(errors::kSignatureHighS, "the signature's s is above half the group order");
    return Error(errors::kSignatureInvalid, "the signature does not verify under the key");
}

/// Who authorized a rotation, if anybody had to, and that the signature is good.
Result<std::optional<Address>> check_authorization(const Envelope& envelope,
                                                   const crypto::PublicKey& new_key,
                                                   ByteView body) {
    if (is_owned(envelope.type)) return check_consent(envelope, body);
    if (envelope.type != OperationType::did_rotate) return std::optional<Address>();
    DEED_TRY(const RotateBody rotation, RotateBody::parse(body));
    if (!rotation.authorization) return std::optional<Address>();
    const auto& [old_key, signature] = *rotation.authorization;
    const Bytes message = rotation_message(envelope, new_key);
    if (!crypto::verify(old_key, message, signature, crypto::HighS::refuse)) {
        if (crypto::verify(old_key, message, signature, crypto::HighS::accept))
            return Error(errors::kAuthorizationHighS,
                         "the authorization's s is above half the group order");
        return Error(errors::kAuthorizationInvalid,
                     "the old key did not authorize this rotation to this key");
    }
    DEED_TRY(const Address address, address_of(old_key));
    return std::optional(address);
}

/// The body that the operation carries, or the one from beside the log.
Result<ByteView> body_of(const wire::RawOperation& raw, std::optional<ByteView> detached) {
    if (raw.body) return *raw.body;
    if (!detached) return Error(errors::kBodyMissing, "the operation does not carry its body");
    if (detached->size() <= kMaxInlineBody)
        return Error(errors::kOperationMalformed,
                     "a body of up to 60,000 bytes must stand inside the operation");
    return *detached;
}

}  // namespace

Chain chain_of(OperationType type) {
    switch (type) {
        case OperationType::evidence_batch:
            return Chain::evidence;
        case OperationType::schema_register:
        case OperationType::schema_update:
        case OperationType::schema_hand_over:
            return Chain::schema;
        case OperationType::schema_cpt:
            return Chain::cpt;
        case OperationType::schema_steward:
            return Chain::steward;
        case OperationType::status_create:
        case OperationType::status_publish:
        case OperationType::status_set:
        case OperationType::status_clear:
        case OperationType::status_hand_over:
            return Chain::status;
        case OperationType::issuer_found:
        case OperationType::issuer_committee:
            return Chain::issuer_group;
        case OperationType::issuer_accredit:
        case OperationType::issuer_standing:
        case OperationType::issuer_renounce:
            return Chain::issuer_record;
        case OperationType::issuer_bar:
            return Chain::issuer_bar;
        case OperationType::issuer_name:
        case OperationType::issuer_unname:
            return Chain::issuer_name;
        default:
            return Chain::did;
    }
}

std::string_view tag_of(OperationType type) {
    switch (type) {
        case OperationType::did_create:
            return "deed/op/v1/did.create";
        case OperationType::did_update:
            return "deed/op/v1/did.update";
        case OperationType::did_deactivate:
            return "deed/op/v1/did.deactivate";
        case OperationType::evidence_batch:
            return "deed/op/v1/evidence.batch";
        case OperationType::did_rotate:
            return "deed/op/v1/did.rotate";
        case OperationType::did_compromise:
            return "deed/op/v1/did.compromise";
        case OperationType::did_move:
            return "deed/op/v1/did.move";
        case OperationType::schema_register:
            return "deed/op/v1/schema.register";
        case OperationType::schema_update:
            return "deed/op/v1/schema.update";
        case OperationType::schema_hand_over:
            return "deed/op/v1/schema.hand-over";
        case OperationType::schema_cpt:
            return "deed/op/v1/schema.cpt";
        case OperationType::schema_steward:
            return "deed/op/v1/schema.steward";
        case OperationType::status_create:
            return "deed/op/v1/status.create";
        case OperationType::status_publish:
            return "deed/op/v1/status.publish";
        case OperationType::status_set:
            return "deed/op/v1/status.set";
        case OperationType::status_clear:
            return "deed/op/v1/status.clear";
        case OperationType::status_hand_over:
            return "deed/op/v1/status.hand-over";
        case OperationType::issuer_found:
            return "deed/op/v1/issuer.found";
        case OperationType::issuer_accredit:
            return "deed/op/v1/issuer.accredit";
        case OperationType::issuer_standing:
            return "deed/op/v1/issuer.set-standing";
        case OperationType::issuer_bar:
            return "deed/op/v1/issuer.set-bar";
        case OperationType::issuer_name:
            return "deed/op/v1/issuer.assign-name";
        case OperationType::issuer_unname:
            return "deed/op/v1/issuer.withdraw-name";
        case OperationType::issuer_committee:
            return "deed/op/v1/issuer.change-committee";
        case OperationType::issuer_renounce:
            return "deed/op/v1/issuer.renounce";
    }
    DEED_ASSERT(!"an operation type");
    return {};
}

bool is_detached(const Statement& statement) {
    return statement.kind == LedgerKind::log && statement.body.size() > kMaxInlineBody;
}

Operation Operation::of_form(Statement statement, Bytes encoded) {
    DEED_ASSERT(statement.key && statement.controller);
    return {std::move(statement), std::move(encoded)};
}

bool Operation::body_is_detached() const { return is_detached(statement_); }

Result<Operation> Operation::sign(Envelope envelope, Bytes body, crypto::Signer& controller,
                                  Call& call) {
    const crypto::PublicKey& key = controller.public_key();
    DEED_TRY(const Address address, address_of(key));
    DEED_CHECK(wire::check_limits(envelope, body));
    envelope.body_hash = crypto::sha256(body);

    const Bytes message = wire::write_envelope(envelope);
    DEED_TRY(const Bytes signature, controller.sign(message, call));
    // Signers may be remote or faulty, and an Operation promises a good signature.
    DEED_CHECK(check_signature(key, message, signature));
    DEED_TRY(const auto authorized_by, check_authorization(envelope, key, body));

    const Bytes key_bytes = encode_controller_key(key);
    wire::RawOperation raw{message, key_bytes, signature, std::nullopt};
    if (body.size() <= kMaxInlineBody) raw.body = body;
    Bytes encoded = wire::write_operation(raw);
    Statement statement{LedgerKind::log, std::move(envelope), crypto::sha256(message), key,
                        address,         authorized_by,       std::move(body)};
    return Operation(std::move(statement), std::move(encoded));
}

Result<Operation> Operation::parse(ByteView encoded, std::optional<ByteView> detached_body) {
    DEED_TRY(const wire::RawOperation raw, wire::read_operation(encoded));
    DEED_TRY(crypto::PublicKey key, parse_controller_key(raw.key));
    DEED_TRY(Envelope envelope, wire::read_envelope(raw.envelope));
    DEED_TRY(const ByteView body, body_of(raw, detached_body));
    DEED_CHECK(wire::check_limits(envelope, body));
    if (crypto::sha256(body) != envelope.body_hash)
        return Error(errors::kBodyMismatch, "the body's hash is not the one in the envelope");
    DEED_CHECK(check_signature(key, raw.envelope, raw.signature));
    DEED_TRY(const auto authorized_by, check_authorization(envelope, key, body));

    DEED_TRY(const Address address, address_of(key));
    Statement statement{
        LedgerKind::log, std::move(envelope), crypto::sha256(raw.envelope), std::move(key), address,
        authorized_by,   to_bytes(body)};
    return Operation(std::move(statement), to_bytes(encoded));
}

}  // namespace deed::registry

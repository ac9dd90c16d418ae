#include "registry-contracts/client/evm/operations/did_typed_data.hpp"

#include <algorithm>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/recovery.hpp"
#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/operations/errors.hpp"
#include "registry-contracts/client/evm/signing/typed_data.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::string_view kLogTags = "deed/op/v1/";
constexpr std::string_view kChainTags = "deed/chain-op/v1/";

/// One member of a struct with its value.
struct Field {
    TypedMember member;
    AbiValue value;
};

Field subject_of(const Envelope& envelope) {
    return {{"address", "subject"}, AbiValue::address(envelope.subject)};
}
Field sequence_of(const Envelope& envelope) {
    return {{"uint256", "sequence"}, AbiValue::uint(envelope.sequence)};
}
Field expiry_of(const Envelope& envelope) {
    return {{"uint256", "expiry"}, AbiValue::uint(envelope.expiry)};
}
Field next_of(const Envelope& envelope) {
    return {{"bytes32", "next"}, AbiValue::bytes(envelope.next.value_or(Hash{}))};
}
Field controller_of(const Address& controller) {
    return {{"address", "controller"}, AbiValue::address(controller)};
}
Field bytes_of(const char* name, ByteView value) {
    return {{"bytes", name}, AbiValue::bytes(value)};
}

Result<crypto::Digest256> digest_of(const DidDomain& domain, const char* name,
                                    std::vector<Field> fields) {
    const TypedDataDomain typed{.name = "Deed DidRegistry",
                                .version = "1",
                                .chain_id = Uint256(domain.network.chain_id),
                                .verifying_contract = domain.registry};
    std::vector<TypedMember> members;
    AbiValue::List values;
    for (Field& field : fields) {
        members.push_back(std::move(field.member));
        values.push_back(std::move(field.value));
    }
    DEED_TRY(const auto types, TypedDataTypes::create({{name, std::move(members)}}));
    DEED_TRY(const Word separator, typed.separator());
    DEED_TRY(const Word hash, types.hash_struct(name, AbiValue::list(std::move(values))));
    return typed_data_digest(separator, hash);
}

Error unsupported() {
    return Error(registry::errors::kTypeUnsupported, "a chain has no evidence beside documents");
}

}  // namespace

Result<Bytes> recorded_body(OperationType type, ByteView body) {
    if (type == OperationType::did_rotate) {
        DEED_TRY(RotateBody rotation, RotateBody::parse(body));
        if (rotation.document && rotation.document->empty())
            return Error(registry::errors::kOperationMalformed,
                         "on a chain an empty document means that the last one stays");
        return std::move(rotation.document).value_or(Bytes());
    }
    if (type == OperationType::did_move) {
        DEED_TRY(const MoveBody move, MoveBody::parse(body));
        return to_bytes(as_bytes(move.successor));
    }
    if (type == OperationType::did_compromise) DEED_CHECK(CompromiseBody::parse(body));
    if (type == OperationType::did_deactivate && !body.empty())
        return Error(registry::errors::kOperationMalformed, "a deactivation has no body");
    if (chain_of(type) != Chain::did) return unsupported();
    return to_bytes(body);
}

Result<crypto::Digest256> operation_digest(const DidDomain& domain, const Envelope& envelope,
                                           const Address& actor, ByteView recorded) {
    const Field subject = subject_of(envelope);
    const Field sequence = sequence_of(envelope);
    const Field expiry = expiry_of(envelope);
    const Field next = next_of(envelope);
    switch (envelope.type) {
        case OperationType::did_create:
            return digest_of(domain, "DidCreate",
                             {subject, expiry, next, bytes_of("document", recorded)});
        case OperationType::did_update:
            return digest_of(domain, "DidUpdate",
                             {subject, sequence, expiry, next, bytes_of("document", recorded)});
        case OperationType::did_compromise:
            return digest_of(domain, "DidCompromise",
                             {subject, sequence, expiry, next, bytes_of("body", recorded)});
        case OperationType::did_rotate:
            return digest_of(domain, "DidRotate",
                             {subject, sequence, expiry, next, controller_of(actor),
                              bytes_of("document", recorded)});
        case OperationType::did_deactivate:
            return digest_of(domain, "DidDeactivate", {subject, sequence, expiry});
        case OperationType::did_move:
            return digest_of(
                domain, "DidMove",
                {subject, sequence, expiry, {{"string", "successor"}, AbiValue::bytes(recorded)}});
        default:
            break;
    }
    return unsupported();
}

Result<crypto::Digest256> authorization_digest(const DidDomain& domain, const Envelope& envelope,
                                               const Address& new_controller) {
    return digest_of(domain, "DidRotationAuthorization",
                     {subject_of(envelope), sequence_of(envelope), expiry_of(envelope),
                      controller_of(new_controller)});
}

Result<RecoverableSignature> recoverable(const crypto::PublicKey& key,
                                         const crypto::Digest256& digest, ByteView r_and_s,
                                         const ErrorCode& high_s, const ErrorCode& invalid) {
    if (r_and_s.size() != 64) return Error(invalid, "a signature has 64 bytes");
    Bytes candidate = to_bytes(r_and_s);
    candidate.push_back(0);
    for (const std::uint8_t y_parity : {std::uint8_t{0}, std::uint8_t{1}}) {
        candidate[64] = y_parity;
        const auto made_by = crypto::recover(digest, candidate);
        if (!made_by && made_by.error().code() == crypto::errors::kSignatureHighS)
            return Error(high_s, "the signature's s is above half the group order");
        if (!made_by || *made_by != key) continue;
        RecoverableSignature signature;
        std::copy_n(candidate.begin(), 32, signature.r.begin());
        std::copy_n(candidate.begin() + 32, 32, signature.s.begin());
        signature.y_parity = y_parity;
        return signature;
    }
    return Error(invalid, "the signature is not one of the key over this operation");
}

Result<Address> actor_of(const crypto::PublicKey& key) {
    if (key.type() != crypto::KeyType::secp256k1)
        return Error(errors::kChainController, "the key is not on secp256k1");
    return address_of(key);
}

Hash chain_operation_hash(const Envelope& envelope, const std::optional<Address>& controller) {
    const std::string tag =
        std::string(kChainTags) + std::string(tag_of(envelope.type).substr(kLogTags.size()));
    const bool shows_controller = envelope.type == OperationType::did_rotate && controller;
    cbor::Writer writer;
    writer.array(7)
        .text(tag)
        .text(envelope.network)
        .bytes(envelope.subject)
        .uint(envelope.sequence);
    if (shows_controller)
        writer.bytes(*controller);
    else
        writer.null();
    if (envelope.next)
        writer.bytes(*envelope.next);
    else
        writer.null();
    writer.bytes(envelope.body_hash);
    return crypto::sha256(std::move(writer).data());
}

}  // namespace deed::registry::evm

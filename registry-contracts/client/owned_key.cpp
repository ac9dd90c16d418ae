#include "registry-contracts/client/owned_key.hpp"

#include "registry-contracts/client/issuer_body.hpp"
#include "registry-contracts/client/owned_body.hpp"

namespace deed::registry {
namespace {

Hash id_of(const Envelope& envelope, ByteView body) {
    if (is_issuer(envelope.type)) return issuer_chain_id(envelope, body);
    switch (envelope.type) {
        case OperationType::schema_register:
            return owned_id(envelope.subject, SchemaRegisterBody::parse(body).value().name);
        case OperationType::status_create:
            return owned_id(envelope.subject, ListCreateBody::parse(body).value().name);
        case OperationType::schema_update:
            return SchemaUpdateBody::parse(body).value().id;
        case OperationType::schema_hand_over:
        case OperationType::status_hand_over:
            return HandOverBody::parse(body).value().id;
        case OperationType::schema_cpt:
            return CptBody::parse(body).value().id;
        case OperationType::status_publish:
            return PublishBody::parse(body).value().id;
        case OperationType::status_set:
        case OperationType::status_clear:
            return BitsBody::parse(body).value().id;
        default:
            return Hash{};
    }
}

}  // namespace

OwnedKey book_key() { return {Chain::steward, Hash{}}; }

OwnedKey cpt_key(std::uint64_t cpt) {
    OwnedKey key{Chain::cpt, Hash{}};
    for (std::size_t i = 0; i < sizeof cpt; ++i)
        key.id[key.id.size() - 1 - i] = static_cast<std::uint8_t>(cpt >> (8 * i));
    return key;
}

OwnedKey owned_key(const Envelope& envelope, ByteView body) {
    return {chain_of(envelope.type), id_of(envelope, body)};
}

}  // namespace deed::registry

#include "registry-contracts/client/evm/operations/chain_operation.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "lib/crypto/recovery.hpp"
#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/operations/did_typed_data.hpp"
#include "registry-contracts/client/evm/operations/errors.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::string_view kTag = "deed/chain-op/v1";
constexpr std::size_t kMaxEncoded = kMaxBody + 1024;
constexpr std::uint64_t kItems = 11;

constexpr OperationType kTypes[] = {OperationType::did_create,     OperationType::did_update,
                                    OperationType::did_deactivate, OperationType::did_rotate,
                                    OperationType::did_compromise, OperationType::did_move};

Error malformed(std::string message) {
    return Error(errors::kChainOperationMalformed, std::move(message));
}

template <typename T>
Result<T> in_our_words(Result<T> result) {
    if (result || !result.error().code().name.starts_with("cbor.")) return result;
    return malformed(result.error().message());
}

template <typename Array>
Result<void> fill(cbor::Reader& reader, Array& out, const char* item) {
    DEED_TRY(const ByteView bytes, reader.bytes());
    if (bytes.size() != out.size())
        return malformed(std::string(item) + " must have " + std::to_string(out.size()) + " bytes");
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return {};
}

/// The items of the array, before anything is verified.
struct Items {
    DidDomain domain;
    Envelope envelope{};
    std::array<std::uint8_t, 33> key{};
    std::array<std::uint8_t, 64> signature{};
    ByteView body;
};

Result<OperationType> type_of(std::string_view tag) {
    for (const OperationType type : kTypes)
        if (tag_of(type) == tag) return type;
    return Error(registry::errors::kTypeUnsupported, "no operation of this tag is made on a chain");
}

Result<Items> read_items(ByteView encoded) {
    cbor::Reader reader(encoded);
    DEED_CHECK(reader.array_of(kItems));
    DEED_TRY(const std::string_view tag, reader.text());
    if (tag != kTag) return malformed("the tag is not " + std::string(kTag));
    Items items;
    DEED_CHECK(fill(reader, items.domain.registry, "the contract"));
    DEED_TRY(const std::string_view type, reader.text());
    DEED_TRY(const std::string_view network, reader.text());
    Envelope& envelope = items.envelope;
    envelope.network = network;
    DEED_CHECK(fill(reader, envelope.subject, "the subject"));
    DEED_TRY(envelope.sequence, reader.uint());
    DEED_TRY(envelope.expiry, reader.uint());
    DEED_TRY(const bool no_next, reader.skip_null());
    if (!no_next) DEED_CHECK(fill(reader, envelope.next.emplace(), "next"));
    DEED_CHECK(fill(reader, items.key, "the key"));
    DEED_CHECK(fill(reader, items.signature, "the signature"));
    DEED_TRY(items.body, reader.bytes());
    DEED_CHECK(reader.finish());

    DEED_TRY(envelope.type, type_of(type));
    const auto named = parse_chain_network(network);
    if (!named) return malformed("the network is not that of a chain");
    items.domain.network = *named;
    return items;
}

Bytes write_items(const DidDomain& domain, const Envelope& envelope, const crypto::PublicKey& key,
                  ByteView r_and_s, ByteView body) {
    cbor::Writer writer;
    writer.array(kItems)
        .text(kTag)
        .bytes(domain.registry)
        .text(tag_of(envelope.type))
        .text(envelope.network)
        .bytes(envelope.subject)
        .uint(envelope.sequence)
        .uint(envelope.expiry);
    if (envelope.next)
        writer.bytes(*envelope.next);
    else
        writer.null();
    writer.bytes(key.raw()).bytes(r_and_s).bytes(body);
    return std::move(writer).data();
}

/// What no contract could take, or its storage not tell again.
Result<void> check_envelope(const DidDomain& domain, const Envelope& envelope, ByteView body) {
    constexpr auto kMaxSeconds =
        static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (envelope.network != to_string(domain.network))
        return Error(registry::errors::kWrongNetwork, "the operation is for " + envelope.network);
    if (envelope.sequence > kAnySequence)
        return Error(registry::errors::kOperationMalformed, "no operation has such a number");
    if (envelope.type == OperationType::did_create && envelope.sequence != 0)
        return Error(registry::errors::kOperationMalformed, "a creation is number 0");
    if (envelope.expiry > kMaxSeconds ||
        !Timestamp::from_unix_seconds(static_cast<std::int64_t>(envelope.expiry)))
        return Error(registry::errors::kOperationMalformed, "the expiry lies after the year 9999");
    if (body.size() > kMaxBody)
        return Error(registry::errors::kOperationTooLarge, "a body has at most 1 MiB");
    const bool ends =
        envelope.type == OperationType::did_deactivate || envelope.type == OperationType::did_move;
    if (ends && envelope.next)
        return Error(registry::errors::kOperationMalformed,
                     "what ends an identifier commits to no key");
    // Zero stands for no commitment there.
    if (envelope.next == Hash{})
        return Error(registry::errors::kOperationMalformed, "zeros are no commitment");
    return {};
}

/// The contract cannot see this one: an address does not tell a key's commitment.
Result<void> check_commitment(const Envelope& envelope, const crypto::PublicKey& key) {
    if (envelope.type == OperationType::did_rotate || envelope.next != commitment_to(key))
        return {};
    return Error(registry::errors::kCommitmentToSelf, "nobody could ever rotate to today's key");
}

/// Who authorized a rotation, if anybody had to.
struct Authorized {
    std::optional<Address> by;
    std::optional<RecoverableSignature> signature;
};

Result<Authorized> check_authorization(const DidDomain& domain, const Envelope& envelope,
                                       const Address& actor, ByteView body) {
    if (envelope.type != OperationType::did_rotate) return Authorized{};
    DEED_TRY(const RotateBody rotation, RotateBody::parse(body));
    if (!rotation.authorization) return Authorized{};
    const auto& [old_key, r_and_s] = *rotation.authorization;
    DEED_TRY(const Address old_controller, actor_of(old_key));
    DEED_TRY(const auto digest, authorization_digest(domain, envelope, actor));
    DEED_TRY(const auto signature,
             recoverable(old_key, digest, r_and_s, registry::errors::kAuthorizationHighS,
                         registry::errors::kAuthorizationInvalid));
    return Authorized{old_controller, signature};
}

}  // namespace

Result<ChainOperation> ChainOperation::verified(const DidDomain& domain, Envelope envelope,
                                                Bytes body, const crypto::PublicKey& key,
                                                ByteView r_and_s) {
    DEED_CHECK(check_envelope(domain, envelope, body));
    DEED_TRY(const Address actor, actor_of(key));
    DEED_TRY(Bytes recorded, recorded_body(envelope.type, body));
    envelope.body_hash = crypto::sha256(recorded);
    DEED_TRY(const auto digest, operation_digest(domain, envelope, actor, recorded));
    DEED_TRY(const auto signature,
             recoverable(key, digest, r_and_s, registry::errors::kSignatureHighS,
                         registry::errors::kSignatureInvalid));
    DEED_TRY(const Authorized authorized, check_authorization(domain, envelope, actor, body));
    DEED_CHECK(check_commitment(envelope, key));

    Bytes encoded = write_items(domain, envelope, key, r_and_s, body);
    Statement statement;
    statement.kind = LedgerKind::chain;
    statement.hash = chain_operation_hash(envelope, actor);
    statement.envelope = std::move(envelope);
    statement.key = key;
    statement.controller = actor;
    statement.authorized_by = authorized.by;
    statement.body = std::move(body);
    return ChainOperation(domain, Operation::of_form(std::move(statement), std::move(encoded)),
                          signature, authorized.signature, std::move(recorded));
}

Result<ChainOperation> ChainOperation::sign(const DidDomain& domain, Envelope envelope, Bytes body,
                                            crypto::Signer& signer, Call& call) {
    const crypto::PublicKey& key = signer.public_key();
    if (envelope.type == OperationType::did_create) envelope.sequence = 0;
    envelope.previous = Hash{};
    DEED_CHECK(check_envelope(domain, envelope, body));
    DEED_TRY(const Address actor, actor_of(key));
    DEED_TRY(const Bytes recorded, recorded_body(envelope.type, body));
    DEED_TRY(const auto digest, operation_digest(domain, envelope, actor, recorded));
    DEED_TRY(const Bytes signature, crypto::sign_recoverable(signer, digest, call));
    return verified(domain, std::move(envelope), std::move(body), key,
                    ByteView(signature).first(64));
}

bool ChainOperation::is_one(ByteView encoded) {
    cbor::Reader reader(encoded);
    if (!reader.array_of(kItems)) return false;
    const auto tag = reader.text();
    return tag && *tag == kTag;
}

Result<ChainOperation> ChainOperation::parse(ByteView encoded) {
    if (encoded.size() > kMaxEncoded)
        return Error(registry::errors::kOperationTooLarge,
                     "an operation has at most 1 MiB and 1,024 bytes");
    DEED_TRY(Items items, in_our_words(read_items(encoded)));
    const auto key = crypto::PublicKey::from_raw(crypto::KeyType::secp256k1, items.key);
    if (!key) return malformed("the key is not a point of its curve");
    return verified(items.domain, std::move(items.envelope), to_bytes(items.body), *key,
                    items.signature);
}

}  // namespace deed::registry::evm

#include "registry-contracts/client/operation_body.hpp"

#include <algorithm>
#include <limits>

#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/body_reader.hpp"
#include "registry-contracts/client/controller_key.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/owned_body.hpp"

namespace deed::registry {
namespace {

constexpr std::string_view kRotationTag = "deed/rotation/v1";
constexpr std::size_t kSignatureSize = 64;
constexpr std::size_t kMaxMultikey = 512;
constexpr std::size_t kMaxSuccessor = 2048;

Result<std::optional<RotationAuthorization>> read_authorization(cbor::Reader& reader) {
    DEED_TRY(const bool none, reader.skip_null());
    if (none) return std::optional<RotationAuthorization>();
    DEED_CHECK(reader.array_of(2));
    DEED_TRY(const ByteView raw, reader.bytes());
    DEED_TRY(crypto::PublicKey key, parse_controller_key(raw));
    DEED_TRY(const ByteView signature, reader.bytes());
    if (signature.size() != kSignatureSize)
        return malformed_operation("an authorization has 64 bytes");
    return std::optional(RotationAuthorization{std::move(key), to_bytes(signature)});
}

Result<CompromiseBody::Key> read_key(cbor::Reader& reader) {
    DEED_CHECK(reader.array_of(2));
    DEED_TRY(const std::string_view multikey, reader.text());
    if (multikey.empty() || multikey.size() > kMaxMultikey)
        return malformed_operation("a key is named by 1 to 512 bytes");
    DEED_TRY(const std::uint64_t since, reader.uint());
    if (since > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return malformed_operation("the time of a compromise is out of range");
    const auto time = Timestamp::from_unix_milliseconds(static_cast<std::int64_t>(since));
    if (!time) return malformed_operation("the time of a compromise is out of range");
    return CompromiseBody::Key{std::string(multikey), *time};
}

Result<std::vector<CompromiseBody::Key>> read_keys(cbor::Reader& reader) {
    DEED_TRY(const std::uint64_t count, reader.array());
    if (count == 0 || count > kMaxCompromisedKeys)
        return malformed_operation("1 to 16 keys are declared compromised at a time");
    std::vector<CompromiseBody::Key> keys;
    for (std::uint64_t i = 0; i < count; ++i) {
        DEED_TRY(CompromiseBody::Key key, read_key(reader));
        if (std::ranges::find(keys, key.multikey, &CompromiseBody::Key::multikey) != keys.end())
            return malformed_operation("a key is declared compromised twice");
        keys.push_back(std::move(key));
    }
    return keys;
}

/// The form was checked when the statement was made; only a chain has bodies without one.
template <typename Body>
std::optional<Body> body_of(const Statement& statement) {
    if (statement.kind == LedgerKind::chain && statement.body.empty()) return std::nullopt;
    return Body::parse(statement.body).value();
}

}  // namespace

Result<RotateBody> RotateBody::parse(ByteView body) {
    return read_body(body, [](cbor::Reader& reader) -> Result<RotateBody> {
        DEED_CHECK(reader.array_of(2));
        RotateBody rotation;
        DEED_TRY(rotation.authorization, read_authorization(reader));
        DEED_TRY(const bool keeps_document, reader.skip_null());
        if (keeps_document) return rotation;
        DEED_TRY(const ByteView bytes, reader.bytes());
        rotation.document = to_bytes(bytes);
        return rotation;
    });
}

Bytes RotateBody::encode() const {
    cbor::Writer writer;
    writer.array(2);
    if (authorization)
        writer.array(2)
            .bytes(encode_controller_key(authorization->old_key))
            .bytes(authorization->signature);
    else
        writer.null();
    if (document)
        writer.bytes(*document);
    else
        writer.null();
    return std::move(writer).data();
}

Bytes rotation_message(const Envelope& envelope, const crypto::PublicKey& new_key) {
    cbor::Writer writer;
    writer.array(6)
        .text(kRotationTag)
        .text(envelope.network)
        .bytes(envelope.subject)
        .uint(envelope.sequence)
        .bytes(envelope.previous)
        .bytes(encode_controller_key(new_key));
    return std::move(writer).data();
}

Result<RotationAuthorization> authorize_rotation(const Envelope& envelope,
                                                 const crypto::PublicKey& new_key,
                                                 crypto::Signer& controller, Call& call) {
    DEED_CHECK(address_of(controller.public_key()));
    DEED_TRY(Bytes signature, controller.sign(rotation_message(envelope, new_key), call));
    return RotationAuthorization{controller.public_key(), std::move(signature)};
}

Hash commitment_to(const crypto::PublicKey& key) {
    return crypto::sha256(encode_controller_key(key));
}

Result<CompromiseBody> CompromiseBody::parse(ByteView body) {
    return read_body(body, [](cbor::Reader& reader) -> Result<CompromiseBody> {
        DEED_CHECK(reader.array_of(2));
        CompromiseBody compromise;
        DEED_TRY(compromise.keys, read_keys(reader));
        DEED_TRY(const ByteView bytes, reader.bytes());
        compromise.document = to_bytes(bytes);
        return compromise;
    });
}

Bytes CompromiseBody::encode() const {
    cbor::Writer writer;
    writer.array(2).array(keys.size());
    for (const Key& key : keys) {
        DEED_ASSERT(key.since.unix_milliseconds() >= 0);
        writer.array(2)
            .text(key.multikey)
            .uint(static_cast<std::uint64_t>(key.since.unix_milliseconds()));
    }
    writer.bytes(document);
    return std::move(writer).data();
}

Result<MoveBody> MoveBody::parse(ByteView body) {
    return read_body(body, [](cbor::Reader& reader) -> Result<MoveBody> {
        DEED_TRY(const std::string_view name, reader.text());
        if (name.empty() || name.size() > kMaxSuccessor)
            return malformed_operation("a successor is named by 1 to 2,048 bytes");
        return MoveBody{std::string(name)};
    });
}

Bytes MoveBody::encode() const {
    cbor::Writer writer;
    writer.text(successor);
    return std::move(writer).data();
}

std::optional<Bytes> recorded_document(const Statement& statement) {
    switch (statement.envelope.type) {
        case OperationType::did_create:
        case OperationType::did_update:
            return statement.body;
        case OperationType::did_rotate:
            return body_of<RotateBody>(statement)->document;
        case OperationType::did_compromise:
            if (auto compromise = declared_compromise(statement))
                return std::move(compromise->document);
            return std::nullopt;
        default:
            return std::nullopt;
    }
}

std::optional<CompromiseBody> declared_compromise(const Statement& statement) {
    if (statement.envelope.type != OperationType::did_compromise) return std::nullopt;
    return body_of<CompromiseBody>(statement);
}

std::optional<std::string> named_successor(const Statement& statement) {
    if (statement.envelope.type != OperationType::did_move) return std::nullopt;
    auto move = body_of<MoveBody>(statement);
    if (!move) return std::nullopt;
    return std::move(move->successor);
}

Result<void> check_body_form(OperationType type, ByteView body) {
    switch (type) {
        case OperationType::did_rotate:
            return only_form(RotateBody::parse(body));
        case OperationType::did_compromise:
            return only_form(CompromiseBody::parse(body));
        case OperationType::did_move:
            return only_form(MoveBody::parse(body));
        case OperationType::did_create:
        case OperationType::did_update:
        case OperationType::did_deactivate:
        case OperationType::evidence_batch:
            return {};
        default:
            return check_owned_form(type, body);
    }
}

}  // namespace deed::registry

#include "lib/cose/sign1.hpp"

#include "lib/cose/errors.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/encoding/errors.hpp"

namespace deed::cose {
namespace {

constexpr std::uint64_t kTag = 18;          ///< RFC 9052 section 4.2
constexpr std::uint8_t kTaggedHead = 0xd2;  ///< major type 6, 18
constexpr std::uint64_t kParts = 4;
constexpr std::size_t kMaxDepth = 16;
constexpr std::size_t kMaxHeads = 32;  ///< of the message's own items

/// Another type where an item of the message belongs: it is another message, or none.
template <typename T>
Result<T> part(Result<T> read) {
    if (read || read.error().code() != cbor::errors::kUnexpectedType) return read;
    return Error(errors::kNotSign1, read.error().message());
}

Result<void> check_tag(cbor::Reader& reader, Tagging tagging) {
    const auto tag = reader.tag();
    if (!tag && tag.error().code() != cbor::errors::kUnexpectedType) return tag.error();
    if (!tag && tagging == Tagging::required) return Error(errors::kTagMissing, "there is no tag");
    if (tag && tagging == Tagging::refused)
        return Error(errors::kTagUnexpected, "there is a tag, " + std::to_string(*tag));
    if (tag && *tag != kTag)
        return Error(errors::kTagUnexpected, "the tag is " + std::to_string(*tag));
    return {};
}

Result<void> check_size(ByteView bytes, std::size_t limit, std::string_view what) {
    if (bytes.size() <= limit) return {};
    return Error(errors::kTooLarge,
                 "the " + std::string(what) + " has " + std::to_string(bytes.size()) + " bytes");
}

Result<std::optional<Bytes>> read_payload(cbor::Reader& reader) {
    DEED_TRY(const bool is_detached, reader.skip_null());
    if (is_detached) return std::optional<Bytes>();
    DEED_TRY(const ByteView payload, part(reader.bytes()));
    DEED_CHECK(check_size(payload, kMaxPayload, "payload"));
    return std::optional<Bytes>(to_bytes(payload));
}

// RFC 9052 section 4.4.
Bytes to_be_signed(ByteView protected_bytes, ByteView external_aad, ByteView payload) {
    cbor::Writer writer;
    writer.array(kParts)
        .text("Signature1")
        .bytes(protected_bytes)
        .bytes(external_aad)
        .bytes(payload);
    return std::move(writer).data();
}

}  // namespace

Result<Sign1> Sign1::parse(ByteView message, Tagging tagging) {
    DEED_CHECK(
        check_size(message, kMaxPayload + 2 * kMaxHeader + kMaxSignature + kMaxHeads, "message"));
    cbor::Reader reader(message, cbor::Keys::any_order);
    DEED_CHECK(check_tag(reader, tagging));
    DEED_CHECK(part(reader.array_of(kParts)));
    DEED_TRY(const ByteView protected_bytes, part(reader.bytes()));
    DEED_CHECK(check_size(protected_bytes, kMaxHeader, "protected header"));
    // Its own reader refuses what is no map; here it must only be one item.
    DEED_TRY(const ByteView unprotected, reader.skip(kMaxDepth));
    DEED_CHECK(check_size(unprotected, kMaxHeader, "unprotected header"));
    DEED_TRY(std::optional<Bytes> payload, read_payload(reader));
    DEED_TRY(const ByteView signature, part(reader.bytes()));
    DEED_CHECK(check_size(signature, kMaxSignature, "signature"));
    DEED_CHECK(reader.finish());
    return Sign1(deed::to_bytes(message), deed::to_bytes(protected_bytes),
                 Header::parse(protected_bytes, unprotected), std::move(payload),
                 deed::to_bytes(signature));
}

Result<void> Sign1::check(const crypto::PublicKey& key, ByteView payload,
                          ByteView external_aad) const {
    if (!header_) return header_.error();
    DEED_CHECK(header_->require_key(key));
    const auto verified = crypto::verify(
        key, header_->algorithm().id, to_be_signed(protected_, external_aad, payload), signature_);
    if (verified) return {};
    if (verified.error().code() == crypto::errors::kSignatureMalformed)
        return Error(errors::kSignatureMalformed, verified.error().message());
    return Error(errors::kSignatureInvalid,
                 "the signature is not that of this key over this header and payload");
}

Result<void> Sign1::verify(const crypto::PublicKey& key, ByteView external_aad) const {
    if (!payload_) return Error(errors::kPayloadDetached, "the message has no payload");
    return check(key, *payload_, external_aad);
}

Result<void> Sign1::verify_detached(const crypto::PublicKey& key, ByteView payload,
                                    ByteView external_aad) const {
    if (payload_) return Error(errors::kPayloadAttached, "the message has a payload");
    return check(key, payload, external_aad);
}

Result<Bytes> sign(ByteView payload, const SigningOptions& options, crypto::Signer& signer,
                   Call& call) {
    DEED_CHECK(check_size(payload, kMaxPayload, "payload"));
    DEED_TRY(const Bytes header, make_header(options.header, signer.public_key()));
    DEED_CHECK(check_size(header, kMaxHeader, "protected header"));
    DEED_TRY(const Bytes signature,
             signer.sign(to_be_signed(header, options.external_aad, payload), call));
    const auto algorithm = crypto::info_of(signer.public_key().type()).default_algorithm;
    const std::size_t due = crypto::info_of(*algorithm).signature_size;
    if (due != 0 && signature.size() != due)
        return Error(errors::kSignatureMalformed, "the signer made " +
                                                      std::to_string(signature.size()) +
                                                      " bytes, not " + std::to_string(due));
    cbor::Writer writer;
    if (options.is_tagged) writer.tag(kTag);
    writer.array(kParts).bytes(header).map(0);
    if (options.is_detached)
        writer.null();
    else
        writer.bytes(payload);
    return std::move(writer.bytes(signature)).data();
}

bool looks_like_sign1(ByteView bytes) { return !bytes.empty() && bytes.front() == kTaggedHead; }

}  // namespace deed::cose

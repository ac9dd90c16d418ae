#include "registry-contracts/client/owned_body.hpp"

#include <algorithm>

#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/body_reader.hpp"
#include "registry-contracts/client/controller_key.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/issuer_body.hpp"
#include "registry-contracts/client/operation_wire.hpp"

namespace deed::registry {
namespace {

constexpr std::string_view kConsentTag = "deed/consent/v1";
constexpr std::string_view kStewardTag = "deed/cpt-steward/v1";
constexpr std::size_t kSignatureSize = 64;
constexpr std::size_t kMaxNote = 4096;
/// A root counts on a chain by these bytes.
constexpr std::size_t kRootPrefix = 24;
/// Credentials are numbered below 2^64, 256 to a word.
constexpr std::uint64_t kMaxWord = (std::uint64_t{1} << 56) - 1;

Result<Bytes> read_schema(cbor::Reader& reader) {
    DEED_TRY(const ByteView bytes, reader.bytes());
    if (bytes.empty() || bytes.size() > kMaxSchemaBody)
        return Error(errors::kBodySize,
                     "the schema has " + std::to_string(bytes.size()) + " bytes");
    return to_bytes(bytes);
}

Result<std::optional<PartyConsent>> read_consent(cbor::Reader& reader) {
    DEED_TRY(const bool none, reader.skip_null());
    if (none) return std::optional<PartyConsent>();
    DEED_CHECK(reader.array_of(2));
    DEED_TRY(const ByteView raw, reader.bytes());
    DEED_TRY(crypto::PublicKey key, parse_controller_key(raw));
    DEED_TRY(const ByteView signature, reader.bytes());
    if (signature.size() != kSignatureSize) return malformed_operation("a consent has 64 bytes");
    return std::optional(PartyConsent{std::move(key), to_bytes(signature)});
}

void write_consent(cbor::Writer& writer, const std::optional<PartyConsent>& consent) {
    if (!consent) {
        writer.null();
        return;
    }
    writer.array(2).bytes(encode_controller_key(consent->key)).bytes(consent->signature);
}

Result<BitWord> read_word(cbor::Reader& reader, const std::vector<BitWord>& before) {
    BitWord word{};
    DEED_CHECK(reader.array_of(2));
    DEED_TRY(word.word, reader.uint());
    DEED_CHECK(fill_of_body(reader, word.mask));
    if (word.word > kMaxWord) return malformed_operation("there are no credentials from 2^64 on");
    if (!before.empty() && before.back().word >= word.word)
        return malformed_operation("the words are not in ascending order");
    return word;
}

Result<std::optional<Address>> check_signed(const Envelope& envelope, ByteView without,
                                            const PartyConsent& consent) {
    const Bytes message = consent_message(envelope, without);
    if (!crypto::verify(consent.key, message, consent.signature, crypto::HighS::refuse))
        return Error(errors::kConsentInvalid, "the consent is not over this operation");
    DEED_TRY(const Address address, address_of(consent.key));
    return std::optional(address);
}

}  // namespace

Result<SchemaRegisterBody> SchemaRegisterBody::parse(ByteView body) {
    return read_body(body, [](cbor::Reader& reader) -> Result<SchemaRegisterBody> {
        SchemaRegisterBody result{};
        DEED_CHECK(reader.array_of(2));
        DEED_CHECK(fill_of_body(reader, result.name));
        DEED_TRY(result.schema, read_schema(reader));
        return result;
    });
}

Bytes SchemaRegisterBody::encode() const {
    cbor::Writer writer;
    writer.array(2).bytes(name).bytes(schema);
    return std::move(writer).data();
}

Result<SchemaUpdateBody> SchemaUpdateBody::parse(ByteView body) {
    return read_body(body, [](cbor::Reader& reader) -> Result<SchemaUpdateBody> {
        SchemaUpdateBody result{};
        DEED_CHECK(reader.array_of(2));
        DEED_CHECK(fill_of_body(reader, result.id));
        DEED_TRY(result.schema, read_schema(reader));
        return result;
    });
}

Bytes SchemaUpdateBody::encode() const {
    cbor::Writer writer;
    writer.array(2).bytes(id).bytes(schema);
    return std::move(writer).data();
}

Result<HandOverBody> HandOverBody::parse(ByteView body) {
    return read_body(body, [](cbor::Reader& reader) -> Result<HandOverBody> {
        HandOverBody result{};
        DEED_CHECK(reader.array_of(3));
        DEED_CHECK(fill_of_body(reader, result.id));
        DEED_CHECK(fill_of_body(reader, result.recipient));
        DEED_TRY(result.acceptance, read_consent(reader));
        return result;
    });
}

Bytes HandOverBody::encode() const {
    cbor::Writer writer;
    writer.array(3).bytes(id).bytes(recipient);
    write_consent(writer, acceptance);
    return std::move(writer).data();
}

Result<CptBody> CptBody::parse(ByteView body) {
    return read_body(body, [](cbor::Reader& reader) -> Result<CptBody> {
        CptBody result{};
        DEED_CHECK(reader.array_of(3));
        DEED_CHECK(fill_of_body(reader, result.id));
        DEED_TRY(const bool claims, reader.skip_null());
        if (!claims) {
            DEED_TRY(result.cpt, reader.uint());
        }
        DEED_TRY(result.approval, read_consent(reader));
        if (claims && result.approval)
            return malformed_operation("a claim needs nobody's approval");
        return result;
    });
}

Bytes CptBody::encode() const {
    cbor::Writer writer;
    writer.array(3).bytes(id);
    if (cpt)
        writer.uint(*cpt);
    else
        writer.null();
    write_consent(writer, approval);
    return std::move(writer).data();
}

Result<StewardBody> StewardBody::parse(ByteView body) {
    return read_body(body, [](cbor::Reader& reader) -> Result<StewardBody> {
        StewardBody result{};
        DEED_CHECK(reader.array_of(2));
        DEED_TRY(result.open_from, reader.uint());
        DEED_TRY(const std::string_view text, reader.text());
        if (text.size() > kMaxNote) return malformed_operation("the note is too long");
        result.note = text;
        return result;
    });
}

Bytes StewardBody::encode() const {
    cbor::Writer writer;
    writer.array(2).uint(open_from).text(note);
    return std::move(writer).data();
}

Result<ListCreateBody> ListCreateBody::parse(ByteView body) {
    return read_body(body, [](cbor::Reader& reader) -> Result<ListCreateBody> {
        ListCreateBody result{};
        DEED_CHECK(reader.array_of(3));
        DEED_CHECK(fill_of_body(reader, result.name));
        DEED_TRY(result.permanent, reader.boolean());
        DEED_TRY(const std::string_view text, reader.text());
        if (text.size() > kMaxListUri)
            return Error(errors::kUriSize, "the URI has " + std::to_string(text.size()) + " bytes");
        result.uri = text;
        return result;
    });
}

Bytes ListCreateBody::encode() const {
    cbor::Writer writer;
    writer.array(3).bytes(name).boolean(permanent).text(uri);
    return std::move(writer).data();
}

Result<PublishBody> PublishBody::parse(ByteView body) {
    return read_body(body, [](cbor::Reader& reader) -> Result<PublishBody> {
        PublishBody result{};
        DEED_CHECK(reader.array_of(2));
        DEED_CHECK(fill_of_body(reader, result.id));
        DEED_CHECK(fill_of_body(reader, result.root));
        const auto prefix = ByteView(result.root).first(kRootPrefix);
        if (std::ranges::all_of(prefix, [](std::uint8_t byte) { return byte == 0; }))
            return Error(errors::kRootIsZero, "the root begins with 24 bytes of zero");
        return result;
    });
}

Bytes PublishBody::encode() const {
    cbor::Writer writer;
    writer.array(2).bytes(id).bytes(root);
    return std::move(writer).data();
}

Result<BitsBody> BitsBody::parse(ByteView body) {
    return read_body(body, [](cbor::Reader& reader) -> Result<BitsBody> {
        BitsBody result{};
        DEED_CHECK(reader.array_of(2));
        DEED_CHECK(fill_of_body(reader, result.id));
        DEED_TRY(const std::uint64_t count, reader.array());
        if (count == 0 || count > kMaxBitWords)
            return Error(errors::kWordCount, std::to_string(count) + " words are changed");
        for (std::uint64_t i = 0; i < count; ++i) {
            DEED_TRY(const BitWord word, read_word(reader, result.words));
            result.words.push_back(word);
        }
        return result;
    });
}

Bytes BitsBody::encode() const {
    cbor::Writer writer;
    writer.array(2).bytes(id).array(words.size());
    for (const BitWord& word : words) writer.array(2).uint(word.word).bytes(word.mask);
    return std::move(writer).data();
}

bool is_owned(OperationType type) {
    const Chain chain = chain_of(type);
    return chain != Chain::did && chain != Chain::evidence;
}

Bytes consent_message(const Envelope& envelope, ByteView body_without_consent) {
    Envelope consented = envelope;
    consented.body_hash = crypto::sha256(body_without_consent);
    cbor::Writer writer;
    writer.array(2).text(kConsentTag).bytes(wire::write_envelope(consented));
    return std::move(writer).data();
}

std::string steward_text(const std::string& origin, const Address& steward,
                         std::uint64_t open_from) {
    return std::string(kStewardTag) + "\n" + origin + "\n" + to_string(steward) + "\n" +
           std::to_string(open_from) + "\n";
}

Result<void> check_owned_form(OperationType type, ByteView body) {
    switch (type) {
        case OperationType::schema_register:
            return only_form(SchemaRegisterBody::parse(body));
        case OperationType::schema_update:
            return only_form(SchemaUpdateBody::parse(body));
        case OperationType::schema_hand_over:
        case OperationType::status_hand_over:
            return only_form(HandOverBody::parse(body));
        case OperationType::schema_cpt:
            return only_form(CptBody::parse(body));
        case OperationType::schema_steward:
            return only_form(StewardBody::parse(body));
        case OperationType::status_create:
            return only_form(ListCreateBody::parse(body));
        case OperationType::status_publish:
            return only_form(PublishBody::parse(body));
        case OperationType::status_set:
        case OperationType::status_clear:
            return only_form(BitsBody::parse(body));
        default:
            DEED_ASSERT(is_issuer(type));
            return check_issuer_form(type, body);
    }
}

Result<std::optional<Address>> check_consent(const Envelope& envelope, ByteView body) {
    const bool hands_over = envelope.type == OperationType::schema_hand_over ||
                            envelope.type == OperationType::status_hand_over;
    if (hands_over) {
        DEED_TRY(HandOverBody hand_over, HandOverBody::parse(body));
        const auto acceptance = std::exchange(hand_over.acceptance, std::nullopt);
        if (!acceptance) return Error(errors::kConsentInvalid, "the recipient's word is missing");
        return check_signed(envelope, hand_over.encode(), *acceptance);
    }
    if (envelope.type != OperationType::schema_cpt) return std::optional<Address>();
    DEED_TRY(CptBody cpt, CptBody::parse(body));
    if (!cpt.cpt) return std::optional<Address>();
    const auto approval = std::exchange(cpt.approval, std::nullopt);
    if (!approval) return Error(errors::kConsentInvalid, "the steward's word is missing");
    return check_signed(envelope, cpt.encode(), *approval);
}

}  // namespace deed::registry

#include "evidence/opening_row.hpp"

#include <algorithm>

#include "evidence/errors.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/opened_access.hpp"
#include "lib/encoding/cbor.hpp"

namespace deed::evidence {

bool matches(const KeptOpening& kept, const OpeningQuery& query) {
    const bool asks = query.commitment || query.sha256 || query.sm3 || query.key;
    if (!asks) return false;
    if (query.commitment && kept.opening.commitment().sha256 != *query.commitment) return false;
    if (query.sha256 && !(kept.document && kept.document->digest.sha256 == *query.sha256))
        return false;
    if (query.sm3 && !(kept.document && kept.document->digest.sm3 == *query.sm3)) return false;
    return !query.key || kept.key == query.key;
}

namespace detail {
namespace {

constexpr std::uint64_t kRowVersion = 1;
constexpr std::string_view kRowUse = "opening";
constexpr std::string_view kBatchUse = "batch";

/// What a token is of, so that no two purposes share one.
enum class TokenUse : std::uint8_t { input = 1, sha256, sm3, key, commitment };

Error damaged(std::string message) { return Error(errors::kOpeningDamaged, std::move(message)); }

/// Any breach of CBOR or of the format is one thing to the owner of the row.
template <typename T>
Result<T> as_damaged(Result<T> result) {
    if (result || result.error().code() == errors::kOpeningDamaged) return result;
    return damaged("the row is not in its format: " + result.error().message());
}

void write_text(cbor::Writer& writer, const std::optional<std::string>& text) {
    if (text)
        writer.text(*text);
    else
        writer.null();
}

void write_digest(cbor::Writer& writer, const DocumentDigest& document) {
    writer.array(3).uint(document.length).bytes(document.digest.sha256);
    writer.bytes(document.digest.sm3);
}

void write_opening(cbor::Writer& writer, const Opening& opening) {
    if (const auto* document = std::get_if<DocumentDigest>(&opening.content())) {
        writer.array(3).text(opening.submitter().to_string()).bytes(opening.salt());
        return write_digest(writer, *document);
    }
    writer.text(opening.to_json().to_string());
}

Result<registry::Hash> read_hash(cbor::Reader& reader) {
    DEED_TRY(const ByteView bytes, reader.bytes());
    registry::Hash hash;
    if (bytes.size() != hash.size()) return damaged("a hash does not have 32 bytes");
    std::ranges::copy(bytes, hash.begin());
    return hash;
}

Result<DocumentDigest> read_digest(cbor::Reader& reader) {
    DocumentDigest document;
    DEED_CHECK(reader.array_of(3));
    DEED_TRY(document.length, reader.uint());
    DEED_TRY(document.digest.sha256, read_hash(reader));
    DEED_TRY(document.digest.sm3, read_hash(reader));
    return document;
}

Result<did::Did> read_did(cbor::Reader& reader) {
    DEED_TRY(const std::string_view text, reader.text());
    auto did = did::Did::parse(text);
    if (!did) return damaged("the submitter is not a DID");
    return did;
}

Result<Opening> read_fields_opening(std::string_view text) {
    const json::Limits limits{.max_bytes = text.size()};
    DEED_TRY(const auto json, json::Document::parse(text, limits));
    DEED_TRY(Opening opening, Opening::parse(json.root()));
    if (opening.kind() != 1 || opening.to_json().to_string() != text)
        return damaged("the fields are not as they are written");
    return opening;
}

Result<Opening> read_opening(cbor::Reader& reader) {
    if (const auto text = reader.text()) return read_fields_opening(*text);
    DEED_CHECK(reader.array_of(3));
    DEED_TRY(did::Did submitter, read_did(reader));
    DEED_TRY(const Salt salt, read_hash(reader));
    DEED_TRY(const DocumentDigest document, read_digest(reader));
    return Opening::from_parts(std::move(submitter), salt, document);
}

Result<std::optional<std::string>> read_text(cbor::Reader& reader, std::size_t max_bytes) {
    DEED_TRY(const bool absent, reader.skip_null());
    if (absent) return std::optional<std::string>();
    DEED_TRY(const std::string_view text, reader.text());
    if (text.empty() || text.size() > max_bytes) return damaged("a text is empty or too long");
    return std::optional<std::string>(text);
}

Result<Timestamp> read_time(cbor::Reader& reader) {
    DEED_TRY(const std::int64_t milliseconds, reader.integer());
    return Timestamp::from_unix_milliseconds(milliseconds);
}

Result<KeptOpening> read_row(ByteView row) {
    cbor::Reader reader(row);
    DEED_CHECK(reader.array_of(7));
    DEED_TRY(const std::uint64_t version, reader.uint());
    if (version != kRowVersion) return damaged("the row is of another version");
    DEED_TRY(Opening opening, read_opening(reader));
    std::optional<DocumentDigest> document;
    if (opening.kind() == 0) document = std::get<DocumentDigest>(opening.content());
    DEED_TRY(const bool no_digest, reader.skip_null());
    if (!no_digest && document) return damaged("the digests of the document stand there twice");
    if (!no_digest) {
        DEED_TRY(document, read_digest(reader));
    }
    DEED_TRY(auto name, read_text(reader, kMaxNameBytes));
    DEED_TRY(auto key, read_text(reader, kMaxKeyBytes));
    DEED_TRY(const Timestamp kept, read_time(reader));
    DEED_TRY(const bool place_unknown, reader.boolean());
    DEED_CHECK(reader.finish());
    return KeptOpening{std::move(opening), document, std::move(name).value_or(""),
                       std::move(key),     kept,     place_unknown,
                       std::nullopt};
}

Result<BatchRecord> read_batch(ByteView record) {
    cbor::Reader reader(record);
    DEED_CHECK(reader.array_of(5));
    DEED_TRY(const std::uint64_t version, reader.uint());
    if (version != kRowVersion) return damaged("the batch is of another version");
    DEED_TRY(did::Did submitter, read_did(reader));
    DEED_TRY(const std::uint64_t count, reader.uint());
    DEED_TRY(const registry::Hash root, read_hash(reader));
    BatchRecord batch{std::move(submitter), count, root, std::nullopt};
    DEED_TRY(const bool open, reader.skip_null());
    if (!open) {
        DEED_CHECK(reader.array_of(3));
        DEED_TRY(const registry::Hash operation, read_hash(reader));
        DEED_TRY(const std::uint64_t position, reader.uint());
        DEED_TRY(const Timestamp accepted, read_time(reader));
        batch.receipt = Placement{operation, position, accepted, 0};
    }
    DEED_CHECK(reader.finish());
    return batch;
}

void append_u64(Bytes& out, std::uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(value >> shift));
}

Token token(const crypto::DataKey& key, TokenUse use, ByteView value) {
    Bytes data{static_cast<std::uint8_t>(use)};
    append(data, value);
    const crypto::Digest256 digest = key.token(data);
    std::uint64_t first = 0;
    for (std::size_t i = 0; i < 8; ++i) first = first << 8 | digest[i];
    return static_cast<Token>(first);
}

Result<Bytes> open_sealed(const crypto::DataKey& key, std::string_view use, ByteView sealed) {
    auto plain = key.open(crypto::SecretAccessForOpened::get(), as_bytes(use), sealed);
    if (!plain && plain.error().code() == crypto::errors::kCannotOpenSealed)
        return damaged(plain.error().message());
    return plain;
}

Bytes seal_and_wipe(const crypto::DataKey& key, std::string_view use, Bytes plain) {
    Bytes sealed = key.seal(as_bytes(use), plain);
    crypto::wipe(plain);
    return sealed;
}

}  // namespace

Bytes encode_row(const KeptOpening& kept) {
    cbor::Writer writer;
    writer.array(7).uint(kRowVersion);
    write_opening(writer, kept.opening);
    if (kept.document && kept.opening.kind() == 1)
        write_digest(writer, *kept.document);
    else
        writer.null();
    write_text(writer, kept.name.empty() ? std::nullopt : std::optional(kept.name));
    write_text(writer, kept.key);
    writer.integer(kept.kept.unix_milliseconds()).boolean(kept.place_unknown);
    return std::move(writer).data();
}

Result<KeptOpening> decode_row(ByteView row) { return as_damaged(read_row(row)); }

Bytes encode_batch(const BatchRecord& batch) {
    cbor::Writer writer;
    writer.array(5).uint(kRowVersion).text(batch.submitter.to_string()).uint(batch.count);
    writer.bytes(batch.root);
    if (!batch.receipt) {
        writer.null();
        return std::move(writer).data();
    }
    writer.array(3).bytes(batch.receipt->operation_hash).uint(batch.receipt->position);
    writer.integer(batch.receipt->accepted.unix_milliseconds());
    return std::move(writer).data();
}

Result<BatchRecord> decode_batch(ByteView record) { return as_damaged(read_batch(record)); }

std::optional<InputIdentity> identity_of(const KeptOpening& kept) {
    if (!kept.document) return std::nullopt;
    return InputIdentity{kept.opening.kind(), *kept.document, kept.opening.submitter().to_string(),
                         kept.key};
}

Token token_of_input(const crypto::DataKey& key, const InputIdentity& input) {
    Bytes value{static_cast<std::uint8_t>(input.kind)};
    append(value, input.document.digest.sha256);
    append(value, input.document.digest.sm3);
    append_u64(value, input.document.length);
    append_u64(value, input.submitter.size());
    append(value, as_bytes(input.submitter));
    if (input.key) append(value, as_bytes(*input.key));
    return token(key, TokenUse::input, value);
}

Token token_of_sha256(const crypto::DataKey& key, const registry::Hash& hash) {
    return token(key, TokenUse::sha256, hash);
}
Token token_of_sm3(const crypto::DataKey& key, const registry::Hash& hash) {
    return token(key, TokenUse::sm3, hash);
}
Token token_of_key(const crypto::DataKey& key, std::string_view business_key) {
    return token(key, TokenUse::key, as_bytes(business_key));
}
Token token_of_commitment(const crypto::DataKey& key, const registry::Hash& commitment) {
    return token(key, TokenUse::commitment, commitment);
}

SealedRow seal_row(const crypto::DataKey& key, const KeptOpening& kept) {
    SealedRow row;
    row.commitment = kept.opening.commitment();
    row.commitment_token = token_of_commitment(key, row.commitment.sha256);
    if (const auto input = identity_of(kept)) {
        row.input = token_of_input(key, *input);
        row.sha256 = token_of_sha256(key, kept.document->digest.sha256);
        row.sm3 = token_of_sm3(key, kept.document->digest.sm3);
    }
    if (kept.key) row.key = token_of_key(key, *kept.key);
    row.sealed = seal_and_wipe(key, kRowUse, encode_row(kept));
    return row;
}

Result<KeptOpening> open_row(const crypto::DataKey& key, ByteView sealed, Token commitment) {
    DEED_TRY(Bytes plain, open_sealed(key, kRowUse, sealed));
    auto kept = decode_row(plain);
    crypto::wipe(plain);
    if (!kept) return kept;
    if (token_of_commitment(key, kept->opening.commitment().sha256) != commitment)
        return damaged("the row is of another commitment");
    return kept;
}

Bytes seal_batch(const crypto::DataKey& key, const BatchRecord& batch) {
    return seal_and_wipe(key, kBatchUse, encode_batch(batch));
}

Result<BatchRecord> open_batch(const crypto::DataKey& key, ByteView sealed) {
    DEED_TRY(const Bytes plain, open_sealed(key, kBatchUse, sealed));
    return decode_batch(plain);
}

}  // namespace detail
}  // namespace deed::evidence

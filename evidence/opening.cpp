#include "evidence/opening.hpp"

#include <algorithm>

#include "evidence/errors.hpp"
#include "evidence/fields.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/crypto/random.hpp"
#include "lib/json/jcs.hpp"
#include "lib/json/writer.hpp"

namespace deed::evidence {
namespace {

using registry::Hash;
using HashFunction = Hash (*)(ByteView);

constexpr std::string_view kCommitTag{"deed/commit/v1\0", 15};
constexpr std::string_view kFieldTag{"deed/field/v1\0", 14};
/// The largest integer that every JSON reader keeps (RFC 8259 section 6).
constexpr std::uint64_t kMaxLength = (std::uint64_t{1} << 53) - 1;

/// One of the two halves of everything that is hashed twice.
struct Twin {
    HashFunction hash;
    Hash TwinDigest::*half;
};
constexpr Twin kSha256{crypto::sha256, &TwinDigest::sha256};
constexpr Twin kSm3{crypto::sm3, &TwinDigest::sm3};

TwinDigest twin_digest(ByteView message) {
    return {crypto::sha256(message), crypto::sm3(message)};
}

template <typename Integer>
void append_big_endian(Bytes& out, Integer value) {
    for (int shift = static_cast<int>(sizeof(value)) * 8 - 8; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(value >> shift));
}

Salt fresh_salt() {
    Salt salt;
    std::ranges::copy(crypto::random_bytes(salt.size()), salt.begin());
    return salt;
}

Hash node_hash(HashFunction hash, const Hash& left, const Hash& right) {
    Bytes message{0x01};
    append(message, left);
    append(message, right);
    return hash(message);
}

/// RFC 9162 section 2.1.1 with any hash; from the leaves up, where a last one without a partner
/// rises unchanged.
Hash tree_root(HashFunction hash, std::vector<Hash> level) {
    while (level.size() > 1) {
        std::vector<Hash> above;
        for (std::size_t i = 0; i + 1 < level.size(); i += 2)
            above.push_back(node_hash(hash, level[i], level[i + 1]));
        if (level.size() % 2 != 0) above.push_back(level.back());
        level = std::move(above);
    }
    return level.front();
}

Hash fields_root(const Twin& twin, const std::vector<TwinDigest>& fields) {
    std::vector<Hash> leaves;
    for (const TwinDigest& field : fields) {
        Bytes message{0x00};
        append(message, field.*twin.half);
        leaves.push_back(twin.hash(message));
    }
    return tree_root(twin.hash, std::move(leaves));
}

struct ContentSummary {
    TwinDigest content;
    std::uint64_t length;
};

TwinDigest digest_of_field(const Field& field) {
    if (const auto* withheld = std::get_if<TwinDigest>(&field)) return *withheld;
    return field_digest(std::get<ShownField>(field));
}

ContentSummary summarize(const Content& content) {
    if (const auto* document = std::get_if<DocumentDigest>(&content))
        return {document->digest, document->length};
    const auto& fields = std::get<std::vector<Field>>(content);
    std::vector<TwinDigest> digests(fields.size());
    std::ranges::transform(fields, digests.begin(), digest_of_field);
    return {{fields_root(kSha256, digests), fields_root(kSm3, digests)}, digests.size()};
}

Hash commit(const Twin& twin, const Opening& opening, const ContentSummary& summary) {
    Bytes message = to_bytes(as_bytes(kCommitTag));
    message.push_back(static_cast<std::uint8_t>(opening.kind()));
    append(message, opening.salt());
    append(message, twin.hash(as_bytes(opening.submitter().to_string())));
    append(message, summary.content.*twin.half);
    append_big_endian(message, summary.length);
    return twin.hash(message);
}

json::Document copy_of(json::Value value) {
    return json::Writer().value(value).take_document();
}

}  // namespace

DocumentDigest digest_of(ByteView document) { return {document.size(), twin_digest(document)}; }

TwinDigest field_digest(const ShownField& field) {
    Bytes message = to_bytes(as_bytes(kFieldTag));
    append(message, field.salt);
    append_big_endian(message, static_cast<std::uint32_t>(field.pointer.size()));
    append(message, as_bytes(field.pointer));
    append(message, as_bytes(json::canonicalize(field.value.root())));
    return twin_digest(message);
}

Opening Opening::for_bytes(const did::Did& submitter, const DocumentDigest& document) {
    return Opening(submitter, fresh_salt(), document);
}

Result<Opening> Opening::for_json(const did::Did& submitter, json::Value document) {
    DEED_TRY(const auto views, detail::fields_of(document));
    std::vector<Field> fields;
    for (const detail::FieldView& view : views)
        fields.push_back(ShownField{view.pointer, fresh_salt(), copy_of(view.value)});
    return Opening(submitter, fresh_salt(), std::move(fields));
}

Result<Opening> Opening::from_parts(did::Did submitter, const Salt& salt, Content content) {
    if (const auto* document = std::get_if<DocumentDigest>(&content)) {
        if (document->length > kMaxLength)
            return Error(errors::kProofMalformed, "no document is that long", "/document/length");
        return Opening(std::move(submitter), salt, std::move(content));
    }
    DEED_CHECK(detail::check_fields(std::get<std::vector<Field>>(content)));
    return Opening(std::move(submitter), salt, std::move(content));
}

registry::Commitment Opening::commitment() const {
    const ContentSummary summary = summarize(content_);
    return {commit(kSha256, *this, summary), commit(kSm3, *this, summary)};
}

Result<Opening> Opening::withholding(const std::vector<std::string>& pointers) const {
    if (kind() != 1) return Error(errors::kNotJson, "the document was anchored as bytes");
    const auto& fields = std::get<std::vector<Field>>(content_);
    std::vector<Field> remaining = fields;
    for (const std::string& pointer : pointers) {
        bool found = false;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const auto* shown = std::get_if<ShownField>(&fields[i]);
            if (shown == nullptr || !detail::is_at_or_below(shown->pointer, pointer)) continue;
            found = true;
            remaining[i] = field_digest(*shown);
        }
        if (!found) return Error(errors::kNoSuchField, "no field is shown there", pointer);
    }
    return Opening(submitter_, salt_, std::move(remaining));
}

}  // namespace deed::evidence

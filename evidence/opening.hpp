#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "did/did.hpp"
#include "lib/json/document.hpp"
#include "registry-contracts/client/evidence_registry.hpp"

namespace deed::evidence {

using Salt = std::array<std::uint8_t, 32>;

/// A value under both hash algorithms of a commitment.
struct TwinDigest {
    registry::Hash sha256{};
    registry::Hash sm3{};
    friend bool operator==(const TwinDigest&, const TwinDigest&) = default;
};

/// Length and digests of a document of any bytes.
struct DocumentDigest {
    std::uint64_t length = 0;
    TwinDigest digest;
    friend bool operator==(const DocumentDigest&, const DocumentDigest&) = default;
};
DEED_API DocumentDigest digest_of(ByteView document);
/// Reads a descriptor to its end, in pieces; nothing is kept in memory. `io.failed`.
DEED_API Result<DocumentDigest> digest_of_descriptor(int descriptor, Call& call);

/// A field of a JSON document that is shown: place, salt and value (specs/evidence-proof.md
/// section 1).
struct ShownField {
    std::string pointer;
    Salt salt{};
    json::Document value;
};
/// A field that is withheld: its two `field` values only.
using Field = std::variant<ShownField, TwinDigest>;

/// The two `field` values of a shown field.
DEED_API TwinDigest field_digest(const ShownField& field);

/// What was committed to: a document of any bytes (kind 0) or the fields of a JSON document (kind
/// 1), in field order.
using Content = std::variant<DocumentDigest, std::vector<Field>>;

/// Everything that opens one commitment. Whoever has it, and the document, can prove; it is kept
/// sealed.
class DEED_API Opening {
public:
    /// Kind 0 with a fresh salt.
    static Opening for_bytes(const did::Did& submitter, const DocumentDigest& document);
    /// Kind 1 with fresh salts; `evidence.too_many_fields` beyond 10,000 fields, or beyond 64 MiB
    /// of pointers and values; `evidence.ambiguous_member` if an object has a member named "0".
    static Result<Opening> for_json(const did::Did& submitter, json::Value document);
    /// From its parts, as a proof file has them. Rules of specs/evidence-proof.md section 3 on
    /// shown fields; `evidence_proof.malformed` otherwise.
    static Result<Opening> from_parts(did::Did submitter, const Salt& salt, Content content);

    /// As stored, sealed, between anchoring and proving: type "deed/opening/v1", the submitter, and
    /// `kind`, `salt`, `document` or `fields` as in a proof file.
    json::Document to_json() const;
    /// `evidence.opening_damaged` for anything that to_json() does not write.
    static Result<Opening> parse(json::Value json);

    const did::Did& submitter() const { return submitter_; }
    const Salt& salt() const { return salt_; }
    const Content& content() const { return content_; }
    int kind() const { return static_cast<int>(content_.index()); }
    registry::Commitment commitment() const;

    /// A copy in which the fields at, and below, these pointers are withheld.
    /// `evidence.no_such_field` for a pointer that withholds nothing; `evidence.not_json` for kind
    /// 0.
    Result<Opening> withholding(const std::vector<std::string>& pointers) const;

private:
    Opening(did::Did submitter, Salt salt, Content content)
        : submitter_(std::move(submitter)), salt_(salt), content_(std::move(content)) {}
    did::Did submitter_;
    Salt salt_;
    Content content_;
};

}  // namespace deed::evidence

#pragma once

#include <string>
#include <vector>

#include "evidence/opening.hpp"

// The room's own: fields of JSON documents (specs/evidence-proof.md section 1).

namespace deed::evidence::detail {

inline constexpr std::size_t kMaxFields = 10'000;
/// Bound on all pointers and values of a document's fields: more would not fit a proof file, and a
/// long name above many values would otherwise grow far beyond its document.
inline constexpr std::size_t kMaxFieldBytes = std::size_t{64} << 20;

/// A field of a document that outlives it.
struct FieldView {
    std::string pointer;
    json::Value value;
};

/// Scalars, and empty objects and arrays.
bool is_field_value(json::Value value);

/// All fields of a document in field order; no other document has the same.
/// `evidence.too_many_fields`, `evidence.ambiguous_member`.
Result<std::vector<FieldView>> fields_of(json::Value document);

/// The rules of section 3 on the fields of a proof; `evidence_proof.malformed`.
Result<void> check_fields(const std::vector<Field>& fields);

/// Whether `pointer` is `ancestor`, or names a place below it.
bool is_at_or_below(std::string_view pointer, std::string_view ancestor);

}  // namespace deed::evidence::detail

#pragma once

#include "evidence/opening.hpp"
#include "evidence/strict_json.hpp"
#include "lib/json/writer.hpp"

// The room's own: the members that an opening and a proof file share: `kind`, `salt`, and
// `document` or `fields` (specs/evidence-proof.md section 2).

namespace deed::evidence::detail {

inline constexpr std::string_view kProofType = "deed/evidence-proof/v1";
/// The same with the member `chain`.
inline constexpr std::string_view kChainProofType = "deed/evidence-proof/v2";

/// "document" for kind 0, "fields" for kind 1.
Result<std::string_view> content_member(const StrictJson& strict, json::Value json);

/// Reads these members of an object whose members were checked; then Opening::from_parts.
Result<Opening> read_opening(const StrictJson& strict, json::Value json, did::Did submitter);

/// Into an open object.
void write_opening(json::Writer& writer, const Opening& opening);

}  // namespace deed::evidence::detail

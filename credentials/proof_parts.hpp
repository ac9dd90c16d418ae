#pragma once

// The room's own: the members of a Data Integrity proof, and of what is read as simply. Not for
// other rooms.

#include <optional>
#include <string>
#include <string_view>

#include "credentials/model_parts.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {

/// The members that VC Data Integrity 1.0 section 2.1 prescribes and Deed relies on, each of its
/// form; `proof.malformed`. What else a proof holds is for its suite to judge.
void check_proof(json::Value proof, const std::string& pointer, ModelFaults& faults);

/// The strings of a member that is a string or an array of them.
std::vector<std::string> texts_of(json::Value proof, std::string_view name);
/// The member's string, or nothing.
std::string_view text_of(json::Value proof, std::string_view name);
/// The member's moment, or nothing.
std::optional<Timestamp> date_of(json::Value proof, std::string_view name);

}  // namespace deed::credentials

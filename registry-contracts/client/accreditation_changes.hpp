#pragma once

#include "registry-contracts/client/issuer_registry.hpp"

namespace deed::registry {

// What decisions make of records and bars, on every ledger alike
// (specs/contracts-evidence-issuer.md section 3). Whether they may be made is judged elsewhere.

/// By one state of a record; see_history where the moment lies before the state's period.
DEED_API Verdict judge_state(const Accreditation& held, std::uint64_t at);
/// Whether a type is within what a scope covers.
DEED_API bool covers(const CredentialType& scope, const CredentialType& type);

/// The record after a grant that was made at `now`, but for version, decisions and last change. A
/// period that goes on keeps its beginning, unless the grant would then speak otherwise of its
/// past.
DEED_API Accreditation granted(Accreditation held, const Grant& grant, std::uint64_t now);
/// The record after a change of the standing, as above; `acts_from` is the moment that counts.
DEED_API Accreditation with_standing(Accreditation held, Standing standing,
                                     std::uint64_t acts_from);

/// A further bar from a moment on: where it meets or overlaps the one before, they are one.
DEED_API void begin_bar(std::vector<BarredTime>& bars, std::uint64_t from);
/// Without those that were lifted before they began, which bar nobody.
DEED_API std::vector<BarredTime> effective(std::vector<BarredTime> bars);

}  // namespace deed::registry

#pragma once

// The room's own: the members of a Data Integrity proof. Not for other rooms.

#include <optional>
#include <string>
#include <string_view>

#include "credentials/model_parts.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {

/// The members that VC Data Integrity 1.0 section 2.1 prescribes and Deed relies on, each of its
/// form; `proof.malformed`. What else a proof holds is for its suite to judge.
void check_proof(json::Value proof, const std::string& pointer, ModelFaults& faults);

/// A proof that check_proof() found sound.
struct ProofParts {
    json::Value json;
    std::string pointer;
    std::string_view type;
    std::string_view cryptosuite;  ///< empty for other types than DataIntegrityProof
    std::string_view purpose;
    std::string_view verification_method;
    std::optional<Timestamp> created;
    std::optional<Timestamp> expires;
    bool has_previous = false;
};

/// The one proof of a credential. `proof.missing`, `proof.set_unsupported`, `proof.malformed`.
Result<ProofParts> select_proof(const CredentialView& credential);

}  // namespace deed::credentials

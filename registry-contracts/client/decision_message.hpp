#pragma once

#include "registry-contracts/client/issuer_registry.hpp"

namespace deed::registry {

// What is signed of a decision: an EIP-712 struct (specs/contracts-evidence-issuer.md sections 3
// and 4), on a log in the log's own domain (specs/issuer-approvals.md section 5).

/// Whether it is of names: carried out by the NameRegistry, signed in the domain of names.
DEED_API bool is_of_names(const Decision& decision);
/// "accredit", "set-standing", "set-bar", "assign-name", "withdraw-name", "change-committee".
DEED_API std::string_view kind_of(const Decision& decision);
/// "Accredit(bytes32 record,…)".
DEED_API std::string_view signed_type_of(const Decision& decision);
/// "Deed IssuerRegistry" or "Deed NameRegistry".
DEED_API std::string_view domain_name_of(const Decision& decision);

/// The path whose end an accreditation or a standing is about; nothing of other decisions.
DEED_API const AccreditationPath* path_of(const Decision& decision);
/// How many steps stand above what is decided; 0 where only the committee decides.
DEED_API std::size_t steps_above(const Decision& decision);
/// Of what a holder other than the committee may decide, the holder of the step above.
DEED_API std::optional<Address> accreditor_of(const Decision& decision);
/// `issuer.path_length_invalid` unless the path has 1 to 8 steps.
DEED_API Result<void> check_path_length(const AccreditationPath& path);

/// The salt of a log's domain: SHA-256("deed/log-domain/v1/" ‖ network).
DEED_API Hash log_domain_salt(std::string_view network);
/// What is signed on a log. `issuer.path_length_invalid`, `name.*` where a name is none.
DEED_API Result<crypto::Digest256> log_decision_digest(std::string_view network, const Hash& root,
                                                       const Decision& decision,
                                                       const DecisionTerms& terms,
                                                       std::uint64_t expiry);

}  // namespace deed::registry

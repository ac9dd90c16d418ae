#pragma once

// The room's own: what everybody who signs asks first. Not for other rooms.

#include <optional>
#include <string>

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/proofs/suite.hpp"
#include "did/resolver.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {

/// As what somebody signs, and what is said of a key that is not fit for it.
struct SigningRole {
    did::Relationship relationship;
    const ErrorCode& deactivated;  ///< the DID
    const ErrorCode& not_listed;
    const ErrorCode& foreign;  ///< the method has another controller
    const ErrorCode& id_unsupported;
    const ErrorCode& revoked;
    const ErrorCode& expired;
};

/// Whoever signs a credential, as its issuer or beside it.
extern const SigningRole kIssuing;

/// The id of the first verification method that lists the key for the role and that verification
/// would accept; else what speaks against the first that lists it.
Result<std::string> usable_method(const did::Resolution& signer, const crypto::PublicKey& key,
                                  const SigningRole& role, Timestamp now);

/// The suite of that name, or the preferred one for the key type: `issue.suite_unknown`,
/// `issue.suite_key_mismatch`.
Result<const ProofSuite*> pick_suite(const std::optional<std::string>& wanted,
                                     crypto::KeyType key_type);

/// The first fault of the data model.
Result<void> require_sound_model(json::Value credential);

/// `context.protected_term`, `context.unknown`, `credential.related_resource_digest_mismatch` of
/// contexts that the user gave.
Result<void> require_sound_contexts(json::Value document, const KnownContexts& contexts);

}  // namespace deed::credentials

#pragma once

// The room's own: whether the digests of related resources are right. Not for other rooms.

#include <functional>
#include <optional>
#include <vector>

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/model_parts.hpp"
#include "lib/crypto/hash.hpp"

namespace deed::credentials {

/// What a resource's bytes hash to, or nothing where that is not known.
using DigestBy = std::function<std::optional<Bytes>(crypto::HashAlgorithm)>;

/// Adds `credential.related_resource_digest_mismatch` for each digestSRI and digestMultibase of the
/// resource, an object, that is another one by an algorithm whose value is known.
void check_digests(const PlacedValue& resource, const DigestBy& digest_by, ModelFaults& faults);

/// The same for all related resources of a credential that are contexts whose bytes the user gave.
std::vector<ModelFault> wrong_digests_in(json::Value credential, const KnownContexts& contexts);

}  // namespace deed::credentials

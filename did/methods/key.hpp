#pragma once

#include "did/resolver.hpp"

namespace deed::did {

/// did:key (W3C CCG) of a public key.
DEED_API Did did_key_of(const crypto::PublicKey& key);

/// Resolves did:key for every type of key that lib/crypto knows, from the identifier alone. The
/// document lists one Multikey for authentication, assertionMethod, capabilityInvocation and
/// capabilityDelegation, or for keyAgreement alone where the key agrees (X25519).
/// Other key types are `crypto.unsupported_key_type`, texts that are no key
/// `crypto.invalid_public_key`. The document holds at any time; there are no version ids
/// (`did.versions_unsupported`), and the history is one version without beginning.
class DEED_API KeyResolver final : public DidResolver {
public:
    using DidResolver::resolve;
    Result<Resolution> resolve(const Did& did, const ResolveOptions& options, Call& call) override;
    Result<History> history(const Did& did, Call& call) override;
};

}  // namespace deed::did

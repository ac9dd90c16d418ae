#pragma once

#include "did/resolver.hpp"

namespace deed::did {

/// The did:jwk of a public key: base64url of its JWK in JCS. The JWK's `use` is what Deed does with
/// the key, "enc" for keys of agreement and "sig" for all others, so that no key serves both.
/// `crypto.unsupported_key_type` for keys that no JWK can express.
DEED_API Result<Did> did_jwk_of(const crypto::PublicKey& key);

/// Resolves did:jwk (the did:jwk method specification), from the identifier alone. The document
/// lists one JsonWebKey2020 with the fragment "0": for all five relationships, without keyAgreement
/// when the JWK's `use` is "sig", and for keyAgreement alone when it is "enc".
///
/// `did.malformed` unless the identifier is canonical base64url of one JSON object;
/// `crypto.private_key_exposed` for a JWK with a private member, `crypto.invalid_public_key` for
/// one that is no key, `crypto.unsupported_key_type` for keys that this build does not know. The
/// document holds at any time: there are no version ids (`did.versions_unsupported`), and the
/// history is one version without beginning.
class DEED_API JwkResolver final : public DidResolver {
public:
    using DidResolver::resolve;
    Result<Resolution> resolve(const Did& did, const ResolveOptions& options, Call& call) override;
    Result<History> history(const Did& did, Call& call) override;
};

}  // namespace deed::did

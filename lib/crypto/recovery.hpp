#pragma once

#include "lib/crypto/hash.hpp"
#include "lib/crypto/key.hpp"

namespace deed::crypto {

/// 65 bytes: r ‖ s, low-S and deterministic (RFC 6979), and the recovery id from 0 to 3 (SEC1
/// section 4.1.6), to which Ethereum adds 27. `crypto.algorithm_mismatch` unless the key is on
/// secp256k1.
DEED_API Result<Bytes> sign_recoverable(const PrivateKey& key, const Digest256& digest);

/// A signer that also signs what was hashed elsewhere, as chains need it. Not every signer does:
/// who signs a digest does not see what he signs.
class DEED_API DigestSigner {
public:
    virtual ~DigestSigner() = default;
    /// Low-S ECDSA r ‖ s over the digest as it is. `crypto.algorithm_mismatch` for other keys.
    virtual Result<Bytes> sign_digest(const Digest256& digest, Call& call) = 0;
};

/// As above, by a signer that is a DigestSigner, `crypto.digest_refused` by any other. What comes
/// back was verified.
DEED_API Result<Bytes> sign_recoverable(Signer& signer, const Digest256& digest, Call& call);

/// The secp256k1 key that made such a signature over `digest`. Any digest gives some key for most
/// signatures: the caller must know which key to expect. `crypto.signature_malformed` for another
/// length or recovery id, `crypto.signature_high_s`, `crypto.signature_invalid` if there is no key.
DEED_API Result<PublicKey> recover(const Digest256& digest, ByteView signature);

}  // namespace deed::crypto

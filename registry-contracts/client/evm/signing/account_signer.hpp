#pragma once

#include <array>
#include <memory>

#include "lib/crypto/hash.hpp"
#include "lib/crypto/key.hpp"
#include "registry-contracts/client/address.hpp"
#include "registry-contracts/client/evm/wire/uint256.hpp"

namespace deed::registry::evm {

/// A secp256k1 signature whose key can be recovered; s is in the lower half (EIP-2).
struct DEED_API RecoverableSignature {
    Word r{};
    Word s{};
    std::uint8_t y_parity = 0;  ///< 0 or 1

    friend bool operator==(const RecoverableSignature&, const RecoverableSignature&) = default;

    /// r ‖ s ‖ 27 + y_parity: as wallets give signatures, and as contracts take them.
    Bytes to_bytes() const;
    /// The inverse, so that a signature has one form. 0 and 1 in the last place, as some wallets
    /// write them, are refused, as contracts refuse them. `evm.message_signature_invalid`.
    static Result<RecoverableSignature> from_bytes(ByteView bytes);
};

/// Signs for one account, wherever its key is. Thread-safe.
class DEED_API AccountSigner {
public:
    virtual ~AccountSigner() = default;
    virtual const Address& address() const = 0;
    virtual Result<RecoverableSignature> sign(const crypto::Digest256& digest, Call& call) = 0;

    /// A signer that owns the key; `evm.account_needs_secp256k1`.
    static Result<std::unique_ptr<AccountSigner>> from_key(crypto::PrivateKey key);
    /// A signer over one of the key store or of a token; `evm.account_needs_secp256k1`. Signing is
    /// `crypto.digest_refused` where the key's holder signs no digests.
    static Result<std::unique_ptr<AccountSigner>> from_signer(
        std::unique_ptr<crypto::Signer> signer);
};

/// The account whose key made the signature. Any digest gives some account for most signatures: the
/// caller must know which one to expect. `evm.message_signature_invalid`.
DEED_API Result<Address> recover_account(const crypto::Digest256& digest,
                                         const RecoverableSignature& signature);

// EIP-191, version 0x45: messages as wallets sign them (personal_sign).

/// Keccak-256 of "\x19Ethereum Signed Message:\n", the number of bytes in decimal, and the message.
DEED_API crypto::Digest256 personal_message_digest(ByteView message);

}  // namespace deed::registry::evm

#pragma once

#include <memory>

#include "registry-contracts/client/evm/signing/account_signer.hpp"
#include "registry-contracts/client/fisco/wire/account.hpp"

namespace deed::registry::fisco {

/// A signature over a transaction's hash, with what tells whose it is.
struct DEED_API ChainSignature {
    Word r{};
    Word s{};
    std::uint8_t y_parity = 0;  ///< of secp256k1, from which the key is recovered
    PointBytes public_key{};    ///< of SM2, from whose signatures no key can be recovered

    friend bool operator==(const ChainSignature&, const ChainSignature&) = default;
};

/// Signs for one account of a chain, wherever its key is. Thread-safe. The type of the key decides
/// the chain's algorithms: secp256k1 with Keccak-256, or SM2 with SM3.
class DEED_API ChainSigner {
public:
    virtual ~ChainSigner() = default;
    virtual ChainHash hash() const = 0;
    virtual const Address& address() const = 0;
    /// SM2 takes the 32 bytes of the digest as its message, with the user id 1234567812345678.
    virtual Result<ChainSignature> sign(const crypto::Digest256& digest, Call& call) = 0;

    /// One that owns the key; `fisco.signer_unsupported`.
    static Result<std::unique_ptr<ChainSigner>> from_key(crypto::PrivateKey key);
    /// One over the account of an Ethereum chain, which must outlive it.
    static std::unique_ptr<ChainSigner> of_account(evm::AccountSigner& account);
    /// One over a signer of an SM2 key, which must outlive it; `fisco.signer_unsupported`.
    static Result<std::unique_ptr<ChainSigner>> of_sm2(crypto::Signer& signer);
};

/// The account whose key made the signature; `fisco.signature_invalid`.
DEED_API Result<Address> signer_account(ChainHash hash, const crypto::Digest256& digest,
                                        const ChainSignature& signature);

}  // namespace deed::registry::fisco

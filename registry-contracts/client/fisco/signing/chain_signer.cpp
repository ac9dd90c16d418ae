#include "registry-contracts/client/fisco/signing/chain_signer.hpp"

#include <algorithm>

#include "registry-contracts/client/fisco/signing/errors.hpp"

namespace deed::registry::fisco {
namespace {

class Secp256k1Signer final : public ChainSigner {
public:
    explicit Secp256k1Signer(evm::AccountSigner& account) : account_(account) {}
    explicit Secp256k1Signer(std::unique_ptr<evm::AccountSigner> account)
        : owned_(std::move(account)), account_(*owned_) {}

    ChainHash hash() const override { return ChainHash::keccak256; }
    const Address& address() const override { return account_.address(); }

    Result<ChainSignature> sign(const crypto::Digest256& digest, Call& call) override {
        DEED_TRY(const evm::RecoverableSignature made, account_.sign(digest, call));
        return ChainSignature{made.r, made.s, made.y_parity, {}};
    }

private:
    std::unique_ptr<evm::AccountSigner> owned_;
    evm::AccountSigner& account_;
};

class Sm2Signer final : public ChainSigner {
public:
    explicit Sm2Signer(crypto::Signer& signer)
        : signer_(signer),
          point_(point_of(signer.public_key())),
          address_(account_of(ChainHash::sm3, point_)) {}
    explicit Sm2Signer(std::unique_ptr<crypto::Signer> signer) : Sm2Signer(*signer) {
        owned_ = std::move(signer);
    }

    ChainHash hash() const override { return ChainHash::sm3; }
    const Address& address() const override { return address_; }

    Result<ChainSignature> sign(const crypto::Digest256& digest, Call& call) override {
        DEED_TRY(const Bytes made, signer_.sign(digest, call));
        ChainSignature signature;
        std::copy_n(made.begin(), 32, signature.r.begin());
        std::copy_n(made.begin() + 32, 32, signature.s.begin());
        signature.public_key = point_;
        return signature;
    }

private:
    std::unique_ptr<crypto::Signer> owned_;
    crypto::Signer& signer_;
    PointBytes point_;
    Address address_;
};

Error unsupported() {
    return {errors::kSignerUnsupported, "the key is on neither secp256k1 nor the curve of SM2"};
}

Result<Address> sm2_account(const crypto::Digest256& digest, const ChainSignature& signature) {
    Bytes point{0x04};
    append(point, signature.public_key);
    const auto key = crypto::PublicKey::from_raw(crypto::KeyType::sm2, point);
    if (!key) return Error(errors::kSignature, key.error().message());
    Bytes compact = to_bytes(signature.r);
    append(compact, signature.s);
    const auto good = crypto::verify(*key, digest, compact);
    if (!good) return Error(errors::kSignature, good.error().message());
    return account_of(ChainHash::sm3, signature.public_key);
}

}  // namespace

Result<std::unique_ptr<ChainSigner>> ChainSigner::from_key(crypto::PrivateKey key) {
    using Made = std::unique_ptr<ChainSigner>;
    switch (key.public_key().type()) {
        case crypto::KeyType::secp256k1: {
            DEED_TRY(auto account, evm::AccountSigner::from_key(std::move(key)));
            return Made(std::make_unique<Secp256k1Signer>(std::move(account)));
        }
        case crypto::KeyType::sm2:
            return Made(
                std::make_unique<Sm2Signer>(crypto::PrivateKey::into_signer(std::move(key))));
        default:
            return unsupported();
    }
}

std::unique_ptr<ChainSigner> ChainSigner::of_account(evm::AccountSigner& account) {
    return std::make_unique<Secp256k1Signer>(account);
}

Result<std::unique_ptr<ChainSigner>> ChainSigner::of_sm2(crypto::Signer& signer) {
    if (signer.public_key().type() != crypto::KeyType::sm2) return unsupported();
    return std::unique_ptr<ChainSigner>(std::make_unique<Sm2Signer>(signer));
}

Result<Address> signer_account(ChainHash hash, const crypto::Digest256& digest,
                               const ChainSignature& signature) {
    if (hash == ChainHash::sm3) return sm2_account(digest, signature);
    const auto account =
        evm::recover_account(digest, {signature.r, signature.s, signature.y_parity});
    if (!account) return Error(errors::kSignature, account.error().message());
    return *account;
}

}  // namespace deed::registry::fisco

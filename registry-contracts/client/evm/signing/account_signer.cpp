#include "registry-contracts/client/evm/signing/account_signer.hpp"

#include <algorithm>

#include "lib/crypto/recovery.hpp"
#include "registry-contracts/client/evm/signing/errors.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::uint8_t kFirstV = 27;  // the yellow paper's appendix F

RecoverableSignature read_recoverable(ByteView made) {
    RecoverableSignature signature;
    std::copy_n(made.begin(), 32, signature.r.begin());
    std::copy_n(made.begin() + 32, 32, signature.s.begin());
    // 2 and 3 stand for an r beyond the group's order, which happens once in 2^127 signatures.
    DEED_ASSERT(made[64] <= 1);
    signature.y_parity = made[64];
    return signature;
}

class KeySigner final : public AccountSigner {
public:
    KeySigner(crypto::PrivateKey key, const Address& address)
        : key_(std::move(key)), address_(address) {}

    const Address& address() const override { return address_; }

    Result<RecoverableSignature> sign(const crypto::Digest256& digest, Call& call) override {
        DEED_CHECK(call.check());
        DEED_TRY(const Bytes made, crypto::sign_recoverable(key_, digest));
        return read_recoverable(made);
    }

private:
    crypto::PrivateKey key_;
    Address address_;
};

class StoreSigner final : public AccountSigner {
public:
    StoreSigner(std::unique_ptr<crypto::Signer> signer, const Address& address)
        : signer_(std::move(signer)), address_(address) {}

    const Address& address() const override { return address_; }

    Result<RecoverableSignature> sign(const crypto::Digest256& digest, Call& call) override {
        DEED_TRY(const Bytes made, crypto::sign_recoverable(*signer_, digest, call));
        return read_recoverable(made);
    }

private:
    std::unique_ptr<crypto::Signer> signer_;
    Address address_;
};

Result<Address> account_of(const crypto::PublicKey& key) {
    if (key.type() != crypto::KeyType::secp256k1)
        return Error(errors::kAccountNeedsSecp256k1, "the key is not on secp256k1");
    return address_of(key);
}

}  // namespace

Bytes RecoverableSignature::to_bytes() const {
    Bytes bytes = deed::to_bytes(r);
    append(bytes, s);
    bytes.push_back(static_cast<std::uint8_t>(kFirstV + y_parity));
    return bytes;
}

Result<RecoverableSignature> RecoverableSignature::from_bytes(ByteView bytes) {
    if (bytes.size() != 65) return Error(errors::kMessageSignature, "a signature has 65 bytes");
    const std::uint8_t v = bytes[64];
    if (v != kFirstV && v != kFirstV + 1)
        return Error(errors::kMessageSignature, "a signature ends with 27 or 28");
    RecoverableSignature signature;
    signature.y_parity = static_cast<std::uint8_t>(v - kFirstV);
    std::copy_n(bytes.begin(), 32, signature.r.begin());
    std::copy_n(bytes.begin() + 32, 32, signature.s.begin());
    return signature;
}

Result<std::unique_ptr<AccountSigner>> AccountSigner::from_key(crypto::PrivateKey key) {
    DEED_TRY(const Address address, account_of(key.public_key()));
    return std::unique_ptr<AccountSigner>(std::make_unique<KeySigner>(std::move(key), address));
}

Result<std::unique_ptr<AccountSigner>> AccountSigner::from_signer(
    std::unique_ptr<crypto::Signer> signer) {
    DEED_TRY(const Address address, account_of(signer->public_key()));
    return std::unique_ptr<AccountSigner>(
        std::make_unique<StoreSigner>(std::move(signer), address));
}

Result<Address> recover_account(const crypto::Digest256& digest,
                                const RecoverableSignature& signature) {
    Bytes compact = to_bytes(signature.r);
    append(compact, signature.s);
    compact.push_back(signature.y_parity);
    const auto key = signature.y_parity <= 1
                         ? crypto::recover(digest, compact)
                         : Result<crypto::PublicKey>(
                               Error(errors::kMessageSignature, "y_parity is neither 0 nor 1"));
    if (!key) return Error(errors::kMessageSignature, key.error().message());
    return address_of(*key);
}

crypto::Digest256 personal_message_digest(ByteView message) {
    return crypto::Hasher256(crypto::HashAlgorithm::keccak256)
        .update(
            "\x19"
            "Ethereum Signed Message:\n")
        .update(std::to_string(message.size()))
        .update(message)
        .finish();
}

}  // namespace deed::registry::evm

#include "lib/crypto/key.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_kind.hpp"
#include "lib/crypto/secret_access.hpp"
#include "lib/crypto/sodium.hpp"

namespace deed::crypto {

namespace detail {

Result<void> Point::verify(const AlgorithmInfo&, ByteView, ByteView, HighS) const {
    DEED_ASSERT(!"the table gives algorithms to a type that cannot verify");
    return {};
}

Bytes Point::uncompressed() const {
    DEED_ASSERT(!"keys of this type have no uncompressed form");
    return {};
}

Result<Bytes> KeyKind::public_half(const SecretBytes&) const {
    DEED_ASSERT(!"there are no private keys of this type");
    return Bytes{};
}

bool is_sec1_shape(ByteView raw, std::size_t coordinate_size) {
    if (raw.size() == 1 + coordinate_size) return raw[0] == 0x02 || raw[0] == 0x03;
    return raw.size() == 1 + 2 * coordinate_size && raw[0] == 0x04;
}

Error invalid_public_key(std::string_view reason) {
    return {errors::kInvalidPublicKey, std::string(reason)};
}

Error cannot_sign(KeyType type) {
    return {errors::kKeyCannotSign, std::string(to_string(type)) + " keys make no signatures"};
}

namespace {

/// Stands in where private keys exist but make no signatures, so that every key store entry has a
/// signer and its use says what is wrong.
class RefusingSigner final : public Signer {
public:
    explicit RefusingSigner(PublicKey public_key) : public_key_(std::move(public_key)) {}
    const PublicKey& public_key() const override { return public_key_; }
    Result<Bytes> sign(ByteView, Call& call) override {
        DEED_CHECK(call.check());
        return cannot_sign(public_key_.type());
    }

private:
    PublicKey public_key_;
};

/// In the order of KeyType.
constexpr const KeyKind& (*kKinds[])() = {ed25519_kind,     secp256k1_kind,  p256_kind,   p384_kind,
                                          p521_kind,        sm2_kind,        x25519_kind, rsa_kind,
                                          bls12381_g1_kind, bls12381_g2_kind};

const KeyKind& kind_of(KeyType type) {
    const auto index = static_cast<std::size_t>(type);
    DEED_ASSERT(index < std::size(kKinds));
    return kKinds[index]();
}

}  // namespace

std::unique_ptr<Signer> KeyKind::make_signer(PublicKey public_key, SecretBytes) const {
    return std::make_unique<RefusingSigner>(std::move(public_key));
}

}  // namespace detail

namespace {

/// The keys this thread decoded last. A verifier meets the same issuers again and again, and
/// finding out that a P-256 point is valid takes half as long as verifying with it.
class RecentKeys {
public:
    const PublicKey* find(KeyType type, ByteView encoded) {
        const Slot& slot = slot_of(encoded);
        const bool same =
            slot.key && slot.key->type() == type &&
            std::equal(encoded.begin(), encoded.end(), slot.encoded.begin(), slot.encoded.end());
        return same ? &*slot.key : nullptr;
    }

    void remember(ByteView encoded, const PublicKey& key) {
        slot_of(encoded) = Slot{to_bytes(encoded), key};
    }

private:
    struct Slot {
        Bytes encoded;
        std::optional<PublicKey> key;
    };

    Slot& slot_of(ByteView encoded) {
        // Neither end tells keys apart: RSA's are the same in all of them.
        const std::size_t size = encoded.size();
        const std::size_t hash = size < 8 ? 0 : encoded[size / 2] ^ encoded[size / 3];
        return slots_[hash % slots_.size()];
    }

    std::array<Slot, 32> slots_;
};

}  // namespace

Result<PublicKey> PublicKey::decode(KeyType type, ByteView raw) {
    DEED_TRY(detail::DecodedKey decoded, detail::kind_of(type).decode(raw));
    return PublicKey(type, std::move(decoded.raw), std::move(decoded.point));
}

Result<PublicKey> PublicKey::from_raw(KeyType type, ByteView raw) {
    thread_local RecentKeys recent;
    if (const PublicKey* known = recent.find(type, raw)) return *known;
    DEED_TRY(PublicKey key, decode(type, raw));
    recent.remember(raw, key);
    return key;
}

Bytes PublicKey::uncompressed() const { return point_->uncompressed(); }

Result<void> verify(const PublicKey& key, Algorithm algorithm, ByteView message, ByteView signature,
                    HighS high_s) {
    const AlgorithmInfo& info = info_of(algorithm);
    if (info.key_type != key.type())
        return Error(errors::kAlgorithmMismatch, std::string(info.jose) +
                                                     " is not an algorithm of " +
                                                     std::string(to_string(key.type())) + " keys");
    if (info.signature_size != 0 && signature.size() != info.signature_size)
        return Error(errors::kSignatureMalformed,
                     "the signature has " + std::to_string(signature.size()) + " bytes where " +
                         std::to_string(info.signature_size) + " are due");
    return key.point_->verify(info, message, signature, high_s);
}

Result<void> verify(const PublicKey& key, ByteView message, ByteView signature, HighS high_s) {
    const std::optional<Algorithm> algorithm = info_of(key.type()).default_algorithm;
    if (!algorithm) return detail::cannot_sign(key.type());
    return verify(key, *algorithm, message, signature, high_s);
}

PrivateKey PrivateKey::generate(KeyType type) {
    require_sodium();
    const KeyTypeInfo& info = info_of(type);
    DEED_ASSERT(info.can_generate);
    auto access = SecretAccessForCrypto::get();
    // One in 2^32 scalars is too large for P-256.
    while (true) {
        SecretBytes raw(info.secret_size);
        const auto memory = raw.reveal_mutable(access);
        randombytes_buf(memory.data(), memory.size());
        memory[0] &= detail::kind_of(type).first_byte_mask();
        Result<PrivateKey> key = from_raw(type, std::move(raw));
        if (key) return std::move(key).value();
    }
}

Result<PrivateKey> PrivateKey::from_raw(KeyType type, SecretBytes raw) {
    const KeyTypeInfo& info = info_of(type);
    if (!info.can_generate)
        return Error(errors::kNoPrivateKeys,
                     "there are no private " + std::string(info.name) + " keys here");
    if (raw.size() != info.secret_size)
        return Error(errors::kInvalidPrivateKey,
                     "the private key is not " + std::to_string(info.secret_size) + " bytes long");
    DEED_TRY(const Bytes public_half, detail::kind_of(type).public_half(raw));
    DEED_TRY(PublicKey public_key, PublicKey::from_raw(type, public_half));
    return PrivateKey(std::move(public_key), std::move(raw));
}

std::unique_ptr<Signer> PrivateKey::into_signer(PrivateKey key) {
    const detail::KeyKind& kind = detail::kind_of(key.public_key_.type());
    return kind.make_signer(std::move(key.public_key_), std::move(key.raw_));
}

}  // namespace deed::crypto

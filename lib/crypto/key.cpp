#include "lib/crypto/key.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>

#include "lib/crypto/curve.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/crypto/secret_access.hpp"
#include "lib/crypto/sodium.hpp"

namespace deed::crypto {

namespace detail {

const Curve& curve_of(KeyType type) {
    const auto* found = std::find_if(std::begin(kCurves), std::end(kCurves),
                                     [&](const Curve* curve) { return curve->type == type; });
    DEED_ASSERT(found != std::end(kCurves));
    return **found;
}

bool is_sec1_shape(ByteView raw) {
    if (raw.size() == 33) return raw[0] == 0x02 || raw[0] == 0x03;
    return raw.size() == 65 && raw[0] == 0x04;
}

Error invalid_public_key(std::string_view reason) {
    return {errors::kInvalidPublicKey, std::string(reason)};
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
        const std::size_t hash = encoded.size() < 8 ? 0 : encoded[4] ^ encoded[7];
        return slots_[hash % slots_.size()];
    }

    std::array<Slot, 32> slots_;
};

}  // namespace

std::string_view to_string(KeyType type) { return detail::curve_of(type).jwk_crv; }

Result<KeyType> key_type_from_name(std::string_view name) {
    for (const detail::Curve* curve : detail::kCurves) {
        if (curve->jwk_crv == name) return curve->type;
    }
    return Error(errors::kUnsupportedKeyType,
                 "no type of key is called \"" + std::string(name) + "\"");
}

Result<PublicKey> PublicKey::decode(KeyType type, ByteView raw) {
    DEED_TRY(detail::DecodedPoint decoded, detail::curve_of(type).decode(raw));
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

Result<void> verify(const PublicKey& key, ByteView message, ByteView signature, HighS high_s) {
    if (signature.size() != 64) {
        return Error(
            errors::kSignatureMalformed,
            "the signature has " + std::to_string(signature.size()) + " bytes where 64 are due");
    }
    return key.point_->verify(message, signature.first<64>(), high_s);
}

PrivateKey PrivateKey::generate(KeyType type) {
    require_sodium();
    auto access = SecretAccessForCrypto::get();
    // One in 2^32 scalars is too large for P-256.
    while (true) {
        SecretBytes raw(32);
        const auto memory = raw.reveal_mutable(access);
        randombytes_buf(memory.data(), memory.size());
        Result<PrivateKey> key = from_raw(type, std::move(raw));
        if (key) return std::move(key).value();
    }
}

Result<PrivateKey> PrivateKey::from_raw(KeyType type, SecretBytes raw) {
    if (raw.size() != 32) {
        return Error(errors::kInvalidPrivateKey, "the private key is not 32 bytes long");
    }
    DEED_TRY(const Bytes public_half, detail::curve_of(type).public_half(raw));
    DEED_TRY(PublicKey public_key, PublicKey::from_raw(type, public_half));
    return PrivateKey(std::move(public_key), std::move(raw));
}

std::unique_ptr<Signer> PrivateKey::into_signer(PrivateKey key) {
    const detail::Curve& curve = detail::curve_of(key.public_key_.type());
    return curve.make_signer(std::move(key.public_key_), std::move(key.raw_));
}

}  // namespace deed::crypto

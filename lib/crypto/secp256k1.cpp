#include <secp256k1.h>
#include <secp256k1_recovery.h>
#include <sodium.h>

#include <array>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/handle.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/crypto/key_kind.hpp"
#include "lib/crypto/recovery.hpp"
#include "lib/crypto/secret_access.hpp"
#include "lib/crypto/sodium.hpp"

namespace deed::crypto {
namespace detail {
namespace {

using Context = Handle<secp256k1_context, secp256k1_context_destroy>;

Context new_context() {
    require_sodium();
    Context context(secp256k1_context_create(SECP256K1_CONTEXT_NONE));
    DEED_ASSERT(context != nullptr);
    std::array<std::uint8_t, 32> blinding;
    randombytes_buf(blinding.data(), blinding.size());
    const bool ok = secp256k1_context_randomize(context.get(), blinding.data()) == 1;
    DEED_ASSERT(ok);
    wipe(blinding);
    return context;
}

/// Never changed once made, hence safe between threads.
const secp256k1_context* library() {
    static const Context context = new_context();
    return context.get();
}

Bytes serialized(const secp256k1_pubkey& point, std::size_t size, unsigned form) {
    Bytes raw(size);
    const bool ok = secp256k1_ec_pubkey_serialize(library(), raw.data(), &size, &point, form) == 1;
    DEED_ASSERT(ok && size == raw.size());
    return raw;
}

Error wrong_signature() { return {errors::kSignatureInvalid, "the secp256k1 signature is wrong"}; }

class Secp256k1Point final : public Point {
public:
    explicit Secp256k1Point(const secp256k1_pubkey& point) : point_(point) {}

    Result<void> verify(const AlgorithmInfo&, ByteView message, ByteView signature,
                        HighS high_s) const override {
        secp256k1_ecdsa_signature parsed;
        if (secp256k1_ecdsa_signature_parse_compact(library(), &parsed, signature.data()) != 1) {
            return wrong_signature();
        }
        // The library verifies the low form only.
        const bool was_high = secp256k1_ecdsa_signature_normalize(library(), &parsed, &parsed) == 1;
        if (was_high && high_s == HighS::refuse) {
            return Error(errors::kSignatureHighS, "s of the secp256k1 signature is high");
        }
        const Digest256 digest = sha256(message);
        if (secp256k1_ecdsa_verify(library(), &parsed, digest.data(), &point_) == 1) return {};
        return wrong_signature();
    }

    Bytes uncompressed() const override {
        return serialized(point_, 65, SECP256K1_EC_UNCOMPRESSED);
    }

private:
    secp256k1_pubkey point_;
};

Result<DecodedKey> decode_key(ByteView raw) {
    if (!is_sec1_shape(raw, 32)) return invalid_public_key("not a SEC1 point of 33 or 65 bytes");
    secp256k1_pubkey point;
    if (secp256k1_ec_pubkey_parse(library(), &point, raw.data(), raw.size()) != 1) {
        return invalid_public_key("the point is not on secp256k1");
    }
    return DecodedKey{serialized(point, 33, SECP256K1_EC_COMPRESSED),
                      std::make_shared<Secp256k1Point>(point)};
}

Result<Bytes> public_point(const SecretBytes& secret) {
    secp256k1_pubkey point;
    if (secp256k1_ec_pubkey_create(library(), &point,
                                   secret.reveal(SecretAccessForCrypto::get()).data()) != 1) {
        return Error(errors::kInvalidPrivateKey, "the secp256k1 scalar is out of range");
    }
    return serialized(point, 33, SECP256K1_EC_COMPRESSED);
}

class Secp256k1Signer final : public Signer, public DigestSigner {
public:
    Secp256k1Signer(PublicKey public_key, SecretBytes secret)
        : public_key_(std::move(public_key)), secret_(std::move(secret)) {}

    const PublicKey& public_key() const override { return public_key_; }

    Result<Bytes> sign(ByteView message, Call& call) override {
        return sign_digest(sha256(message), call);
    }

    Result<Bytes> sign_digest(const Digest256& digest, Call& call) override {
        DEED_CHECK(call.check());
        secp256k1_ecdsa_signature signature;
        const bool ok = secp256k1_ecdsa_sign(library(), &signature, digest.data(),
                                             secret_.reveal(SecretAccessForCrypto::get()).data(),
                                             secp256k1_nonce_function_rfc6979, nullptr) == 1;
        DEED_ASSERT(ok);
        Bytes compact(64);
        secp256k1_ecdsa_signature_serialize_compact(library(), compact.data(), &signature);
        return compact;
    }

private:
    PublicKey public_key_;
    SecretBytes secret_;
};

class Secp256k1Kind final : public KeyKind {
public:
    Result<DecodedKey> decode(ByteView raw) const override { return decode_key(raw); }
    Result<Bytes> public_half(const SecretBytes& secret) const override {
        return public_point(secret);
    }
    std::unique_ptr<Signer> make_signer(PublicKey public_key, SecretBytes secret) const override {
        return std::make_unique<Secp256k1Signer>(std::move(public_key), std::move(secret));
    }
};

constinit const Secp256k1Kind kKind;

}  // namespace

const KeyKind& secp256k1_kind() { return kKind; }

}  // namespace detail

Result<Bytes> sign_recoverable(const PrivateKey& key, const Digest256& digest) {
    if (key.public_key().type() != KeyType::secp256k1)
        return Error(errors::kAlgorithmMismatch, "keys can be recovered on secp256k1 only");
    secp256k1_ecdsa_recoverable_signature signature;
    const bool ok =
        secp256k1_ecdsa_sign_recoverable(detail::library(), &signature, digest.data(),
                                         key.raw().reveal(SecretAccessForCrypto::get()).data(),
                                         secp256k1_nonce_function_rfc6979, nullptr) == 1;
    DEED_ASSERT(ok);
    Bytes compact(65);
    int recovery_id = 0;
    secp256k1_ecdsa_recoverable_signature_serialize_compact(detail::library(), compact.data(),
                                                            &recovery_id, &signature);
    compact[64] = static_cast<std::uint8_t>(recovery_id);
    return compact;
}

Result<Bytes> sign_recoverable(Signer& signer, const Digest256& digest, Call& call) {
    const PublicKey& key = signer.public_key();
    if (key.type() != KeyType::secp256k1)
        return Error(errors::kAlgorithmMismatch, "keys can be recovered on secp256k1 only");
    auto* const digests = dynamic_cast<DigestSigner*>(&signer);
    if (digests == nullptr)
        return Error(errors::kDigestRefused, "whoever holds the key signs whole messages only");
    DEED_TRY(Bytes signature, digests->sign_digest(digest, call));
    // 2 and 3 stand for an r beyond the group's order, which happens once in 2^127 signatures.
    for (const std::uint8_t id : {0, 1}) {
        Bytes candidate = signature;
        candidate.push_back(id);
        const auto made_by = recover(digest, candidate);
        if (made_by && *made_by == key) return candidate;
    }
    return detail::wrong_signature();
}

Result<PublicKey> recover(const Digest256& digest, ByteView signature) {
    if (signature.size() != 65 || signature[64] > 3)
        return Error(errors::kSignatureMalformed,
                     "a recoverable signature has 64 bytes and a number from 0 to 3");
    secp256k1_ecdsa_recoverable_signature parsed;
    if (secp256k1_ecdsa_recoverable_signature_parse_compact(detail::library(), &parsed,
                                                            signature.data(), signature[64]) != 1)
        return detail::wrong_signature();
    secp256k1_ecdsa_signature plain;
    secp256k1_ecdsa_recoverable_signature_convert(detail::library(), &plain, &parsed);
    if (secp256k1_ecdsa_signature_normalize(detail::library(), nullptr, &plain) == 1)
        return Error(errors::kSignatureHighS, "s of the secp256k1 signature is high");
    secp256k1_pubkey point;
    if (secp256k1_ecdsa_recover(detail::library(), &point, &parsed, digest.data()) != 1)
        return detail::wrong_signature();
    return PublicKey::from_raw(KeyType::secp256k1,
                               detail::serialized(point, 33, SECP256K1_EC_COMPRESSED));
}

}  // namespace deed::crypto

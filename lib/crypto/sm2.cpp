#include <openssl/core_names.h>
#include <openssl/obj_mac.h>

#include "lib/crypto/ecdsa_codec.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/crypto/openssl_key.hpp"

// SM2 signatures with SM3 (GB/T 32918.2-2016, curve of GB/T 32918.5-2017), by OpenSSL. Two of its
// defaults are wrong for everybody: a key of the type "EC" on this curve signs and verifies without
// the user id, and one of the type "SM2" has an empty id unless told otherwise.

namespace deed::crypto::detail {
namespace {

using DigestContext = Handle<EVP_MD_CTX, EVP_MD_CTX_free>;

constexpr std::size_t kScalarSize = 32;

// n - 2: GB/T 32918.1-2016 section 6.1 takes private keys from 1 to there.
constexpr auto kLargestSecret =
    scalar<32>("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54121");
constexpr EcCurve kCurve{KeyType::sm2, "SM2", "SM2", NID_sm2, kScalarSize, kLargestSecret};

using Initialise = decltype(&EVP_DigestVerifyInit_ex);

/// A context for one signature with the user id that GM/T 0009-2012 section 10 gives to everybody.
/// OpenSSL 3.0 refuses the id among the parameters of the initialisation and takes it right after.
DigestContext started(Initialise initialise, const OpensslKey& key) {
    char user_id[] = "1234567812345678";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_DIST_ID, user_id, sizeof user_id - 1),
        OSSL_PARAM_construct_end()};
    DigestContext context(EVP_MD_CTX_new());
    DEED_ASSERT(context != nullptr);
    EVP_PKEY_CTX* inner = nullptr;  // part of `context`
    const bool ok =
        initialise(context.get(), &inner, "SM3", nullptr, nullptr, key.get(), nullptr) == 1 &&
        EVP_PKEY_CTX_set_params(inner, parameters) == 1;
    DEED_ASSERT(ok);
    return context;
}

class Sm2Point final : public Point {
public:
    explicit Sm2Point(OpensslKey key) : key_(std::move(key)) {}

    // r and s of SM2 have no second form, so there is no high s.
    Result<void> verify(const AlgorithmInfo&, ByteView message, ByteView signature,
                        HighS) const override {
        DEED_TRY(const Bytes der, ecdsa_compact_to_der(signature));
        const DigestContext context = started(EVP_DigestVerifyInit_ex, key_);
        if (EVP_DigestVerify(context.get(), der.data(), der.size(), message.data(),
                             message.size()) != 1)
            return Error(errors::kSignatureInvalid, "the SM2 signature is wrong");
        return {};
    }

    Bytes uncompressed() const override { return ec_point(kCurve, key_); }

private:
    OpensslKey key_;
};

class Sm2Signer final : public Signer {
public:
    Sm2Signer(PublicKey public_key, OpensslKey key)
        : public_key_(std::move(public_key)), key_(std::move(key)) {}

    const PublicKey& public_key() const override { return public_key_; }

    Result<Bytes> sign(ByteView message, Call& call) override {
        DEED_CHECK(call.check());
        const DigestContext context = started(EVP_DigestSignInit_ex, key_);
        Bytes der(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())));
        std::size_t size = der.size();
        if (EVP_DigestSign(context.get(), der.data(), &size, message.data(), message.size()) != 1)
            return Error(deed::errors::kInternal, "OpenSSL did not sign with SM2");
        return ecdsa_der_to_compact(ByteView(der).first(size), kScalarSize);
    }

private:
    PublicKey public_key_;
    OpensslKey key_;
};

class Sm2Kind final : public KeyKind {
public:
    Result<DecodedKey> decode(ByteView raw) const override {
        DEED_TRY(EcPublicKey key, ec_public_key(kCurve, raw));
        return DecodedKey{std::move(key.raw), std::make_shared<Sm2Point>(std::move(key.key))};
    }
    Result<Bytes> public_half(const SecretBytes& secret) const override {
        return ec_public_half(kCurve, secret);
    }
    std::unique_ptr<Signer> make_signer(PublicKey public_key, SecretBytes secret) const override {
        OpensslKey key = ec_key_pair(kCurve, public_key.uncompressed(), secret);
        return std::make_unique<Sm2Signer>(std::move(public_key), std::move(key));
    }
};

constinit const Sm2Kind kKind;

}  // namespace

const KeyKind& sm2_kind() { return kKind; }

}  // namespace deed::crypto::detail

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <bit>
#include <optional>
#include <string>

#include "lib/crypto/der.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/crypto/openssl_key.hpp"

// RSA signatures are verified, not made (RFC 8017 section 8, by OpenSSL).

namespace deed::crypto::detail {
namespace {

// RFC 7518 sections 3.3 and 3.5 have 2048 bits at least; OpenSSL takes longer than a network may
// make us wait far above 8192.
constexpr std::size_t kMinBits = 2048;
constexpr std::size_t kMaxBits = 8192;
// FIPS 186-5 section 5.1 has public exponents above 2^16; the upper end is ours, for the time.
constexpr std::uint64_t kMinExponent = 65537;

/// How an algorithm of the table fills the message up.
struct Scheme {
    Algorithm algorithm;
    int padding;
    const char* digest;
};
constexpr Scheme kSchemes[] = {{Algorithm::rs256, RSA_PKCS1_PADDING, "SHA256"},
                               {Algorithm::rs384, RSA_PKCS1_PADDING, "SHA384"},
                               {Algorithm::rs512, RSA_PKCS1_PADDING, "SHA512"},
                               {Algorithm::ps256, RSA_PKCS1_PSS_PADDING, "SHA256"},
                               {Algorithm::ps384, RSA_PKCS1_PSS_PADDING, "SHA384"},
                               {Algorithm::ps512, RSA_PKCS1_PSS_PADDING, "SHA512"}};

const Scheme& scheme_of(Algorithm algorithm) {
    for (const Scheme& scheme : kSchemes) {
        if (scheme.algorithm == algorithm) return scheme;
    }
    DEED_ASSERT(!"an RSA algorithm without a scheme");
    return kSchemes[0];
}

/// A context that verifies digests by that scheme. RFC 7518 section 3.5: the salt is as long as the
/// digest, and both hashes are the same, which is what OpenSSL does unless told otherwise.
OpensslKeyContext started(const OpensslKey& key, const Scheme& scheme) {
    OpensslKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    DEED_ASSERT(context != nullptr);
    const EVP_MD* digest = EVP_get_digestbyname(scheme.digest);
    const bool ok = EVP_PKEY_verify_init(context.get()) == 1 &&
                    EVP_PKEY_CTX_set_rsa_padding(context.get(), scheme.padding) == 1 &&
                    EVP_PKEY_CTX_set_signature_md(context.get(), digest) == 1;
    DEED_ASSERT(ok);
    if (scheme.padding != RSA_PKCS1_PSS_PADDING) return context;
    const bool salted =
        EVP_PKEY_CTX_set_rsa_pss_saltlen(context.get(), RSA_PSS_SALTLEN_DIGEST) == 1 &&
        EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), digest) == 1;
    DEED_ASSERT(salted);
    return context;
}

class RsaPoint final : public Point {
public:
    explicit RsaPoint(OpensslKey key) : key_(std::move(key)) {}

    Result<void> verify(const AlgorithmInfo& algorithm, ByteView message, ByteView signature,
                        HighS) const override {
        const auto size = static_cast<std::size_t>(EVP_PKEY_get_size(key_.get()));
        // RFC 8017 sections 8.1.2 and 8.2.2, step 1.
        if (signature.size() != size)
            return Error(errors::kSignatureMalformed,
                         "the signature has " + std::to_string(signature.size()) +
                             " bytes where the key's modulus has " + std::to_string(size));
        const Bytes digest = hash(algorithm.hash, message);
        const OpensslKeyContext context = started(key_, scheme_of(algorithm.id));
        if (EVP_PKEY_verify(context.get(), signature.data(), signature.size(), digest.data(),
                            digest.size()) != 1)
            return Error(errors::kSignatureInvalid, "the RSA signature is wrong");
        return {};
    }

private:
    OpensslKey key_;
};

/// Of a number without leading zeros.
std::size_t bits_of(ByteView number) {
    return 8 * number.size() - static_cast<std::size_t>(std::countl_zero(number[0]));
}

/// Nothing above 2^64.
std::optional<std::uint64_t> small_number(ByteView number) {
    if (number.size() > 8) return std::nullopt;
    std::uint64_t value = 0;
    for (const std::uint8_t byte : number) value = value << 8 | byte;
    return value;
}

Result<void> check(const der::RsaNumbers& numbers) {
    const std::size_t bits = bits_of(numbers.n);
    if (bits < kMinBits || bits > kMaxBits)
        return invalid_public_key("the RSA modulus has " + std::to_string(bits) +
                                  " bits, not 2048 to 8192");
    if ((numbers.n.back() & 1) == 0) return invalid_public_key("the RSA modulus is even");
    const std::optional<std::uint64_t> exponent = small_number(numbers.e);
    if (!exponent || *exponent < kMinExponent || *exponent % 2 == 0)
        return invalid_public_key("the RSA exponent is not odd and from 65537 to 2^64");
    return {};
}

/// As OSSL_PARAM has numbers.
Bytes native(ByteView number) {
    Bytes bytes = to_bytes(number);
    if constexpr (std::endian::native == std::endian::little)
        std::reverse(bytes.begin(), bytes.end());
    return bytes;
}

class RsaKind final : public KeyKind {
public:
    Result<DecodedKey> decode(ByteView raw) const override {
        const std::optional<der::RsaNumbers> numbers = der::read_rsa_public_key(raw);
        if (!numbers) return invalid_public_key("not an RSAPublicKey in DER");
        DEED_CHECK(check(*numbers));
        Bytes n = native(numbers->n);
        Bytes e = native(numbers->e);
        OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, n.data(), n.size()),
            OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_E, e.data(), e.size()),
            OSSL_PARAM_construct_end()};
        OpensslKey key = openssl_key("RSA", parameters, EVP_PKEY_PUBLIC_KEY);
        if (key == nullptr) return invalid_public_key("OpenSSL refuses the RSA key");
        return DecodedKey{to_bytes(raw), std::make_shared<RsaPoint>(std::move(key))};
    }
};

constinit const RsaKind kKind;

}  // namespace

const KeyKind& rsa_kind() { return kKind; }

}  // namespace deed::crypto::detail

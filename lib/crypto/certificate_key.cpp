#include "lib/crypto/certificate_key.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <array>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/handle.hpp"

namespace deed::crypto {
namespace {

using Certificate = Handle<X509, X509_free>;

struct NamedGroup {
    std::string_view name;  ///< OpenSSL's
    KeyType type;
};
constexpr NamedGroup kGroups[] = {{"prime256v1", KeyType::p256},
                                  {"secp384r1", KeyType::p384},
                                  {"secp521r1", KeyType::p521},
                                  {"secp256k1", KeyType::secp256k1}};

Error unsupported() {
    return Error(errors::kUnsupportedKeyType, "the certificate is of a key of another type");
}

Result<PublicKey> ed25519_key(const EVP_PKEY* key) {
    std::array<std::uint8_t, 32> raw{};
    std::size_t size = raw.size();
    if (EVP_PKEY_get_raw_public_key(key, raw.data(), &size) != 1) return unsupported();
    return PublicKey::from_raw(KeyType::ed25519, ByteView(raw).first(size));
}

Result<PublicKey> ec_key(const EVP_PKEY* key) {
    std::array<char, 64> group{};
    std::size_t size = 0;
    if (EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) != 1) return unsupported();
    for (const NamedGroup& known : kGroups) {
        if (known.name != std::string_view(group.data(), size)) continue;
        Bytes point(256);
        if (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                            point.size(), &size) != 1)
            return unsupported();
        point.resize(size);
        return PublicKey::from_raw(known.type, point);
    }
    return unsupported();
}

}  // namespace

Result<PublicKey> certificate_key(ByteView der) {
    const std::uint8_t* next = der.data();
    const Certificate certificate(d2i_X509(nullptr, &next, static_cast<long>(der.size())));
    if (certificate == nullptr || next != der.data() + der.size())
        return Error(errors::kInvalidPublicKey, "the bytes are not one X.509 certificate");
    const EVP_PKEY* const key = X509_get0_pubkey(certificate.get());
    if (key == nullptr) return unsupported();
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519) return ed25519_key(key);
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC) return ec_key(key);
    return unsupported();
}

}  // namespace deed::crypto

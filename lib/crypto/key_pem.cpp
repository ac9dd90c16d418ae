#include <algorithm>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_der.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/crypto/pem.hpp"
#include "lib/crypto/secret_access.hpp"

namespace deed::crypto {

using detail::KeyDer;

namespace {

constexpr std::string_view kPublic = "PUBLIC KEY";
constexpr std::string_view kPrivate = "PRIVATE KEY";
constexpr std::string_view kEncrypted = "ENCRYPTED PRIVATE KEY";

struct Label {
    std::string_view text;
    KeyDer kind;
};

// RFC 7468 sections 10, 11 and 13; the others are OpenSSL's.
constexpr Label kLabels[] = {{kPublic, KeyDer::spki},
                             {kPrivate, KeyDer::pkcs8},
                             {kEncrypted, KeyDer::encrypted_pkcs8},
                             {"EC PRIVATE KEY", KeyDer::sec1},
                             {"RSA PUBLIC KEY", KeyDer::rsa_public},
                             {"RSA PRIVATE KEY", KeyDer::rsa_private}};

/// The DER of a key, which is what the label says.
Result<SecretBytes> key_in(std::string_view text) {
    DEED_TRY(pem::Block block, pem::parse(text));
    const auto label = std::ranges::find(kLabels, block.label, &Label::text);
    if (label == std::end(kLabels))
        return Error(errors::kPemLabel, "the PEM block is called " + block.label);
    DEED_TRY(const KeyDer kind, detail::kind_of_der(reveal(block.content)));
    if (kind != label->kind)
        return Error(errors::kPemLabelMismatch,
                     "the PEM block holds something else than its label " + block.label + " says");
    return std::move(block.content);
}

}  // namespace

Result<std::string> public_key_to_pem(const PublicKey& key) {
    DEED_TRY(const Bytes der, public_key_to_der(key));
    return std::string(as_text(reveal(pem::print(kPublic, der))));
}

Result<PublicKey> public_key_from_pem(std::string_view text) {
    DEED_TRY(const SecretBytes der, key_in(text));
    return public_key_from_der(reveal(der));
}

Result<SecretBytes> private_key_to_pem(const PrivateKey& key) {
    DEED_TRY(const SecretBytes der, private_key_to_der(key));
    return pem::print(kPrivate, reveal(der));
}

Result<SecretBytes> private_key_to_encrypted_pem(const PrivateKey& key,
                                                 const SecretBytes& passphrase) {
    DEED_TRY(const SecretBytes der, private_key_to_encrypted_der(key, passphrase));
    return pem::print(kEncrypted, reveal(der));
}

Result<PrivateKey> private_key_from_pem(std::string_view text, const KeyPassphrase& passphrase) {
    DEED_TRY(const SecretBytes der, key_in(text));
    return private_key_from_der(reveal(der), passphrase);
}

}  // namespace deed::crypto

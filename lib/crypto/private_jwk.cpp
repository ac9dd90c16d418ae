#include <sodium.h>

#include <algorithm>
#include <optional>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_encoding.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/crypto/secret_access.hpp"
#include "lib/crypto/sodium.hpp"
#include "lib/crypto/wiping.hpp"

namespace deed::crypto {
namespace {

constexpr int kBase64url = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

Error invalid(const char* what) { return Error(errors::kInvalidPrivateKey, what); }

/// Canonical base64url, as RFC 7515 section 2 has it.
Result<SecretBytes> decode(std::string_view text) {
    require_sodium();
    SecretBytes bytes(text.size() / 4 * 3 + 3);
    const auto out = bytes.reveal_mutable(SecretAccessForCrypto::get());
    std::size_t size = 0;
    const char* end = nullptr;
    const bool ok = sodium_base642bin(out.data(), out.size(), text.data(), text.size(), nullptr,
                                      &size, &end, kBase64url) == 0 &&
                    end == text.data() + text.size();
    if (!ok || size == 0) return invalid("the JWK's \"d\" is not in base64url");
    return SecretBytes::copy_of(out.first(size));
}

Result<void> require_known_kty(json::Value jwk) {
    const auto kty = jwk.find("kty");
    const auto text = kty ? kty->string_if() : std::nullopt;
    if (!text) return Error(errors::kInvalidPublicKey, "the JWK has no text member \"kty\"");
    if (*text == "OKP" || *text == "EC") return {};
    if (*text == "RSA") return Error(errors::kNoPrivateKeys, "RSA keys are for verifying only");
    return Error(errors::kUnsupportedKeyType,
                 "private JWK keys with kty \"" + std::string(*text) + "\" are not supported");
}

}  // namespace

SecretBytes private_key_to_jwk(const PrivateKey& key) {
    require_sodium();
    const ByteView secret = key.raw().reveal(SecretAccessForCrypto::get());
    SecretBuffer d(sodium_base64_encoded_len(secret.size(), kBase64url));
    sodium_bin2base64(reinterpret_cast<char*>(d.data()), d.size(), secret.data(), secret.size(),
                      kBase64url);
    d.pop_back();  // its NUL
    std::string head = key.public_key().to_jwk().to_string();
    head.pop_back();
    SecretBuffer text;
    append(text, as_bytes(head));
    append(text, as_bytes(",\"d\":\""));
    append(text, d);
    append(text, as_bytes("\"}\n"));
    return SecretBytes::copy_of(text);
}

Result<PrivateKey> private_key_from_jwk(ByteView text) {
    DEED_TRY(const json::Document document,
             json::Document::parse(text, {.max_bytes = kMaxKeyFile, .max_depth = 8, .wipe = true}));
    if (!document.root().is_object())
        return Error(errors::kInvalidPublicKey, "the JWK is not an object");
    DEED_CHECK(require_known_kty(document.root()));
    const auto d = document.root().find("d");
    if (!d) return Error(errors::kPublicKeyGiven, "the JWK has no member \"d\"");
    const auto d_text = d->string_if();
    if (!d_text) return invalid("the JWK's \"d\" is not a text");

    DEED_TRY(const json::Document rest, document.without("/d"));
    DEED_TRY(const PublicKey stated, PublicKey::from_jwk(rest.root()));
    DEED_TRY(SecretBytes secret, decode(*d_text));
    DEED_TRY(PrivateKey key, PrivateKey::from_raw(stated.type(), std::move(secret)));
    if (key.public_key() != stated)
        return Error(errors::kKeyPairMismatch, "the JWK's \"d\" is not that of its public members");
    return key;
}

}  // namespace deed::crypto

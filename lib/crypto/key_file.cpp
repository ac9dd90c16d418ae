#include <algorithm>
#include <optional>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_der.hpp"
#include "lib/crypto/key_encoding.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/crypto/pem.hpp"

// Which form a file is in is told by its first bytes alone; everything behind them is judged by the
// reader of that form.

namespace deed::crypto {
namespace {

enum class Form : std::uint8_t { pem, der, json, multikey, cose };

constexpr std::string_view kSpace = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

Result<Form> form_of(ByteView file) {
    constexpr std::uint8_t kDerSequence = 0x30;
    constexpr std::uint8_t kCborMap = 5;
    if (file.size() > kMaxKeyFile)
        return Error(errors::kUnknownKeyFile, "no key is as large as this file");
    const std::string_view text = trimmed(as_text(file));
    if (text.starts_with(pem::kBegin)) return Form::pem;
    if (text.starts_with('{')) return Form::json;
    if (text.starts_with('z')) return Form::multikey;
    if (!file.empty() && file[0] == kDerSequence) return Form::der;
    if (!file.empty() && file[0] >> 5 == kCborMap) return Form::cose;
    return Error(errors::kUnknownKeyFile, "the file starts like no key");
}

Result<json::Document> parse_json(ByteView file) {
    return json::Document::parse(file, {.max_bytes = kMaxKeyFile, .max_depth = 8, .wipe = true});
}

/// Whether this is a verification method as CID 1.0 section 2.2.2 has it, and no JWK.
bool is_multikey(json::Value value) {
    return value.find("kty") == std::nullopt && value.find("type");
}

Result<std::optional<std::string_view>> text_of(json::Value object, std::string_view name) {
    const auto member = object.find(name);
    if (!member) return std::optional<std::string_view>();
    const auto text = member->string_if();
    if (text) return text;
    return Error(errors::kUnknownKeyFile, "\"" + std::string(name) + "\" is not a text");
}

Result<void> require_multikey(json::Value value) {
    DEED_TRY(const auto type, text_of(value, "type"));
    if (type == "Multikey") return {};
    return Error(errors::kUnknownKeyFile, "the JSON is neither a JWK nor a Multikey");
}

Result<PublicKey> public_of_json(ByteView file) {
    DEED_TRY(const json::Document document, parse_json(file));
    const json::Value root = document.root();
    if (!is_multikey(root)) return PublicKey::from_jwk(root);
    DEED_CHECK(require_multikey(root));
    if (root.find("secretKeyMultibase"))
        return Error(errors::kPrivateKeyExposed, "the Multikey has \"secretKeyMultibase\"");
    DEED_TRY(const auto text, text_of(root, "publicKeyMultibase"));
    if (!text) return Error(errors::kUnknownKeyFile, "the Multikey has no \"publicKeyMultibase\"");
    return PublicKey::from_multikey(*text);
}

Result<PrivateKey> private_of_json(ByteView file) {
    DEED_TRY(const json::Document document, parse_json(file));
    const json::Value root = document.root();
    if (!is_multikey(root)) return private_key_from_jwk(file);
    DEED_CHECK(require_multikey(root));
    DEED_TRY(const auto secret, text_of(root, "secretKeyMultibase"));
    if (!secret)
        return Error(errors::kPublicKeyGiven, "the Multikey has no \"secretKeyMultibase\"");
    DEED_TRY(PrivateKey key, private_key_from_multikey(*secret));
    DEED_TRY(const auto stated, text_of(root, "publicKeyMultibase"));
    if (stated && *stated != key.public_key().to_multikey())
        return Error(errors::kKeyPairMismatch, "the Multikey's two halves do not belong together");
    return key;
}

}  // namespace

Result<PublicKey> read_public_key(ByteView file) {
    DEED_TRY(const Form form, form_of(file));
    switch (form) {
        case Form::pem:
            return public_key_from_pem(as_text(file));
        case Form::der:
            return public_key_from_der(file);
        case Form::json:
            return public_of_json(file);
        case Form::multikey:
            return PublicKey::from_multikey(trimmed(as_text(file)));
        case Form::cose:
            break;
    }
    return public_key_from_cose(file);
}

Result<PrivateKey> read_private_key(ByteView file, const KeyPassphrase& passphrase) {
    DEED_TRY(const Form form, form_of(file));
    switch (form) {
        case Form::pem:
            return private_key_from_pem(as_text(file), passphrase);
        case Form::der:
            return private_key_from_der(file, passphrase);
        case Form::json:
            return private_of_json(file);
        case Form::multikey:
            return private_key_from_multikey(trimmed(as_text(file)));
        case Form::cose:
            break;
    }
    return Error(errors::kUnknownKeyFile, "private keys are not read from COSE_Key");
}

}  // namespace deed::crypto

#include <algorithm>
#include <string>

#include "lib/crypto/der.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_kind.hpp"
#include "lib/crypto/key_terms.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"

namespace deed::crypto {
namespace {

// RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1.
constexpr std::string_view kPrivateMembers[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

/// What a `kty` means: how its keys are spelled.
struct Spelling {
    std::string_view kty;
    /// In a form that PublicKey::from_raw() takes.
    Result<Bytes> (*read)(json::Value jwk, const KeyTypeInfo& type);
    void (*write)(json::Writer& jwk, const PublicKey& key);
};

Result<std::string_view> text_member(json::Value jwk, std::string_view name) {
    const auto member = jwk.find(name);
    const auto text = member ? member->string_if() : std::nullopt;
    if (text) return *text;
    return detail::invalid_public_key("the JWK has no text member \"" + std::string(name) + "\"");
}

Error unsupported(std::string_view member, std::string_view value) {
    return {errors::kUnsupportedKeyType, "JWK keys with " + std::string(member) + " \"" +
                                             std::string(value) + "\" are not supported"};
}

Result<Bytes> bytes_member(json::Value jwk, std::string_view name) {
    DEED_TRY(const std::string_view text, text_member(jwk, name));
    Result<Bytes> bytes = base64url_decode(text);
    if (bytes) return bytes;
    return detail::invalid_public_key("the JWK's \"" + std::string(name) + "\" is not base64url");
}

Result<Bytes> sized_member(json::Value jwk, std::string_view name, std::size_t size) {
    DEED_TRY(Bytes bytes, bytes_member(jwk, name));
    if (bytes.size() == size) return bytes;
    return detail::invalid_public_key("the JWK's \"" + std::string(name) + "\" is not of " +
                                      std::to_string(size) + " bytes");
}

// RFC 8037 section 2; draft-ietf-cose-bls-key-representations-09 section 2.1.

Result<Bytes> read_okp(json::Value jwk, const KeyTypeInfo& type) {
    return sized_member(jwk, "x", type.raw_size);
}

void write_okp(json::Writer& jwk, const PublicKey& key) {
    jwk.member("x", base64url_encode(key.raw()));
}

// RFC 7518 section 6.2.1.

Result<Bytes> read_ec(json::Value jwk, const KeyTypeInfo& type) {
    const std::size_t coordinate_size = type.raw_size - 1;
    DEED_TRY(const Bytes x, sized_member(jwk, "x", coordinate_size));
    DEED_TRY(const Bytes y, sized_member(jwk, "y", coordinate_size));
    Bytes point{0x04};
    append(point, x);
    append(point, y);
    return point;
}

void write_ec(json::Writer& jwk, const PublicKey& key) {
    const Bytes point = key.uncompressed();
    const std::size_t size = point.size() / 2;
    jwk.member("x", base64url_encode(ByteView(point).subspan(1, size)));
    jwk.member("y", base64url_encode(ByteView(point).last(size)));
}

// RFC 7518 section 6.3.1: Base64urlUInt, which has no leading zero bytes (section 2).

Result<Bytes> number_member(json::Value jwk, std::string_view name) {
    constexpr std::size_t kMaxSize = 1024;  // 8192 bits
    DEED_TRY(Bytes number, bytes_member(jwk, name));
    if (!number.empty() && number[0] != 0 && number.size() <= kMaxSize) return number;
    return detail::invalid_public_key("the JWK's \"" + std::string(name) +
                                      "\" is empty, has leading zeros or is too long");
}

Result<Bytes> read_rsa(json::Value jwk, const KeyTypeInfo&) {
    DEED_TRY(const Bytes n, number_member(jwk, "n"));
    DEED_TRY(const Bytes e, number_member(jwk, "e"));
    return der::rsa_public_key(n, e);
}

void write_rsa(json::Writer& jwk, const PublicKey& key) {
    const auto numbers = der::read_rsa_public_key(key.raw());
    DEED_ASSERT(numbers.has_value());
    jwk.member("n", base64url_encode(numbers->n)).member("e", base64url_encode(numbers->e));
}

constexpr Spelling kSpellings[] = {
    {"OKP", read_okp, write_okp}, {"EC", read_ec, write_ec}, {"RSA", read_rsa, write_rsa}};

const Spelling* find_spelling(std::string_view kty) {
    const auto* found = std::find_if(std::begin(kSpellings), std::end(kSpellings),
                                     [&](const Spelling& row) { return row.kty == kty; });
    return found == std::end(kSpellings) ? nullptr : found;
}

/// RSA keys have no `crv`: the name of their type is their `kty`.
Result<const KeyTypeInfo*> type_of_jwk(json::Value jwk, std::string_view kty) {
    std::string_view name = kty;
    std::string_view member = "kty";
    if (kty != info_of(KeyType::rsa).jwk_kty) {
        DEED_TRY(name, text_member(jwk, "crv"));
        member = "crv";
    }
    for (const KeyTypeInfo& row : key_types()) {
        if (row.name != name) continue;
        if (row.jwk_kty == kty) return &row;
        return detail::invalid_public_key("the JWK's kty and crv contradict each other");
    }
    return unsupported(member, name);
}

Result<void> check_algorithm(json::Value jwk, KeyType type) {
    if (!jwk.find("alg")) return {};
    DEED_TRY(const std::string_view alg, text_member(jwk, "alg"));
    const AlgorithmInfo* info = find_jose_algorithm(alg);
    if (info != nullptr && info->key_type == type) return {};
    return detail::invalid_public_key("the JWK's alg does not fit the key");
}

Result<std::vector<std::string>> read_operations(json::Value value) {
    const auto malformed = [] {
        return detail::invalid_public_key("the JWK's key_ops is no array of different strings");
    };
    if (!value.is_array()) return malformed();
    std::vector<std::string> operations;
    for (const json::Value one : value.array()) {
        const auto text = one.string_if();
        if (!text || std::find(operations.begin(), operations.end(), *text) != operations.end())
            return malformed();
        operations.emplace_back(*text);
    }
    return operations;
}

}  // namespace

Result<KeyTerms> KeyTerms::of_jwk(json::Value jwk) {
    KeyTerms terms;
    if (const auto alg = jwk.find("alg")) {
        const AlgorithmInfo* info = find_jose_algorithm(alg->string_if().value_or(""));
        if (info == nullptr) return detail::invalid_public_key("the JWK's alg is not known");
        terms.algorithm = info->id;
    }
    if (jwk.find("use")) {
        DEED_TRY(const std::string_view use, text_member(jwk, "use"));
        terms.use = std::string(use);
    }
    if (const auto operations = jwk.find("key_ops")) {
        DEED_TRY(terms.operations, read_operations(*operations));
    }
    return terms;
}

Result<PublicKey> PublicKey::from_jwk(json::Value jwk) {
    if (!jwk.is_object()) return detail::invalid_public_key("the JWK is not an object");
    for (const std::string_view name : kPrivateMembers) {
        if (!jwk.find(name)) continue;
        return Error(errors::kPrivateKeyExposed,
                     "the JWK has the private member \"" + std::string(name) + "\"");
    }
    DEED_TRY(const std::string_view kty, text_member(jwk, "kty"));
    const Spelling* spelling = find_spelling(kty);
    if (spelling == nullptr) return unsupported("kty", kty);
    DEED_TRY(const KeyTypeInfo* type, type_of_jwk(jwk, kty));
    DEED_CHECK(check_algorithm(jwk, type->type));
    DEED_TRY(const Bytes raw, spelling->read(jwk, *type));
    return from_raw(type->type, raw);
}

json::Document PublicKey::to_jwk() const {
    const KeyTypeInfo& type = info_of(type_);
    const Spelling* spelling = find_spelling(type.jwk_kty);
    DEED_ASSERT(spelling != nullptr);
    json::Writer writer;
    writer.begin_object().member("kty", type.jwk_kty);
    if (type_ != KeyType::rsa) writer.member("crv", type.name);
    spelling->write(writer, *this);
    writer.end_object();
    return writer.take_document();
}

}  // namespace deed::crypto

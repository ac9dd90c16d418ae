#include "did/methods/ethr_attribute.hpp"

#include <algorithm>
#include <vector>

#include "did/grammar.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/encoding/text.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/json/writer.hpp"

namespace deed::did {
namespace {

// Of one attribute. Keys go through base58, which takes the square of their size.
constexpr std::size_t kMaxKeyBytes = 4096;
constexpr std::size_t kMaxServiceBytes = std::size_t{16} << 10;

json::Document text_document(std::string_view text) {
    json::Writer writer;
    return writer.string(text).take_document();
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t slash = text.find('/');
        parts.push_back(text.substr(0, slash));
        if (slash == std::string_view::npos) return parts;
        text.remove_prefix(slash + 1);
    }
}

bool is_word(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return detail::is_alpha(c) || detail::is_digit(c) || c == '_';
    });
}

struct KnownAlgorithm {
    std::string_view name;
    crypto::KeyType key_type;
    std::string_view method_type;
};
constexpr KnownAlgorithm kAlgorithms[] = {
    {"Secp256k1", crypto::KeyType::secp256k1, "EcdsaSecp256k1VerificationKey2019"},
    {"Ed25519", crypto::KeyType::ed25519, "Ed25519VerificationKey2020"},
    {"X25519", crypto::KeyType::x25519, "X25519KeyAgreementKey2020"}};

std::optional<EthrKeyMaterial> known_key(const KnownAlgorithm& algorithm, ByteView value) {
    const auto key = crypto::PublicKey::from_raw(algorithm.key_type, value);
    if (!key) return std::nullopt;
    std::string type(algorithm.method_type);
    if (algorithm.key_type == crypto::KeyType::secp256k1)
        return EthrKeyMaterial{std::move(type), "publicKeyJwk", key->to_jwk()};
    return EthrKeyMaterial{std::move(type), "publicKeyMultibase",
                           text_document(key->to_multikey())};
}

/// A key of an algorithm that the method does not know: as the encoding hint says.
std::optional<EthrKeyMaterial> other_key(const EthrAttributeName& name, ByteView value) {
    const std::string& encoding = name.encoding;
    if (encoding.empty() || encoding == "hex")
        return EthrKeyMaterial{name.algorithm, "publicKeyHex", text_document(hex_encode(value))};
    if (encoding == "base58")
        return EthrKeyMaterial{name.algorithm, "publicKeyBase58",
                               text_document(base58btc_encode(value))};
    if (encoding == "base64")
        return EthrKeyMaterial{name.algorithm, "publicKeyBase64",
                               text_document(base64_encode(value))};
    if (encoding == "pem" && is_utf8(value))
        return EthrKeyMaterial{name.algorithm, "publicKeyPem", text_document(as_text(value))};
    return std::nullopt;
}

}  // namespace

std::optional<std::string> ethr_text(const registry::evm::Word& word) {
    std::string text(as_text(word));
    while (text.ends_with('\0')) text.pop_back();
    if (!is_utf8(as_bytes(text))) return std::nullopt;
    return text;
}

std::optional<Relationship> ethr_purpose(std::string_view name) {
    if (name == "veriKey") return Relationship::assertion_method;
    if (name == "sigAuth") return Relationship::authentication;
    if (name == "enc") return Relationship::key_agreement;
    return std::nullopt;
}

std::optional<EthrAttributeName> parse_attribute_name(std::string_view name) {
    constexpr std::size_t kService = 3;
    constexpr std::size_t kKey = 4;
    const std::vector<std::string_view> parts = split(name);
    if (parts.size() < kService || parts[0] != "did") return std::nullopt;
    if (!std::all_of(parts.begin() + 2, parts.end(), is_word)) return std::nullopt;
    EthrAttributeName parsed;
    parsed.algorithm = parts[2];
    if (parts[1] == "svc") {
        parsed.is_service = true;
        return parts.size() == kService ? std::optional(parsed) : std::nullopt;
    }
    if (parts[1] != "pub" || parts.size() < kKey || parts.size() > kKey + 1) return std::nullopt;
    parsed.purpose = ethr_purpose(parts[3]);
    if (!parsed.purpose) return std::nullopt;
    if (parts.size() > kKey) parsed.encoding = parts[kKey];
    return parsed;
}

std::optional<EthrKeyMaterial> key_material(const EthrAttributeName& name, ByteView value) {
    if (value.empty() || value.size() > kMaxKeyBytes) return std::nullopt;
    const auto* known = std::ranges::find(kAlgorithms, name.algorithm, &KnownAlgorithm::name);
    if (known != std::end(kAlgorithms)) return known_key(*known, value);
    if (name.algorithm == "Multikey")
        return EthrKeyMaterial{"Multikey", "publicKeyMultibase",
                               text_document(multibase_encode(Multibase::base58btc, value))};
    return other_key(name, value);
}

std::optional<json::Document> service_endpoint(ByteView value) {
    if (value.size() > kMaxServiceBytes || !is_utf8(value)) return std::nullopt;
    auto parsed = json::Document::parse(value);
    if (!parsed) return text_document(as_text(value));
    const json::Value root = parsed->root();
    if (root.is_object() || root.is_array() || root.is_string()) return std::move(parsed).value();
    return std::nullopt;
}

}  // namespace deed::did

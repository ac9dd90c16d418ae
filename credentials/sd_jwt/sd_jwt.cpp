#include "credentials/sd_jwt/sd_jwt.hpp"

#include "credentials/jose/errors.hpp"
#include "credentials/sd_jwt/errors.hpp"
#include "credentials/sd_jwt/names.hpp"
#include "credentials/sd_jwt/reveal.hpp"
#include "lib/jose/errors.hpp"

namespace deed::credentials {
namespace {

constexpr char kSeparator = '~';

Error not_compact(std::string why) { return Error(errors::kSdJwtNotCompact, std::move(why)); }

Error too_many(std::size_t count) {
    return Error(errors::kSdJwtTooLarge,
                 "there are more than " + std::to_string(count) + " disclosures");
}

Error numbered(const Error& error, std::size_t index) {
    return Error(error.code(), "disclosure " + std::to_string(index + 1) + ": " + error.message());
}

Result<json::Document> read_payload(const jose::Jws& jws) {
    DEED_TRY(json::Document payload, json::Document::parse(jws.payload()));
    if (payload.root().is_object()) return payload;
    return Error(errors::kJwtPayloadNotObject, "the payload is not a JSON object");
}

// Section 4.1.1: sha-256 where nothing is said.
Result<crypto::HashAlgorithm> hash_of(json::Value payload) {
    const auto name = payload.find(kHashName);
    if (!name) return crypto::HashAlgorithm::sha256;
    if (!name->is_string())
        return Error(errors::kSdHashUnsupported, "_sd_alg is not a string", "/_sd_alg");
    return sd_hash_from_name(name->string());
}

}  // namespace

/// The compact serialization at its separators.
struct SdJwt::Parts {
    std::string_view token;
    std::vector<std::string_view> disclosures;
    std::string_view binding;  ///< empty where there is none
    std::size_t presented_size = 0;

    static Result<Parts> split(std::string_view text);
};

Result<SdJwt::Parts> SdJwt::Parts::split(std::string_view text) {
    if (text.size() > kMaxSdJwt)
        return Error(errors::kSdJwtTooLarge,
                     "the text has " + std::to_string(text.size()) + " characters");
    Parts parts;
    std::size_t end = text.find(kSeparator);
    if (end == std::string_view::npos) return not_compact("there is no '~'");
    parts.token = text.substr(0, end);
    for (std::size_t start = end + 1;; start = end + 1) {
        end = text.find(kSeparator, start);
        if (end == std::string_view::npos) {
            parts.presented_size = start;
            parts.binding = text.substr(start);
            break;
        }
        if (end == start) return not_compact("there is an empty disclosure");
        if (parts.disclosures.size() == kMaxDisclosures) return too_many(kMaxDisclosures);
        parts.disclosures.push_back(text.substr(start, end - start));
    }
    if (!parts.binding.empty() && parts.binding.find('.') == std::string_view::npos)
        return not_compact("there is no '~' behind the last disclosure");
    return parts;
}

Result<SdJwt> SdJwt::parse(std::string_view compact) {
    DEED_TRY(const Parts parts, Parts::split(compact));
    DEED_TRY(jose::Jws jws, jose::Jws::parse(parts.token));
    DEED_TRY(json::Document signed_payload, read_payload(jws));
    DEED_TRY(const crypto::HashAlgorithm algorithm, hash_of(signed_payload.root()));

    std::vector<Disclosure> disclosures;
    disclosures.reserve(parts.disclosures.size());
    for (const std::string_view encoded : parts.disclosures) {
        auto disclosure = Disclosure::parse(encoded);
        if (!disclosure) return numbered(disclosure.error(), disclosures.size());
        disclosures.push_back(*std::move(disclosure));
    }
    DEED_TRY(Revealed revealed, reveal(signed_payload.root(), disclosures, algorithm));

    std::optional<KeyBinding> binding;
    if (!parts.binding.empty()) {
        DEED_TRY(binding, KeyBinding::parse(parts.binding));
    }
    return SdJwt(std::string(compact), parts.presented_size, std::move(jws),
                 std::move(signed_payload), std::move(disclosures), algorithm,
                 std::move(revealed.payload), revealed.hidden, std::move(binding));
}

namespace {

// RFC 7800 section 3.4 leaves to the application what a kid is: here, what a DID document lists.
bool is_in_did_document(std::string_view key_id) {
    return key_id.starts_with("did:") || (key_id.starts_with('#') && key_id.size() > 1);
}

Error malformed_confirmation(std::string why) {
    return Error(errors::kConfirmationMalformed, std::move(why), "/cnf");
}

}  // namespace

Result<Confirmation> SdJwt::confirmation() const {
    const auto confirmation = payload_.root().find("cnf");
    if (!confirmation) return Error(errors::kConfirmationMissing, "there is no cnf");
    if (!confirmation->is_object()) return malformed_confirmation("cnf is not an object");
    std::size_t keys = 0;  // RFC 7800 section 3.1: at most one
    for (const std::string_view name : {"jwk", "jwe", "jku"})
        if (confirmation->find(name)) ++keys;
    if (keys > 1) return malformed_confirmation("cnf says more than one key");
    if (const auto jwk = confirmation->find("jwk")) {
        auto key = crypto::PublicKey::from_jwk(*jwk);
        if (key) return Confirmation{.key = *std::move(key)};
        return malformed_confirmation("its jwk: " + key.error().message());
    }
    const auto key_id = confirmation->find("kid");
    if (key_id && !key_id->is_string()) return malformed_confirmation("its kid is not a string");
    if (keys == 0 && key_id && is_in_did_document(key_id->string()))
        return Confirmation{.key = std::nullopt, .key_id = std::string(key_id->string())};
    return Error(errors::kConfirmationUnsupported,
                 "cnf has neither jwk nor a kid in a DID document", "/cnf");
}

Result<crypto::PublicKey> SdJwt::holder_key() const {
    DEED_TRY(const Confirmation confirmed, confirmation());
    if (confirmed.key) return *confirmed.key;
    return Error(errors::kConfirmationByName, "its kid is " + confirmed.key_id, "/cnf/kid");
}

Result<void> SdJwt::verify(const crypto::PublicKey& issuer) const {
    for (const jose::Jws& signature : signatures_) DEED_CHECK(signature.verify(issuer));
    return {};
}

Result<void> SdJwt::verify_key_binding(const crypto::PublicKey& holder) const {
    if (!key_binding_) return Error(errors::kBindingMissing, "nothing stands behind the last '~'");
    DEED_TRY(const KeyBindingClaims claims, key_binding_->claims());
    const auto verified = key_binding_->jws().verify(holder);
    if (!verified) return Error(errors::kBindingSignatureInvalid, verified.error().message(), "kb");
    if (claims.hash == sd_digest(hash_algorithm_, presented())) return {};
    return Error(errors::kBindingHashMismatch, "sd_hash is that of something else", "kb");
}

bool looks_like_sd_jwt(std::string_view text) {
    return text.find(kSeparator) != std::string_view::npos &&
           jose::looks_like_jws(text.substr(0, text.find(kSeparator)));
}

}  // namespace deed::credentials

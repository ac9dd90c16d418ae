#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "credentials/sd_jwt/disclosure.hpp"
#include "credentials/sd_jwt/key_binding.hpp"
#include "lib/jose/jws.hpp"

namespace deed::credentials {

/// Bounds on untrusted input; beyond them `sd_jwt.too_large`.
inline constexpr std::size_t kMaxSdJwt = std::size_t{8} << 20;
inline constexpr std::size_t kMaxDisclosures = 4096;
inline constexpr std::size_t kMaxSignatures = 32;

/// The two JSON serializations (RFC 9901 section 8).
enum class JsonForm : std::uint8_t { flattened, general };

/// Whose key the claim cnf says the holder has (RFC 7800): the key itself, or a name of it.
struct Confirmation {
    std::optional<crypto::PublicKey> key;  ///< jwk
    std::string key_id{};  ///< kid, where there is no jwk: a DID, a DID URL, or a fragment ("#a")
};

/// An SD-JWT, or SD-JWT+KB (RFC 9901), taken apart and put together again: what its issuer signed,
/// with the disclosures in their places. Who signed is for verify() to say; that every disclosure
/// is one that was signed is certain once it is parsed.
class DEED_API SdJwt {
public:
    /// The compact serialization. `sd_jwt.not_compact`, `sd_jwt.too_large`, what jose::Jws::parse()
    /// and the JSON parser refuse, `jwt.payload_not_object`, `sd_jwt.hash_unsupported`,
    /// `sd_jwt.disclosure_malformed`, and every other breach of RFC 9901 section 7.1, steps 3 to 5:
    /// `sd_jwt.disclosure_repeated`, `sd_jwt.disclosure_unreferenced`,
    /// `sd_jwt.disclosure_misplaced`, `sd_jwt.digest_malformed`, `sd_jwt.digest_repeated`,
    /// `sd_jwt.claim_reserved`, `sd_jwt.claim_exists`, `json.too_deep`. A refused header and a
    /// refused token of the holder are parsed all the same, so that the rest can be shown.
    static Result<SdJwt> parse(std::string_view compact);
    /// The flattened or general JSON serialization (section 8); also `sd_jwt.json_malformed`.
    static Result<SdJwt> parse_json(std::string_view text);
    static Result<SdJwt> parse_json(json::Value root);

    /// The first signature, with which the disclosures stand.
    const jose::Jws& jws() const { return signatures_.front(); }
    /// Every signature over the payload: one, but for the general JSON serialization.
    const std::vector<jose::Jws>& signatures() const { return signatures_; }
    /// The payload as signed, digests and all.
    const json::Document& signed_payload() const { return signed_payload_; }
    /// The Processed SD-JWT Payload, an object.
    const json::Document& payload() const { return payload_; }
    const std::vector<Disclosure>& disclosures() const { return disclosures_; }
    /// How many digests no disclosure opens: claims that are withheld, and decoys.
    std::size_t hidden() const { return hidden_; }
    crypto::HashAlgorithm hash_algorithm() const { return hash_algorithm_; }
    /// The token of the holder, where there is one.
    const std::optional<KeyBinding>& key_binding() const { return key_binding_; }

    /// Without the token of the holder: "<issuer's token>~<disclosure>~…~", which sd_hash is over.
    std::string_view presented() const {
        return std::string_view(text_).substr(0, presented_size_);
    }
    /// The compact serialization, of the first signature alone.
    const std::string& to_string() const { return text_; }
    /// A JSON serialization; the flattened one is of the first signature alone.
    json::Document to_json(JsonForm form) const;

    /// What the claim cnf says: `sd_jwt.cnf_missing`, `sd_jwt.cnf_malformed`, also where it says
    /// several keys, `sd_jwt.cnf_unsupported` where it has neither jwk nor a kid by which a DID
    /// document could list the key.
    Result<Confirmation> confirmation() const;
    /// The key of confirmation(), or `sd_jwt.cnf_by_name` where that has none.
    Result<crypto::PublicKey> holder_key() const;

    /// Every signature by this key: as jose::Jws::verify().
    Result<void> verify(const crypto::PublicKey& issuer) const;
    /// The holder's: `sd_jwt.kb_missing`, the token's own refusal, `sd_jwt.kb_signature_invalid`,
    /// `sd_jwt.kb_hash_mismatch`. Whom it is for, and when it was made, is not asked.
    Result<void> verify_key_binding(const crypto::PublicKey& holder) const;

private:
    struct Parts;
    static Result<SdJwt> parse_general(json::Value root);
    SdJwt(std::string text, std::size_t presented_size, jose::Jws jws,
          json::Document signed_payload, std::vector<Disclosure> disclosures,
          crypto::HashAlgorithm hash_algorithm, json::Document payload, std::size_t hidden,
          std::optional<KeyBinding> key_binding)
        : text_(std::move(text)),
          presented_size_(presented_size),
          signatures_({std::move(jws)}),
          signed_payload_(std::move(signed_payload)),
          disclosures_(std::move(disclosures)),
          hash_algorithm_(hash_algorithm),
          payload_(std::move(payload)),
          hidden_(hidden),
          key_binding_(std::move(key_binding)) {}

    std::string text_;
    std::size_t presented_size_;
    std::vector<jose::Jws> signatures_;
    json::Document signed_payload_;
    std::vector<Disclosure> disclosures_;
    crypto::HashAlgorithm hash_algorithm_;
    json::Document payload_;
    std::size_t hidden_;
    std::optional<KeyBinding> key_binding_;
};

/// Whether a text, trimmed, could be meant as an SD-JWT in compact serialization: it starts as a
/// JWS does, and has a '~'.
DEED_API bool looks_like_sd_jwt(std::string_view text);

/// Whether a JSON object could be meant as an SD-JWT: it has a payload and signatures, and is no
/// JSON-LD document.
DEED_API bool looks_like_sd_jwt_json(json::Value value);

}  // namespace deed::credentials

#include "did/methods/webvh_proof.hpp"

#include "did/methods/webvh_errors.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/json/jcs.hpp"
#include "lib/json/writer.hpp"

namespace deed::did::detail {
namespace {

constexpr std::string_view kType = "DataIntegrityProof";
constexpr std::string_view kSuite = "eddsa-jcs-2022";
constexpr std::string_view kPurpose = "assertionMethod";
constexpr std::string_view kDidKey = "did:key:";
constexpr std::size_t kSignatureSize = 64;

Error malformed(std::string message) { return Error(errors::kWebvhProof, std::move(message)); }

Result<void> require(json::Value proof, std::string_view name, std::string_view value) {
    const auto member = proof.find(name);
    if (member && member->string_if() == value) return {};
    return malformed(std::string(name) + " is not " + std::string(value));
}

/// Hash of the proof's configuration, then of the document (section 3.3.4).
Bytes signed_data(json::Value document, json::Value proof) {
    std::string canonical;
    json::canonicalize_without(canonical, proof, "proofValue");
    Bytes data;
    append(data, crypto::sha256(as_bytes(canonical)));
    canonical.clear();
    json::canonicalize_without(canonical, document, "proof");
    append(data, crypto::sha256(as_bytes(canonical)));
    return data;
}

Result<Bytes> read_signature(json::Value proof) {
    const auto member = proof.find("proofValue");
    const auto text = member ? member->string_if() : std::nullopt;
    if (!text) return malformed("there is no proofValue");
    auto signature = multibase_decode(*text, Multibase::base58btc);
    if (!signature || signature->size() != kSignatureSize)
        return malformed("proofValue is not 64 bytes in base58btc");
    return signature;
}

Result<void> check_form(json::Value proof) {
    if (!proof.is_object()) return malformed("a proof is an object");
    DEED_CHECK(require(proof, "type", kType));
    DEED_CHECK(require(proof, "cryptosuite", kSuite));
    DEED_CHECK(require(proof, "proofPurpose", kPurpose));
    // Section 3.3.2, step 4: it would have to repeat the document's, which has none.
    if (proof.find("@context")) return malformed("the proof has an @context, the document none");
    const auto created = proof.find("created");
    if (!created) return {};
    const auto text = created->string_if();
    if (!text || !Timestamp::parse_date_time(*text, true))
        return malformed("created is not a date-time");
    return {};
}

}  // namespace

Result<crypto::PublicKey> read_webvh_key(std::string_view multikey) {
    auto key = crypto::PublicKey::from_multikey(multikey);
    if (key && key->type() == crypto::KeyType::ed25519) return key;
    return Error(errors::kWebvhParameters,
                 "\"" + std::string(utf8_prefix(multikey, 100)) + "\" is no Multikey of Ed25519");
}

Result<std::string> key_of_webvh_proof(json::Value proof) {
    const auto member = proof.find("verificationMethod");
    const auto method = member ? member->string_if() : std::nullopt;
    if (!method || !method->starts_with(kDidKey))
        return malformed("verificationMethod is not of a did:key");
    const std::string_view rest = method->substr(kDidKey.size());
    const std::size_t hash = rest.find('#');
    // One of them would name another key than the other.
    if (hash == std::string_view::npos || rest.substr(0, hash) != rest.substr(hash + 1))
        return malformed("verificationMethod is not did:key:KEY#KEY");
    return std::string(rest.substr(0, hash));
}

Result<std::string> check_webvh_proof(json::Value document, json::Value proof) {
    DEED_CHECK(check_form(proof));
    DEED_TRY(std::string multikey, key_of_webvh_proof(proof));
    const auto key = read_webvh_key(multikey);
    if (!key) return malformed(key.error().message());
    DEED_TRY(const Bytes signature, read_signature(proof));
    if (!crypto::verify(*key, signed_data(document, proof), signature))
        return Error(errors::kWebvhSignature, "the signature is not that of " + multikey);
    return multikey;
}

Result<json::Document> make_webvh_proof(json::Value document, Timestamp created,
                                        crypto::Signer& signer, Call& call) {
    const std::string key = signer.public_key().to_multikey();
    if (signer.public_key().type() != crypto::KeyType::ed25519)
        return Error(errors::kWebvhUnauthorized, "entries are signed by keys of Ed25519 only");
    json::Writer writer;
    writer.begin_object()
        .member("type", kType)
        .member("cryptosuite", kSuite)
        .member("created", created.to_string())
        .member("verificationMethod", std::string(kDidKey) + key + "#" + key)
        .member("proofPurpose", kPurpose)
        .end_object();
    const json::Document configuration = writer.take_document();
    DEED_TRY(const Bytes signature, signer.sign(signed_data(document, configuration.root()), call));
    writer.string(multibase_encode(Multibase::base58btc, signature));
    return configuration.with("/proofValue", writer.take_document().root());
}

}  // namespace deed::did::detail

#include "credentials/proofs/hash_suite.hpp"

#include <algorithm>
#include <array>

#include "credentials/proofs/errors.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/json/writer.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {
namespace {

/// Two digests of at most 64 bytes, one after the other.
class HashData {
public:
    void add(crypto::HashAlgorithm algorithm, std::string_view text) {
        algorithm == crypto::HashAlgorithm::sha256
            ? append(crypto::sha256(as_bytes(text)))
            : append(crypto::hash(algorithm, as_bytes(text)));
    }
    ByteView view() const { return ByteView(bytes_).first(size_); }

private:
    void append(const auto& digest) {
        DEED_ASSERT(size_ + digest.size() <= bytes_.size());
        std::ranges::copy(digest, bytes_.begin() + static_cast<std::ptrdiff_t>(size_));
        size_ += digest.size();
    }

    std::array<std::uint8_t, 128> bytes_{};
    std::size_t size_ = 0;
};

Result<Bytes> signature_of(json::Value proof, std::size_t size) {
    const auto member = proof.find("proofValue");
    const auto text = member ? member->string_if() : std::nullopt;
    if (!text)
        return Error(errors::kProofValueMalformed, "there is no proofValue string", "/proofValue");
    auto signature = multibase_decode(*text, Multibase::base58btc);
    if (!signature)
        return Error(errors::kProofValueMalformed, "proofValue: " + signature.error().message(),
                     "/proofValue");
    if (signature->size() != size)
        return Error(errors::kProofValueMalformed,
                     "proofValue holds " + std::to_string(signature->size()) + " bytes, not " +
                         std::to_string(size),
                     "/proofValue");
    return signature;
}

/// The entries of an @context, a single one being a list of one.
std::size_t context_size(json::Value context) {
    return context.is_array() ? context.array().size() : 1;
}
json::Value context_entry(json::Value context, std::size_t index) {
    return context.is_array() ? context.array()[index] : context;
}

// Section 3.3.2, step 4: the document's contexts start with the proof's. The standard goes on with
// the proof's contexts in the document's place, so that contexts added after signing would count as
// verified; here they are refused.
Result<void> check_contexts(json::Value document, json::Value proof) {
    const auto signed_context = proof.find("@context");
    if (!signed_context) return {};  // the document's own is then signed as part of the document

    const auto shown = document.find("@context");
    if (shown && *shown == *signed_context) return {};
    const auto mismatch = [](std::string message) {
        return Error(errors::kProofContextMismatch, std::move(message), "/@context");
    };
    if (!shown) return mismatch("the proof has an @context and the document has none");

    const std::size_t signed_size = context_size(*signed_context);
    const std::size_t shown_size = context_size(*shown);
    if (signed_size > shown_size)
        return mismatch("the proof names more contexts than the document");
    for (std::size_t i = 0; i < signed_size; ++i)
        if (!(context_entry(*signed_context, i) == context_entry(*shown, i)))
            return mismatch("context " + std::to_string(i + 1) +
                            " of the proof is not that of the document");
    if (signed_size == shown_size)
        return mismatch("the proof writes as a list what the document writes alone, or vice versa");
    return Error(errors::kProofCoversLess,
                 "the proof covers " + std::to_string(signed_size) + " of the document's " +
                     std::to_string(shown_size) + " contexts",
                 "/@context");
}

bool is_string(json::Value object, std::string_view name, std::string_view expected) {
    const auto member = object.find(name);
    return member && member->string_if() == expected;
}

json::Document add_proof_value(json::Value configuration, ByteView signature) {
    json::Writer writer;
    writer.begin_object();
    for (const auto& [name, value] : configuration.object()) writer.key(name).value(value);
    writer.member("proofValue", multibase_encode(Multibase::base58btc, signature));
    return writer.end_object().take_document();
}

/// An error about the proof, with its place in the document.
Error within_proof(const Error& error, const ProofInput& input) {
    const bool is_elsewhere = !error.where().empty() && !error.where().starts_with('/');
    if (is_elsewhere) return error;  // the URL of a context
    return {error.code(), error.message(), std::string(input.proof_place) + error.where()};
}

}  // namespace

json::Document secured_document(const ProofInput& input) {
    json::Writer writer;
    writer.begin_object();
    for (const auto& [name, value] : input.document.object())
        if (name != "proof") writer.key(name).value(value);
    if (!input.previous.empty()) {
        writer.key("proof").begin_array();
        for (const json::Value proof : input.previous) writer.value(proof);
        writer.end_array();
    }
    return writer.end_object().take_document();
}

Result<void> HashSuite::check_options(json::Value options) const {
    const bool is_data_integrity = proof_type() == kDataIntegrityProof;
    if (!is_string(options, "type", proof_type()) ||
        (is_data_integrity && !is_string(options, "cryptosuite", name_)))
        return Error(errors::kProofSuiteUnsupported,
                     "the proof is not a " + std::string(proof_type()) +
                         (is_data_integrity ? " of " + std::string(name_) : ""));
    const auto created = options.find("created");
    if (!created) return {};
    const auto text = created->string_if();
    if (!text || !Timestamp::parse_date_time(*text, true))
        return Error(errors::kProofMalformed, "created is not a date-time", "/created");
    return {};
}

const SuiteKey* HashSuite::find_key(crypto::KeyType type) const {
    const auto found = std::ranges::find(keys_, type, &SuiteKey::type);
    return found == keys_.end() ? nullptr : &*found;
}

Result<const SuiteKey*> HashSuite::require_key(crypto::KeyType type) const {
    if (const SuiteKey* key = find_key(type)) return key;
    return Error(
        errors::kProofKeyTypeMismatch,
        std::string(name_) + " does not use keys of type " + std::string(crypto::to_string(type)),
        "/verificationMethod");
}

Result<json::Document> HashSuite::create(const ProofInput& input, json::Value options,
                                         crypto::Signer& signer, Call& call) const {
    DEED_CHECK(check_options(options));
    for (const std::string_view reserved : {"@context", "proofValue"})
        if (options.find(reserved))
            return Error(errors::kProofMalformed,
                         "the options may not hold " + std::string(reserved),
                         "/" + std::string(reserved));
    DEED_TRY(const SuiteKey* const key, require_key(signer.public_key().type()));

    const json::Document proof = make_unsigned(options, input.document);
    HashData data;
    DEED_TRY(const std::string configuration,
             canonical_proof(proof.root(), input, key->hash, call));
    data.add(key->hash, configuration);
    DEED_TRY(const std::string document, canonical_document(input, key->hash, call));
    data.add(key->hash, document);

    DEED_TRY(const Bytes signature, signer.sign(data.view(), call));
    if (signature.size() != key->signature_size)
        return Error(errors::kSignerLength, "the signer made " + std::to_string(signature.size()) +
                                                " bytes, not " +
                                                std::to_string(key->signature_size));
    return add_proof_value(proof.root(), signature);
}

Result<std::string> HashSuite::proof_to_hash(const ProofInput& input, json::Value proof,
                                             crypto::HashAlgorithm hash, Call& call) const {
    DEED_CHECK(check_contexts(input.document, proof));
    return canonical_proof(proof, input, hash, call);
}

Result<Bytes> HashSuite::signed_data(const ProofInput& input, json::Value proof,
                                     crypto::KeyType type, Call& call) const {
    DEED_CHECK(call.check());
    if (const auto sound = check_options(proof); !sound) return within_proof(sound.error(), input);
    const auto key = require_key(type);
    if (!key) return within_proof(key.error(), input);

    HashData data;
    const auto configuration = proof_to_hash(input, proof, (*key)->hash, call);
    if (!configuration) return within_proof(configuration.error(), input);
    data.add((*key)->hash, *configuration);
    DEED_TRY(const std::string document, canonical_document(input, (*key)->hash, call));
    data.add((*key)->hash, document);
    return Bytes(data.view().begin(), data.view().end());
}

Result<void> HashSuite::verify_data(ByteView signed_data, json::Value proof,
                                    const crypto::PublicKey& key) const {
    DEED_TRY(const SuiteKey* const used, require_key(key.type()));
    DEED_TRY(const Bytes signature, signature_of(proof, used->signature_size));
    if (!crypto::verify(key, signed_data, signature))
        return Error(errors::kProofSignatureInvalid,
                     "the signature is not that of this key over this document", "/proofValue");
    return {};
}

}  // namespace deed::credentials

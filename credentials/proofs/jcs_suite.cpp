#include "credentials/proofs/jcs_suite.hpp"

#include <algorithm>
#include <array>

#include "credentials/proofs/errors.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/json/jcs.hpp"
#include "lib/json/writer.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {
namespace {

constexpr std::size_t kSignatureSize = 64;
constexpr std::size_t kUsualCanonicalSize = 2048;

using HashData = std::array<std::uint8_t, 64>;

HashData hash_data(json::Value proof, json::Value document) {
    std::string canonical;
    canonical.reserve(kUsualCanonicalSize);
    json::canonicalize_without(canonical, proof, "proofValue");
    const crypto::Digest256 proof_hash = crypto::sha256(as_bytes(canonical));

    canonical.clear();
    json::canonicalize_without(canonical, document, "proof");
    const crypto::Digest256 document_hash = crypto::sha256(as_bytes(canonical));

    HashData joined;
    const auto middle = std::ranges::copy(proof_hash, joined.begin()).out;
    std::ranges::copy(document_hash, middle);
    return joined;
}

Result<Bytes> signature_of(json::Value proof) {
    const auto member = proof.find("proofValue");
    const auto text = member ? member->string_if() : std::nullopt;
    if (!text)
        return Error(errors::kProofValueMalformed, "there is no proofValue string", "/proofValue");
    auto signature = multibase_decode(*text, Multibase::base58btc);
    if (!signature)
        return Error(errors::kProofValueMalformed, "proofValue: " + signature.error().message(),
                     "/proofValue");
    if (signature->size() != kSignatureSize)
        return Error(errors::kProofValueMalformed,
                     "proofValue holds " + std::to_string(signature->size()) + " bytes, not 64",
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

/// The options' members, then the document's @context.
json::Document make_configuration(json::Value options, json::Value document) {
    json::Writer writer;
    writer.begin_object();
    for (const auto& [name, value] : options.object()) writer.key(name).value(value);
    if (const auto context = document.find("@context")) writer.key("@context").value(*context);
    return writer.end_object().take_document();
}

json::Document add_proof_value(json::Value configuration, ByteView signature) {
    json::Writer writer;
    writer.begin_object();
    for (const auto& [name, value] : configuration.object()) writer.key(name).value(value);
    writer.member("proofValue", multibase_encode(Multibase::base58btc, signature));
    return writer.end_object().take_document();
}

}  // namespace

Result<void> JcsSuite::check_options(json::Value options) const {
    if (!is_string(options, "type", "DataIntegrityProof") ||
        !is_string(options, "cryptosuite", name_))
        return Error(errors::kProofSuiteUnsupported,
                     "the proof is not a DataIntegrityProof of " + std::string(name_));
    const auto created = options.find("created");
    if (!created) return {};
    const auto text = created->string_if();
    if (!text || !Timestamp::parse_date_time(*text, true))
        return Error(errors::kProofMalformed, "created is not a date-time", "/created");
    return {};
}

Result<json::Document> JcsSuite::create(json::Value document, json::Value options,
                                        crypto::Signer& signer, Call& call) const {
    DEED_CHECK(check_options(options));
    for (const std::string_view reserved : {"@context", "proofValue"})
        if (options.find(reserved))
            return Error(errors::kProofMalformed,
                         "the options may not hold " + std::string(reserved),
                         "/" + std::string(reserved));
    if (!accepts(signer.public_key().type()))
        return Error(errors::kProofKeyTypeMismatch,
                     std::string(name_) + " does not use keys of type " +
                         std::string(crypto::to_string(signer.public_key().type())));

    const json::Document configuration = make_configuration(options, document);
    const HashData data = hash_data(configuration.root(), document);
    DEED_TRY(const Bytes signature, signer.sign(data, call));
    DEED_ASSERT(signature.size() == kSignatureSize);
    return add_proof_value(configuration.root(), signature);
}

Result<void> JcsSuite::verify(json::Value document, json::Value proof, const crypto::PublicKey& key,
                              Call&) const {
    DEED_CHECK(check_options(proof));
    if (!accepts(key.type()))
        return Error(errors::kProofKeyTypeMismatch,
                     std::string(name_) + " does not use keys of type " +
                         std::string(crypto::to_string(key.type())),
                     "/verificationMethod");
    DEED_TRY(const Bytes signature, signature_of(proof));
    DEED_CHECK(check_contexts(document, proof));

    const HashData data = hash_data(proof, document);
    if (!crypto::verify(key, data, signature))
        return Error(errors::kProofSignatureInvalid,
                     "the signature is not that of this key over this credential", "/proofValue");
    return {};
}

}  // namespace deed::credentials

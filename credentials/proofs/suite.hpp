#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "lib/crypto/key.hpp"
#include "lib/error/call.hpp"
#include "lib/json/document.hpp"

namespace deed::credentials {

class KnownContexts;

/// What a proof is made over: a document, an object, as if it had no "proof" member; for a proof of
/// a chain, with the proofs that it builds on as the elements of "proof" (VC Data Integrity 1.0
/// sections 4.3 and 4.5).
struct ProofInput {
    ProofInput(json::Value secured,  // NOLINT: a document alone is one
               std::span<const json::Value> previous_proofs = {},
               const KnownContexts* known_contexts = nullptr)
        : document(secured), previous(previous_proofs), contexts(known_contexts) {}

    json::Value document;
    std::span<const json::Value> previous;
    /// For suites that read the document as JSON-LD; without, no context has a meaning.
    const KnownContexts* contexts;
    /// Pointer to where the proof stands in the document, for the places of errors.
    std::string proof_place{};
};

inline constexpr std::string_view kDataIntegrityProof = "DataIntegrityProof";

/// One Data Integrity cryptosuite (VC Data Integrity 1.0). Stateless and thread-safe.
class DEED_API ProofSuite {
public:
    virtual ~ProofSuite() = default;

    /// "eddsa-jcs-2022" and so on; of a proof type without cryptosuites, the type.
    virtual std::string_view name() const = 0;
    /// The "type" of its proofs.
    virtual std::string_view proof_type() const { return kDataIntegrityProof; }
    /// Whether it signs what the contexts make of a document, and so refuses what they do not define.
    virtual bool reads_json_ld() const { return false; }
    virtual bool accepts(crypto::KeyType type) const = 0;

    /// The proof for `input`. `options` is the proof without
    /// @context and proofValue: type, cryptosuite, created, verificationMethod, proofPurpose, and
    /// what else is to be signed. The result is the whole proof object, with @context where the
    /// document has one. `proof.suite_unsupported` or `proof.malformed` for options of another
    /// suite or with a malformed `created`, `proof.key_type_mismatch`, `proof.signer_length`, or
    /// what the signer said. The signature is not verified: a signer that asks a device or another
    /// process does that itself, as those of pkcs11 and remote_signer do.
    virtual Result<json::Document> create(const ProofInput& input, json::Value options,
                                          crypto::Signer& signer, Call& call) const = 0;

    /// What the signature of `proof`, an object, over `input` is made over, by keys of this type.
    /// This reads the whole document; who tries several keys asks once for each type.
    /// `proof.suite_unsupported` or `proof.malformed` as in create(), `proof.key_type_mismatch`,
    /// `proof.context_mismatch`, `proof.covers_less`, of suites that read JSON-LD also
    /// `proof.nothing_signed`, the `jsonld.` codes and `rdf.too_complex`, or what `call` says.
    /// Places are within the document.
    virtual Result<Bytes> signed_data(const ProofInput& input, json::Value proof,
                                      crypto::KeyType type, Call& call) const = 0;

    /// Checks the signature of `proof` over what signed_data() gave for the key's type.
    /// `proof.key_type_mismatch`, `proof.value_malformed` or `proof.signature_invalid`; places are
    /// within the proof.
    virtual Result<void> verify_data(ByteView signed_data, json::Value proof,
                                     const crypto::PublicKey& key) const = 0;

    /// Checks `proof` over `input`: signed_data(), then verify_data().
    Result<void> verify(const ProofInput& input, json::Value proof, const crypto::PublicKey& key,
                        Call& call) const;
};

/// All suites of this build, in the order in which issuing prefers them.
DEED_API std::span<const ProofSuite* const> proof_suites();

/// The suite of that name, or null.
DEED_API const ProofSuite* find_suite(std::string_view name);
/// The suite that a proof says it is of, by its "type" and "cryptosuite", or null.
DEED_API const ProofSuite* suite_of_proof(json::Value proof);
/// The preferred suite for a key type, or null.
DEED_API const ProofSuite* suite_for(crypto::KeyType type);

}  // namespace deed::credentials

#pragma once

// The room's own: what the suites have in common that sign two hashes. Not for other rooms.

#include "credentials/proofs/suite.hpp"
#include "lib/crypto/hash.hpp"

namespace deed::credentials {

/// A key type that a suite uses, with what depends on it.
struct SuiteKey {
    crypto::KeyType type;
    crypto::HashAlgorithm hash;
    std::size_t signature_size;  ///< bytes in proofValue
};

/// What is signed is hash(proof configuration) ‖ hash(document), each in the suite's canonical
/// form; the proof configuration is the proof without proofValue, and the document is without
/// proofs, but for the previous ones of a chain. The key says which hash (P-384: SHA-384) and how
/// long the signature is.
class HashSuite : public ProofSuite {
public:
    std::string_view name() const override { return name_; }
    bool accepts(crypto::KeyType type) const override { return find_key(type) != nullptr; }

    Result<json::Document> create(const ProofInput& input, json::Value options,
                                  crypto::Signer& signer, Call& call) const override;
    Result<Bytes> signed_data(const ProofInput& input, json::Value proof, crypto::KeyType type,
                              Call& call) const override;
    Result<void> verify_data(ByteView signed_data, json::Value proof,
                             const crypto::PublicKey& key) const override;

protected:
    /// `keys` outlive the suite.
    constexpr HashSuite(std::string_view name, std::span<const SuiteKey> keys)
        : name_(name), keys_(keys) {}

private:
    /// The proof that create() is to make, but for its proofValue.
    virtual json::Document make_unsigned(json::Value options, json::Value document) const = 0;
    /// The canonical form of the proof without its proofValue; places are within the proof.
    virtual Result<std::string> canonical_proof(json::Value proof, const ProofInput& input,
                                                crypto::HashAlgorithm hash, Call& call) const = 0;
    /// The canonical form of the document; places are within it.
    virtual Result<std::string> canonical_document(const ProofInput& input,
                                                   crypto::HashAlgorithm hash,
                                                   Call& call) const = 0;

    const SuiteKey* find_key(crypto::KeyType type) const;
    Result<const SuiteKey*> require_key(crypto::KeyType type) const;
    Result<void> check_options(json::Value options) const;
    Result<std::string> proof_to_hash(const ProofInput& input, json::Value proof,
                                      crypto::HashAlgorithm hash, Call& call) const;

    std::string_view name_;
    std::span<const SuiteKey> keys_;
};

/// The document as it was signed by a proof of a chain: its proofs are those that this one builds
/// on. Without such, it has none.
json::Document secured_document(const ProofInput& input);

}  // namespace deed::credentials

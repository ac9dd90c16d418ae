#pragma once

#include "credentials/proofs/suite.hpp"
#include "lib/crypto/hash.hpp"

namespace deed::credentials {

/// A key type that a suite uses, with what depends on it.
struct JcsKey {
    crypto::KeyType type;
    crypto::HashAlgorithm hash;
    std::size_t signature_size;  ///< bytes in proofValue
};

/// The suites over JSON Canonicalization: eddsa-jcs-2022 (VC DI EdDSA 1.0 section 3.3) and
/// ecdsa-jcs-2019 (VC DI ECDSA 1.0 section 3.3), and Deed's own deed-sm2-jcs-2026
/// (specs/sm-profile.md), which differ in name, key types and hashes only.
/// What is signed is hash(JCS(proof configuration)) ‖ hash(JCS(document without proof, but with the
/// previous proofs of a chain)); the proof configuration is the proof without proofValue, so every
/// member of either is covered. The key says which hash (P-384: SHA-384) and how long the signature
/// is.
class JcsSuite final : public ProofSuite {
public:
    /// `keys` outlive the suite.
    constexpr JcsSuite(std::string_view name, std::span<const JcsKey> keys)
        : name_(name), keys_(keys) {}

    std::string_view name() const override { return name_; }
    bool accepts(crypto::KeyType type) const override { return find_key(type) != nullptr; }

    Result<json::Document> create(const ProofInput& input, json::Value options,
                                  crypto::Signer& signer, Call& call) const override;
    Result<Bytes> signed_data(const ProofInput& input, json::Value proof, crypto::KeyType type,
                              Call& call) const override;
    Result<void> verify_data(ByteView signed_data, json::Value proof,
                             const crypto::PublicKey& key) const override;

private:
    const JcsKey* find_key(crypto::KeyType type) const;
    Result<const JcsKey*> require_key(crypto::KeyType type) const;
    Result<void> check_options(json::Value options) const;

    std::string_view name_;
    std::span<const JcsKey> keys_;
};

}  // namespace deed::credentials

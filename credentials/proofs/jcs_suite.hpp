#pragma once

#include "credentials/proofs/suite.hpp"

namespace deed::credentials {

/// eddsa-jcs-2022 (VC DI EdDSA 1.0 section 3.3) and ecdsa-jcs-2019 with P-256 (VC DI ECDSA 1.0
/// section 3.3), which differ in name and key type only. What is signed is
/// SHA-256(JCS(proof configuration)) ‖ SHA-256(JCS(document without proof)); the proof
/// configuration is the proof without proofValue, so every member of either is covered.
class JcsSuite final : public ProofSuite {
public:
    constexpr JcsSuite(std::string_view name, crypto::KeyType key_type)
        : name_(name), key_type_(key_type) {}

    std::string_view name() const override { return name_; }
    bool accepts(crypto::KeyType type) const override { return type == key_type_; }

    Result<json::Document> create(json::Value document, json::Value options, crypto::Signer& signer,
                                  Call& call) const override;
    Result<void> verify(json::Value document, json::Value proof, const crypto::PublicKey& key,
                        Call& call) const override;

private:
    Result<void> check_options(json::Value options) const;

    std::string_view name_;
    crypto::KeyType key_type_;
};

}  // namespace deed::credentials

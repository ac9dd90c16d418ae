#pragma once

#include "credentials/proofs/hash_suite.hpp"

namespace deed::credentials {

/// The suites over JSON Canonicalization: eddsa-jcs-2022 (VC DI EdDSA 1.0 section 3.3) and
/// ecdsa-jcs-2019 (VC DI ECDSA 1.0 section 3.3), and Deed's own deed-sm2-jcs-2026
/// (specs/sm-profile.md), which differ in name, key types and hashes only. Every member of proof
/// and document is covered, known or not.
class JcsSuite final : public HashSuite {
public:
    constexpr JcsSuite(std::string_view name, std::span<const SuiteKey> keys)
        : HashSuite(name, keys) {}

private:
    json::Document make_unsigned(json::Value options, json::Value document) const override;
    Result<std::string> canonical_proof(json::Value proof, const ProofInput& input,
                                        crypto::HashAlgorithm hash, Call& call) const override;
    Result<std::string> canonical_document(const ProofInput& input, crypto::HashAlgorithm hash,
                                           Call& call) const override;
};

}  // namespace deed::credentials

#pragma once

#include "credentials/proofs/hash_suite.hpp"

namespace deed::credentials {

/// The suites over RDF Dataset Canonicalization: eddsa-rdfc-2022 and Ed25519Signature2020 (VC DI
/// EdDSA 1.0 sections 3.2 and A), and ecdsa-rdfc-2019 (VC DI ECDSA 1.0 section 3.2). The proof is
/// read with the document's contexts. What JSON-LD would drop or change in silence is refused by
/// its `jsonld.` codes, at its place, and so is a document that says nothing
/// (`proof.nothing_signed`); what takes too much work to canonicalize is `rdf.too_complex`.
class RdfcSuite final : public HashSuite {
public:
    constexpr RdfcSuite(std::string_view name, std::span<const SuiteKey> keys,
                        std::string_view proof_type = kDataIntegrityProof)
        : HashSuite(name, keys), proof_type_(proof_type) {}

    std::string_view proof_type() const override { return proof_type_; }
    bool reads_json_ld() const override { return true; }

private:
    json::Document make_unsigned(json::Value options, json::Value document) const override;
    Result<std::string> canonical_proof(json::Value proof, const ProofInput& input,
                                        crypto::HashAlgorithm hash, Call& call) const override;
    Result<std::string> canonical_document(const ProofInput& input, crypto::HashAlgorithm hash,
                                           Call& call) const override;

    std::string_view proof_type_;
};

}  // namespace deed::credentials

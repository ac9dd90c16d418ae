#include <algorithm>
#include <array>

#include "credentials/proofs/jcs_suite.hpp"
#include "credentials/proofs/rdfc_suite.hpp"

namespace deed::credentials {
namespace {

using crypto::HashAlgorithm;
using crypto::KeyType;

constexpr SuiteKey kEddsaKeys[] = {{KeyType::ed25519, HashAlgorithm::sha256, 64}};
constexpr SuiteKey kEcdsaKeys[] = {{KeyType::p256, HashAlgorithm::sha256, 64},
                                   {KeyType::p384, HashAlgorithm::sha384, 96}};

// Deed's own (specs/sm-profile.md section 5).
constexpr SuiteKey kSm2Keys[] = {{KeyType::sm2, HashAlgorithm::sm3, 64}};

constinit const JcsSuite kEddsaJcs2022("eddsa-jcs-2022", kEddsaKeys);
constinit const JcsSuite kEcdsaJcs2019("ecdsa-jcs-2019", kEcdsaKeys);
constinit const JcsSuite kDeedSm2Jcs2026("deed-sm2-jcs-2026", kSm2Keys);

constinit const RdfcSuite kEddsaRdfc2022("eddsa-rdfc-2022", kEddsaKeys);
constinit const RdfcSuite kEcdsaRdfc2019("ecdsa-rdfc-2019", kEcdsaKeys);
constinit const RdfcSuite kEd25519Signature2020("Ed25519Signature2020", kEddsaKeys,
                                                "Ed25519Signature2020");

// The JCS suites come first: they are preferred, being faster and covering every member.
constexpr std::array<const ProofSuite*, 6> kSuites{&kEddsaJcs2022,   &kEcdsaJcs2019,
                                                   &kDeedSm2Jcs2026, &kEddsaRdfc2022,
                                                   &kEcdsaRdfc2019,  &kEd25519Signature2020};

const ProofSuite* first(auto&& wanted) {
    const auto* found = std::ranges::find_if(kSuites, wanted);
    return found == kSuites.end() ? nullptr : *found;
}

}  // namespace

Result<void> ProofSuite::verify(const ProofInput& input, json::Value proof,
                                const crypto::PublicKey& key, Call& call) const {
    DEED_TRY(const Bytes data, signed_data(input, proof, key.type(), call));
    return verify_data(data, proof, key);
}

std::span<const ProofSuite* const> proof_suites() { return kSuites; }

const ProofSuite* find_suite(std::string_view name) {
    return first([&](const ProofSuite* suite) { return suite->name() == name; });
}

const ProofSuite* suite_of_proof(json::Value proof) {
    const auto text = [&](std::string_view name) {
        const auto member = proof.find(name);
        return member ? member->string_if().value_or("") : std::string_view();
    };
    const std::string_view type = text("type");
    const ProofSuite* suite = find_suite(type == kDataIntegrityProof ? text("cryptosuite") : type);
    return suite != nullptr && suite->proof_type() == type ? suite : nullptr;
}

const ProofSuite* suite_for(crypto::KeyType type) {
    return first([&](const ProofSuite* suite) { return suite->accepts(type); });
}

}  // namespace deed::credentials

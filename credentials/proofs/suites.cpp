#include <algorithm>
#include <array>

#include "credentials/proofs/jcs_suite.hpp"

namespace deed::credentials {
namespace {

using crypto::HashAlgorithm;
using crypto::KeyType;

constexpr JcsKey kEddsaKeys[] = {{KeyType::ed25519, HashAlgorithm::sha256, 64}};
constexpr JcsKey kEcdsaKeys[] = {{KeyType::p256, HashAlgorithm::sha256, 64},
                                 {KeyType::p384, HashAlgorithm::sha384, 96}};

// Deed's own (specs/sm-profile.md section 5).
constexpr JcsKey kSm2Keys[] = {{KeyType::sm2, HashAlgorithm::sm3, 64}};

constinit const JcsSuite kEddsaJcs2022("eddsa-jcs-2022", kEddsaKeys);
constinit const JcsSuite kEcdsaJcs2019("ecdsa-jcs-2019", kEcdsaKeys);
constinit const JcsSuite kDeedSm2Jcs2026("deed-sm2-jcs-2026", kSm2Keys);

constexpr std::array<const ProofSuite*, 3> kSuites{&kEddsaJcs2022, &kEcdsaJcs2019,
                                                   &kDeedSm2Jcs2026};

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

const ProofSuite* suite_for(crypto::KeyType type) {
    return first([&](const ProofSuite* suite) { return suite->accepts(type); });
}

}  // namespace deed::credentials

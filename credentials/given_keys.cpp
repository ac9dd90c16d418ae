// Proofs judged by keys that the verifier brought, without looking anything up.
#include <algorithm>

#include "credentials/proofs/errors.hpp"
#include "credentials/signing_key.hpp"

namespace deed::credentials {
namespace {

/// The key that made the proof; null if none did.
Result<const crypto::PublicKey*> signer_of(const ProofEntry& proof,
                                           std::span<const crypto::PublicKey> keys, Call& call) {
    if (!proof.stated || proof.stated->objection) return nullptr;
    for (const crypto::PublicKey& key : keys) {
        DEED_TRY(const bool is_made, proof.stated->is_made_by(key, call));
        if (is_made) return &key;
    }
    return nullptr;
}

SigningKey without_method(const Error& error) {
    return {.history = error, .method = error, .is_given = true};
}

SigningKey with_key(const StatedProof& proof, const crypto::PublicKey& key) {
    const std::string& id = proof.verification_method;
    return {
        .history = Error(errors::kProofKeyNotGiven, "nothing was looked up"),
        .method =
            did::VerificationMethod{
                id, "Multikey", id.substr(0, id.find('#')), key, std::nullopt, std::nullopt, {}},
        .is_given = true};
}

/// One that the proof's suite uses, else any.
const crypto::PublicKey& most_fitting(const StatedProof& proof,
                                      const std::vector<const crypto::PublicKey*>& keys,
                                      Call& call) {
    for (const crypto::PublicKey* key : keys) {
        const auto checked = proof.check(*key, call);
        if (!checked && checked.error().code() != errors::kProofKeyTypeMismatch) return *key;
    }
    return *keys.front();
}

}  // namespace

Result<std::vector<SigningKey>> match_given_keys(const std::vector<ProofEntry>& proofs,
                                                 std::span<const crypto::PublicKey> keys,
                                                 Call& call) {
    std::vector<const crypto::PublicKey*> signers;
    std::vector<const crypto::PublicKey*> idle;
    for (const ProofEntry& proof : proofs) {
        DEED_TRY(const crypto::PublicKey* const signer, signer_of(proof, keys, call));
        signers.push_back(signer);
    }
    for (const crypto::PublicKey& key : keys)
        if (std::ranges::count(signers, &key) == 0) idle.push_back(&key);

    std::vector<SigningKey> matched;
    for (std::size_t i = 0; i < proofs.size(); ++i) {
        const Result<StatedProof>& stated = proofs[i].stated;
        if (!stated) {
            matched.push_back(without_method(stated.error()));
        } else if (signers[i] != nullptr || stated->objection) {
            matched.push_back(
                with_key(*stated, signers[i] != nullptr ? *signers[i] : keys.front()));
        } else if (!idle.empty()) {
            matched.push_back(with_key(*stated, most_fitting(*stated, idle, call)));
        } else {
            matched.push_back(
                without_method(Error(errors::kProofKeyNotGiven, "no key was given for this proof",
                                     stated->place("verificationMethod"))));
        }
    }
    return matched;
}

}  // namespace deed::credentials

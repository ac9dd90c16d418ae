// Proofs judged by keys that the verifier brought, without looking anything up.
#include <algorithm>

#include "credentials/proofs/errors.hpp"
#include "credentials/signing_key.hpp"

namespace deed::credentials {
namespace {

bool has_signed(const ProofEntry& proof, const crypto::PublicKey& key, Call& call) {
    return proof.stated && !proof.stated->objection && proof.stated->check(key, call);
}

SigningKey without_method(const Error& error) {
    return {.history = error, .method = error, .is_given = true};
}

SigningKey with_key(const StatedProof& proof, const crypto::PublicKey& key) {
    const std::string& id = proof.verification_method;
    return {.history = Error(errors::kProofKeyNotGiven, "nothing was looked up"),
            .method = did::VerificationMethod{id, "Multikey", id.substr(0, id.find('#')), key,
                                              std::nullopt, std::nullopt},
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

std::vector<SigningKey> match_given_keys(const std::vector<ProofEntry>& proofs,
                                         std::span<const crypto::PublicKey> keys, Call& call) {
    std::vector<const crypto::PublicKey*> signers;
    std::vector<const crypto::PublicKey*> idle;
    for (const ProofEntry& proof : proofs) {
        const auto found = std::ranges::find_if(
            keys, [&](const crypto::PublicKey& key) { return has_signed(proof, key, call); });
        signers.push_back(found == keys.end() ? nullptr : &*found);
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

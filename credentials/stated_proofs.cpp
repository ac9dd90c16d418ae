// The Data Integrity proofs of a document, and which of them build on which.
#include <algorithm>
#include <bitset>
#include <map>
#include <memory>

#include "credentials/proof_parts.hpp"
#include "credentials/proof_verification.hpp"
#include "credentials/proofs/errors.hpp"
#include "credentials/proofs/suite.hpp"

namespace deed::credentials {
namespace {

using Reach = std::bitset<kMaxProofs>;

struct Placed {
    json::Value json;
    std::string pointer;
    std::string id;
    std::vector<std::size_t> previous;
    std::optional<Error> fault;      ///< of its form
    std::optional<Error> objection;  ///< of its place among the others
};

std::vector<Placed> placed_proofs(json::Value member) {
    std::vector<Placed> proofs;
    for (PlacedValue& placed : one_or_more(member, "/proof")) {
        ModelFaults faults;
        check_proof(placed.value, placed.pointer, faults);
        Placed proof{placed.value, std::move(placed.pointer), {}, {}, {}, {}};
        proof.id = text_of(proof.json, "id");
        for (const ModelFault& fault : faults.take()) {
            proof.fault = Error(*fault.code, fault.message, fault.pointer);
            break;
        }
        proofs.push_back(std::move(proof));
    }
    return proofs;
}

/// What another proof means by an id must not depend on who reads it.
void require_distinct_ids(std::vector<Placed>& proofs) {
    for (Placed& proof : proofs) {
        const auto same = std::ranges::count(proofs, proof.id, &Placed::id);
        if (!proof.id.empty() && same > 1 && !proof.objection)
            proof.objection = Error(errors::kProofIdDuplicate,
                                    std::to_string(same) + " proofs have the id " + proof.id,
                                    proof.pointer + "/id");
    }
}

// VC Data Integrity 1.0 sections 4.3 and 4.5: the matching proofs, in the order of all.
void find_previous(std::vector<Placed>& proofs, Placed& proof) {
    const std::vector<std::string> named = texts_of(proof.json, "previousProof");
    for (const std::string& id : named)
        if (std::ranges::find(proofs, id, &Placed::id) == proofs.end() && !proof.objection)
            proof.objection = Error(errors::kProofPreviousNotFound, "there is no proof " + id,
                                    proof.pointer + "/previousProof");
    for (std::size_t i = 0; i < proofs.size(); ++i)
        if (std::ranges::find(named, proofs[i].id) != named.end()) proof.previous.push_back(i);
}

/// No proof can be made before one that it builds on.
void refuse_cycles(std::vector<Placed>& proofs) {
    std::vector<Reach> reach(proofs.size());
    for (std::size_t i = 0; i < proofs.size(); ++i)
        for (const std::size_t previous : proofs[i].previous) reach[i].set(previous);
    for (std::size_t via = 0; via < proofs.size(); ++via)
        for (Reach& from : reach)
            if (from.test(via)) from |= reach[via];
    for (std::size_t i = 0; i < proofs.size(); ++i)
        if (reach[i].test(i) && !proofs[i].objection)
            proofs[i].objection = Error(errors::kProofChainCycle, "the proof builds on itself",
                                        proofs[i].pointer + "/previousProof");
}

std::optional<Error> objection_to_suite(const Placed& proof) {
    if (suite_of_proof(proof.json) != nullptr) return std::nullopt;
    const std::string type(text_of(proof.json, "type"));
    const std::string name(text_of(proof.json, "cryptosuite"));
    return Error(errors::kProofSuiteUnsupported, "the proof is a " + type + " " + name,
                 proof.pointer);
}

/// Checks one proof with any number of keys, and hashes the document once for each type of them.
class SignatureCheck {
public:
    SignatureCheck(json::Value document, const Placed& proof, std::vector<json::Value> previous,
                   const KnownContexts& contexts)
        : document_(document),
          proof_(proof.json),
          pointer_(proof.pointer),
          previous_(std::move(previous)),
          contexts_(&contexts),
          suite_(suite_of_proof(proof.json)) {}

    Result<std::string> operator()(const crypto::PublicKey& key, Call& call) const {
        DEED_TRY(const ByteView data, signed_data(key.type(), call));
        const auto verified = suite_->verify_data(data, proof_, key);
        if (verified) return std::string(suite_->name());
        const Error& error = verified.error();
        return Error(error.code(), error.message(), pointer_ + error.where());
    }

private:
    Result<ByteView> signed_data(crypto::KeyType type, Call& call) const {
        const auto known = hashed_->find(type);
        if (known != hashed_->end()) return ByteView(known->second);
        ProofInput input(document_, previous_, contexts_);
        input.proof_place = pointer_;
        DEED_TRY(Bytes data, suite_->signed_data(input, proof_, type, call));
        return ByteView(hashed_->emplace(type, std::move(data)).first->second);
    }

    using Hashed = std::map<crypto::KeyType, Bytes>;

    json::Value document_;
    json::Value proof_;
    std::string pointer_;
    std::vector<json::Value> previous_;
    const KnownContexts* contexts_;
    const ProofSuite* suite_;  ///< null where the objection says that there is none
    std::shared_ptr<Hashed> hashed_ = std::make_shared<Hashed>();
};

StatedProof stated(json::Value document, const Placed& proof, const std::vector<Placed>& all,
                   const KnownContexts& contexts) {
    const auto challenge = proof.json.find("challenge");
    std::vector<json::Value> previous;
    for (const std::size_t index : proof.previous) previous.push_back(all[index].json);
    return {.pointer = proof.pointer,
            .id = proof.id,
            .verification_method = std::string(text_of(proof.json, "verificationMethod")),
            .purpose = std::string(text_of(proof.json, "proofPurpose")),
            .created = date_of(proof.json, "created"),
            .expires = date_of(proof.json, "expires"),
            .domains = texts_of(proof.json, "domain"),
            .challenge = challenge ? std::optional(std::string(challenge->string())) : std::nullopt,
            .previous = proof.previous,
            .objection = proof.objection ? proof.objection : objection_to_suite(proof),
            .check = SignatureCheck(document, proof, std::move(previous), contexts)};
}

}  // namespace

std::vector<ProofEntry> stated_proofs(json::Value document, const KnownContexts& contexts) {
    const auto member = document.find("proof");
    if (!member) return {};
    if (member->is_array() && member->array().size() > kMaxProofs)
        return {
            {"/proof", Error(errors::kProofTooMany,
                             "the document carries " + std::to_string(member->array().size()) +
                                 " proofs; " + std::to_string(kMaxProofs) + " are judged at most",
                             "/proof")}};

    std::vector<Placed> proofs = placed_proofs(*member);
    require_distinct_ids(proofs);
    for (Placed& proof : proofs) find_previous(proofs, proof);
    refuse_cycles(proofs);

    std::vector<ProofEntry> entries;
    for (const Placed& proof : proofs)
        proof.fault ? entries.push_back({proof.pointer, *proof.fault})
                    : entries.push_back({proof.pointer, stated(document, proof, proofs, contexts)});
    return entries;
}

}  // namespace deed::credentials

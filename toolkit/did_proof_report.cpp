#include "toolkit/did_proof_report.hpp"

#include <set>

#include "did/methods/weid_history.hpp"
#include "evidence/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/operation_body.hpp"
#include "toolkit/did_proof_errors.hpp"

namespace deed {
namespace {

namespace evm = registry::evm;

using evm::ToldIdentity;

std::string state_text(const did::Did& did, const evm::ProvenState& state) {
    const std::string at = " in block " + std::to_string(state.block.number);
    switch (state.told.status) {
        case ToldIdentity::Status::unknown:
            return did.to_string() + " does not exist" + at;
        case ToldIdentity::Status::live:
            return "controlled by " + evm::to_checksummed(state.told.controller) + at;
        case ToldIdentity::Status::deactivated:
            return "deactivated" + at;
        case ToldIdentity::Status::moved:
            return "moved" + at;
    }
    return "";
}

Result<std::string> judge_subject(const did::Did& did, const std::optional<did::Did>& wanted) {
    const std::string text = "the proof is of " + did.to_string();
    if (!wanted) return Error(errors::kDidProofDidNotPinned, text);
    if (*wanted != did) return Error(errors::kDidProofOther, text);
    return std::string("the proof is of the DID that was named");
}

Result<std::string> judge_state(const evm::DidProof& proof, const did::Did& did,
                                const Result<evm::ProvenState>& state) {
    if (!state) return state.error();
    return state_text(did, *state) + ", by the contract " + evm::to_checksummed(proof.registry);
}

Result<std::string> judge_directory(const evm::DidProof& proof) {
    DEED_CHECK(evm::verify_directory(proof));
    return "the Directory " + evm::to_checksummed(proof.network.directory) +
           " names the contract as its DidRegistry";
}

std::string changes_text(const std::vector<evm::ProvenChange>& changes) {
    if (changes.empty()) return "there is no operation";
    const auto& latest = changes.front();
    return "the latest operation, number " + std::to_string(latest.event.sequence) +
           ", is in block " + std::to_string(latest.block.number);
}

/// By the rules of a resolver.
Result<did::Document> read_document(const did::Did& did,
                                    const std::vector<evm::ProvenChange>& changes) {
    const auto bytes = evm::document_of(changes);
    DEED_ASSERT(bytes.has_value());  // verify_changes() has found one
    return did::detail::read_document(did, *bytes);
}

/// How many of its methods have a key that the operations declare compromised.
std::size_t revoke_declared(DidProofFacts& facts) {
    std::set<std::string> revoked;  // a key may be declared more than once
    for (const auto& [multikey, since] : facts.compromised) {
        // Nothing can be verified here with a key of an unknown type.
        const auto key = crypto::PublicKey::from_multikey(multikey);
        if (!key) continue;
        for (const auto& method : facts.document->verification_methods())
            if (method.public_key == *key) revoked.insert(method.id);
        facts.document = facts.document->with_revoked(*key, since);
    }
    return revoked.size();
}

void judge_document(const did::Did& did, DidProofFacts& facts, credentials::Report& report) {
    if (facts.changes.empty()) {
        report.skip("did.document", "there is none");
        return;
    }
    if (facts.state.told.status == ToldIdentity::Status::deactivated) {
        report.skip("did.document", "the DID was deactivated: none holds any more");
        return;
    }
    auto document = read_document(did, facts.changes);
    if (!document) {
        report.fail("did.document", document.error());
        return;
    }
    facts.document = std::move(document).value();
    std::string text = "it has the hash that the contract recorded";
    if (const std::size_t revoked = revoke_declared(facts); revoked > 0)
        text += "; it lists keys that were declared compromised: " + std::to_string(revoked);
    report.pass("did.document", text);
}

void judge_history(DidProofFacts& facts, bool without, credentials::Report& report) {
    const std::uint64_t first = facts.changes.empty() ? 0 : facts.changes.back().event.sequence;
    facts.is_whole = first == 0;
    const std::string missing =
        "operations before number " + std::to_string(first) + " are not shown";
    if (facts.is_whole)
        report.pass("did.history", "all operations are shown");
    else if (facts.state.told.status == ToldIdentity::Status::deactivated)
        report.skip("did.history", missing + ", and the DID was deactivated");
    else if (without)
        report.skip("did.history", missing + ": they may declare keys compromised");
    else
        report.undetermined("did.history", Error(errors::kDidProofHistoryIncomplete, missing));
}

Result<std::string> judge_chain_id(std::uint64_t chain_id, const evidence::ChainTrust& trust) {
    const std::string text = "chain " + std::to_string(chain_id);
    // A block's hash does not name its chain; which one is trusted is compared with the contract.
    if (trust.known_chain()) return "the DID names " + text;
    return Error(errors::kDidProofChainNotPinned, "the DID names " + text);
}

/// The blocks of operations that no headers lead to.
void judge_changes(const evm::DidProof& proof, const std::vector<evm::ProvenChange>& changes,
                   const evidence::ChainTrust& trust, credentials::Report& report, Call& call) {
    bool is_any = false;
    for (const evm::ProvenChange& change : changes) {
        if (change.is_linked) continue;
        is_any = true;
        const std::string what = "operation " + std::to_string(change.event.sequence);
        evidence::check_block(
            "chain.changes",
            {proof.network.chain_id, proof.registry, change.block.hash, change.block.number, what},
            trust, report, call);
    }
    if (!is_any)
        report.pass("chain.changes", changes.empty()
                                         ? "there is no operation"
                                         : "headers lead to the blocks of all operations shown");
}

DidProofFacts facts_of(const did::Did& did, const evm::ProvenState& state,
                       std::vector<evm::ProvenChange> changes) {
    DidProofFacts facts;
    facts.state = state;
    for (const evm::ProvenChange& change : changes)
        if (const auto declared = registry::declared_compromise(change.statement))
            facts.compromised.insert(facts.compromised.end(), declared->keys.begin(),
                                     declared->keys.end());
    if (!changes.empty())
        facts.successor = did::detail::successor_of(did, changes.front().statement);
    facts.changes = std::move(changes);
    return facts;
}

void depends(credentials::Report& report, std::initializer_list<const char*> checks,
             const char* on) {
    for (const char* check : checks)
        report.undetermined(
            check, Error(evidence::errors::kDependsOnFailed, std::string("needs the check ") + on));
}

}  // namespace

DidProofVerdict judge_did_proof(const evm::DidProof& proof, const WantedDid& wanted,
                                const evidence::ChainTrust& trust, Call& call) {
    DidProofVerdict verdict{did::make_weid(evm::to_string(proof.network), proof.subject), {}, {}};
    credentials::Report& report = verdict.report;
    const auto state = evm::verify_state(proof);
    report.write("did.subject", judge_subject(verdict.did, wanted.did));
    report.write("did.state", judge_state(proof, verdict.did, state));
    report.write("did.directory", judge_directory(proof));
    if (!state) {
        depends(report,
                {"did.changes", "did.document", "did.history", "did.chain", "chain.contract",
                 "chain.block", "chain.changes"},
                "did.state");
        return verdict;
    }
    auto changes = evm::verify_changes(proof, *state);
    if (changes) {
        report.pass("did.changes", changes_text(*changes));
        verdict.facts = facts_of(verdict.did, *state, std::move(changes).value());
        judge_document(verdict.did, *verdict.facts, report);
        judge_history(*verdict.facts, wanted.without_history, report);
    } else {
        report.fail("did.changes", changes.error());
        depends(report, {"did.document", "did.history"}, "did.changes");
    }
    report.write("did.chain", judge_chain_id(proof.network.chain_id, trust));
    evidence::check_trust({proof.network.chain_id, proof.registry, state->block.hash,
                           state->block.number, "the state"},
                          trust, true, report, call);
    if (verdict.facts)
        judge_changes(proof, verdict.facts->changes, trust, report, call);
    else
        depends(report, {"chain.changes"}, "did.changes");
    return verdict;
}

}  // namespace deed

#include "evidence/chain/cosign.hpp"

#include <algorithm>

#include "evidence/chain/cosign_errors.hpp"
#include "evidence/chain/errors.hpp"
#include "evidence/chain/publish.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/group_errors.hpp"
#include "registry-contracts/client/signed_head.hpp"

namespace deed::evidence {

namespace evm = registry::evm;

namespace {

using Step = CosignPlan::Step;

CosignRequest::Content content_for(const evm::ChainEvidence& evidence, const CosignTerms& terms,
                                   registry::Committee signers) {
    CosignRequest::Content content;
    content.chain_id = evidence.contract().chain_id();
    content.contract = evidence.contract().address();
    content.group = terms.group;
    content.signers = std::move(signers);
    content.deadline = terms.deadline;
    return content;
}

Result<void> check_contract(const CosignRequest::Content& content,
                            const evm::ChainEvidence& evidence) {
    const evm::RegistryContract& here = evidence.contract();
    if (content.chain_id == here.chain_id() && content.contract == here.address()) return {};
    return Error(errors::kCosignOtherContract,
                 "it is for " + evm::to_checksummed(content.contract) + " on chain " +
                     std::to_string(content.chain_id) + ", and asked is " +
                     evm::to_checksummed(here.address()) + " on chain " +
                     std::to_string(here.chain_id()));
}

/// The group of now is that of the request.
Result<void> check_signers(const registry::Committee& asked, const registry::Committee& now) {
    if (now.epoch != asked.epoch)
        return Error(registry::errors::kEpochMismatch,
                     "it is for epoch " + std::to_string(asked.epoch) + ", and the group is in " +
                         std::to_string(now.epoch));
    if (now.members == asked.members && now.threshold == asked.threshold) return {};
    return Error(errors::kCosignOtherMembers, "in epoch " + std::to_string(now.epoch));
}

/// The group in the epoch of the request, whichever it is in now.
Result<void> check_signers_then(const CosignRequest::Content& content,
                                const registry::Committee& now, evm::ChainEvidence& evidence,
                                Call& call) {
    const registry::Committee& asked = content.signers;
    if (asked.epoch >= now.epoch) return check_signers(asked, now);
    DEED_TRY(const auto epochs, evm::group_history(evidence.contract(), content.group, call));
    const auto found = std::ranges::find(
        epochs, asked.epoch, [](const evm::GroupEpoch& each) { return each.committee.epoch; });
    if (found == epochs.end())
        return Error(evm::errors::kHistoryBroken,
                     "the group's epoch " + std::to_string(asked.epoch) + " is missing");
    return check_signers(asked, found->committee);
}

/// Whose proof no key made and no contract takes, as the EvidenceRegistry would ask it.
Result<std::vector<std::uint8_t>> refused_of(const CosignRequest& request,
                                             const evm::MemberProofs& proofs,
                                             std::span<const registry::Hash> members,
                                             evm::ChainEvidence& evidence, Call& call) {
    std::vector<std::uint8_t> refused;
    for (const auto& [number, proof] : proofs) {
        DEED_TRY(const evm::ProofCheck check,
                 evm::check_member_proof(members[number], request.digest(), proof));
        if (check == evm::ProofCheck::good) continue;
        const evm::RegistryContract& contract = evidence.contract();
        DEED_TRY(const bool taken,
                 evm::contract_takes(contract.node(), contract.address(), members[number],
                                     request.digest(), proof, call));
        if (!taken) refused.push_back(number);
    }
    return refused;
}

bool has(std::span<const std::uint8_t> numbers, std::uint8_t number) {
    return std::ranges::find(numbers, number) != numbers.end();
}

/// Whether there are signatures to bring at all, and none that is not counted.
bool all_counted(const CosignRequest& request, const CosignPlan& plan) {
    bool any = false;
    for (const auto& [number, proof] : request.signatures()) {
        if (has(plan.counted, number))
            any = true;
        else if (!has(plan.refused, number))
            return false;
    }
    return any;
}

/// How the checkpoint can still be co-signed, by what the chain has of the log.
Result<Step> step_for(const CheckpointToSign& checkpoint, const evm::ChainLog& now, bool is_open) {
    const evm::LogHead& head = checkpoint.statement.head;
    if (is_open || now.head == head) return Step::cosign;
    const std::string has = "the chain has " + std::to_string(now.head.size) + " entries, root " +
                            evm::to_hex(now.head.root);
    if (now.head.size >= head.size)
        return Error(evm::errors::kStatementUnknown, has + ", and nobody of the group co-signed " +
                                                         std::to_string(head.size) +
                                                         " while it had those");
    if (now.head == checkpoint.before) return Step::advance;
    return Error(errors::kCosignOvertaken, has);
}

Result<CosignPlan> plan_checkpoint(const CosignRequest& request, const CheckpointToSign& checkpoint,
                                   evm::ChainEvidence& evidence, Call& call) {
    const CosignRequest::Content& content = request.content();
    CosignPlan plan;
    DEED_TRY(const registry::Committee group, evidence.group(content.group, call));
    DEED_TRY(evm::Cosigned there,
             evidence.cosigned(checkpoint.statement, content.group, content.signers.epoch, call));
    plan.counted = std::move(there.members);
    plan.reached = there.reached;
    DEED_TRY(plan.refused,
             refused_of(request, request.signatures(), content.signers.members, evidence, call));
    // What is counted stays counted, whatever the group did since.
    if (all_counted(request, plan)) {
        DEED_CHECK(check_signers_then(content, group, evidence, call));
        return plan;
    }
    DEED_CHECK(check_signers(content.signers, group));
    DEED_TRY(const evm::ChainLog now, evidence.log(checkpoint.statement.log, call));
    plan.owner = now.owner;
    DEED_TRY(plan.step, step_for(checkpoint, now, there.since != 0));
    return plan;
}

Result<CosignPlan> plan_epoch(const CosignRequest& request, const EpochToSign& next,
                              evm::ChainEvidence& evidence, Call& call) {
    const CosignRequest::Content& content = request.content();
    CosignPlan plan;
    DEED_TRY(const registry::Committee now, evidence.group(content.group, call));
    const bool begun = now.epoch == content.signers.epoch + 1 && now.members == next.members &&
                       now.threshold == next.threshold;
    if (begun) {
        DEED_CHECK(check_signers_then(content, now, evidence, call));
        return plan;
    }
    DEED_CHECK(check_signers(content.signers, now));
    DEED_TRY(plan.refused,
             refused_of(request, request.signatures(), content.signers.members, evidence, call));
    DEED_TRY(plan.refused_consents,
             refused_of(request, request.consents(), next.members, evidence, call));
    plan.step = Step::begin_epoch;
    return plan;
}

/// Leaves out all that no key made and that is not counted; false where nothing of it was brought.
bool leave_unsure_out(const CosignRequest& request, CosignPlan& plan) {
    const auto leave_out =
        [&](const evm::MemberProofs& proofs, std::span<const registry::Hash> members,
            std::span<const std::uint8_t> counted, std::vector<std::uint8_t>& out) {
            const std::size_t before = out.size();
            for (const auto& [number, proof] : proofs)
                if (!has(counted, number) && !has(out, number) &&
                    evm::count_good({{number, proof}}, members, request.digest()) == 0)
                    out.push_back(number);
            return out.size() > before;
        };
    bool any = leave_out(request.signatures(), request.content().signers.members, plan.counted,
                         plan.refused);
    if (const auto* next = request.next_epoch())
        any = leave_out(request.consents(), next->members, {}, plan.refused_consents) || any;
    return any;
}

Result<registry::Receipt> begin(const CosignRequest& request, const CosignPlan& plan,
                                evm::ChainEvidence& evidence, Call& call) {
    DEED_TRY(const registry::Approval approval,
             request.approval(plan.refused, plan.refused_consents));
    const EpochToSign& next = *request.next_epoch();
    return evidence.begin_epoch(request.content().group, next.threshold, next.members, approval,
                                call);
}

Result<registry::Receipt> bring(const CosignRequest& request, const CosignPlan& plan,
                                const registry::Address& account, evm::ChainEvidence& evidence,
                                Call& call) {
    std::vector<std::uint8_t> without = plan.counted;
    without.insert(without.end(), plan.refused.begin(), plan.refused.end());
    const bool is_any = std::ranges::any_of(request.signatures(), [&](const auto& signature) {
        return !has(without, signature.first);
    });
    if (!is_any)
        return Error(errors::kCosignNothingSigned,
                     request.signatures().empty()
                         ? "the request holds no signature"
                         : "no contract takes what the request holds, and no key made it");
    const CheckpointToSign& checkpoint = *request.checkpoint();
    DEED_TRY(const evm::Cosigning cosigning, request.cosigning(without));
    if (plan.step == Step::cosign) return evidence.cosign(cosigning, plan.owner, call);
    if (plan.owner != account)
        return Error(errors::kNotLogOwner,
                     "the checkpoint is not on the chain, and only its owner " +
                         evm::to_checksummed(plan.owner) + " can bring it there");
    return evidence.advance_cosigned(checkpoint.before, checkpoint.consistency, cosigning, call);
}

}  // namespace

Result<CosignRequest> request_checkpoint(registry::LogLedger& ledger, evm::ChainEvidence& evidence,
                                         const registry::Address& opener, const CosignTerms& terms,
                                         Call& call) {
    DEED_TRY(registry::Committee signers, evidence.group(terms.group, call));
    DEED_TRY(const registry::SignedHead own, registry::signed_head(ledger, call));
    CheckpointToSign checkpoint;
    checkpoint.origin = own.checkpoint.origin;
    checkpoint.opener = opener;
    checkpoint.statement = {evm::ChainEvidence::log_id(checkpoint.origin, opener),
                            {own.checkpoint.size, own.checkpoint.root}};
    checkpoint.note = own.note;
    checkpoint.log_key = own.history.signer_of(own.checkpoint.size).to_string();
    DEED_TRY(const evm::ChainLog now, evidence.log(checkpoint.statement.log, call));
    checkpoint.before = now.head;
    DEED_TRY(checkpoint.consistency, check_published(ledger, own, now.head, call));
    CosignRequest::Content content = content_for(evidence, terms, std::move(signers));
    content.what = std::move(checkpoint);
    return CosignRequest::create(std::move(content));
}

Result<CosignRequest> request_epoch(evm::ChainEvidence& evidence, const EpochToSign& next,
                                    const CosignTerms& terms, Call& call) {
    DEED_TRY(registry::Committee signers, evidence.group(terms.group, call));
    CosignRequest::Content content = content_for(evidence, terms, std::move(signers));
    content.what = next;
    return CosignRequest::create(std::move(content));
}

Result<CosignPlan> plan_cosigning(const CosignRequest& request, evm::ChainEvidence& evidence,
                                  Call& call) {
    DEED_CHECK(check_contract(request.content(), evidence));
    if (const auto* checkpoint = request.checkpoint())
        return plan_checkpoint(request, *checkpoint, evidence, call);
    return plan_epoch(request, *request.next_epoch(), evidence, call);
}

Result<std::optional<registry::Receipt>> carry_out(const CosignRequest& request, CosignPlan& plan,
                                                   const registry::Address& account,
                                                   evm::ChainEvidence& evidence, Call& call) {
    if (plan.step == Step::none) return std::optional<registry::Receipt>();
    const auto bring_all = [&] {
        return plan.step == Step::begin_epoch ? begin(request, plan, evidence, call)
                                              : bring(request, plan, account, evidence, call);
    };
    auto receipt = bring_all();
    // A contract can answer the registry otherwise than whoever asked it before.
    const bool is_refused =
        !receipt && receipt.error().code() == registry::errors::kSignatureInvalid;
    if (is_refused && leave_unsure_out(request, plan)) receipt = bring_all();
    if (!receipt) return std::move(receipt).error();
    return std::optional(std::move(receipt).value());
}

}  // namespace deed::evidence

#include "evidence/chain/publish.hpp"

#include "evidence/chain/errors.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::evidence {

namespace evm = registry::evm;

namespace {

std::string head_text(const evm::LogHead& head) {
    return std::to_string(head.size) + " entries and root " + evm::to_hex(head.root);
}

}  // namespace

Result<std::vector<tlog::Hash>> check_published(registry::LogLedger& ledger,
                                                const registry::SignedHead& own,
                                                const evm::LogHead& published, Call& call) {
    const tlog::Checkpoint& head = own.checkpoint;
    if (published.size > head.size)
        return Error(errors::kChainAhead, "the chain has " + head_text(published) + ", this log " +
                                              std::to_string(head.size) + " entries");
    const auto forked = [&](const std::string& why) {
        return Error(errors::kChainFork, "the chain has " + head_text(published) + "; " + why);
    };
    // Whatever comes first leads to every tree, and needs no hash for it.
    std::vector<tlog::Hash> proof;
    if (published.size > 0 && published.size < head.size) {
        DEED_TRY(proof, ledger.consistency_proof(published.size, head.size, call));
    }
    const auto consistent =
        tlog::verify_consistency(published.size, head.size, published.root, head.root, proof);
    if (!consistent) return forked(consistent.error().message());
    if (published.size == 0 && published.root != tlog::empty_root())
        return forked("that is no root of nothing");
    return proof;
}

Result<Publication> plan_publication(registry::LogLedger& ledger, evm::ChainEvidence& evidence,
                                     const PublishingAccounts& accounts, Call& call) {
    DEED_TRY(const registry::SignedHead own, registry::signed_head(ledger, call));
    Publication plan;
    plan.origin = own.checkpoint.origin;
    plan.head = {own.checkpoint.size, own.checkpoint.root};
    plan.log = evm::ChainEvidence::log_id(plan.origin, accounts.opener);
    const auto there = evidence.log(plan.log, call);
    if (!there) {
        const bool is_new = there.error().code() == evm::errors::kCheckpointLogUnknown &&
                            accounts.opener == accounts.owner;
        if (!is_new) return there.error();
        plan.step = Publication::Step::open;
        return plan;
    }
    plan.published = there->head;
    DEED_TRY(plan.proof, check_published(ledger, own, there->head, call));
    if (there->head == plan.head) return plan;
    if (there->owner != accounts.owner)
        return Error(errors::kNotLogOwner, "its owner is " + evm::to_checksummed(there->owner) +
                                               " and not " + evm::to_checksummed(accounts.owner));
    plan.step = Publication::Step::advance;
    return plan;
}

Result<std::optional<registry::Receipt>> publish(const Publication& publication,
                                                 evm::ChainEvidence& evidence, Call& call) {
    if (publication.step == Publication::Step::none) return std::optional<registry::Receipt>();
    if (publication.step == Publication::Step::open) {
        DEED_TRY(auto receipt, evidence.open_log(publication.origin, publication.head, call));
        return std::optional(std::move(receipt));
    }
    DEED_TRY(auto receipt, evidence.advance(publication.log, *publication.published,
                                            publication.head, publication.proof, call));
    return std::optional(std::move(receipt));
}

}  // namespace deed::evidence

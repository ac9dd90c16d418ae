#include "evidence/chain/chain_report.hpp"

#include "evidence/chain/chain_cosigned.hpp"
#include "evidence/chain/errors.hpp"
#include "evidence/errors.hpp"
#include "lib/tlog/checkpoint.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::evidence {

namespace evm = registry::evm;

namespace detail {

Error event_fault(const Error& error) {
    const bool foreign = error.code() == evm::errors::kEventProofOther;
    return Error(foreign ? errors::kChainEventForeign : errors::kChainEventInvalid,
                 error.to_string());
}

}  // namespace detail

namespace {

/// The head that the log signed, not verified here.
std::optional<tlog::Checkpoint> signed_checkpoint(const EvidenceProof& proof) {
    const auto note = tlog::Note::parse(proof.entry_proof.checkpoint);
    if (!note) return std::nullopt;
    auto head = tlog::Checkpoint::parse(note->body());
    if (!head) return std::nullopt;
    return std::move(head).value();
}

Result<std::string> judge_log(const ChainPart& part, const tlog::Checkpoint& head,
                              const evm::CheckpointStatement& published) {
    const registry::Hash log = evm::ChainEvidence::log_id(head.origin, part.opener);
    if (log != published.log)
        return Error(errors::kChainLogMismatch, "the event is of log " +
                                                    evm::to_hex(published.log) + ", and " +
                                                    evm::to_checksummed(part.opener) + " opened " +
                                                    head.origin + " as " + evm::to_hex(log));
    return "a checkpoint of " + std::to_string(published.head.size) + " entries of log " +
           evm::to_hex(log) + ", which " + evm::to_checksummed(part.opener) + " opened";
}

/// The entry is in the published tree, and both trees are of one history.
Result<std::string> judge_tree(const EvidenceProof& proof, const ChainPart& part,
                               const tlog::Checkpoint& head, const evm::LogHead& published) {
    const auto mismatch = [](const char* what, const Error& error) {
        return Error(errors::kChainTreeMismatch, what + error.message());
    };
    const auto included =
        tlog::verify_inclusion(proof.entry_proof.index, published.size,
                               tlog::leaf_hash(proof.entry), part.inclusion, published.root);
    if (!included) return mismatch("the entry is not in the published tree: ", included.error());
    const bool earlier = published.size <= head.size;
    const auto consistent =
        earlier ? tlog::verify_consistency(published.size, head.size, published.root, head.root,
                                           part.consistency)
                : tlog::verify_consistency(head.size, published.size, head.root, published.root,
                                           part.consistency);
    if (!consistent) return mismatch("the two trees are of two histories: ", consistent.error());
    return "the entry is in the published tree of " + std::to_string(published.size) +
           (earlier ? ", which the signed checkpoint goes on from"
                    : ", which goes on from the signed checkpoint");
}

/// Under one origin each account has a log of its own: with a foreign one, an operator could have a
/// second history published.
Result<std::string> judge_opener(const ChainPart& part, const ChainTrust& trust) {
    const std::string own = evm::to_checksummed(part.opener);
    if (!trust.opener) return Error(errors::kOpenerNotPinned, own + " opened this one");
    if (*trust.opener != part.opener)
        return Error(errors::kOpenerMismatch,
                     own + " opened this log, and not " + evm::to_checksummed(*trust.opener));
    return "the trusted account " + own + " opened the log";
}

}  // namespace

std::optional<ChainFacts> judge_chain(const EvidenceProof& proof, const ChainPart& part,
                                      const ChainTrust& trust, credentials::Report& report,
                                      Call& call) {
    const auto head = signed_checkpoint(proof);
    const auto depends = [](const char* on) { return Error(errors::kDependsOnFailed, on); };
    const auto block = part.event.claimed_block();
    const auto proven =
        block ? evm::verify_checkpoint(part.event, part.contract, *block) : block.error();
    if (!proven)
        report.write("chain.event", detail::event_fault(proven.error()));
    else if (!head)
        report.write("chain.event", depends("the checkpoint cannot be read"));
    else
        report.write("chain.event", judge_log(part, *head, proven->statement));
    if (!proven) {
        const Error missing = depends("needs the check chain.event");
        report.undetermined("chain.tree", missing);
        report.undetermined("chain.opener", missing);
        report.undetermined("chain.contract", missing);
        report.undetermined("chain.block", missing);
        if (trust.cosigners || part.cosigned) report.undetermined("chain.cosigned", missing);
        return std::nullopt;
    }
    report.write("chain.tree", head ? judge_tree(proof, part, *head, proven->statement.head)
                                    : depends("the checkpoint cannot be read"));
    if (trust.is_empty())
        report.skip("chain.opener", "no account was named to trust; this log was opened by " +
                                        evm::to_checksummed(part.opener));
    else
        report.write("chain.opener", judge_opener(part, trust));
    check_trust({part.chain_id, part.contract, *block, proven->block}, trust, false, report, call);
    check_cosigners(part, *proven, trust, report, call);
    return ChainFacts{part.chain_id, part.contract,    *block,
                      proven->block, proven->recorded, proven->statement};
}

}  // namespace deed::evidence

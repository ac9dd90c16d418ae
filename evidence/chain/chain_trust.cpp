#include "evidence/chain/chain_trust.hpp"

#include <algorithm>

#include "evidence/chain/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::evidence {
namespace {

namespace evm = registry::evm;

Error unknown(const Error& error) { return Error(errors::kChainUnknown, error.to_string()); }

Result<std::string> judge_contract(const ClaimedBlock& claimed, const ChainTrust& trust) {
    std::optional<registry::Address> trusted = trust.contract;
    if (!trusted && trust.asked) {
        if (!*trust.asked) return unknown(trust.asked->error());
        trusted = (*trust.asked)->contract;
    }
    const std::string own = evm::to_checksummed(claimed.contract);
    const std::string what(claimed.what);
    if (trust.chain_id && *trust.chain_id != claimed.chain_id)
        return Error(errors::kChainMismatch,
                     "the proof is of chain " + std::to_string(claimed.chain_id) +
                         ", the trusted contract is on " + std::to_string(*trust.chain_id));
    if (!trusted) return Error(errors::kChainContractNotPinned, "the contract is " + own);
    if (*trusted != claimed.contract)
        return Error(
            errors::kChainContractMismatch,
            what + " is of " + own + ", the trusted contract is " + evm::to_checksummed(*trusted));
    return what + " is of the trusted contract " + own;
}

std::string block_text(const ClaimedBlock& claimed) {
    return "block " + std::to_string(claimed.number) + " " + evm::to_hex(claimed.hash);
}

/// How far a node's word was confirmed, for whoever weighs it.
std::string confirmed_text(const evm::Confirmation& confirmation) {
    if (confirmation.kind == evm::Confirmation::Kind::finalized) return "finalized";
    if (confirmation.kind == evm::Confirmation::Kind::safe) return "safe by its word";
    if (confirmation.depth <= 1) return "which may be its latest";
    return "with at least " + std::to_string(confirmation.depth - 1) + " after it";
}

Result<std::string> judge_named(const ClaimedBlock& claimed, const ChainTrust& trust) {
    if (std::ranges::find(trust.blocks, claimed.hash) != trust.blocks.end())
        return block_text(claimed) + " is one that was named";
    return Error(errors::kBlockMismatch,
                 std::string(claimed.what) + " is in " + block_text(claimed));
}

}  // namespace

Result<std::string> judge_block(const ClaimedBlock& claimed, const AskedChain& asked, Call& call) {
    const auto head = asked.node->block_number(call);
    if (!head) return unknown(head.error());
    if (*head < claimed.number)
        return Error(errors::kBlockNotReached, "the node is at block " + std::to_string(*head) +
                                                   " and " + std::string(claimed.what) +
                                                   " in block " + std::to_string(claimed.number));
    // What is confirmed comes first: the block is then read as of later, and not before it was.
    const auto reached = evm::confirmed_block(*asked.node, asked.confirmation, call);
    if (!reached) return unknown(reached.error());
    const auto there = asked.node->block(evm::BlockRef::number(claimed.number), call);
    if (!there) return unknown(there.error());
    if (!*there)
        return Error(errors::kBlockPruned,
                     "the node has no block " + std::to_string(claimed.number));
    if ((*there)->header.number() != claimed.number)
        return Error(errors::kChainUnknown, "the node answers with another block");
    const bool is_it = (*there)->hash == claimed.hash;
    // Another block in its place speaks against it once that one is there to stay.
    if (!*reached || **reached < claimed.number)
        return Error(errors::kBlockNotConfirmed,
                     (is_it ? "the node has " + block_text(claimed)
                            : "the node has another block " + std::to_string(claimed.number)) +
                         ", and is at block " + std::to_string(*head));
    if (!is_it)
        return Error(errors::kBlockNotOnChain, "the chain's block " +
                                                   std::to_string(claimed.number) + " is " +
                                                   evm::to_hex((*there)->hash));
    return "the node has " + block_text(claimed) + ", " + confirmed_text(asked.confirmation);
}

void check_trust(const ClaimedBlock& claimed, const ChainTrust& trust, bool needed,
                 credentials::Report& report, Call& call) {
    if (trust.is_empty() && !needed) {
        report.skip("chain.contract", "no contract was named to trust; this one is " +
                                          evm::to_checksummed(claimed.contract));
        report.skip("chain.block", "no block was named to trust; this is " + block_text(claimed));
        return;
    }
    report.write("chain.contract", judge_contract(claimed, trust));
    check_block("chain.block", claimed, trust, report, call);
}

void check_block(const std::string& check, const ClaimedBlock& claimed, const ChainTrust& trust,
                 credentials::Report& report, Call& call) {
    const bool other_chain =
        trust.asked && *trust.asked && (*trust.asked)->chain_id != claimed.chain_id;
    if (other_chain)
        report.fail(check, errors::kChainMismatch,
                    "the proof is of chain " + std::to_string(claimed.chain_id) +
                        ", the trusted one is " + std::to_string((*trust.asked)->chain_id));
    else if (!trust.blocks.empty())
        report.write(check, judge_named(claimed, trust));
    else if (!trust.asked)
        report.undetermined(check,
                            Error(errors::kBlockNotPinned,
                                  std::string(claimed.what) + " is in " + block_text(claimed)));
    else if (!*trust.asked)
        report.undetermined(check, unknown(trust.asked->error()));
    else
        report.write(check, judge_block(claimed, **trust.asked, call));
}

}  // namespace deed::evidence

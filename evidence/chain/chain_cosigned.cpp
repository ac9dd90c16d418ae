#include "evidence/chain/chain_cosigned.hpp"

#include <algorithm>

#include "evidence/chain/chain_report.hpp"
#include "evidence/chain/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/group_errors.hpp"

namespace deed::evidence {
namespace {

namespace evm = registry::evm;

/// A group begins new epochs itself, so that nobody else can make this many of them.
constexpr std::uint32_t kMostEpochs = 64;

Error unknown(const Error& error) { return Error(errors::kChainUnknown, error.to_string()); }

std::string signers_text(std::size_t count, std::uint32_t epoch) {
    return std::to_string(count) + (count == 1 ? " member" : " members") +
           " co-signed the checkpoint in epoch " + std::to_string(epoch) + " of the group";
}

/// What the proof carries of co-signatures of its checkpoint; `evidence.chain_event_invalid`,
/// `evidence.chain_event_foreign`, `evidence.cosigned_mismatch`.
Result<evm::ProvenCosigning> carried(const ChainPart& part, const evm::CheckpointStatement& meant) {
    const auto block = part.cosigned->claimed_block();
    const auto proven =
        block ? evm::verify_cosigning(*part.cosigned, part.contract, *block) : block.error();
    if (!proven) return detail::event_fault(proven.error());
    if (proven->statement == evm::statement_id(meant)) return *proven;
    return Error(errors::kCosignedMismatch,
                 "they are of the statement " + evm::to_hex(proven->statement));
}

/// Whether the block of the co-signatures is one that the verifier can rely on.
Result<void> check_block(const ChainPart& part, const evm::ProvenCosigning& proven,
                         const ChainTrust& trust, Call& call) {
    DEED_TRY(const registry::Hash hash, part.cosigned->claimed_block());
    if (std::ranges::find(trust.blocks, hash) != trust.blocks.end()) return {};
    if (!trust.asked)
        return Error(errors::kBlockNotPinned, "the co-signatures are in block " +
                                                  std::to_string(proven.block) + " " +
                                                  evm::to_hex(hash));
    if (!*trust.asked) return unknown(trust.asked->error());
    DEED_CHECK(
        judge_block({part.chain_id, part.contract, hash, proven.block}, **trust.asked, call));
    return {};
}

/// What a node says, as far as it is confirmed.
struct Told {
    std::size_t count = 0;  ///< the most of one epoch that reached its threshold
    std::uint32_t epoch = 0;
    bool is_over = false;  ///< whatever is missing cannot come any more
};

/// The group's epoch in the confirmed block; 0 where it was founded later.
Result<std::uint32_t> settled_epoch(evm::ChainEvidence& evidence, const registry::Hash& group,
                                    std::uint64_t confirmed, Call& call) {
    auto epoch = evidence.epoch_of(group, evm::BlockRef::number(confirmed), call);
    if (!epoch && epoch.error().code() == registry::errors::kGroupUnknown) return std::uint32_t{0};
    return epoch;
}

Result<Told> ask(const ChainPart& part, const evm::CheckpointStatement& statement,
                 const registry::Hash& group, const AskedChain& asked, Call& call) {
    DEED_TRY(const auto evidence,
             evm::ChainEvidence::open(*asked.node, {part.chain_id, part.contract}, nullptr, call));
    // The head comes first: what was not begun when another was the log's head never begins.
    DEED_TRY(const evm::ChainLog now, evidence->log(statement.log, call));
    DEED_TRY(const auto confirmed, evm::confirmed_block(*asked.node, asked.confirmation, call));
    DEED_TRY(const std::uint32_t last, evidence->epoch_of(group, evm::BlockRef::latest(), call));
    Told told;
    if (!confirmed) return told;
    // Members of an epoch sign until the next one has begun in a block that stays.
    DEED_TRY(const std::uint32_t settled_last, settled_epoch(*evidence, group, *confirmed, call));
    told.is_over =
        now.head.size > statement.head.size && now.last_change <= *confirmed && last <= kMostEpochs;
    for (std::uint32_t epoch = last; epoch != 0 && last - epoch < kMostEpochs; --epoch) {
        DEED_TRY(const evm::Cosigned there, evidence->cosigned(statement, group, epoch, call));
        if (there.since == 0) continue;
        if (epoch >= settled_last) told.is_over = false;  // others of it may still sign
        if (!there.reached) continue;
        DEED_TRY(const evm::Cosigned settled,
                 evidence->cosigned_at(statement, group, epoch, evm::BlockRef::number(*confirmed),
                                       call));
        if (settled.members.size() < there.members.size()) told.is_over = false;
        if (!settled.reached || settled.members.size() <= told.count) continue;
        told.count = settled.members.size();
        told.epoch = epoch;
    }
    return told;
}

/// Asks the node that was named. What it lacks leaves the question open; that the group did not
/// co-sign is certain only once it no longer can.
Result<std::string> judge_asked(const ChainPart& part, const evm::CheckpointStatement& statement,
                                const WantedCosigners& wanted, const Result<AskedChain>& asked,
                                Call& call) {
    if (!asked) return unknown(asked.error());
    if (asked->chain_id != part.chain_id || asked->contract != part.contract)
        return Error(errors::kChainUnknown, "the chain that is asked is not the proof's");
    const auto told = ask(part, statement, wanted.group, *asked, call);
    if (!told) return unknown(told.error());
    const std::size_t least = std::max<std::size_t>(wanted.least, 1);
    const std::string has =
        told->count == 0 ? "its threshold was not reached" : signers_text(told->count, told->epoch);
    if (told->count >= least) return has + ", by the node's word";
    return Error(told->is_over ? errors::kNotCosigned : errors::kNotCosignedYet,
                 has + ", by the node's word");
}

Result<std::string> judge_cosigners(const ChainPart& part, const evm::ProvenCheckpoint& published,
                                    const ChainTrust& trust, Call& call) {
    const WantedCosigners& wanted = *trust.cosigners;
    Error open(errors::kCosignersUnknown, "the proof holds none of the group");
    if (part.cosigned) {
        DEED_TRY(const evm::ProvenCosigning proven, carried(part, published.statement));
        if (proven.group == wanted.group) {
            const auto known = check_block(part, proven, trust, call);
            const std::string has = signers_text(proven.members.size(), proven.epoch) +
                                    ", by block " + std::to_string(proven.block);
            const bool enough = proven.members.size() >= wanted.least;
            if (known && enough) return has;
            open = known ? Error(errors::kCosignersUnknown, has) : known.error();
        }
    }
    if (trust.asked) return judge_asked(part, published.statement, wanted, *trust.asked, call);
    return open;
}

}  // namespace

void check_cosigners(const ChainPart& part, const evm::ProvenCheckpoint& published,
                     const ChainTrust& trust, credentials::Report& report, Call& call) {
    if (trust.cosigners) {
        report.write("chain.cosigned", judge_cosigners(part, published, trust, call));
        return;
    }
    if (!part.cosigned) return;
    const auto proven = carried(part, published.statement);
    if (!proven)
        report.write("chain.cosigned", Result<std::string>(proven.error()));
    else
        report.skip("chain.cosigned",
                    "no group was named to trust; this is " + evm::to_hex(proven->group));
}

}  // namespace deed::evidence

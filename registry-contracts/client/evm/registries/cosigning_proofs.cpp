#include <algorithm>

#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/registries/block_time.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/evidence_proofs.hpp"
#include "registry-contracts/client/evm/registries/evidence_values.hpp"
#include "registry-contracts/client/evm/registries/proven_values.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

// That a group co-signed, for whoever has the hash of a block and no node.

namespace deed::registry::evm {
namespace {

// Cosignatures(statement, group, epoch, bitmap)
constexpr std::size_t kStatement = 0;
constexpr std::size_t kGroup = 1;
constexpr std::size_t kEpoch = 2;
constexpr std::size_t kBitmap = 3;

constexpr std::uint64_t kMostOfOneSecond = 4096;  // blocks; none is known with as many

Error other(const char* what) { return {errors::kEventProofOther, what}; }

/// The first block from `low` on, up to `high`, whose time is at least this. The times of blocks do
/// not go back.
Result<std::uint64_t> block_at(Node& node, std::uint64_t seconds, std::uint64_t low,
                               std::uint64_t high, Call& call) {
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        DEED_TRY(const auto block, node.block_info(BlockRef::number(middle), call));
        if (!block)
            return Error(errors::kEventProofUnavailable,
                         "the node has no block " + std::to_string(middle));
        DEED_TRY(const Timestamp time, time_of_block(block->timestamp));
        if (static_cast<std::uint64_t>(time.unix_milliseconds() / 1000) < seconds)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

}  // namespace

Result<ProvenCosigning> verify_cosigning(const EventProof& proof, const Address& contract,
                                         const Word& block_hash) {
    DEED_TRY(const ProvenEvent effective, proof.verify(block_hash));
    DEED_TRY(const auto reached, values_of(effective, contract, "Effective"));
    DEED_TRY(const ProvenEvent signing, proof.verify_before(block_hash));
    DEED_TRY(const auto values, values_of(signing, contract, "Cosignatures"));
    ProvenCosigning proven;
    proven.statement = word_at(values, kStatement);
    proven.group = word_at(values, kGroup);
    if (word_at(reached, kStatement) != proven.statement ||
        word_at(reached, kGroup) != proven.group)
        return other("the event before it is of other co-signatures");
    const auto epoch = values[kEpoch].as_uint()->to_u64();
    if (!epoch || *epoch > 0xffffffff) return Error(errors::kBadEvent, "there is no such epoch");
    proven.epoch = static_cast<std::uint32_t>(*epoch);
    proven.members = members_of(*values[kBitmap].as_uint());
    proven.block = effective.block_number;
    DEED_TRY(proven.recorded, time_of_block(effective.timestamp));
    return proven;
}

Result<std::optional<EventProof>> prove_cosigning(ChainEvidence& evidence, Node& node,
                                                  const CosignedStatement& statement,
                                                  const Hash& group, std::uint32_t epoch,
                                                  std::uint64_t from_block, Call& call) {
    DEED_TRY(const Cosigned there, evidence.cosigned(statement, group, epoch, call));
    if (!there.reached) return std::optional<EventProof>();
    const RegistryContract& contract = evidence.contract();
    const HistoryQuery query{.events = {"Effective"}, .indexed = {statement_id(statement), group}};
    // The state tells the time; late signers move only the block of the last change.
    DEED_TRY(const std::uint64_t first,
             block_at(node, *there.reached, from_block, there.last_change, call));
    const std::uint64_t last = std::min(there.last_change, first + kMostOfOneSecond);
    for (std::uint64_t block = first; block <= last; ++block) {
        DEED_TRY(const auto events, contract.events_at(query, block, call));
        for (const Event& event : events) {
            DEED_TRY(EventProof proof, EventProof::make(node, event, call));
            DEED_TRY(const Word claimed, proof.claimed_block());
            DEED_TRY(const ProvenCosigning proven,
                     verify_cosigning(proof, contract.address(), claimed));
            // Another epoch can have reached it in the same block, or before.
            if (proven.epoch == epoch) return std::optional(std::move(proof));
        }
        DEED_TRY(const auto info, node.block_info(BlockRef::number(block), call));
        if (!info) break;
        DEED_TRY(const Timestamp time, time_of_block(info->timestamp));
        if (static_cast<std::uint64_t>(time.unix_milliseconds() / 1000) > *there.reached) break;
    }
    return Error(errors::kReorganised, "the co-signatures of " + to_hex(statement_id(statement)) +
                                           " are in no block of the time that the chain says");
}

}  // namespace deed::registry::evm

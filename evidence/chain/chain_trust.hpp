#pragma once

#include <optional>
#include <string>
#include <vector>

#include "credentials/report.hpp"
#include "registry-contracts/client/evm/node.hpp"
#include "registry-contracts/client/evm/sender.hpp"
#include "registry-contracts/client/identity_state.hpp"

namespace deed::evidence {

/// A chain whose node is asked. Borrows the node.
struct AskedChain {
    registry::evm::Node* node = nullptr;
    std::uint64_t chain_id = 0;
    registry::Address contract{};  ///< the one that is meant, by its Directory
    registry::evm::Confirmation confirmation;
};

/// Who must have co-signed the published checkpoint.
struct WantedCosigners {
    registry::Hash group{};
    std::uint8_t least = 0;  ///< so many members, however low the group's threshold is
};

/// What the verifier knows of a chain beforehand.
struct ChainTrust {
    std::vector<registry::Hash> blocks;         ///< hashes of blocks that are on it
    std::optional<registry::Address> contract;  ///< that is trusted
    std::optional<std::uint64_t> chain_id;      ///< the contract's chain
    std::optional<registry::Address> opener;    ///< the account whose published log is meant
    std::optional<WantedCosigners> cosigners;   ///< of the published checkpoint
    /// A chain to be asked, or why it cannot be; nothing where none was named.
    std::optional<Result<AskedChain>> asked;

    bool is_empty() const {
        return blocks.empty() && !contract && !chain_id && !opener && !cosigners && !asked;
    }
    /// The chain that what was named is on: a contract's, or that of the node that is asked.
    std::optional<std::uint64_t> known_chain() const {
        if (chain_id || !asked || !*asked) return chain_id;
        return (*asked)->chain_id;
    }
};

/// The block that an event or a state is of, as the proof has it.
struct ClaimedBlock {
    std::uint64_t chain_id = 0;
    registry::Address contract{};
    registry::Hash hash{};
    std::uint64_t number = 0;
    std::string_view what = "the event";  ///< that is in it
};

/// Adds the checks `chain.contract` and `chain.block` of specs/evidence-proof.md section 5. Where
/// nothing was named they are skipped, or undetermined if all of the evidence is on the chain
/// (`needed`).
void check_trust(const ClaimedBlock& claimed, const ChainTrust& trust, bool needed,
                 credentials::Report& report, Call& call);

/// The check of a block alone, by this name: named, or had by the node that is asked.
void check_block(const std::string& check, const ClaimedBlock& claimed, const ChainTrust& trust,
                 credentials::Report& report, Call& call);

/// Whether the node's chain has the block, confirmed as asked. What a node lacks speaks against
/// nobody: `evidence.block_not_reached`, `evidence.block_not_confirmed`, `evidence.block_pruned`,
/// `evidence.chain_unknown`; `evidence.block_not_on_chain` where another block of this number is
/// confirmed.
DEED_API Result<std::string> judge_block(const ClaimedBlock& claimed, const AskedChain& asked,
                                         Call& call);

}  // namespace deed::evidence

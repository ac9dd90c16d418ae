#pragma once

#include "evidence/proof.hpp"
#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/registries/evidence_proofs.hpp"

namespace deed::evidence {

/// What a chain says of the tree that an entry is in: the member `chain` of an evidence proof
/// (specs/evidence-proof.md section 5). The form holds, nothing is verified.
struct DEED_API ChainPart {
    std::uint64_t chain_id = 0;
    registry::Address contract{};         ///< the EvidenceRegistry
    registry::Address opener{};           ///< opened the log there, under the checkpoint's origin
    std::vector<tlog::Hash> inclusion;    ///< of the entry in the published tree
    std::vector<tlog::Hash> consistency;  ///< from the smaller of both trees to the larger
    registry::evm::EventProof event;      ///< of the published checkpoint
    /// That a group co-signed it, by the event `Effective`.
    std::optional<registry::evm::EventProof> cosigned = std::nullopt;

    /// `evidence_proof.malformed`, `event_proof.*`.
    static Result<ChainPart> parse(json::Value json);
    json::Document to_json() const;
};

/// The same proof in version 2 of the format, with this member.
DEED_API Result<json::Document> with_chain(const json::Document& proof, const ChainPart& part);

namespace detail {
class StrictJson;

/// What both formats of evidence have of a chain: "chainId", "contract", "event".
Result<std::uint64_t> read_chain_id(const StrictJson& strict, json::Value json,
                                    const std::string& at);
Result<registry::Address> read_account(const StrictJson& strict, json::Value json,
                                       const std::string& at);
Result<registry::evm::EventProof> read_event(const StrictJson& strict, json::Value json,
                                             const std::string& at);
Result<std::vector<tlog::Hash>> read_hashes(const StrictJson& strict, json::Value json,
                                            const std::string& at);
void write_hashes(json::Writer& writer, std::span<const tlog::Hash> hashes);
void write_event(json::Writer& writer, const registry::evm::EventProof& event);
}  // namespace detail

}  // namespace deed::evidence

#pragma once

#include "registry-contracts/client/evm/registries/contract.hpp"

namespace deed::registry::evm {

/// What is proven: a log entry of some contract, in some block.
struct ProvenEvent {
    LogEntry entry;
    std::uint64_t block_number = 0;
    std::uint64_t timestamp = 0;  ///< seconds; as the block's proposer claims
};

/// That a contract left an event, to hand over to whoever has the hash of the block and nothing
/// else (specs/evm.md section 5): the block's header, and the receipt in its trie.
class DEED_API EventProof {
public:
    static constexpr std::size_t kMaxNodes = 64;

    /// Of log entry `log_index` (within its transaction's receipt) of a receipt. All receipts of
    /// the block are asked for and held to the header. `event_proof.unavailable` where header or
    /// receipts do not lead to the block's hash, `contract.reorganised`.
    static Result<EventProof> make(Node& node, const Receipt& receipt, std::size_t log_index,
                                   Call& call);
    /// Of an event that was read back.
    static Result<EventProof> make(Node& node, const Event& event, Call& call);

    /// The file: indented JSON that ends with a newline.
    std::string to_json() const;
    /// `json.*`, `event_proof.malformed`, `event_proof.newer_format`.
    static Result<EventProof> parse(std::string_view text);

    /// What is proven to who knows that `block_hash` is on the chain. `chain_proof.*`, `rlp.*`;
    /// `event_proof.other_event` if the transaction failed or has no such entry.
    Result<ProvenEvent> verify(const Word& block_hash) const;
    /// Of the log entry right before it, in the same receipt; `event_proof.other_event` where there
    /// is none.
    Result<ProvenEvent> verify_before(const Word& block_hash) const;
    /// The same of an event of this contract, decoded: `event_proof.other_event` where it is of
    /// another address or of no event of the kind.
    Result<Event> verify_event(const RegistryContract& contract, const Word& block_hash) const;

    /// Of the header that the proof brings: it is proven only if that is the block which is meant.
    Result<Word> claimed_block() const;
    Result<BlockHeader> claimed_header() const;

    friend bool operator==(const EventProof&, const EventProof&) = default;

private:
    EventProof() = default;
    Result<ProvenEvent> verify_entry(const Word& block_hash, std::uint64_t index) const;
    Bytes header_;
    std::uint64_t transaction_index_ = 0;
    std::uint64_t log_index_ = 0;
    std::vector<Bytes> nodes_;
};

}  // namespace deed::registry::evm

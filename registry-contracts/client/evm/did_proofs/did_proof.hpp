#pragma once

#include "registry-contracts/client/evm/did_proofs/did_storage.hpp"
#include "registry-contracts/client/evm/node.hpp"
#include "registry-contracts/client/evm/operations/chain_network.hpp"
#include "registry-contracts/client/evm/registries/event_proof.hpp"

namespace deed::registry::evm {

/// What a chain says of a DID, for whoever has the hash of a block and nothing else
/// (specs/did-proof.md). The form holds, nothing is verified.
struct DEED_API DidProof {
    /// Nodes of a trie, from the root on.
    using Nodes = std::vector<Bytes>;
    static constexpr std::size_t kMaxBytes = std::size_t{4} << 20;
    static constexpr std::size_t kMaxChanges = 64;
    /// Blocks that headers lead back from one block of the proof to the next.
    static constexpr std::uint64_t kMaxDistance = 256;
    static constexpr std::size_t kMaxNodes = 64;

    /// An operation, and what leads to its block from that of the later one, or of the state.
    struct Change {
        std::vector<Bytes> headers;  ///< of the blocks in between, latest first
        EventProof event;
        friend bool operator==(const Change&, const Change&) = default;
    };

    ChainNetwork network;
    Address subject{};
    Address registry{};             ///< the DidRegistry
    Bytes header{};                 ///< of the block whose state is proven
    Nodes directory{};              ///< its account
    Nodes target{};                 ///< its entry "did": the address
    Nodes code_hash{};              ///< and the hash of the code there
    Nodes account{};                ///< of the registry
    Nodes head{};                   ///< the subject's slot
    Nodes commitment{};             ///< its other one
    std::vector<Change> changes{};  ///< latest first

    /// The file: indented JSON that ends with a newline.
    std::string to_json() const;
    /// `json.*`, `did_proof.malformed`, `did_proof.newer_format`, `event_proof.*`.
    static Result<DidProof> parse(std::string_view text);

    friend bool operator==(const DidProof&, const DidProof&) = default;
};

/// A block that a proof is of: proven only if that is one of the chain.
struct ProvenBlock {
    std::uint64_t number = 0;
    Word hash{};
    Timestamp time = *Timestamp::from_unix_milliseconds(0);  ///< as its proposer claims
};

struct ProvenState {
    ProvenBlock block;
    ToldIdentity told;
};

struct ProvenChange {
    DidEvent event;
    /// What it says, by the rules of readers. Of a commitment nothing is shown, so that neither it
    /// nor the operation's hash is known.
    Statement statement;
    ProvenBlock block;
    /// Whether headers lead to its block from the change after it, or from the state; else its hash
    /// has to be known, too.
    bool is_linked = false;
};

/// The state of the subject in the block of the header: who knows that the block is on the chain,
/// and that the contract is a DidRegistry, knows it. `did_proof.state_invalid`,
/// `did_proof.state_impossible`.
DEED_API Result<ProvenState> verify_state(const DidProof& proof);
/// That in the state of this block the network's Directory names the registry, with the code that
/// it has. `did_proof.directory_mismatch`, `did_proof.state_invalid`.
DEED_API Result<void> verify_directory(const DidProof& proof);
/// The latest operations of the subject, latest first, back to one that recorded a document, or
/// further; none of a subject that does not exist. All that can be told without knowing which
/// blocks are on the chain. `did_proof.event_invalid`, `did_proof.other_event`,
/// `did_proof.wrong_operation`, `did_proof.link_broken`, `did_proof.contradiction`,
/// `did_proof.incomplete`.
DEED_API Result<std::vector<ProvenChange>> verify_changes(const DidProof& proof,
                                                          const ProvenState& state);
/// The document that holds, by the latest operation that recorded one.
DEED_API std::optional<Bytes> document_of(std::span<const ProvenChange> changes);

/// How far back operations are shown.
enum class ShownHistory : std::uint8_t { document, whole };

/// Proves what the chain says of a subject as of a block. `did_proof.unavailable` where the node
/// does not prove the state of this block, `did_proof.too_large`, `event_proof.unavailable` where
/// block hashes are not those of headers, `contract.reorganised`, `evm.no_contract`,
/// `did_proof.directory_mismatch`.
DEED_API Result<DidProof> prove_did(Node& node, const DidDomain& domain, const Address& subject,
                                    std::uint64_t block, ShownHistory shown, Call& call);

}  // namespace deed::registry::evm

#pragma once

#include <map>
#include <optional>
#include <span>

#include "registry-contracts/client/evm/wire/uint256.hpp"

namespace deed::registry::evm {

// Modified Merkle Patricia tries (Ethereum's yellow paper, appendix D).

/// The root of a trie without entries.
DEED_API Word empty_trie_root();

/// What a trie holds at `key`, or nothing where it is proven to hold nothing there. `nodes` are
/// those on the way from the root that stand for themselves, in order, and no others. `key` is the
/// key as the trie has it: hashed before, where the trie is a secure one.
/// `chain_proof.broken`, `chain_proof.node_malformed`, `rlp.*`.
DEED_API Result<std::optional<Bytes>> prove_in_trie(const Word& root, ByteView key,
                                                    std::span<const Bytes> nodes);

/// A trie that is built at once, for making proofs of what is known in full: a block's receipts.
class DEED_API Trie {
public:
    using Entries = std::map<Bytes, Bytes>;

    /// Values must not be empty, as in any such trie.
    explicit Trie(const Entries& entries);

    const Word& root() const { return root_; }
    /// The nodes for prove_in_trie(), of a key that is there or not.
    std::vector<Bytes> prove(ByteView key) const;

private:
    struct Entry {
        Bytes nibbles;
        const Bytes* value;
    };
    Bytes build(std::span<const Entry> entries, std::size_t depth);
    /// The node itself if it is short, else its hash.
    Bytes reference(Bytes node);

    Word root_;
    std::map<Word, Bytes> nodes_;
};

}  // namespace deed::registry::evm

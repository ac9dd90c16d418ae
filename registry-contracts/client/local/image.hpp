#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/tlog/checkpoint.hpp"
#include "lib/tlog/head_guard.hpp"
#include "lib/tlog/journal.hpp"
#include "lib/tlog/merkle.hpp"
#include "registry-contracts/client/evidence_registry.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::registry::local {

/// What a journal says, in memory. Everything put in is held to the rules of
/// specs/ledger-entries.md section 7; on an error the image must be given up. Not thread-safe.
class LogImage {
public:
    struct Head {
        tlog::Checkpoint checkpoint;
        std::string note;
    };

    explicit LogImage(tlog::VerifierKey log);

    /// Takes one frame, in the journal's order.
    Result<void> replay(tlog::FrameType type, ByteView payload);
    /// Once all frames are in: `ledger.head_missing`, or what is wrong with the last head.
    Result<void> check_last_head() const;

    /// Rules 2 (network) and 5 to 9 are met, and time does not go back: `ledger.invalid_entry`.
    Result<void> add_entry(Entry entry, ByteView encoded);
    void add_beside(const Hash& name, ByteView data);
    Result<void> add_head(std::string note);

    const tlog::VerifierKey& log() const { return log_; }
    const std::string& network() const { return network_; }
    std::uint64_t size() const { return entries_.size(); }
    /// How many entries the last head covers.
    std::uint64_t included() const { return head_ ? head_->checkpoint.size : 0; }
    const std::optional<Head>& head() const { return head_; }
    const tlog::MerkleTree& tree() const { return tree_; }
    const Entry& entry(std::uint64_t index) const { return entries_[index]; }
    const Bytes* beside(const Hash& name) const;
    std::optional<std::uint64_t> find(const Hash& operation_hash) const;

    /// Entry indices of one chain, ascending.
    const std::vector<std::uint64_t>& chain(const RecordId& id) const;
    /// After all entries; a subject never heard of does not exist.
    IdentityState state(const Address& subject) const;
    /// After the first `size` entries.
    IdentityState state_at(const Address& subject, std::uint64_t size) const;

private:
    struct Subject {
        explicit Subject(const Address& address) : state(address) {}
        IdentityState state;
        std::array<std::vector<std::uint64_t>, 2> chains;
    };

    Result<void> replay_entry(ByteView encoded);

    tlog::VerifierKey log_;
    std::string network_;
    tlog::MerkleTree tree_;
    std::vector<Entry> entries_;
    // Ordered maps: whoever submits chooses the keys, and no choice makes them slow.
    std::map<Hash, std::uint64_t> by_hash_;
    std::map<Address, Subject> subjects_;
    std::map<Hash, Bytes> beside_;
    std::optional<Head> head_;
};

/// `ledger.rolled_back` unless the entries continue what the guard remembers.
Result<void> check_guarded(const LogImage& image, const std::optional<tlog::GuardedHead>& guarded);

}  // namespace deed::registry::local

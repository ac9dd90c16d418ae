#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lib/tlog/checkpoint.hpp"
#include "lib/tlog/head_guard.hpp"
#include "lib/tlog/journal.hpp"
#include "lib/tlog/merkle.hpp"
#include "registry-contracts/client/evidence_registry.hpp"
#include "registry-contracts/client/ledger.hpp"
#include "registry-contracts/client/local/beside_file.hpp"
#include "registry-contracts/client/local/guarding.hpp"

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
    /// `commitments`: where those of a batch are, if they are; the caller has checked them.
    Result<void> add_entry(Entry entry, ByteView encoded, const std::optional<Place>& commitments);
    /// The rules of section 10 are met, and time does not go back: `ledger.invalid_entry`.
    Result<void> add_log_entry(LogEntry entry, ByteView encoded);
    Result<void> add_head(std::string note);

    const tlog::VerifierKey& log() const { return log_; }
    const std::string& network() const { return network_; }
    std::uint64_t size() const { return entries_.size(); }
    /// How many entries the last head covers.
    std::uint64_t included() const { return head_ ? head_->checkpoint.size : 0; }
    const std::optional<Head>& head() const { return head_; }
    const tlog::MerkleTree& tree() const { return tree_; }
    /// An entry that is an operation.
    const Entry& entry(std::uint64_t index) const { return std::get<Entry>(entries_[index]); }
    /// Any entry.
    Bytes encoded(std::uint64_t index) const;
    const LogHistory& history() const { return whole_.history(); }
    /// Valid while the image lives and does not change.
    GuardedLog guarded() const;
    /// The declaration of loss that is not closed yet.
    const std::optional<LogRecovery>& unfinished() const { return whole_.unfinished(); }
    /// A body that entries do not carry themselves.
    const Bytes* detached_body(const Hash& name) const;
    /// Where the commitments of a batch are.
    std::optional<Place> commitments(const Hash& root) const;
    std::optional<std::uint64_t> find(const Hash& operation_hash) const;

    /// When the last entry was accepted; 1970 if there is none.
    Timestamp last_accepted() const;
    /// Whether the last head covers all entries of the subject.
    bool covers(const Address& subject) const;

    /// Entry indices of one chain, ascending.
    const std::vector<std::uint64_t>& chain(const RecordId& id) const;
    /// After all entries; a subject never heard of does not exist.
    IdentityState state(const Address& subject) const;
    /// After the first `size` entries.
    IdentityState state_at(const Address& subject, std::uint64_t size) const;

    /// Subjects whose creation the last head covers.
    SubjectPage subjects(const std::optional<Address>& after, std::size_t limit) const;
    std::uint64_t subject_count() const;
    std::vector<Address> controlled_by(const Address& controller) const;

private:
    struct Subject {
        explicit Subject(const Address& address) : state(address) {}
        IdentityState state;
        std::array<std::vector<std::uint64_t>, 2> chains;
    };

    /// A body frame that waits for the entry behind it.
    struct Waiting {
        Hash name;
        Bytes data;
        Place place;
    };

    Result<void> replay_frame(tlog::FrameType type, ByteView payload);
    Result<void> replay_entry(ByteView encoded, const std::optional<Waiting>& waiting);

    tlog::VerifierKey log_;
    std::string network_;
    tlog::MerkleTree tree_;
    std::vector<std::variant<Entry, LogEntry>> entries_;
    WholeLogHistory whole_;
    // Ordered maps: whoever submits chooses the keys, and no choice makes them slow.
    std::map<Hash, std::uint64_t> by_hash_;
    std::map<Address, Subject> subjects_;
    std::map<Hash, std::uint64_t> detached_bodies_;  // the entry that holds it
    std::map<Hash, Place> commitments_;
    std::uint64_t replayed_ = tlog::kFirstFrame;
    std::optional<Waiting> waiting_;
    std::optional<Head> head_;
};

}  // namespace deed::registry::local

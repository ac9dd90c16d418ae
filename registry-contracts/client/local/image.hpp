#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/tlog/checkpoint.hpp"
#include "lib/tlog/journal.hpp"
#include "lib/tlog/tile_tree.hpp"
#include "registry-contracts/client/local/entry_frame.hpp"
#include "registry-contracts/client/local/guarding.hpp"
#include "registry-contracts/client/local/index.hpp"
#include "registry-contracts/client/owned_state.hpp"

namespace deed::registry::local {

/// What a journal says, by its index. Everything put in is held to the rules of
/// specs/ledger-entries.md section 7; on an error the image must be given up. What the index says
/// is held to the journal and the tree before it is handed out (`ledger.index_damaged`,
/// `journal.damaged`). For one thread at a time.
class LogImage {
public:
    struct Head {
        tlog::Checkpoint checkpoint;
        std::string note;
    };

    /// The index may be new. Its head and its end must stand in the journal; else, and if it is of
    /// another log, `ledger.index_damaged`.
    static Result<std::unique_ptr<LogImage>> load(tlog::VerifierKey log, Index index,
                                                  tlog::JournalReader journal);
    LogImage(const LogImage&) = delete;

    /// Where the first frame begins that the image has not taken.
    std::uint64_t covered_until() const { return coverage_.end; }
    /// Where a frame begins before which whoever wrote it saw all synced.
    std::uint64_t last_mark() const {
        return coverage_.head.empty() ? tlog::kFirstFrame : coverage_.head_frame;
    }

    // What is added counts at once, and stands in the index after flush().

    /// One entry frame, judged by check_entry(): rules 2 (network) and 5 to 9 and those of section
    /// 10 are met, and time does not go back: `ledger.invalid_entry`.
    Result<void> add_frame(Result<Checked> checked, ByteView encoded, const FramePlace& place);
    Result<void> add_entry(const CheckedEntry& checked, const FramePlace& place);
    Result<void> add_log_entry(const CheckedLogEntry& checked, const FramePlace& place);
    Result<void> add_head(std::string note, const FramePlace& place);
    Result<void> flush();
    std::size_t unflushed() const { return batch_.entries.size(); }
    Index& index() { return index_; }

    /// Once all frames are in: `ledger.head_missing`, or what is wrong with the last head.
    Result<void> check_last_head() const;

    const tlog::VerifierKey& log() const { return log_; }
    const std::string& network() const { return network_; }
    std::uint64_t size() const { return coverage_.size; }
    /// How many entries the last head covers.
    std::uint64_t included() const { return head_ ? head_->checkpoint.size : 0; }
    const std::optional<Head>& head() const { return head_; }
    /// When the last entry was accepted; 1970 if there is none.
    Timestamp last_accepted() const { return coverage_.last_accepted; }
    const LogHistory& history() const { return whole_.history(); }
    /// Valid while the image lives and does not change.
    GuardedLog guarded() const;
    /// The declaration of loss that is not closed yet.
    const std::optional<LogRecovery>& unfinished() const { return whole_.unfinished(); }
    Result<tlog::Hash> root_at(std::uint64_t size) const { return tree_.root_at(size); }

    // Only after flush():

    Result<Bytes> encoded(std::uint64_t position);
    /// The operation of a row, verified.
    Result<Entry> entry(const EntryRow& row);
    Result<std::optional<EntryRow>> find(const Hash& operation_hash);
    /// Of one chain, those among the first `size` entries, oldest first.
    Result<std::vector<EntryRow>> chain(const RecordId& id, std::uint64_t size);
    /// Data beside the log, verified; nothing if it is not here.
    Result<std::optional<Bytes>> beside(const Hash& name);
    /// Whether the last head covers all entries of the subject.
    Result<bool> covers(const Address& subject);
    /// After all entries; a subject never heard of does not exist.
    Result<IdentityState> state(const Address& subject);
    /// After the first `size` entries.
    Result<IdentityState> state_at(const Address& subject, std::uint64_t size);

    /// After all entries, encoded; nothing if there is none.
    Result<std::optional<Bytes>> owned(const OwnedKey& key);
    /// Whether the last head covers all entries of the chain.
    Result<bool> covers(const OwnedKey& key);
    /// Of such a chain, those among the first `size` entries, oldest first.
    Result<std::vector<EntryRow>> owned_chain(const OwnedKey& key, std::uint64_t size);
    /// A schema or list after the first `size` entries.
    Result<std::optional<OwnedState>> owned_at(const OwnedKey& key, std::uint64_t size);
    /// What is known of accreditations after the first `size` entries, encoded.
    Result<std::optional<Bytes>> issuer_at(const OwnedKey& key, std::uint64_t size);

    /// Proofs that lead to the last head. index < size <= included().
    Result<std::vector<tlog::Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size);
    /// first <= second <= included().
    Result<std::vector<tlog::Hash>> consistency_proof(std::uint64_t first, std::uint64_t second);

    /// Subjects whose creation the last head covers.
    Result<SubjectPage> subjects(const std::optional<Address>& after, std::size_t limit);
    Result<std::uint64_t> subject_count();
    Result<std::vector<Address>> controlled_by(const Address& controller);

private:
    /// States of schemas and lists as the batch and the index have them.
    class BatchStore final : public OwnedStore {
    public:
        explicit BatchStore(LogImage& image) : image_(image) {}
        Result<std::optional<Bytes>> get(const OwnedKey& key) override;
        Result<void> put(const OwnedKey& key, Bytes state) override;

    private:
        LogImage& image_;
    };

    LogImage(tlog::VerifierKey log, Index index, tlog::JournalReader journal, Coverage coverage);
    Result<void> check_coverage();
    Result<void> load_head();
    Result<void> load_history();
    Result<Bytes> frame(std::uint64_t offset, tlog::FrameType type) const;
    Result<Checked> check_with_known_body(ByteView encoded);
    Result<SubjectRow*> row_of(const Address& subject);
    /// The subject's state before the next entry, which need not have one.
    Result<IdentityState> state_before(const Address& subject);
    Result<std::uint64_t> apply(const Entry& entry);
    Result<std::uint64_t> apply_to_owned(const Entry& entry);
    /// The operations of a chain among the first `size` entries, each to `follow`.
    Result<void> replay_owned(const OwnedKey& key, std::uint64_t number, std::uint64_t size,
                              const std::function<Result<void>(const OwnedOperation&)>& follow);
    Result<void> append(const EntryRow& row, const tlog::Hash& leaf, const FramePlace& place);
    Result<void> check_extended(std::uint64_t size, const tlog::Hash& root) const;

    tlog::VerifierKey log_;
    std::string network_;
    Index index_;
    tlog::JournalReader journal_;
    tlog::TileTree tree_;
    WholeLogHistory whole_;
    Coverage coverage_;
    std::optional<Head> head_;
    IndexBatch batch_;
    std::uint64_t last_subject_ = 0;
    std::uint64_t last_owned_ = 0;
};

}  // namespace deed::registry::local

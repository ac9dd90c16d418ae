#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "registry-contracts/client/local/journal_survey.hpp"
#include "registry-contracts/client/log_history.hpp"
#include "registry-contracts/client/operation.hpp"

// Puts a log together again from what can be read of one journal or several.

namespace deed::registry::local {

/// One entry, where it stands.
struct Piece {
    std::size_t source;                 ///< number of the journal
    std::optional<std::uint64_t> body;  ///< the body frame directly before it
    std::uint64_t frame;
    tlog::Hash leaf;
    std::optional<LogEntry> log_entry;
    std::optional<Hash> operation;  ///< hash of the operation, where it can be read
};

/// A head, behind so many entries of its run.
struct HeadPiece {
    std::size_t source;
    std::uint64_t frame;
    std::size_t behind;
    tlog::Checkpoint checkpoint;
    std::string note;
};

struct LogRun {
    std::vector<Piece> entries;
    std::vector<HeadPiece> heads;
};

/// All that can be read of one journal.
struct Pieces {
    std::filesystem::path journal;
    JournalSurvey survey;
    std::vector<LogRun> runs;  ///< as many as survey.runs
};

Result<Pieces> read_pieces(const std::filesystem::path& journal, std::size_t source,
                           const Call& call);

/// A log from its first entry on, as far as it could be put together.
class Assembly {
public:
    explicit Assembly(tlog::VerifierKey log) : log_(log), whole_(std::move(log)) {}

    /// Adds what `run`, which begins with entry `first` of the log, holds beyond the entries here.
    /// False, and nothing is added, if it differs from them or does not reach them.
    bool extend(const LogRun& run, std::uint64_t first);
    /// The place in the log where a run begins, if an entry that both hold or a head of the run
    /// tells it.
    std::optional<std::uint64_t> place_of(const LogRun& run) const;

    std::uint64_t size() const { return entries_.size(); }
    const tlog::MerkleTree& tree() const { return tree_; }
    const std::vector<Piece>& entries() const { return entries_; }
    const LogHistory& history() const { return whole_.history(); }
    const tlog::VerifierKey& log() const { return log_; }
    /// Heads that fit the entries and are signed by the key whose turn it was, by size.
    const std::map<std::uint64_t, HeadPiece>& heads() const { return heads_; }
    /// The size that the last head covers.
    std::uint64_t included() const { return heads_.empty() ? 0 : heads_.rbegin()->first; }

private:
    bool fits(const LogRun& run, std::uint64_t first) const;
    bool add(const Piece& piece);

    tlog::VerifierKey log_;
    WholeLogHistory whole_;
    tlog::MerkleTree tree_;
    std::vector<Piece> entries_;
    std::map<tlog::Hash, std::uint64_t> by_leaf_;
    std::map<std::uint64_t, HeadPiece> heads_;
};

/// As much of the log as the runs of these journals give together, beginning with the first one's
/// own beginning.
Assembly assemble(const tlog::VerifierKey& log, const std::vector<const Pieces*>& journals);

/// Writes a new journal with these entries and their heads, and `more` entries behind them; durable
/// on return. `journals`: by the numbers in the pieces.
Result<void> write_journal(const std::filesystem::path& journal, const Assembly& assembly,
                           const std::vector<std::filesystem::path>& journals,
                           const std::function<Result<void>(tlog::Journal&)>& more,
                           const Call& call);

/// The time that an encoded entry of either family bears.
Result<Timestamp> accepted_of(ByteView encoded_entry);

}  // namespace deed::registry::local

#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/store/query.hpp"
#include "lib/tlog/tile_tree.hpp"
#include "registry-contracts/client/ledger.hpp"
#include "registry-contracts/client/owned_key.hpp"

namespace deed::registry::local {

/// How far an index covers its journal.
struct Coverage {
    std::string log;         ///< the verifier key that gives the log its network
    std::uint64_t size = 0;  ///< entries
    Timestamp last_accepted = *Timestamp::from_unix_milliseconds(0);
    std::uint64_t last_frame = 0;  ///< begin of the last frame covered; an entry or a head
    std::uint64_t end = 0;         ///< where the frame behind it begins
    std::uint64_t head_frame = 0;
    std::string head;  ///< the last head's note; empty if there is none
};

/// The subject number of entries that concern the log itself: one chain of their own, in which
/// their leaf hash stands for the operation's and their position for the sequence.
inline constexpr std::uint64_t kLogItself = 0;

/// One entry, and where the journal has it.
struct EntryRow {
    std::uint64_t position;
    std::uint64_t frame;
    Timestamp accepted;
    Hash hash;              ///< of the operation
    std::uint64_t subject;  ///< SubjectRow::number; in other chains OwnedRow::number
    Chain chain;
    std::uint64_t sequence;
};

struct SubjectRow {
    std::uint64_t number;   ///< from 1 on, in the order of creation
    std::uint64_t created;  ///< position of the creation
    IdentityState state;    ///< after all entries
};

/// A schema, a status list or what else a log knows by OwnedStore's keys.
struct OwnedRow {
    std::uint64_t number;  ///< from 1 on, in the order of creation
    Bytes state;           ///< after all entries
};

/// What one transaction adds.
struct IndexBatch {
    std::vector<EntryRow> entries;
    std::map<Address, SubjectRow> subjects;
    std::map<OwnedKey, OwnedRow> owned;
    std::map<Hash, std::uint64_t> beside;  ///< name -> body frame
};

/// The tables of a ledger's index: derived from the journal, never the truth. A damaged one is
/// `ledger.index_damaged`. For one thread at a time.
class Index final : public tlog::TileSource {
public:
    static Result<Index> open(const std::filesystem::path& path, bool read_only);
    static Result<Index> in_memory();

    /// What is read until it dies is of one moment.
    Result<store::Transaction> read_one_moment();
    /// Nothing if it was just made.
    Result<std::optional<Coverage>> coverage();
    /// All of it or nothing. Not durable at once: a power cut may take the latest back.
    Result<void> add(const IndexBatch& batch, const std::vector<tlog::Tile>& tiles,
                     const Coverage& coverage);
    /// Before many entries: what find() and chain() need is then made by end_bulk() in one go.
    Result<void> begin_bulk();
    Result<void> end_bulk();

    Result<std::optional<EntryRow>> entry(std::uint64_t position);
    Result<std::optional<EntryRow>> find(const Hash& operation_hash);
    Result<std::optional<SubjectRow>> subject(const Address& address);
    Result<std::optional<OwnedRow>> owned(const OwnedKey& key);
    Result<std::uint64_t> last_owned();
    /// Of one chain, those below `limit`, oldest first.
    Result<std::vector<EntryRow>> chain(std::uint64_t subject, Chain which, std::uint64_t limit);
    Result<std::optional<EntryRow>> last_of_chain(std::uint64_t subject, Chain which);
    /// The body frame of this name.
    Result<std::optional<std::uint64_t>> beside(const Hash& name);

    /// Subjects created below position `limit`.
    Result<SubjectPage> subjects(const std::optional<Address>& after, std::size_t count,
                                 std::uint64_t limit);
    Result<std::uint64_t> subject_count(std::uint64_t limit);
    Result<std::uint64_t> last_subject();
    Result<std::vector<Address>> controlled_by(const Address& controller);
    /// Subjects of the entries from position `from` on.
    Result<std::vector<Address>> subjects_touched(std::uint64_t from);

    Result<Bytes> tile(unsigned level, std::uint64_t index, std::uint64_t width) override;

private:
    explicit Index(store::Database database) : database_(std::move(database)) {}
    /// Each is prepared once.
    Result<store::Statement*> statement(const char* sql);
    Result<void> add_rows(const IndexBatch& batch);
    Result<void> add_tiles(const std::vector<tlog::Tile>& tiles);
    Result<void> set_coverage(const Coverage& coverage);
    Result<std::vector<Address>> addresses(store::Query& query);

    store::Database database_;
    std::map<const char*, store::Statement> statements_;
};

/// Whether the error says that an index must be built again.
bool is_index_damage(const Error& error);

}  // namespace deed::registry::local

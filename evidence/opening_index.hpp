#pragma once

#include <filesystem>
#include <span>
#include <utility>
#include <vector>

#include "evidence/opening_row.hpp"
#include "lib/store/query.hpp"

// The room's own: the sealed index as one SQLite file (specs/evidence-index.md).

namespace deed::evidence::detail {

/// How the file is opened.
store::Options index_options();

/// A row as found; `batch` is absent while it stands in none.
struct StoredRow {
    std::int64_t id = 0;
    std::optional<std::int64_t> batch;
    KeptOpening kept;
};

struct StoredBatch {
    std::int64_t id = 0;
    BatchRecord record;
};

/// What is to stand in a batch: a row that is new, the id of one that is kept already, or one that
/// stays in the batch where it was anchored before.
using BatchItem = std::variant<std::monostate, const SealedRow*, std::int64_t>;

struct RowPage {
    std::vector<StoredRow> rows;
    std::uint64_t unreadable = 0;  ///< rows passed over: they do not open
    std::int64_t last = 0;         ///< id of the last row looked at
    bool more = false;
};

/// For one thread at a time. Every writing method is durable, and whole or not at all, on return.
/// Errors of all: those of lib/store.
class OpeningIndex {
public:
    /// Creates the file where there is none.
    static Result<OpeningIndex> open(const std::filesystem::path& file, crypto::DataKey key);

    const crypto::DataKey& key() const { return key_; }

    /// Rows after `after` for which the query holds, in the order in which they were kept; all rows
    /// without a query.
    Result<RowPage> find(const std::optional<OpeningQuery>& query, std::int64_t after,
                         std::size_t limit);
    /// The rows of one input, verified; the first of them. `evidence.opening_damaged` if one of
    /// the candidates does not open: it could be the one.
    Result<std::optional<StoredRow>> find_input(const InputIdentity& input, Token token);
    Result<std::optional<StoredRow>> find_commitment(const registry::Hash& commitment);
    Result<std::uint64_t> count();

    /// Batches without a receipt, oldest first.
    Result<std::vector<StoredBatch>> open_batches();
    Result<std::optional<StoredBatch>> batch(std::int64_t id);

    /// Keeps rows that stand in no batch.
    Result<void> add(std::span<const SealedRow> rows);
    /// Records a batch, and puts its items into it in their order. Gives its id.
    Result<std::int64_t> add_batch(const BatchRecord& batch, std::span<const BatchItem> items);
    /// Replaces the record, once there is a receipt.
    Result<void> finish_batch(const StoredBatch& batch);
    /// Nothing of it was anchored: its rows stand in no batch any more.
    Result<void> dissolve_batch(std::int64_t id);
    /// Puts one row where the ledger was found to hold it, into a batch of one receipt.
    Result<void> place_row(std::int64_t row, const BatchRecord& batch, std::uint64_t index);

private:
    struct Statements {
        store::Statement all, by_commitment, by_input, by_sha256, by_sm3, by_key;
        store::Statement count, open_batches, batch;
        store::Statement add_row, add_batch, set_batch, finish_batch, clear_batch, remove_batch;
    };

    OpeningIndex(store::Database database, Statements statements, crypto::DataKey key)
        : database_(std::move(database)),
          statements_(std::move(statements)),
          key_(std::move(key)) {}

    Result<RowPage> select(store::Statement& statement, std::optional<Token> token,
                           const std::optional<OpeningQuery>& query, std::int64_t after,
                           std::size_t limit);
    Result<std::optional<StoredRow>> read_row(const store::Query& query);
    Result<std::optional<Placement>> receipt_of(std::int64_t batch, const store::Query& query);
    Result<void> insert(const SealedRow& row, std::optional<std::int64_t> batch,
                        std::uint64_t place);
    Result<void> set_batch(std::int64_t row, std::int64_t batch, std::uint64_t place);
    Result<std::int64_t> insert_batch(const BatchRecord& batch);

    store::Database database_;
    Statements statements_;
    crypto::DataKey key_;
    /// The receipt that was read last: neighbouring rows mostly share it.
    std::optional<std::pair<std::int64_t, Placement>> last_receipt_;
};

}  // namespace deed::evidence::detail

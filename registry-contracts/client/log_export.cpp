#include "registry-contracts/client/log_export.hpp"

#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/tile_export.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/published_log.hpp"

namespace deed::registry {
namespace {

using std::filesystem::path;

constexpr std::size_t kMaxData = kMaxBatch * kCommitmentSize;
static_assert(kMaxData >= kMaxBody);
constexpr std::size_t kMaxKeyLine = 4096;

Result<tlog::Checkpoint> parse_head(const std::string& note) {
    DEED_TRY(const tlog::Note parsed, tlog::Note::parse(note));
    return tlog::Checkpoint::parse(parsed.body());
}

/// Copies data beside the log into an export.
class DataWriter {
public:
    DataWriter(LogLedger& ledger, const path& folder, ExportedLog& done, Call& call)
        : ledger_(ledger), folder_(folder), done_(done), call_(call) {}

    /// An operation's body: part of the entry, so it must be there.
    Result<void> copy_body(ByteView encoded_entry) {
        DEED_TRY(const std::optional<Hash> name, detached_body_name(encoded_entry));
        if (!name) return {};
        DEED_TRY(const Bytes body, ledger_.attachment(*name, call_));
        return write(*name, body);
    }

    Result<void> copy_commitments(ByteView encoded_entry) {
        DEED_TRY(const std::optional<Hash> detached, detached_body_name(encoded_entry));
        if (detached) return {};
        DEED_TRY(const Entry entry, Entry::parse(encoded_entry));
        if (entry.operation.envelope().type != OperationType::evidence_batch) return {};
        DEED_TRY(const BatchBody batch, BatchBody::parse(entry.operation.body()));
        const auto leaves = ledger_.attachment(batch.root, call_);
        if (leaves) return write(batch.root, *leaves);
        if (leaves.error().code() != errors::kNoSuchAttachment) return leaves.error();
        ++done_.withheld_batches;
        return {};
    }

private:
    Result<void> write(const Hash& name, ByteView data) {
        const path file = folder_ / data_path(name);
        DEED_CHECK(create_private_directories(file.parent_path()));
        auto written = write_file_durably(file, data, 0644, Existing::refuse);
        // Named by its content, and whole if it is there at all.
        if (!written && written.error().code() == deed::errors::kFileExists) return {};
        if (written) ++done_.new_data;
        return written;
    }

    LogLedger& ledger_;
    const path& folder_;
    ExportedLog& done_;
    Call& call_;
};

Result<void> check_extends(LogLedger& ledger, const tlog::TileExport& files,
                           const tlog::Checkpoint& head, Call& call) {
    std::vector<tlog::Hash> proof;
    if (files.exported() > 0 && files.exported() <= head.size) {
        DEED_TRY(proof, ledger.consistency_proof(files.exported(), head.size, call));
    }
    return files.check_extends(head, proof);
}

/// Its first line, without which nobody can start; never another log's.
Result<void> check_published_key(const path& folder, const tlog::VerifierKey& first) {
    const path file = folder / kVerifierKeyPath;
    const auto published = read_file(file, kMaxKeyLine);
    if (!published && published.error().code() == deed::errors::kFileNotFound) return {};
    if (!published) return published.error();
    if (as_text(*published) == first.to_string() + "\n") return {};
    return Error(tlog::errors::kExportOtherLog, "the folder publishes another verifier key",
                 file.string());
}

Result<void> publish(const path& folder, std::string_view name, const std::string& text) {
    return write_file_durably(folder / name, as_bytes(text), 0644, Existing::replace);
}

}  // namespace

Result<ExportedLog> export_log(LogLedger& ledger, const path& folder, bool with_commitments,
                               Call& call, const Clock* clock) {
    // The time comes first: what is recorded while this runs is later than it.
    std::optional<Timestamp> now;
    if (clock != nullptr) now = clock->now();
    DEED_TRY(const std::string note, ledger.checkpoint(call));
    ExportedLog done;
    DEED_TRY(done.head, parse_head(note));
    DEED_TRY(tlog::TileExport files, tlog::TileExport::open(folder));
    DEED_CHECK(check_extends(ledger, files, done.head, call));
    DEED_CHECK(check_published_key(folder, ledger.verifier_key()));

    const std::uint64_t exported = files.exported();
    const std::uint64_t needed = files.first_needed();
    DataWriter data(ledger, folder, done, call);
    for (std::uint64_t index = with_commitments ? 0 : needed; index < done.head.size; ++index) {
        DEED_TRY(Bytes entry, ledger.entry(index, call));
        if (!LogEntry::is_one(entry)) {
            if (index >= exported) DEED_CHECK(data.copy_body(entry));
            if (with_commitments) DEED_CHECK(data.copy_commitments(entry));
        }
        if (index >= needed) DEED_CHECK(files.append(std::move(entry)));
    }
    DEED_CHECK(publish(folder, kVerifierKeyPath, ledger.verifier_key().to_string() + "\n"));
    DEED_CHECK(files.publish(note, done.head));
    if (now) {
        const HeadTime stated{done.head.origin, {done.head.size, done.head.root}, *now};
        DEED_TRY(const std::string statement, ledger.sign_statement(stated.to_body(), call));
        DEED_CHECK(publish(folder, kHeadTimePath, statement));
        done.stated = now;
    }
    done.new_entries = done.head.size - exported;
    return done;
}

Result<VerifiedLog> verify_exported_log(const path& folder, const tlog::VerifierKey& first,
                                        Call& call) {
    DEED_CHECK(check_published_key(folder, first));
    DEED_TRY(std::string note, tlog::TileFolder::read_checkpoint(folder));
    DEED_TRY(const tlog::Checkpoint claimed, parse_head(note));
    const DataSource data = [&folder](const Hash& name) -> Result<std::optional<Bytes>> {
        auto found = read_file(folder / data_path(name), kMaxData);
        if (found) return std::optional(std::move(*found));
        if (found.error().code() == deed::errors::kFileNotFound) return std::optional<Bytes>();
        return found.error();
    };
    tlog::TileFolder files(folder, claimed.size);
    tlog::TileChecker tiles(files);
    LogReplay replay(first);
    for (std::uint64_t bundle = 0; bundle * tlog::kTileWidth < claimed.size; ++bundle) {
        DEED_CHECK(call.check());
        DEED_TRY(const std::vector<Bytes> entries, files.bundle(bundle));
        std::vector<Hash> leaves;
        for (const Bytes& entry : entries) {
            DEED_CHECK(replay.add(entry, data));
            leaves.push_back(tlog::leaf_hash(entry));
        }
        DEED_CHECK(tiles.add(leaves));
    }
    DEED_CHECK(tiles.finish());
    DEED_TRY(SignedHead head, replay.check_head(std::move(note)));
    return VerifiedLog{std::move(head), replay.counts(), tiles.compared()};
}

}  // namespace deed::registry

#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/local/image.hpp"

// Whether an index fits its journal, seen from the index's own last frames: the entries before them
// are held to the tree when they are asked for. The states of identities, schemas, lists and CPT
// ids that it keeps are not: who can write the index can change them. Every replay of the journal
// finds that out (`deed log verify`, readers of a copy); what a writer signed meanwhile it refuses.

namespace deed::registry::local {
namespace {

Error misfit(const std::string& what) { return Error(errors::kIndexDamaged, what); }

Coverage nothing_covered(const tlog::VerifierKey& log) {
    Coverage coverage;
    coverage.log = log.to_string();
    coverage.last_frame = coverage.end = tlog::kFirstFrame;
    return coverage;
}

std::uint64_t end_of(std::uint64_t frame, std::size_t payload_size) {
    return frame + tlog::kBeforePayload + payload_size + tlog::kAfterPayload;
}

}  // namespace

LogImage::LogImage(tlog::VerifierKey log, Index index, tlog::JournalReader journal,
                   Coverage coverage)
    : log_(std::move(log)),
      network_(network_of(log_)),
      index_(std::move(index)),
      journal_(std::move(journal)),
      tree_(index_, coverage.size),
      whole_(log_),
      coverage_(std::move(coverage)) {}

Result<std::unique_ptr<LogImage>> LogImage::load(tlog::VerifierKey log, Index index,
                                                 tlog::JournalReader journal) {
    // Dies after `moment`, which holds on to the index's connection.
    std::unique_ptr<LogImage> image;
    // A writer may go on meanwhile.
    DEED_TRY(const auto moment, index.read_one_moment());
    DEED_TRY(std::optional<Coverage> coverage, index.coverage());
    if (!coverage) coverage = nothing_covered(log);
    if (coverage->log != log.to_string()) return misfit("the index is that of another log");
    image.reset(
        new LogImage(std::move(log), std::move(index), std::move(journal), std::move(*coverage)));
    DEED_TRY(image->last_subject_, image->index_.last_subject());
    DEED_TRY(image->last_owned_, image->index_.last_owned());
    if (image->covered_until() == tlog::kFirstFrame) return image;
    DEED_CHECK(image->check_coverage());
    DEED_CHECK(image->load_head());
    DEED_CHECK(image->load_history());
    DEED_CHECK(image->check_last_head());
    return image;
}

/// What was accepted and not included yet is compared frame by frame: no head vouches for it.
Result<void> LogImage::check_coverage() {
    const bool ends_in_head = coverage_.last_frame == coverage_.head_frame;
    const auto type = ends_in_head ? tlog::FrameType::head : tlog::FrameType::entry;
    DEED_TRY(const Bytes last, frame(coverage_.last_frame, type));
    if (end_of(coverage_.last_frame, last.size()) != coverage_.end)
        return misfit("the index ends within a frame of the journal");
    if (size() == 0) return {};
    DEED_TRY(const std::optional<EntryRow> row, index_.entry(size() - 1));
    if (!row || row->accepted != last_accepted()) return misfit("the index lacks its last entry");
    DEED_TRY(const std::optional<EntryRow> beyond, index_.entry(size()));
    if (beyond) return misfit("the index has entries beyond its end");
    return {};
}

Result<void> LogImage::load_head() {
    if (coverage_.head.empty()) return misfit("the index names no head");
    DEED_TRY(const Bytes note, frame(coverage_.head_frame, tlog::FrameType::head));
    if (as_text(note) != coverage_.head) return misfit("the journal has another head");
    const auto parsed = tlog::Note::parse(coverage_.head);
    if (!parsed) return misfit("the head is not a note");
    auto checkpoint = tlog::Checkpoint::parse(parsed->body());
    if (!checkpoint || checkpoint->size > size()) return misfit("the head is of another log");
    DEED_TRY(const tlog::Hash root, root_at(checkpoint->size));
    if (root != checkpoint->root) return misfit("the tiles have another root than the head");
    head_ = Head{std::move(*checkpoint), coverage_.head};
    for (std::uint64_t position = included(); position < size(); ++position)
        DEED_CHECK(encoded(position));
    return {};
}

Result<void> LogImage::load_history() {
    DEED_TRY(const auto rows, index_.chain(kLogItself, Chain::did, size()));
    for (const EntryRow& row : rows) {
        DEED_TRY(const Bytes bytes, encoded(row.position));
        DEED_TRY(const LogEntry entry, LogEntry::parse(bytes));
        DEED_CHECK(whole_.take(row.position, entry,
                               [this](std::uint64_t count) { return root_at(count); }));
    }
    return {};
}

}  // namespace deed::registry::local

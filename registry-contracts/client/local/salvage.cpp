#include "registry-contracts/client/local/salvage.hpp"

#include <algorithm>

#include "lib/encoding/cbor.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/log_entry_errors.hpp"

namespace deed::registry::local {
namespace {

/// The hash of the operation in an entry, without asking more of it than its form.
std::optional<Hash> operation_of(ByteView encoded) {
    cbor::Reader entry(encoded);
    if (!entry.array() || !entry.text() || !entry.uint()) return std::nullopt;
    const auto operation = entry.bytes();
    if (!operation) return std::nullopt;
    cbor::Reader items(*operation);
    if (!items.array()) return std::nullopt;
    const auto envelope = items.bytes();
    if (!envelope) return std::nullopt;
    return crypto::sha256(*envelope);
}

std::optional<HeadPiece> read_head(std::size_t source, std::uint64_t offset, std::size_t behind,
                                   ByteView payload) {
    const auto note = tlog::Note::parse(as_text(payload));
    if (!note) return std::nullopt;
    auto checkpoint = tlog::Checkpoint::parse(note->body());
    if (!checkpoint) return std::nullopt;
    return HeadPiece{source, offset, behind, std::move(*checkpoint), note->to_string()};
}

Piece read_entry(std::size_t source, std::optional<std::uint64_t> body, std::uint64_t offset,
                 ByteView payload) {
    Piece piece{source, body, offset, tlog::leaf_hash(payload), std::nullopt, std::nullopt};
    if (!LogEntry::is_one(payload)) {
        piece.operation = operation_of(payload);
        return piece;
    }
    if (auto entry = LogEntry::parse(payload)) piece.log_entry = std::move(*entry);
    return piece;
}

}  // namespace

Result<Pieces> read_pieces(const std::filesystem::path& journal, std::size_t source,
                           const Call& call) {
    Pieces pieces;
    pieces.journal = journal;
    std::optional<std::uint64_t> body;
    const auto visit = [&](std::size_t number, std::uint64_t offset,
                           const tlog::Frame& frame) -> Result<void> {
        if (pieces.runs.size() <= number) {
            pieces.runs.resize(number + 1);
            body.reset();
        }
        LogRun& run = pieces.runs[number];
        if (frame.type == tlog::FrameType::entry) {
            run.entries.push_back(read_entry(source, body, offset, frame.payload));
        } else if (frame.type == tlog::FrameType::head) {
            auto head = read_head(source, offset, run.entries.size(), frame.payload);
            if (head) run.heads.push_back(std::move(*head));
        }
        body = frame.type == tlog::FrameType::body ? std::optional(offset) : std::nullopt;
        return {};
    };
    DEED_TRY(pieces.survey, survey_journal(journal, visit, call));
    pieces.runs.resize(pieces.survey.runs.size());
    return pieces;
}

bool Assembly::fits(const LogRun& run, std::uint64_t first) const {
    if (first > size()) return false;
    const std::size_t shared = std::min<std::size_t>(run.entries.size(), size() - first);
    for (std::size_t i = 0; i < shared; ++i)
        if (run.entries[i].leaf != entries_[first + i].leaf) return false;
    return true;
}

/// False for an entry about the log itself that breaks the rules.
bool Assembly::add(const Piece& piece) {
    const auto root_at = [this](std::uint64_t count) { return tree_.root_at(count); };
    const auto taken =
        piece.log_entry ? whole_.take(size(), *piece.log_entry, root_at) : whole_.pass_operation();
    if (!taken) return false;
    by_leaf_.emplace(piece.leaf, size());
    tree_.append(piece.leaf);
    entries_.push_back(piece);
    return true;
}

bool Assembly::extend(const LogRun& run, std::uint64_t first) {
    if (!fits(run, first)) return false;
    for (std::size_t i = size() - first; i < run.entries.size(); ++i)
        if (!add(run.entries[i])) break;
    for (const HeadPiece& head : run.heads) {
        const tlog::Checkpoint& stated = head.checkpoint;
        if (stated.size > size() || stated.root != tree_.root_at(stated.size)) continue;
        if (tlog::verify_checkpoint(head.note, history().signer_of(stated.size)))
            heads_.emplace(stated.size, head);
    }
    return true;
}

std::optional<std::uint64_t> Assembly::place_of(const LogRun& run) const {
    if (run.entries.empty()) return std::nullopt;
    const auto known = by_leaf_.find(run.entries.front().leaf);
    if (known != by_leaf_.end()) return known->second;
    // A head covers, as a rule, all entries before it. Whether this one does is seen by the root.
    for (const HeadPiece& head : run.heads) {
        if (head.checkpoint.size < head.behind || head.checkpoint.size != size() + head.behind)
            continue;
        tlog::MerkleTree tree = tree_;
        for (std::size_t i = 0; i < head.behind; ++i) tree.append(run.entries[i].leaf);
        if (tree.root() == head.checkpoint.root) return size();
    }
    return std::nullopt;
}

Assembly assemble(const tlog::VerifierKey& log, const std::vector<const Pieces*>& journals) {
    Assembly assembly(log);
    std::vector<const LogRun*> waiting;
    for (const Pieces* journal : journals) {
        if (journal->runs.empty()) continue;
        assembly.extend(journal->runs.front(), 0);
        for (std::size_t i = 1; i < journal->runs.size(); ++i) waiting.push_back(&journal->runs[i]);
    }
    // Each run that finds its place may make room for another.
    for (bool placed = true; placed;) {
        placed = false;
        for (auto run = waiting.begin(); run != waiting.end(); ++run) {
            const auto first = assembly.place_of(**run);
            if (!first || !assembly.extend(**run, *first)) continue;
            waiting.erase(run);
            placed = true;
            break;
        }
    }
    return assembly;
}

Result<void> write_journal(const std::filesystem::path& journal, const Assembly& assembly,
                           const std::vector<std::filesystem::path>& journals,
                           const std::function<Result<void>(tlog::Journal&)>& more,
                           const Call& call) {
    std::vector<std::optional<tlog::JournalReader>> readers;
    for (const auto& name : journals) {
        // A journal that is gone gave no pieces.
        auto reader = tlog::JournalReader::open(name);
        readers.push_back(reader ? std::optional(std::move(*reader)) : std::nullopt);
    }
    DEED_TRY(tlog::Journal written, tlog::Journal::create(journal));
    const auto copy = [&](std::size_t source, std::uint64_t offset) -> Result<void> {
        DEED_ASSERT(readers[source].has_value());
        DEED_TRY(const tlog::Frame frame, readers[source]->read_frame_at(offset));
        return written.append(frame.type, frame.payload);
    };
    auto head = assembly.heads().begin();
    for (std::uint64_t size = 0;; ++size) {
        DEED_CHECK(call.check());
        if (head != assembly.heads().end() && head->first == size) {
            DEED_CHECK(copy(head->second.source, head->second.frame));
            ++head;
        }
        if (size == assembly.size()) break;
        const Piece& piece = assembly.entries()[size];
        if (piece.body) DEED_CHECK(copy(piece.source, *piece.body));
        // Section 5: data is durable before and behind it.
        if (piece.body) DEED_CHECK(written.sync());
        DEED_CHECK(copy(piece.source, piece.frame));
    }
    DEED_CHECK(more(written));
    return written.sync();
}

Result<Timestamp> accepted_of(ByteView encoded_entry) {
    cbor::Reader reader(encoded_entry);
    DEED_CHECK(reader.array_of(3));
    DEED_TRY(const std::string_view tag, reader.text());
    DEED_TRY(const std::uint64_t milliseconds, reader.uint());
    auto accepted = Timestamp::from_unix_milliseconds(static_cast<std::int64_t>(milliseconds));
    if (!accepted)
        return Error(errors::kLogEntryMalformed,
                     "the time of a " + std::string(tag) + " is out of range");
    return accepted;
}

}  // namespace deed::registry::local

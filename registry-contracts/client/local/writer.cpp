#include "registry-contracts/client/local/writer.hpp"

#include <algorithm>
#include <set>

#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/log_entry_errors.hpp"

namespace deed::registry::local {
namespace {

using WriteLock = std::unique_lock<std::shared_mutex>;

Error outcome_unknown(const Error& cause) {
    return Error(errors::kOutcomeUnknown, "writing the journal failed: " + cause.message(),
                 cause.where());
}

/// Rule 10, and nothing beside operations of other types.
Result<void> check_attachment(const Submission& submission) {
    if (submission.operation.envelope().type == OperationType::evidence_batch) {
        DEED_TRY(const BatchBody batch, BatchBody::parse(submission.operation.body()));
        return check_batch(batch, submission.attachment);
    }
    if (!submission.attachment.empty())
        return Error(errors::kBatchMismatch, "only an evidence batch has commitments");
    return {};
}

}  // namespace

Result<std::string> write_head(const LogImage& image, std::uint64_t size, tlog::Journal& journal,
                               const WriterParts& parts, bool& broken, Call& call) {
    const tlog::Checkpoint checkpoint{image.log().name(), size, image.tree().root_at(size), {}};
    const tlog::VerifierKey& key = image.history().signer_of(size);
    if (key.key() != parts.log_signer->public_key())
        return Error(errors::kLedgerWrongKey,
                     "the head of " + std::to_string(size) + " entries is for " + key.to_string());
    const GuardedLog log = image.guarded();
    DEED_TRY(const HeadRecords records, HeadRecords::read(parts.guard, log.history, call));
    DEED_CHECK(records.check(log));
    DEED_CHECK(records.advance(parts.guard, log, size, call));
    DEED_TRY(std::string note,
             tlog::sign_note(checkpoint.to_body(), checkpoint.origin, *parts.log_signer, call));
    // A head that does not verify would make the folder unreadable.
    DEED_CHECK(tlog::verify_checkpoint(note, key));

    auto written = journal.append(tlog::FrameType::head, as_bytes(note));
    if (written) written = journal.sync();
    if (!written) {
        broken = true;
        return outcome_unknown(written.error());
    }
    return note;
}

/// Operations that passed every check against the image and each other, not yet written.
class Writer::Draft {
public:
    struct Item {
        Entry entry;
        Bytes encoded;
        std::optional<Beside> beside;  ///< what must be written before the entry
    };

    Draft(const LogImage& image, const BesideFile& file, Timestamp accepted)
        : image_(image), file_(file), accepted_(accepted) {}

    Result<void> add(const Submission& submission) {
        const Operation& operation = submission.operation;
        const Envelope& envelope = operation.envelope();
        if (envelope.network != image_.network())
            return Error(errors::kWrongNetwork, "the operation is for " + envelope.network +
                                                    ", this ledger is " + image_.network());
        if (image_.find(operation.hash()) || hashes_.contains(operation.hash())) return {};

        auto state = states_.find(envelope.subject);
        if (state == states_.end())
            state = states_.emplace(envelope.subject, image_.state(envelope.subject)).first;
        DEED_CHECK(state->second.apply(operation, accepted_));
        DEED_CHECK(check_attachment(submission));

        hashes_.insert(operation.hash());
        Entry entry{accepted_, operation};
        Bytes encoded = entry.encode();
        DEED_ASSERT(encoded.size() <= kMaxEntryBytes);
        items_.push_back({std::move(entry), std::move(encoded), std::nullopt});
        if (operation.body_is_detached()) {
            add_beside({envelope.body_hash, operation.body()});
        } else if (envelope.type == OperationType::evidence_batch) {
            DEED_TRY(const BatchBody batch, BatchBody::parse(operation.body()));
            add_beside({batch.root, submission.attachment});
        }
        return {};
    }

    const std::vector<Item>& items() const { return items_; }

private:
    void add_beside(const Beside& beside) {
        if (is_stored(beside) || !names_.insert(beside.name).second) return;
        items_.back().beside = beside;
    }

    bool is_stored(const Beside& beside) const {
        if (const Bytes* body = image_.detached_body(beside.name))
            return std::ranges::equal(*body, beside.data);
        const std::optional<Place> place = image_.commitments(beside.name);
        if (!place) return false;
        // What cannot be read any more is written again.
        const auto stored = file_.read(beside.name, *place);
        return stored && std::ranges::equal(*stored, beside.data);
    }

    const LogImage& image_;
    const BesideFile& file_;
    const Timestamp accepted_;
    std::map<Address, IdentityState> states_;
    std::set<Hash> hashes_;
    std::set<Hash> names_;
    std::vector<Item> items_;
};

Result<void> Writer::check_usable() const {
    if (broken_)
        return Error(errors::kOutcomeUnknown, "writing failed before; open the ledger again");
    return {};
}

/// Section 4: never before the entry before it, nor before 1970.
Timestamp Writer::time_of_acceptance() const {
    return std::max(parts_.clock.now(), image_.last_accepted());
}

Result<std::vector<Ticket>> Writer::submit(std::span<const Submission> submissions, Call& call) {
    DEED_CHECK(call.check());
    const std::scoped_lock lock(write_mutex_);
    DEED_CHECK(check_usable());
    Draft draft(image_, beside_, time_of_acceptance());
    std::vector<Ticket> tickets;
    for (const Submission& submission : submissions) {
        DEED_CHECK(draft.add(submission));
        tickets.push_back({submission.operation.hash()});
    }
    if (!draft.items().empty()) DEED_CHECK(write(draft));
    return tickets;
}

/// Section 5: data is durable before anything is written behind it, so that a crash can leave a
/// hole in it only where it is the journal's last frame.
Result<void> Writer::write_frames(const Draft& draft, std::vector<std::optional<Place>>& places) {
    bool entries_unsynced = false;
    for (const Draft::Item& item : draft.items()) {
        std::optional<Place> place;
        if (item.beside) {
            if (entries_unsynced) DEED_CHECK(journal_.sync());
            place = place_in_frame(journal_.size_bytes(), item.beside->data.size());
            DEED_CHECK(journal_.append(tlog::FrameType::body, join_beside(*item.beside)));
            DEED_CHECK(journal_.sync());
        }
        DEED_CHECK(journal_.append(tlog::FrameType::entry, item.encoded));
        entries_unsynced = true;
        const bool is_batch = item.entry.operation.envelope().type == OperationType::evidence_batch;
        places.push_back(is_batch ? place : std::nullopt);
    }
    return journal_.sync();
}

Result<void> Writer::write(const Draft& draft) {
    std::vector<std::optional<Place>> places;
    if (auto written = write_frames(draft, places); !written) {
        broken_ = true;
        return outcome_unknown(written.error());
    }
    const WriteLock lock(image_mutex_);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Draft::Item& item = draft.items()[i];
        const auto added = image_.add_entry(item.entry, item.encoded, places[i]);
        DEED_ASSERT(added.has_value());
    }
    return {};
}

Result<Receipt> Writer::wait(const Ticket& ticket, Finality finality, Call& call) {
    DEED_CHECK(call.check());
    DEED_TRY(const Receipt found, receipt(ticket.operation_hash));
    if (finality == Finality::accepted || found.finality == Finality::final) return found;

    const std::scoped_lock lock(write_mutex_);
    // While this thread waited, another one's head may have come to cover the entry.
    if (image_.included() <= found.position) {
        DEED_CHECK(check_usable());
        DEED_CHECK(cover_all(call));
    }
    return receipt(ticket.operation_hash);
}

Result<IdentityState> Writer::state(const Address& subject, Call& call) {
    DEED_CHECK(call.check());
    const std::scoped_lock lock(write_mutex_);
    if (!image_.covers(subject)) {
        DEED_CHECK(check_usable());
        DEED_CHECK(cover_all(call));
    }
    return image_.state(subject);
}

Result<Timestamp> Writer::acceptance_time(Call& call) {
    DEED_CHECK(call.check());
    const std::shared_lock<std::shared_mutex> lock(image_mutex_);
    return time_of_acceptance();
}

Result<void> Writer::cover_all(Call& call) {
    DEED_TRY(std::string note, write_head(image_, image_.size(), journal_, parts_, broken_, call));
    const WriteLock lock(image_mutex_);
    const auto added = image_.add_head(std::move(note));
    DEED_ASSERT(added.has_value());
    return {};
}

Result<std::string> Writer::sign_statement(std::string_view body, Call& call) {
    DEED_CHECK(call.check());
    constexpr std::string_view kBlank = " \t\r";
    std::string_view line = body.substr(0, body.find('\n'));
    line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
    line = line.substr(0, line.find_last_not_of(kBlank) + 1);
    if (line.empty() || line == image_.log().name())
        return Error(errors::kStatementIsHead,
                     "the statement's first line is blank or the log's origin");
    const std::scoped_lock lock(write_mutex_);
    DEED_CHECK(check_usable());
    const GuardedLog log = image_.guarded();
    DEED_TRY(const HeadRecords records, HeadRecords::read(parts_.guard, log.history, call));
    DEED_CHECK(records.check(log));
    const auto guarded = records.highest();
    if (guarded->size > image_.included())
        return Error(tlog::errors::kRolledBack,
                     "the key signed a head of " + std::to_string(guarded->size) +
                         " entries that this ledger has not; open the ledger again");
    return tlog::sign_note(body, image_.log().name(), *parts_.log_signer, call);
}

Result<void> Writer::write_log_entry(LogEntry entry) {
    const Bytes encoded = entry.encode();
    auto written = journal_.append(tlog::FrameType::entry, encoded);
    if (written) written = journal_.sync();
    if (!written) {
        broken_ = true;
        return outcome_unknown(written.error());
    }
    const WriteLock lock(image_mutex_);
    const auto added = image_.add_log_entry(std::move(entry), encoded);
    DEED_ASSERT(added.has_value());
    return {};
}

Result<std::uint64_t> Writer::succeed(crypto::Signer& next, Call& call) {
    DEED_CHECK(call.check());
    const std::scoped_lock lock(write_mutex_);
    DEED_CHECK(check_usable());
    const LogHistory& history = image_.history();
    DEED_TRY(const auto next_key,
             tlog::VerifierKey::create(image_.log().name(), next.public_key()));
    if (!history.successions().empty() && history.key_in_force() == next_key)
        return history.successions().back().position;
    if (history.had(next_key))
        return Error(errors::kLogEntryKeyReused, next_key.to_string() + " had its time");

    // The old key's last head covers all that is its own.
    if (image_.included() < image_.size()) DEED_CHECK(cover_all(call));
    const std::uint64_t position = image_.size();
    DEED_TRY(LogEntry entry, LogEntry::sign_succession(history.key_in_force(), time_of_acceptance(),
                                                       position, *parts_.log_signer, next, call));
    DEED_CHECK(write_log_entry(std::move(entry)));
    parts_.log_signer = &next;
    DEED_CHECK(cover_all(call));
    return position;
}

}  // namespace deed::registry::local

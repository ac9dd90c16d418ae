#include "registry-contracts/client/local/writer.hpp"

#include <algorithm>
#include <chrono>

#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/local/attach.hpp"
#include "registry-contracts/client/log_entry_errors.hpp"

namespace deed::registry::local {
namespace {

using ImageLock = std::scoped_lock<std::mutex>;

Error outcome_unknown(const Error& cause) {
    return Error(errors::kOutcomeUnknown, "writing the ledger failed: " + cause.message(),
                 cause.where());
}

Error loss_undeclared() {
    return Error(errors::kLedgerReadOnly, "a loss of the log is not wholly declared yet");
}

FramePlace next_place(const tlog::Journal& journal, std::size_t payload_size) {
    const std::uint64_t begin = journal.size_bytes();
    return {begin, begin + tlog::kBeforePayload + payload_size + tlog::kAfterPayload};
}

}  // namespace

Result<void> write_head(LogImage& image, std::uint64_t size, tlog::Journal& journal,
                        const WriterParts& parts, bool& broken, Call& call) {
    DEED_TRY(const tlog::Hash root, image.root_at(size));
    const tlog::Checkpoint checkpoint{image.log().name(), size, root, {}};
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

    const FramePlace place = next_place(journal, note.size());
    auto written = journal.append(tlog::FrameType::head, as_bytes(note));
    if (written) written = journal.sync();
    if (written) written = image.add_head(std::move(note), place);
    if (written) written = image.flush();
    if (written) return {};
    broken = true;
    return outcome_unknown(written.error());
}

Result<void> Writer::check_usable() const {
    if (broken_)
        return Error(errors::kOutcomeUnknown, "writing failed before; open the ledger again");
    return {};
}

/// Section 4: never before the entry before it, nor before 1970.
Timestamp Writer::time_of_acceptance(const LogImage& image) const {
    return std::max(parts_.clock.now(), image.last_accepted());
}

Result<void> Writer::repair() {
    const std::scoped_lock lock(write_mutex_);
    return repair_locked();
}

Result<void> Writer::repair_locked() {
    DEED_CHECK(check_usable());
    auto replaced = replace_image(image_anew);
    if (!replaced) broken_ = true;
    return replaced;
}

Result<std::vector<Ticket>> Writer::submit(std::span<const Submission> submissions, Call& call) {
    DEED_CHECK(call.check());
    Request mine{submissions, check_attachments(submissions), std::nullopt};
    DEED_CHECK(serve(mine, call));
    std::vector<Ticket> tickets;
    for (const Submission& submission : submissions)
        tickets.push_back({submission.operation.hash()});
    return tickets;
}

/// Until the request has its outcome: either another caller writes it along with his own, or this
/// one writes all that has gathered.
Result<void> Writer::serve(Request& mine, Call& call) {
    constexpr std::chrono::milliseconds kBetweenChecks{50};
    std::unique_lock lock(queue_mutex_);
    queue_.push_back(&mine);
    while (!mine.outcome) {
        if (is_writing_) {
            queue_changed_.wait_for(lock, kBetweenChecks);
            // Only what nobody has begun to write can be taken back.
            const auto place = std::ranges::find(queue_, &mine);
            const auto still_wanted = call.check();
            if (still_wanted || place == queue_.end()) continue;
            queue_.erase(place);
            return still_wanted;
        }
        is_writing_ = true;
        const std::vector<Request*> requests = take_requests();
        lock.unlock();
        try {
            write_together(requests);
        } catch (const std::exception& fault) {
            // No memory, or a clock that throws: nobody may wait for ever.
            abandon(requests, fault.what());
        }
        lock.lock();
        is_writing_ = false;
        queue_changed_.notify_all();
    }
    return *mine.outcome;
}

/// The oldest ones; never more than one frame of the journal may hold, beside a large one.
std::vector<Writer::Request*> Writer::take_requests() {
    constexpr std::size_t kMaxRequests = 1024;
    constexpr std::size_t kMaxBytes = tlog::kMaxFramePayload;
    std::vector<Request*> requests;
    std::size_t bytes = 0;
    while (!queue_.empty() && requests.size() < kMaxRequests) {
        std::size_t more = 0;
        for (const Submission& each : queue_.front()->submissions)
            more += each.operation.encoded().size() + each.operation.body().size() +
                    each.attachment.size();
        if (!requests.empty() && bytes + more > kMaxBytes) break;
        bytes += more;
        requests.push_back(queue_.front());
        queue_.pop_front();
    }
    return requests;
}

/// Gives every request its outcome: whoever breaks a rule fails alone.
void Writer::write_together(std::span<Request* const> requests) {
    std::vector<Result<void>> outcomes(requests.size());
    const std::scoped_lock lock(write_mutex_);
    const auto done = write_all(requests, outcomes);
    for (Result<void>& outcome : outcomes)
        if (outcome) outcome = done;
    // Only now: a caller who has his outcome is gone.
    const std::scoped_lock queue_lock(queue_mutex_);
    for (std::size_t i = 0; i < requests.size(); ++i) requests[i]->outcome = std::move(outcomes[i]);
}

/// None of them has an outcome yet.
void Writer::abandon(std::span<Request* const> requests, const char* why) {
    const std::scoped_lock lock(write_mutex_, queue_mutex_);
    broken_ = true;
    for (Request* request : requests)
        request->outcome = Error(errors::kOutcomeUnknown, std::string("writing stopped: ") + why);
}

/// What befell all; `outcomes` is what befell each before that.
Result<void> Writer::write_all(std::span<Request* const> requests,
                               std::span<Result<void>> outcomes) {
    DEED_CHECK(check_usable());
    const auto drafted = [&]() -> Result<Draft> {
        const ImageLock lock(image_mutex_);
        return draft_together(requests, outcomes);
    };
    auto draft = drafted();
    if (!draft && is_index_damage(draft.error())) {
        DEED_CHECK(repair_locked());
        draft = drafted();
    }
    if (!draft) return std::move(draft).error();
    return draft->items().empty() ? Result<void>() : write(*draft);
}

Result<Draft> Writer::draft_together(std::span<Request* const> requests,
                                     std::span<Result<void>> outcomes) {
    if (image_->unfinished()) return loss_undeclared();
    Draft draft(*image_, time_of_acceptance(*image_));
    for (std::size_t i = 0; i < requests.size(); ++i) {
        outcomes[i] = draft.add(requests[i]->submissions, requests[i]->attachments);
        if (!outcomes[i] && is_index_damage(outcomes[i].error())) return outcomes[i].error();
    }
    return draft;
}

/// Section 5: data stands directly before the entry that needs it. One sync serves all.
Result<void> Writer::write_frames(Draft& draft, std::vector<FramePlace>& places) {
    for (Draft::Item& item : draft.items()) {
        if (item.beside) {
            item.checked.taken = {item.beside->name, journal_.size_bytes()};
            DEED_CHECK(journal_.append(tlog::FrameType::body, join_beside(*item.beside)));
        }
        places.push_back(next_place(journal_, item.encoded.size()));
        DEED_CHECK(journal_.append(tlog::FrameType::entry, item.encoded));
    }
    return journal_.sync();
}

Result<void> Writer::write(Draft& draft) {
    std::vector<FramePlace> places;
    if (auto written = write_frames(draft, places); !written) {
        broken_ = true;
        return outcome_unknown(written.error());
    }
    Result<void> added;
    {
        const ImageLock lock(image_mutex_);
        for (std::size_t i = 0; i < places.size() && added; ++i)
            added = image_->add_entry(draft.items()[i].checked, places[i]);
        if (added) added = image_->flush();
    }
    // The journal has it all, so the index can be made from that.
    if (!added) added = repair_locked();
    if (!added) return outcome_unknown(added.error());
    return {};
}

Result<Receipt> Writer::wait(const Ticket& ticket, Finality finality, Call& call) {
    DEED_CHECK(call.check());
    DEED_TRY(const Receipt found, receipt(ticket.operation_hash, call));
    if (finality == Finality::accepted || found.finality == Finality::final) return found;
    {
        const std::scoped_lock lock(write_mutex_);
        // While this thread waited, another one's head may have come to cover the entry.
        DEED_CHECK(check_usable());
        if (image_->included() <= found.position) DEED_CHECK(cover_all(call));
    }
    return receipt(ticket.operation_hash, call);
}

/// Includes what was accepted of a subject, or of a schema or list.
template <typename Which>
Result<void> Writer::cover(const Which& which, Call& call) {
    const std::scoped_lock lock(write_mutex_);
    const auto covered = [&]() -> Result<bool> {
        const ImageLock image_lock(image_mutex_);
        if (!image_) return lost();
        return image_->covers(which);
    }();
    if (!covered) return covered.error();
    if (*covered) return {};
    DEED_CHECK(check_usable());
    return cover_all(call);
}

template <typename Which>
Result<void> Writer::cover_or_repair(const Which& which, Call& call) {
    DEED_CHECK(call.check());
    auto covered = cover(which, call);
    if (covered || !is_index_damage(covered.error())) return covered;
    DEED_CHECK(repair());
    return cover(which, call);
}

Result<std::optional<OwnedState>> Writer::owned(const OwnedKey& key, Call& call) {
    DEED_CHECK(cover_or_repair(key, call));
    return ImageLedger::owned(key, call);
}

Result<std::optional<Bytes>> Writer::issuer_state(const OwnedKey& key, Call& call) {
    DEED_CHECK(cover_or_repair(key, call));
    return ImageLedger::issuer_state(key, call);
}

Result<CptBook> Writer::cpt_book(Call& call) {
    DEED_CHECK(cover_or_repair(book_key(), call));
    return ImageLedger::cpt_book(call);
}

Result<std::optional<CptGrant>> Writer::cpt_grant(const OwnedKey& key, Call& call) {
    DEED_CHECK(cover_or_repair(key, call));
    return ImageLedger::cpt_grant(key, call);
}

Result<IdentityState> Writer::state(const Address& subject, Call& call) {
    DEED_CHECK(cover_or_repair(subject, call));
    return ask(call, [&](LogImage& image) { return image.state(subject); });
}

Result<Timestamp> Writer::acceptance_time(Call& call) {
    return ask(call,
               [&](LogImage& image) -> Result<Timestamp> { return time_of_acceptance(image); });
}

Result<void> Writer::cover_all(Call& call) {
    const auto cover_now = [&]() -> Result<void> {
        const ImageLock lock(image_mutex_);
        return write_head(*image_, image_->size(), journal_, parts_, broken_, call);
    };
    auto covered = cover_now();
    if (covered || broken_ || !is_index_damage(covered.error())) return covered;
    DEED_CHECK(repair_locked());
    return cover_now();
}

Result<std::string> Writer::sign_statement(std::string_view body, Call& call) {
    DEED_CHECK(call.check());
    constexpr std::string_view kBlank = " \t\r";
    std::string_view line = body.substr(0, body.find('\n'));
    line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
    line = line.substr(0, line.find_last_not_of(kBlank) + 1);
    if (line.empty() || line == log_.name())
        return Error(errors::kStatementIsHead,
                     "the statement's first line is blank or the log's origin");
    // A succession or a loss, signed by the log's key, would be believed by everybody.
    if (line.starts_with(kLogStatementFamily))
        return Error(errors::kStatementIsHead, "the statement reads as an entry of the log");
    const std::scoped_lock lock(write_mutex_);
    DEED_CHECK(check_usable());
    const ImageLock image_lock(image_mutex_);
    const GuardedLog log = image_->guarded();
    DEED_TRY(const HeadRecords records, HeadRecords::read(parts_.guard, log.history, call));
    DEED_CHECK(records.check(log));
    const auto guarded = records.highest();
    if (guarded->size > image_->included())
        return Error(tlog::errors::kRolledBack,
                     "the key signed a head of " + std::to_string(guarded->size) +
                         " entries that this ledger has not; open the ledger again");
    return tlog::sign_note(body, log_.name(), *parts_.log_signer, call);
}

Result<void> Writer::write_log_entry(const LogEntry& entry) {
    const Bytes encoded = entry.encode();
    const FramePlace place = next_place(journal_, encoded.size());
    auto written = journal_.append(tlog::FrameType::entry, encoded);
    if (written) written = journal_.sync();
    if (written) {
        const ImageLock lock(image_mutex_);
        written = image_->add_log_entry({entry, tlog::leaf_hash(encoded)}, place);
        if (written) written = image_->flush();
    }
    if (written) return {};
    broken_ = true;
    return outcome_unknown(written.error());
}

Result<std::uint64_t> Writer::succeed(crypto::Signer& next, Call& call) {
    DEED_CHECK(call.check());
    const std::scoped_lock lock(write_mutex_);
    DEED_CHECK(check_usable());
    if (image_->unfinished()) return loss_undeclared();
    // Nobody changes the history while write_mutex_ is held.
    const LogHistory& history = image_->history();
    DEED_TRY(const auto next_key, tlog::VerifierKey::create(log_.name(), next.public_key()));
    if (!history.successions().empty() && history.key_in_force() == next_key) {
        const std::uint64_t done = history.successions().back().position;
        // An earlier call may have failed before any head covered it.
        if (image_->included() <= done) DEED_CHECK(cover_all(call));
        return done;
    }
    if (history.had(next_key))
        return Error(errors::kLogEntryKeyReused, next_key.to_string() + " had its time");

    // The old key's last head covers all that is its own.
    if (image_->included() < image_->size()) DEED_CHECK(cover_all(call));
    const std::uint64_t position = image_->size();
    DEED_TRY(const LogEntry entry, LogEntry::sign_succession(image_->history().key_in_force(),
                                                             time_of_acceptance(*image_), position,
                                                             *parts_.log_signer, next, call));
    // A signer that answered wrongly must not leave an entry that makes the log unreadable.
    LogHistory trial = image_->history();
    DEED_CHECK(trial.take(position, entry));
    DEED_CHECK(write_log_entry(entry));
    parts_.log_signer = &next;
    DEED_CHECK(cover_all(call));
    return position;
}

}  // namespace deed::registry::local

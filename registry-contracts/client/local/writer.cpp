#include "registry-contracts/client/local/writer.hpp"

#include <algorithm>
#include <set>

#include "registry-contracts/client/errors.hpp"

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
    DEED_TRY(const auto guarded, parts.guard.highest(image.log(), call));
    DEED_CHECK(check_guarded(image, guarded));
    DEED_CHECK(parts.guard.advance(image.log(), guarded, {size, checkpoint.root}, call));
    DEED_TRY(std::string note,
             tlog::sign_note(checkpoint.to_body(), checkpoint.origin, parts.log_signer, call));
    // A head that does not verify would make the folder unreadable.
    DEED_CHECK(tlog::verify_checkpoint(note, image.log()));

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
    struct Beside {
        Hash name;
        ByteView data;
    };

    Draft(const LogImage& image, Timestamp accepted) : image_(image), accepted_(accepted) {}

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

        if (operation.body_is_detached()) add_beside(envelope.body_hash, operation.body());
        if (envelope.type == OperationType::evidence_batch) {
            DEED_TRY(const BatchBody batch, BatchBody::parse(operation.body()));
            add_beside(batch.root, submission.attachment);
        }
        hashes_.insert(operation.hash());
        entries_.push_back({accepted_, operation});
        encoded_.push_back(entries_.back().encode());
        DEED_ASSERT(encoded_.back().size() <= kMaxEntryBytes);
        return {};
    }

    const std::vector<Beside>& beside() const { return beside_; }
    const std::vector<Entry>& entries() const { return entries_; }
    const std::vector<Bytes>& encoded() const { return encoded_; }

private:
    void add_beside(const Hash& name, ByteView data) {
        const auto same = [&](const Beside& known) { return known.name == name; };
        if (image_.beside(name) != nullptr || std::any_of(beside_.begin(), beside_.end(), same))
            return;
        beside_.push_back({name, data});
    }

    const LogImage& image_;
    const Timestamp accepted_;
    std::map<Address, IdentityState> states_;
    std::set<Hash> hashes_;
    std::vector<Beside> beside_;
    std::vector<Entry> entries_;
    std::vector<Bytes> encoded_;
};

Result<void> Writer::check_usable() const {
    if (broken_)
        return Error(errors::kOutcomeUnknown, "writing failed before; open the ledger again");
    return {};
}

/// Section 4: never before the entry before it, nor before 1970.
Timestamp Writer::time_of_acceptance() const {
    Timestamp time = parts_.clock.now();
    if (time.unix_milliseconds() < 0) time = *Timestamp::from_unix_milliseconds(0);
    if (image_.size() == 0) return time;
    return std::max(time, image_.entry(image_.size() - 1).accepted);
}

Result<std::vector<Ticket>> Writer::submit(std::span<const Submission> submissions, Call& call) {
    DEED_CHECK(call.check());
    const std::scoped_lock lock(write_mutex_);
    DEED_CHECK(check_usable());
    Draft draft(image_, time_of_acceptance());
    std::vector<Ticket> tickets;
    for (const Submission& submission : submissions) {
        DEED_CHECK(draft.add(submission));
        tickets.push_back({submission.operation.hash()});
    }
    if (!draft.entries().empty()) DEED_CHECK(write(draft));
    return tickets;
}

Result<void> Writer::write(const Draft& draft) {
    Result<void> written;
    for (const Draft::Beside& beside : draft.beside()) {
        Bytes payload(beside.name.begin(), beside.name.end());
        append(payload, beside.data);
        if (written) written = journal_.append(tlog::FrameType::body, payload);
    }
    for (const Bytes& encoded : draft.encoded())
        if (written) written = journal_.append(tlog::FrameType::entry, encoded);
    if (written) written = journal_.sync();
    if (!written) {
        broken_ = true;
        return outcome_unknown(written.error());
    }

    const WriteLock lock(image_mutex_);
    for (const Draft::Beside& beside : draft.beside()) image_.add_beside(beside.name, beside.data);
    for (std::size_t i = 0; i < draft.entries().size(); ++i) {
        const auto added = image_.add_entry(draft.entries()[i], draft.encoded()[i]);
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
    return tlog::sign_note(body, image_.log().name(), parts_.log_signer, call);
}

}  // namespace deed::registry::local

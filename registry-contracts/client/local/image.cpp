#include "registry-contracts/client/local/image.hpp"

#include <algorithm>
#include <utility>

#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/owned_body.hpp"

namespace deed::registry::local {
namespace {

Error invalid_entry(std::uint64_t index, const std::string& why) {
    return Error(errors::kInvalidEntry, "entry " + std::to_string(index) + ": " + why);
}

Error head_mismatch(std::string message) {
    return Error(errors::kHeadMismatch, std::move(message));
}

}  // namespace

Result<Checked> LogImage::check_with_known_body(ByteView encoded) {
    DEED_TRY(const std::optional<Hash> name, detached_body_name(encoded));
    DEED_ASSERT(name.has_value());
    const auto pending = batch_.beside.find(*name);
    std::optional<std::uint64_t> at;
    if (pending != batch_.beside.end()) {
        at = pending->second;
    } else {
        DEED_TRY(at, index_.beside(*name));
    }
    if (!at) return check_entry(encoded, std::nullopt);
    DEED_TRY(const Bytes payload, frame(*at, tlog::FrameType::body));
    const std::optional<Beside> known = split_beside(payload);
    if (!known) return check_entry(encoded, std::nullopt);
    return check_entry(encoded, std::nullopt, known->data);
}

Result<void> LogImage::add_frame(Result<Checked> checked, ByteView encoded,
                                 const FramePlace& place) {
    if (!checked && checked.error().code() == errors::kBodyMissing)
        checked = check_with_known_body(encoded);
    if (!checked && is_index_damage(checked.error())) return std::move(checked).error();
    if (!checked) return invalid_entry(size(), checked.error().to_string());
    if (const auto* log_entry = std::get_if<CheckedLogEntry>(&*checked))
        return add_log_entry(*log_entry, place);
    return add_entry(std::get<CheckedEntry>(*checked), place);
}

/// The subject's row in the batch, which it joins.
Result<SubjectRow*> LogImage::row_of(const Address& subject) {
    auto found = batch_.subjects.find(subject);
    if (found == batch_.subjects.end()) {
        DEED_TRY(std::optional<SubjectRow> known, index_.subject(subject));
        if (!known) known = SubjectRow{++last_subject_, size(), IdentityState(subject)};
        found = batch_.subjects.emplace(subject, std::move(*known)).first;
    }
    return &found->second;
}

Result<void> LogImage::append(const EntryRow& row, const tlog::Hash& leaf,
                              const FramePlace& place) {
    DEED_CHECK(tree_.append(std::span(&leaf, 1)));
    batch_.entries.push_back(row);
    ++coverage_.size;
    coverage_.last_accepted = row.accepted;
    coverage_.last_frame = place.begin;
    coverage_.end = place.end;
    return {};
}

/// Gives the number of the subject, or of the schema or list.
Result<std::uint64_t> LogImage::apply(const Entry& entry) {
    if (is_owned(entry.operation.envelope().type)) return apply_to_owned(entry);
    DEED_TRY(SubjectRow* const subject, row_of(entry.operation.envelope().subject));
    if (auto applied = subject->state.apply(entry.operation, entry.accepted); !applied)
        return invalid_entry(size(), applied.error().to_string());
    return subject->number;
}

Result<std::uint64_t> LogImage::apply_to_owned(const Entry& entry) {
    BatchStore store(*this);
    const auto identity = [this](const Address& account) { return state_before(account); };
    const OwnedContext context{store, identity, history().key_in_force(), log_.name()};
    const OwnedOperation operation =
        OwnedOperation::of(entry.operation.statement(), size(), entry.accepted);
    if (auto applied = apply_owned(operation, context); !applied) {
        if (is_index_damage(applied.error())) return applied.error();
        return invalid_entry(size(), applied.error().to_string());
    }
    // The rules have put the state of its own key, if nothing else.
    return batch_.owned.at(owned_key(operation.envelope, operation.body)).number;
}

Result<void> LogImage::add_entry(const CheckedEntry& checked, const FramePlace& place) {
    const Operation& operation = checked.entry.operation;
    const Envelope& envelope = operation.envelope();
    if (envelope.network != network_)
        return invalid_entry(size(), "it was signed for another ledger");
    if (checked.entry.accepted < last_accepted())
        return invalid_entry(size(), "it was accepted before its predecessor");
    if (auto free = whole_.pass_operation(); !free)
        return invalid_entry(size(), free.error().to_string());
    DEED_TRY(const std::uint64_t number, apply(checked.entry));
    if (checked.taken) batch_.beside.insert_or_assign(checked.taken->name, checked.taken->frame);
    return append({size(), place.begin, checked.entry.accepted, operation.hash(), number,
                   chain_of(envelope.type), envelope.sequence},
                  checked.leaf, place);
}

Result<void> LogImage::add_log_entry(const CheckedLogEntry& checked, const FramePlace& place) {
    const LogEntry& entry = checked.entry;
    if (entry.accepted() < last_accepted())
        return invalid_entry(size(), "it was accepted before its predecessor");
    const auto root = [this](std::uint64_t count) { return root_at(count); };
    if (auto taken = whole_.take(size(), entry, root); !taken) {
        if (is_index_damage(taken.error())) return taken;
        return invalid_entry(size(), taken.error().to_string());
    }
    return append(
        {size(), place.begin, entry.accepted(), checked.leaf, kLogItself, Chain::did, size()},
        checked.leaf, place);
}

Result<void> LogImage::add_head(std::string note, const FramePlace& place) {
    const auto parsed = tlog::Note::parse(note);
    if (!parsed) return head_mismatch("a head is not a note: " + parsed.error().message());
    auto checkpoint = tlog::Checkpoint::parse(parsed->body());
    if (!checkpoint)
        return head_mismatch("a head is not a checkpoint: " + checkpoint.error().message());
    const std::string which = "the head of size " + std::to_string(checkpoint->size);
    if (checkpoint->origin != log_.name()) return head_mismatch(which + " is of another log");
    if (head_ && checkpoint->size <= included())
        return head_mismatch(which + " does not come after the one before it");
    if (checkpoint->size > size()) return head_mismatch(which + " counts entries that are missing");
    DEED_TRY(const tlog::Hash root, root_at(checkpoint->size));
    if (checkpoint->root != root)
        return head_mismatch(which + " has another root than the entries");
    coverage_.head = note;
    coverage_.head_frame = coverage_.last_frame = place.begin;
    coverage_.end = place.end;
    head_ = Head{std::move(*checkpoint), std::move(note)};
    return {};
}

Result<void> LogImage::flush() {
    DEED_CHECK(index_.add(batch_, tree_.take_changed(), coverage_));
    batch_ = {};
    return {};
}

Result<void> LogImage::check_last_head() const {
    if (!head_) return Error(errors::kHeadMissing, "the journal has no signed head");
    DEED_CHECK(tlog::verify_checkpoint(head_->note, history().signer_of(included())));
    return {};
}

GuardedLog LogImage::guarded() const {
    const auto& losses = history().losses();
    const bool fresh = !losses.empty() && losses.back().known.size >= included();
    return {history(), size(), included(), [this](std::uint64_t count) { return root_at(count); },
            fresh ? std::optional(losses.back()) : std::nullopt};
}

}  // namespace deed::registry::local

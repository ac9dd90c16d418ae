#include "registry-contracts/client/log_history.hpp"

#include <algorithm>
#include <utility>

#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/log_entry_errors.hpp"

namespace deed::registry {
namespace {

/// `missing` where the note lacks the key's signature, `log_entry.forged` where it is wrong.
Result<void> check_signature(const tlog::Note& note, const tlog::VerifierKey& key,
                             const ErrorCode& missing) {
    const auto verified = note.verify(key);
    if (verified) return {};
    const bool absent = verified.error().code() == tlog::errors::kSignatureMissing;
    return Error(absent ? missing : errors::kLogEntryForged, verified.error().message());
}

std::string range_of(const LogRecovery& loss) {
    const std::uint64_t last = loss.known.size - 1;
    if (loss.held.size == last) return "entry " + std::to_string(last) + " of this log was lost";
    return "entries " + std::to_string(loss.held.size) + " to " + std::to_string(last) +
           " of this log were lost";
}

}  // namespace

const tlog::VerifierKey& LogHistory::key_in_force() const {
    return successions_.empty() ? first_ : successions_.back().key;
}

const tlog::VerifierKey& LogHistory::signer_of(std::uint64_t size) const {
    const auto not_yet = std::ranges::find_if(
        successions_, [size](const SucceededKey& next) { return next.position >= size; });
    return not_yet == successions_.begin() ? first_ : std::prev(not_yet)->key;
}

bool LogHistory::had(const tlog::VerifierKey& key) const {
    return key == first_ ||
           std::ranges::find(successions_, key, &SucceededKey::key) != successions_.end();
}

Result<void> LogHistory::check_signed(const LogEntry& entry) const {
    DEED_CHECK(check_signature(entry.note(), key_in_force(), errors::kLogEntryUnsigned));
    const auto* succession = std::get_if<LogSuccession>(&entry.statement());
    if (succession == nullptr) return {};
    if (had(succession->next))
        return Error(errors::kLogEntryKeyReused, succession->next.to_string() + " had its time");
    return check_signature(entry.note(), succession->next, errors::kLogEntryHalfSigned);
}

Result<void> LogHistory::take(std::uint64_t position, const LogEntry& entry) {
    if (entry.origin() != first_.name())
        return Error(errors::kLogEntryWrongOrigin, "it is of " + entry.origin());
    if (entry.position() != position)
        return Error(errors::kLogEntryWrongPosition, "entry " + std::to_string(position) +
                                                         " was signed to be entry " +
                                                         std::to_string(entry.position()));
    if (last_position_ && position <= *last_position_)
        return Error(errors::kLogEntryOutOfOrder, "entry " + std::to_string(position) +
                                                      " comes after entry " +
                                                      std::to_string(*last_position_));
    DEED_CHECK(check_signed(entry));

    last_position_ = position;
    if (const auto* succession = std::get_if<LogSuccession>(&entry.statement()))
        successions_.push_back({position, succession->next});
    else if (const auto& loss = std::get<LogRecovery>(entry.statement()); !loss.lost)
        losses_.push_back(loss);
    return {};
}

LogHistory LogHistory::until(std::uint64_t size) const {
    LogHistory earlier = *this;
    std::erase_if(earlier.successions_,
                  [size](const SucceededKey& next) { return next.position >= size; });
    std::erase_if(earlier.losses_,
                  [size](const LogRecovery& loss) { return loss.known.size >= size; });
    if (earlier.last_position_ && *earlier.last_position_ >= size)
        earlier.last_position_ = size == 0 ? std::nullopt : std::optional(size - 1);
    return earlier;
}

std::string LogHistory::describe_losses() const {
    std::string text;
    for (const LogRecovery& loss : losses_) {
        if (!text.empty()) text += "; ";
        text += range_of(loss) + ": its key once signed a head of " +
                std::to_string(loss.known.size) + " entries that this log does not continue";
    }
    return text;
}

Result<void> WholeLogHistory::take(std::uint64_t position, const LogEntry& entry,
                                   const RootAt& root_at) {
    const auto bad = [position](const std::string& why) {
        return Error(errors::kLogEntryBadRecovery, "entry " + std::to_string(position) + " " + why);
    };
    const auto* recovery = std::get_if<LogRecovery>(&entry.statement());
    if (recovery == nullptr) {
        if (unfinished_) return bad("hands the log over within a declaration of loss");
        return history_.take(position, entry);
    }
    // A second loss may strike before the first was declared in full; it begins anew.
    const bool begins = recovery->lost && position == recovery->held.size;
    const bool goes_on =
        unfinished_ && recovery->held == unfinished_->held && recovery->known == unfinished_->known;
    if (!begins && !goes_on) return bad("is not the next of its declaration of loss");
    if (begins) {
        DEED_TRY(const tlog::Hash root, root_at(position));
        if (recovery->held.root != root)
            return bad("declares a loss behind other entries than these");
    }
    DEED_CHECK(history_.take(position, entry));
    unfinished_ = recovery->lost ? std::optional(*recovery) : std::nullopt;
    return {};
}

Result<void> WholeLogHistory::pass_operation() const {
    if (!unfinished_) return {};
    return Error(errors::kLogEntryBadRecovery, "an operation stands within a declaration of loss");
}

Result<LogHistory> follow_log(const tlog::VerifierKey& first,
                              std::span<const ProvedLogEntry> entries,
                              const tlog::Checkpoint& head) {
    LogHistory history(first);
    for (const ProvedLogEntry& proved : entries) {
        const auto included = tlog::verify_inclusion(
            proved.position, head.size, tlog::leaf_hash(proved.entry), proved.proof, head.root);
        if (!included) return Error(errors::kLogEntryNotIncluded, included.error().message());
        DEED_TRY(const LogEntry entry, LogEntry::parse(proved.entry));
        DEED_CHECK(history.take(proved.position, entry));
    }
    return history;
}

}  // namespace deed::registry

#include "registry-contracts/client/local/recover.hpp"

#include <algorithm>

#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/local/examine.hpp"
#include "registry-contracts/client/local/install.hpp"
#include "registry-contracts/client/local/layout.hpp"
#include "registry-contracts/client/local/recover_errors.hpp"

namespace deed::registry {
namespace {

using local::Assembly;
using local::Examined;
using local::Pieces;
using std::filesystem::path;

Result<void> nothing_more(tlog::Journal&) { return {}; }

Error not_this_case(const Diagnosis& diagnosis, const std::string& wanted) {
    std::string found;
    for (const Finding& finding : diagnosis.findings)
        found += (found.empty() ? "" : ", ") + std::string(to_string(finding.fault));
    return Error(errors::kRecoverNotThisCase, "the repair is for " + wanted + ", but here is " +
                                                  (found.empty() ? "nothing wrong" : found));
}

std::string operations(const std::vector<Hash>& hashes) {
    std::string text;
    for (const Hash& hash : hashes) text += (text.empty() ? "" : ", ") + hex_encode(hash);
    return text;
}

/// The largest head that the journals bear, signed by a key of the log.
std::optional<tlog::GuardedHead> largest_head(const Examined& seen,
                                              std::initializer_list<const Pieces*> journals) {
    std::optional<tlog::GuardedHead> largest;
    for (const Pieces* journal : journals)
        for (const local::LogRun& run : journal->runs)
            for (const local::HeadPiece& head : run.heads) {
                if (largest && head.checkpoint.size <= largest->size) continue;
                const auto signs = [&](const tlog::VerifierKey& key) {
                    return tlog::verify_checkpoint(head.note, key).has_value();
                };
                if (std::ranges::any_of(seen.keys, signs))
                    largest = tlog::GuardedHead{head.checkpoint.size, head.checkpoint.root};
            }
    return largest;
}

bool holds(const Assembly& assembly, const tlog::GuardedHead& head) {
    return assembly.size() >= head.size && assembly.tree().root_at(head.size) == head.root;
}

/// What all the entries together give, beginning with either.
Result<Assembly> combine(const Examined& seen, const Pieces& copy,
                         const tlog::GuardedHead& signed_head) {
    Assembly own_first = local::assemble(seen.log, {&seen.own, &copy});
    if (holds(own_first, signed_head) && !seen.diagnosis.has(LedgerFault::unexplained))
        return own_first;
    Assembly copy_first = local::assemble(seen.log, {&copy, &seen.own});
    if (holds(copy_first, signed_head)) return copy_first;
    const std::uint64_t reached = std::max(own_first.size(), copy_first.size());
    if (reached >= signed_head.size)
        return Error(errors::kRecoverOtherHistory,
                     "the copy's first " + std::to_string(signed_head.size) +
                         " entries are not those that the log's key signed",
                     copy.journal.string());
    return Error(errors::kRecoverCopyInsufficient,
                 "with the copy there are " + std::to_string(reached) + " of " +
                     std::to_string(signed_head.size) + " entries",
                 copy.journal.string());
}

Result<Pieces> read_copy(const path& copy, const tlog::VerifierKey& log, Call& call) {
    const auto info = read_local_ledger_info(copy);
    if (info && info->log != log)
        return Error(errors::kRecoverOtherHistory,
                     "the folder is of another log, " + info->log.to_string(), copy.string());
    DEED_TRY(Pieces pieces, local::read_pieces(local::journal_path(copy), 1, call));
    if (pieces.survey.missing)
        return Error(errors::kRecoverCopyInsufficient, "there is no journal in the folder",
                     copy.string());
    return pieces;
}

/// The note of a head as somebody else kept it, if a key of this log signed it.
Result<tlog::GuardedHead> read_seen(const Examined& seen, const std::string& note) {
    for (const tlog::VerifierKey& key : seen.keys) {
        const auto head = tlog::verify_checkpoint(note, key);
        if (!head) continue;
        const tlog::GuardedHead guarded{head->size, head->root};
        if (head->size <= seen.held.size() && !holds(seen.held, guarded))
            return Error(errors::kRecoverSeenDiffers,
                         "the checkpoint of " + std::to_string(head->size) +
                             " entries has another root than the entries here");
        return guarded;
    }
    return Error(errors::kRecoverSeenForeign, "no key of " + seen.log.name() + " signed it");
}

/// The records that the keys before the last one must have.
Result<void> adopt_for_earlier_keys(const RecoveryParts& parts, const Examined& seen, Call& call) {
    const LogHistory& history = seen.held.history();
    const tlog::VerifierKey* key = &history.first();
    for (const SucceededKey& next : history.successions()) {
        const std::uint64_t size = next.position + 1;
        DEED_CHECK(tlog::adopt_head_record(parts.heads, *key,
                                           {size, seen.held.tree().root_at(size)}, call));
        key = &next.key;
    }
    return {};
}

/// The entries that stand for what was lost, and their end.
Result<void> write_declaration(tlog::Journal& journal, const Examined& seen, Timestamp accepted,
                               crypto::Signer& signer, Call& call) {
    const tlog::VerifierKey& key = seen.held.history().key_in_force();
    const std::uint64_t held = seen.held.size();
    if (held == 0) {
        // The head of no entries is what the log began with.
        const tlog::Checkpoint empty{seen.log.name(), 0, tlog::empty_root(), {}};
        DEED_TRY(const std::string note,
                 tlog::sign_note(empty.to_body(), empty.origin, signer, call));
        if (seen.held.heads().empty())
            DEED_CHECK(journal.append(tlog::FrameType::head, as_bytes(note)));
    }
    LogRecovery recovery{{held, seen.held.tree().root()}, *seen.known, std::nullopt};
    for (std::uint64_t position = held; position <= seen.known->size; ++position) {
        recovery.lost =
            position < seen.known->size ? std::optional(position) : std::optional<std::uint64_t>();
        DEED_TRY(const LogEntry entry,
                 LogEntry::sign_recovery(key, accepted, position, recovery, signer, call));
        DEED_CHECK(journal.append(tlog::FrameType::entry, entry.encode()));
    }
    return {};
}

Result<Timestamp> last_accepted(const Examined& seen) {
    if (seen.held.size() == 0) return Timestamp::from_unix_milliseconds(0);
    DEED_TRY(const auto reader, tlog::JournalReader::open(seen.own.journal));
    DEED_TRY(const tlog::Frame frame, reader.read_frame_at(seen.held.entries().back().frame));
    return local::accepted_of(frame.payload);
}

}  // namespace

Result<Done> repair_ledger(const RecoveryParts& parts, Call& call) {
    DEED_TRY(const Examined seen, local::examine(parts, call));
    Done done;
    DEED_CHECK(local::remove_all(seen.stale, done));
    if (seen.info_lost) {
        DEED_CHECK(local::replace_info(parts, seen.log));
        done.emplace_back("wrote ledger.json anew for " + seen.log.to_string());
    }
    const local::JournalSurvey& survey = seen.own.survey;
    if (seen.diagnosis.has(LedgerFault::spare_damage)) {
        DEED_TRY(const std::string aside, local::install(parts, seen.log, seen.held,
                                                         {seen.own.journal}, nothing_more, call));
        done.push_back("wrote the journal anew from its good frames; the damaged one is " + aside);
    } else if (survey.torn && !survey.damaged) {
        const auto ignore = [](tlog::FrameType, ByteView) { return Result<void>(); };
        DEED_TRY(const tlog::Journal journal, tlog::Journal::open(seen.own.journal, ignore));
        done.push_back("cut " + std::to_string(journal.torn_bytes()) +
                       " bytes of an unfinished frame off the journal");
    }
    DEED_CHECK(local::drop_index(parts.folder, done));
    return done;
}

Result<Done> adopt_heads(const RecoveryParts& parts, const std::vector<std::string>& seen_notes,
                         Call& call) {
    DEED_TRY(const Examined seen, local::examine(parts, call));
    const Diagnosis& diagnosis = seen.diagnosis;
    if (!diagnosis.has(LedgerFault::heads_missing) && !diagnosis.has(LedgerFault::heads_damaged))
        return not_this_case(diagnosis, "heads_missing and heads_damaged");
    auto largest = largest_head(seen, {&seen.own});
    for (const std::string& note : seen_notes) {
        DEED_TRY(const tlog::GuardedHead head, read_seen(seen, note));
        if (!largest || head.size > largest->size) largest = head;
    }
    if (!largest)
        return Error(errors::kRecoverNotThisCase, "no signed head can be read; give one by --seen");

    // A later key's head may be the largest one that the folder does not know the key of.
    const tlog::VerifierKey key = seen.held.history().signer_of(largest->size);
    DEED_CHECK(adopt_for_earlier_keys(parts, seen, call));
    DEED_CHECK(tlog::adopt_head_record(parts.heads, key, *largest, call));
    return Done{"recorded the head of " + std::to_string(largest->size) + " entries for " +
                key.to_string()};
}

Result<Done> cut_damage(const RecoveryParts& parts, Call& call) {
    DEED_TRY(const Examined seen, local::examine(parts, call));
    if (!seen.diagnosis.has(LedgerFault::uncovered_damage))
        return not_this_case(seen.diagnosis, "uncovered_damage");
    DEED_TRY(const std::string aside,
             local::install(parts, seen.log, seen.held, {seen.own.journal}, nothing_more, call));
    Done done{"kept " + std::to_string(seen.held.size()) + " entries; the damaged journal is " +
              aside};
    if (!seen.diagnosis.behind_damage.empty())
        done.push_back("dropped, though accepted and never reported as done: " +
                       operations(seen.diagnosis.behind_damage));
    return done;
}

Result<Done> restore_entries(const RecoveryParts& parts, const path& copy, Call& call) {
    DEED_TRY(const Examined seen, local::examine(parts, call));
    const auto found = [&](LedgerFault fault) { return seen.diagnosis.has(fault); };
    constexpr LedgerFault kFaults[] = {LedgerFault::uncovered_damage, LedgerFault::covered_damage,
                                       LedgerFault::rolled_back,      LedgerFault::unjudged_damage,
                                       LedgerFault::succession_lost,  LedgerFault::other_history,
                                       LedgerFault::unexplained};
    if (std::ranges::none_of(kFaults, found))
        return not_this_case(seen.diagnosis, "journals that lack entries");
    DEED_TRY(const Pieces pieces, read_copy(copy, seen.log, call));
    auto signed_head = largest_head(seen, {&seen.own, &pieces});
    if (seen.known && (!signed_head || seen.known->size >= signed_head->size))
        signed_head = seen.known;
    if (!signed_head)
        return Error(errors::kRecoverCopyInsufficient, "no head of this log can be read",
                     copy.string());
    DEED_TRY(const Assembly whole, combine(seen, pieces, *signed_head));
    DEED_TRY(const std::string aside,
             local::install(parts, seen.log, whole, {seen.own.journal, pieces.journal},
                            nothing_more, call));
    return Done{"the journal has " + std::to_string(whole.size()) +
                " entries again, with the root that was signed over " +
                std::to_string(signed_head->size) +
                (aside.empty() ? "" : "; the journal before is " + aside)};
}

Result<Done> accept_loss(const RecoveryParts& parts, crypto::Signer& signer, Call& call) {
    DEED_TRY(const Examined seen, local::examine(parts, call));
    const Diagnosis& diagnosis = seen.diagnosis;
    if (diagnosis.has(LedgerFault::succession_lost))
        return Error(errors::kRecoverSuccessionLost,
                     "a key signed heads here that these entries do not hand the log over to");
    if (diagnosis.has(LedgerFault::other_history))
        return Error(errors::kRecoverOtherHistory,
                     "the entries are not those of which a head was signed");
    if (!diagnosis.has(LedgerFault::covered_damage) && !diagnosis.has(LedgerFault::rolled_back))
        return not_this_case(diagnosis, "covered_damage and rolled_back");
    const tlog::VerifierKey& key = seen.held.history().key_in_force();
    if (key.key() != signer.public_key())
        return Error(errors::kLedgerWrongKey, "the key in force is " + key.to_string());

    DEED_TRY(const Timestamp last, last_accepted(seen));
    const Timestamp accepted = std::max(parts.clock.now(), last);
    const auto declare = [&](tlog::Journal& journal) {
        return write_declaration(journal, seen, accepted, signer, call);
    };
    DEED_TRY(const std::string aside,
             local::install(parts, seen.log, seen.held, {seen.own.journal}, declare, call));
    Done done{"declared the loss of the entries " + std::to_string(seen.held.size()) + " to " +
              std::to_string(seen.known->size - 1) + " in the log" +
              (aside.empty() ? "" : "; the journal before is " + aside)};
    if (!diagnosis.behind_damage.empty())
        done.push_back("operations that could be read behind the damage, and are lost: " +
                       operations(diagnosis.behind_damage));
    return done;
}

}  // namespace deed::registry

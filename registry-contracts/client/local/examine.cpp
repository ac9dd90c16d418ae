#include "registry-contracts/client/local/examine.hpp"

#include <algorithm>

#include "lib/io/errors.hpp"
#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/local/layout.hpp"
#include "registry-contracts/client/local/recover_errors.hpp"

namespace deed::registry {
namespace local {
namespace {

using std::filesystem::path;

std::string entries(std::uint64_t count) {
    return std::to_string(count) + (count == 1 ? " entry" : " entries");
}

Result<FileLock> lock_folder(const path& folder) {
    auto lock = FileLock::acquire(lock_path(folder));
    if (!lock && lock.error().code() == deed::errors::kFileLocked)
        return Error(errors::kLedgerLocked, "another process writes to " + folder.string(),
                     folder.string());
    return lock;
}

/// What an interrupted write leaves: lib/io's temporary files, and this room's staging folder.
std::vector<path> stale_files(const path& folder) {
    std::vector<path> stale;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        const bool temporary = name.starts_with(".deed-") && name.ends_with(".tmp");
        if (temporary || name == staging_path(folder).filename()) stale.push_back(entry->path());
    }
    std::ranges::sort(stale);
    return stale;
}

/// The log by a head in the journal that one of the known keys signed.
std::optional<tlog::VerifierKey> log_of(const Pieces& own,
                                        const std::vector<crypto::PublicKey>& keys) {
    if (keys.empty()) return std::nullopt;
    for (const LogRun& run : own.runs)
        for (const HeadPiece& head : run.heads)
            for (const crypto::PublicKey& key : keys) {
                const auto named = tlog::VerifierKey::create(head.checkpoint.origin, key);
                if (!named || !tlog::verify_checkpoint(head.note, *named)) continue;
                auto first = tlog::VerifierKey::create(head.checkpoint.origin, keys.front());
                if (first) return std::move(*first);
            }
    return std::nullopt;
}

Result<std::optional<tlog::VerifierKey>> read_info(const path& folder) {
    const auto info = read_local_ledger_info(folder);
    if (info) return std::optional(info->log);
    const ErrorCode& code = info.error().code();
    if (code == errors::kLedgerNotFound || code == errors::kLedgerDamaged)
        return std::optional<tlog::VerifierKey>();
    return info.error();
}

std::vector<tlog::VerifierKey> keys_of(const LogHistory& history,
                                       const std::vector<crypto::PublicKey>& more) {
    std::vector<tlog::VerifierKey> keys{history.first()};
    for (const SucceededKey& next : history.successions()) keys.push_back(next.key);
    for (const crypto::PublicKey& key : more) {
        const auto named = tlog::VerifierKey::create(history.first().name(), key);
        if (named && std::ranges::find(keys, *named) == keys.end()) keys.push_back(*named);
    }
    return keys;
}

Result<void> read_records(Examined& seen, tlog::HeadGuard& guard, Call& call) {
    const LogHistory& history = seen.held.history();
    const tlog::VerifierKey& signer = history.signer_of(seen.held.included());
    for (const tlog::VerifierKey& key : seen.keys) {
        const auto record = guard.highest(key, call);
        if (!record && record.error().code() == tlog::errors::kHeadGuardDamaged) {
            seen.damaged.push_back(key);
            continue;
        }
        if (!record) return record.error();
        if (!*record && key == signer) seen.heads_missing = true;
        if (!*record) continue;
        if (!history.had(key)) seen.succession_lost = true;
        if (!seen.known || (*record)->size >= seen.known->size) seen.known = **record;
    }
    if (seen.succession_lost) seen.heads_missing = false;
    return {};
}

/// Whether the runs of the journal make one log without a gap.
bool no_gap(const Examined& seen) {
    std::size_t count = 0;
    for (const LogRun& run : seen.own.runs) count += run.entries.size();
    const auto& survey = seen.own.survey;
    return count == seen.held.size() && (survey.torn || survey.runs.back().end == survey.size);
}

class Doctor {
public:
    Doctor(const Examined& seen, const RecoveryParts& parts) : seen_(seen), parts_(parts) {}

    Result<Diagnosis> judge(Call& call) {
        diagnosis_.entries = seen_.held.size();
        diagnosis_.included = seen_.held.included();
        diagnosis_.known = seen_.known;
        diagnosis_.key_in_force = seen_.held.history().key_in_force();
        if (!seen_.stale.empty())
            add(LedgerFault::stale_files, "A crash left temporary files in the folder.",
                "`deed log recover --repair` removes them.");
        if (seen_.info_lost)
            add(LedgerFault::info_lost, "ledger.json is gone or unreadable.",
                "`deed log recover --repair` writes it anew from the key store and the heads.");
        judge_heads();
        judge_journal();
        if (diagnosis_.findings.empty()) DEED_CHECK(read_all(call));
        list_behind_damage();
        return std::move(diagnosis_);
    }

private:
    void add(LedgerFault fault, std::string what, std::string way_out) {
        diagnosis_.findings.push_back({fault, std::move(what), std::move(way_out)});
    }

    bool heads_unknown() const { return seen_.heads_missing || !seen_.damaged.empty(); }

    void judge_heads() {
        const std::string way_out =
            "Only a mirror, an export or a checkpoint that others hold can tell whether a later "
            "head existed: compare, then `deed log recover --adopt-heads [--seen CHECKPOINT]`.";
        if (!seen_.damaged.empty())
            add(LedgerFault::heads_damaged,
                "The record of the heads that were signed is unreadable.", way_out);
        else if (seen_.heads_missing)
            add(LedgerFault::heads_missing, "There is no record of the heads that were signed.",
                way_out);
    }

    void judge_journal() {
        const JournalSurvey& survey = seen_.own.survey;
        const bool broken = survey.damaged || survey.missing;
        if (heads_unknown()) {
            if (broken)
                add(LedgerFault::unjudged_damage,
                    "The journal is damaged, and without the record of heads nothing tells what "
                    "was signed.",
                    "`--adopt-heads` first, with every checkpoint that others hold; then run "
                    "`deed log recover` again.");
        } else if (seen_.succession_lost) {
            add(LedgerFault::succession_lost,
                "A later key of the store signed heads that this folder does not lead to.",
                "`deed log recover --from FOLDER` with a copy that holds the succession.");
        } else if (seen_.known && is_declared(*seen_.known)) {
            add(LedgerFault::loss_declared,
                "A loss was declared; the head over it is not signed yet.",
                "The next command that writes signs it, for instance the same one again.");
        } else if (seen_.known && seen_.known->size > seen_.held.size()) {
            judge_lost(broken, seen_.known->size);
        } else if (seen_.known &&
                   seen_.known->root != seen_.held.tree().root_at(seen_.known->size)) {
            add(LedgerFault::other_history, "The log's key signed other entries than these.",
                "`deed log recover --from FOLDER` with the copy that was signed.");
        } else if (broken && seen_.all_placed) {
            add(LedgerFault::spare_damage, "The journal is damaged, but every entry can be read.",
                "`deed log recover --repair` writes it anew from its good frames.");
        } else if (broken) {
            add(LedgerFault::uncovered_damage,
                "The journal is damaged behind the " + entries(diagnosis_.known->size) +
                    " that were signed; what was accepted there was never reported as done.",
                "`deed log recover --from FOLDER` if a copy has more, else `--cut`.");
        }
        if (survey.torn)
            add(LedgerFault::torn_tail, "A crash left an unfinished frame at the journal's end.",
                "Opening cuts it off, and `deed log recover --repair` does too; nothing is lost.");
    }

    void judge_lost(bool broken, std::uint64_t known) {
        const std::string way_out =
            "`deed log recover --from FOLDER` with another copy of the ledger; only if there is "
            "none, `--accept-loss`.";
        const std::string counts =
            entries(known) + " were signed, and " + entries(seen_.held.size()) + " can be read.";
        if (broken)
            add(LedgerFault::covered_damage,
                "The journal is damaged among its signed entries: " + counts, way_out);
        else
            add(LedgerFault::rolled_back, "The folder is an older state of the ledger: " + counts,
                way_out);
    }

    bool is_declared(const tlog::GuardedHead& known) const {
        const auto& losses = seen_.held.history().losses();
        return !losses.empty() && losses.back().known == known &&
               losses.back().known.size >= seen_.held.included();
    }

    Result<void> read_all(Call& call) {
        const auto read = read_local_ledger(parts_.folder, seen_.log, nullptr, call);
        if (read) return {};
        if (read.error().kind() == ErrorKind::interrupted) return read.error();
        add(LedgerFault::unexplained,
            "The ledger cannot be read: " + read.error().to_string() + ".",
            "Restore the whole folder from a copy; `deed log recover --from FOLDER` does so.");
        return {};
    }

    void list_behind_damage() {
        if (!seen_.own.survey.damaged) return;
        for (std::size_t i = 1; i < seen_.own.runs.size(); ++i)
            for (const Piece& piece : seen_.own.runs[i].entries)
                if (piece.operation) diagnosis_.behind_damage.push_back(*piece.operation);
        // Those that found their place are not lost.
        for (const Piece& piece : seen_.held.entries())
            if (piece.operation) std::erase(diagnosis_.behind_damage, *piece.operation);
    }

    const Examined& seen_;
    const RecoveryParts& parts_;
    Diagnosis diagnosis_;
};

}  // namespace

Result<Examined> examine(const RecoveryParts& parts, Call& call) {
    std::error_code error;
    if (!std::filesystem::is_directory(parts.folder, error))
        return Error(errors::kLedgerNotFound, "no ledger in " + parts.folder.string(),
                     parts.folder.string());
    DEED_TRY(FileLock lock, lock_folder(parts.folder));
    DEED_TRY(auto log, read_info(parts.folder));
    DEED_TRY(Pieces own, read_pieces(journal_path(parts.folder), 0, call));
    const bool info_lost = !log;
    if (!log) log = log_of(own, parts.log_keys);
    if (!log)
        return Error(errors::kRecoverNoKey, "ledger.json is gone, and no known key signed a head",
                     parts.folder.string());
    Assembly held = assemble(*log, {&own});
    Examined seen{std::move(lock),
                  std::move(*log),
                  info_lost,
                  std::move(own),
                  std::move(held),
                  false,
                  stale_files(parts.folder),
                  {},
                  {},
                  false,
                  false,
                  std::nullopt,
                  {}};
    seen.keys = keys_of(seen.held.history(), parts.log_keys);
    seen.all_placed = no_gap(seen);
    DEED_CHECK(read_records(seen, parts.guard, call));
    DEED_TRY(seen.diagnosis, Doctor(seen, parts).judge(call));
    return seen;
}

}  // namespace local

std::string_view to_string(LedgerFault fault) {
    constexpr std::string_view kNames[] = {
        "stale_files",     "torn_tail",        "info_lost",      "heads_missing", "heads_damaged",
        "spare_damage",    "uncovered_damage", "covered_damage", "rolled_back",   "unjudged_damage",
        "succession_lost", "other_history",    "loss_declared",  "unexplained"};
    return kNames[static_cast<std::size_t>(fault)];
}

bool Diagnosis::has(LedgerFault fault) const {
    return std::ranges::find(findings, fault, &Finding::fault) != findings.end();
}

Result<Diagnosis> diagnose_ledger(const RecoveryParts& parts, Call& call) {
    DEED_TRY(const local::Examined seen, local::examine(parts, call));
    return seen.diagnosis;
}

}  // namespace deed::registry

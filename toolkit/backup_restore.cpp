#include <algorithm>
#include <set>
#include <system_error>

#include "lib/crypto/key_reference_file.hpp"
#include "lib/io/errors.hpp"
#include "lib/tlog/checkpoint.hpp"
#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"
#include "toolkit/backup.hpp"
#include "toolkit/backup_errors.hpp"
#include "toolkit/backup_stage.hpp"
#include "toolkit/backup_unpack.hpp"

namespace deed {
namespace {

using backup_format::FileKind;
using backup_format::path_in;
using backup_format::Place;
using backup_format::Scratch;
using backup_format::Stage;
using backup_format::Unpacked;
using std::filesystem::path;

constexpr std::size_t kPiece = std::size_t{64} << 10;
constexpr std::size_t kNamesTold = 10;

Result<bool> stands(const path& name) {
    std::error_code failure;
    const auto status = std::filesystem::symlink_status(name, failure);
    if (failure && status.type() == std::filesystem::file_type::none)
        return Error(deed::errors::kIoFailed,
                     "cannot examine " + name.string() + ": " + failure.message(), name.string());
    return std::filesystem::exists(status);
}

/// Whether `whole` begins with all that is in `begin`.
Result<bool> begins_with(const path& whole, const path& begin) {
    DEED_TRY(const Descriptor whole_file, open_file(whole));
    DEED_TRY(const Descriptor begin_file, open_file(begin));
    Bytes expected(kPiece);
    Bytes found(kPiece);
    for (std::uint64_t offset = 0;; offset += kPiece) {
        DEED_TRY(const std::size_t count, read_at(begin_file, begin, offset, expected));
        DEED_TRY(const std::size_t there,
                 read_at(whole_file, whole, offset, std::span(found).first(count)));
        if (there != count ||
            !std::equal(expected.begin(), expected.begin() + count, found.begin()))
            return false;
        if (count < kPiece) return true;
    }
}

Result<bool> same_content(const path& a, const path& b) {
    DEED_TRY(const bool forth, begins_with(a, b));
    if (!forth) return false;
    return begins_with(b, a);
}

enum class There { nothing, same, other };

Result<There> compare_file(const path& staged, const path& place) {
    DEED_TRY(const bool there, stands(place));
    if (!there) return There::nothing;
    DEED_TRY(const bool same, same_content(staged, place));
    return same ? There::same : There::other;
}

/// A ledger that went on since the backup is the same one.
Result<There> compare_ledger(const path& staged, const path& place) {
    std::error_code ignored;
    if (std::filesystem::is_empty(place, ignored)) return There::nothing;
    DEED_TRY(const bool there, stands(place));
    if (!there) return There::nothing;
    for (const char* name : {"ledger.json", "journal"}) {
        DEED_TRY(const bool file, stands(place / name));
        if (!file) return There::other;
    }
    DEED_TRY(const bool info, same_content(place / "ledger.json", staged / "ledger.json"));
    DEED_TRY(const bool journal, begins_with(place / "journal", staged / "journal"));
    return info && journal ? There::same : There::other;
}

/// One step of a restore: a file or, of a ledger, its folder.
struct Step {
    std::string name;
    path from;
    path to;
    There there;
    bool is_database = false;
};

struct HeadStep {
    tlog::VerifierKey key;
    std::optional<tlog::GuardedHead> recorded;
    tlog::GuardedHead backed_up;
};

struct Plan {
    std::vector<HeadStep> heads;
    std::vector<Step> steps;
};

/// Heads first, keys before the ledgers (the master key after all keys), openings last. Wherever a
/// crash stops this, every log key that is there has the record of what it signed; keys without
/// their master key open nothing and let no other store be made; and a ledger is there whole or not
/// at all, after the record that it must not be behind.
int rank(FileKind kind) {
    switch (kind) {
        case FileKind::head:
            return 0;
        case FileKind::key:
        case FileKind::key_reference:
            return 1;
        case FileKind::master_key:
            return 2;
        case FileKind::ledger_info:
        case FileKind::journal:
            return 3;
        case FileKind::opening:
        case FileKind::opening_index:
            break;
    }
    return 4;
}

Result<std::vector<Step>> plan_files(const Unpacked& unpacked, const Config& staged,
                                     const Config& home) {
    std::vector<Place> places = unpacked.places;
    std::ranges::stable_sort(places, {}, [](const Place& place) { return rank(place.kind); });
    std::vector<Step> steps;
    for (const Place& place : places) {
        if (place.kind == FileKind::head || place.kind == FileKind::journal) continue;
        if (place.kind == FileKind::ledger_info) {  // stands for the ledger
            const path from = staged.ledger_folder / place.owner;
            const path to = home.ledger_folder / place.owner;
            DEED_TRY(const There there, compare_ledger(from, to));
            steps.push_back({"ledgers/" + place.owner, from, to, there, false});
            continue;
        }
        const path from = path_in(staged, place);
        const path to = path_in(home, place);
        DEED_TRY(const There there, compare_file(from, to));
        steps.push_back({place.name, from, to, there, place.kind == FileKind::opening_index});
    }
    return steps;
}

/// Whether the history of the backup goes on from the head that is recorded here.
Result<void> check_extends(const HeadStep& head, const Unpacked& unpacked, const Config& staged,
                           Call& call) {
    if (!head.recorded || head.recorded->size > head.backed_up.size) return {};
    const Error conflict(errors::kBackupHeadConflict,
                         "the key of " + head.key.name() + " signed another history here");
    if (head.recorded->size == head.backed_up.size)
        return head.recorded == head.backed_up ? Result<void>() : conflict;
    for (const BackedUpLedger& listed : unpacked.contents.ledgers) {
        const path folder = staged.ledger_folder / listed.alias;
        DEED_TRY(const auto info, registry::read_local_ledger_info(folder));
        DEED_TRY(const auto ledger, registry::read_local_ledger(folder, info.log, nullptr, call));
        DEED_TRY(const auto history, ledger->history(call));
        if (!history.had(head.key)) continue;
        DEED_TRY(const auto proof,
                 ledger->consistency_proof(head.recorded->size, listed.size, call));
        if (!tlog::verify_consistency(head.recorded->size, listed.size, head.recorded->root,
                                      listed.root, proof))
            return conflict;
    }
    return {};
}

Result<std::vector<HeadStep>> plan_heads(const Unpacked& unpacked, const Config& staged,
                                         const Config& home, Call& call) {
    const auto here = tlog::open_head_guard(home.head_folder);
    std::vector<HeadStep> heads;
    for (const Place& place : unpacked.places) {
        if (place.kind != FileKind::head) continue;
        DEED_TRY(tlog::HeadRecord record, backup_format::read_head(path_in(staged, place)));
        DEED_TRY(const auto recorded, here->highest(record.key, call));
        HeadStep head{std::move(record.key), recorded, record.head};
        DEED_CHECK(check_extends(head, unpacked, staged, call));
        heads.push_back(std::move(head));
    }
    return heads;
}

/// Keys that are sealed by another master key than that of the backup would not open beside it, nor
/// its own beside another.
Result<void> check_key_store(const std::vector<Step>& steps, const Config& home) {
    const auto master = std::ranges::find(steps, "keys/master.json", &Step::name);
    DEED_TRY(const bool master_here, stands(home.key_folder / "master.json"));
    const bool same_store = master != steps.end() && master->there == There::same;
    if (same_store || (master == steps.end() && !master_here)) return {};
    if (master_here)
        return Error(errors::kBackupOtherKeyStore,
                     home.key_folder.string() + " holds another key store",
                     home.key_folder.string());
    DEED_TRY(const auto names, backup_format::names_in(home.key_folder));
    for (const std::string& name : names) {
        const auto place = backup_format::place_of("keys/" + name);
        // Where a key is elsewhere, no master key opens it.
        if (!place || place->kind == FileKind::key_reference) continue;
        const auto step = std::ranges::find(steps, "keys/" + name, &Step::name);
        if (step == steps.end() || step->there == There::other)
            return Error(errors::kBackupOtherKeyStore,
                         home.key_folder.string() + " holds a key of another store: " + name,
                         home.key_folder.string());
    }
    return {};
}

/// What stands in the home and is not of the backup; heads apart, which are never in the way.
Result<std::vector<std::string>> in_the_way(const std::vector<Step>& steps, const Config& home) {
    std::vector<std::string> found;
    std::set<std::string> of_backup;
    for (const Step& step : steps) {
        of_backup.insert(step.name);
        if (step.there == There::other) found.push_back(step.name);
    }
    const std::pair<path, std::string> folders[] = {{home.key_folder, "keys/"},
                                                    {home.ledger_folder, "ledgers/"},
                                                    {home.evidence_folder, "openings/"}};
    for (const auto& [folder, prefix] : folders) {
        DEED_TRY(const auto names, backup_format::names_in(folder));
        for (const std::string& name : names) {
            if (of_backup.contains(prefix + name)) continue;
            const std::string file = prefix == "ledgers/" ? "/journal" : "";
            if (backup_format::place_of(prefix + name + file)) found.push_back(prefix + name);
        }
    }
    return found;
}

Error would_overwrite(const std::vector<std::string>& names) {
    std::string told;
    for (std::size_t i = 0; i < std::min(names.size(), kNamesTold); ++i)
        told += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > kNamesTold)
        told += " and " + std::to_string(names.size() - kNamesTold) + " more";
    return Error(errors::kBackupWouldOverwrite, "the home holds already: " + told);
}

/// SQLite would take what is left of another database's log for part of the one restored.
Result<void> check_no_stray_log(const std::vector<Step>& steps) {
    for (const Step& step : steps) {
        if (!step.is_database || step.there != There::nothing) continue;
        for (const char* suffix : {"-wal", "-shm"}) {
            DEED_TRY(const bool stray, stands(path(step.to.string() + suffix)));
            if (stray) return would_overwrite({step.name + suffix});
        }
    }
    return {};
}

Result<Plan> make_plan(const Unpacked& unpacked, const Config& staged, const Config& home,
                       Restoring restoring, Call& call) {
    Plan plan;
    DEED_TRY(plan.steps, plan_files(unpacked, staged, home));
    if (restoring == Restoring::into_empty) {
        DEED_TRY(const auto names, in_the_way(plan.steps, home));
        if (!names.empty()) return would_overwrite(names);
    }
    DEED_CHECK(check_no_stray_log(plan.steps));
    DEED_CHECK(check_key_store(plan.steps, home));
    DEED_TRY(plan.heads, plan_heads(unpacked, staged, home, call));
    return plan;
}

Result<void> raise_heads(const Plan& plan, const Config& home, RestoreOutcome& outcome,
                         Call& call) {
    const auto guard = tlog::open_head_guard(home.head_folder);
    for (const HeadStep& head : plan.heads) {
        const std::string name = "head of " + head.key.name();
        if (head.recorded && head.recorded->size >= head.backed_up.size) {
            (head.recorded == head.backed_up ? outcome.present : outcome.kept).push_back(name);
            continue;
        }
        DEED_CHECK(guard->advance(head.key, head.recorded, head.backed_up, call));
        outcome.restored.push_back(name);
    }
    return {};
}

Result<void> place_files(const Plan& plan, RestoreOutcome& outcome, Call& call) {
    for (const Step& step : plan.steps) {
        if (step.there != There::nothing) {
            (step.there == There::same ? outcome.present : outcome.kept).push_back(step.name);
            continue;
        }
        DEED_CHECK(call.check());
        if (step.name.ends_with(crypto::key_reference_file::kSuffix)) {
            DEED_TRY(const Bytes file, read_file(step.from, crypto::key_reference_file::kMaxBytes));
            DEED_TRY(crypto::KeyInfo key, crypto::key_reference_file::parse(file));
            outcome.references.push_back(std::move(key));
        }
        DEED_CHECK(move_durably(step.from, step.to));
        outcome.restored.push_back(step.name);
    }
    return {};
}

/// Whatever the heads of this home say of a ledger that came from a backup stands.
Result<void> find_rolled_back(const Config& home, RestoreOutcome& outcome, Call& call) {
    const auto guard = tlog::open_head_guard(home.head_folder);
    for (const BackedUpLedger& listed : outcome.contents.ledgers) {
        if (std::ranges::find(outcome.restored, "ledgers/" + listed.alias) ==
            outcome.restored.end())
            continue;
        const path folder = home.ledger_folder / listed.alias;
        DEED_TRY(const auto info, registry::read_local_ledger_info(folder));
        const auto opened = registry::read_local_ledger(folder, info.log, guard.get(), call);
        if (opened) continue;
        if (!(opened.error().code() == tlog::errors::kRolledBack)) return opened.error();
        outcome.rolled_back.push_back(listed.alias);
    }
    return {};
}

}  // namespace

Result<BackupContents> check_backup(const path& file, const crypto::SecretBytes& passphrase,
                                    const path& scratch, const Clock& clock, Call& call) {
    DEED_TRY(const Scratch folder, Scratch::create(scratch));
    const Config staged{folder.folder() / "keys", folder.folder() / "heads",
                        folder.folder() / "ledgers", folder.folder() / "openings", ""};
    DEED_TRY(Unpacked unpacked, backup_format::unpack(file, passphrase, staged, call));
    DEED_CHECK(backup_format::check_unpacked(unpacked, staged, clock, call));
    return std::move(unpacked.contents);
}

Result<RestoreOutcome> restore_backup(const path& file, const crypto::SecretBytes& passphrase,
                                      const Config& home, Restoring restoring, const Clock& clock,
                                      Call& call) {
    DEED_TRY(const Stage stage, Stage::open(home));
    DEED_TRY(Unpacked unpacked, backup_format::unpack(file, passphrase, stage.home(), call));
    DEED_CHECK(backup_format::check_unpacked(unpacked, stage.home(), clock, call));
    DEED_TRY(const Plan plan, make_plan(unpacked, stage.home(), home, restoring, call));

    RestoreOutcome outcome{std::move(unpacked.contents), {}, {}, {}, {}, {}};
    DEED_CHECK(raise_heads(plan, home, outcome, call));
    DEED_CHECK(place_files(plan, outcome, call));
    DEED_CHECK(find_rolled_back(home, outcome, call));
    return outcome;
}

}  // namespace deed

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lib/time/timestamp.hpp"
#include "lib/tlog/head_guard.hpp"
#include "registry-contracts/client/ledger.hpp"

// Explains what is wrong with a ledger's folder, and repairs what can be repaired
// (specs/journal.md, "Repair"). Nothing is ever deleted that could be evidence: a journal that is
// replaced stays as `journal.damaged-<time>`, a head file as `<name>.damaged-<time>`. Every repair
// can be interrupted at any point and started again.

namespace deed::registry {

/// The cases of specs/journal.md.
enum class LedgerFault : std::uint8_t {
    stale_files,       ///< temporary files that a crash left
    torn_tail,         ///< bytes that a crash left at the journal's end
    info_lost,         ///< ledger.json is gone or unreadable
    heads_missing,     ///< no record of the heads that the log's key signed
    heads_damaged,     ///< that record cannot be read
    spare_damage,      ///< the journal is damaged, but every entry is there
    uncovered_damage,  ///< damaged behind the last signed head
    covered_damage,    ///< damaged before the last signed head, or gone
    rolled_back,       ///< whole, but shorter than what was signed
    unjudged_damage,   ///< damaged, and no record of heads to judge it by
    succession_lost,   ///< signed by a key whose succession the folder does not hold
    other_history,     ///< other entries than the key signed
    loss_declared,     ///< a declaration of loss waits for its head; opening signs it
    unexplained
};
/// "torn_tail" and so on.
DEED_API std::string_view to_string(LedgerFault fault);

struct Finding {
    LedgerFault fault;
    std::string what;     ///< one sentence
    std::string way_out;  ///< one sentence
};

struct Diagnosis {
    std::vector<Finding> findings;           ///< empty: the ledger is healthy
    std::uint64_t entries = 0;               ///< that can be read from the first on without a gap
    std::uint64_t included = 0;              ///< of these, covered by a signed head in the folder
    std::optional<tlog::GuardedHead> known;  ///< the largest head that is known to be signed
    /// The key that would sign next; set always.
    std::optional<tlog::VerifierKey> key_in_force;
    /// Operations in frames behind damage, as far as they can be read, by hash.
    std::vector<Hash> behind_damage;

    bool has(LedgerFault fault) const;
};

/// What recovery works with; all of it outlives the call.
struct RecoveryParts {
    std::filesystem::path folder;
    std::filesystem::path heads;  ///< the head guard's folder
    tlog::HeadGuard& guard;
    /// The public keys that this ledger's log ever had, as far as they are known, first one first.
    std::vector<crypto::PublicKey> log_keys;
    const Clock& clock;
};

/// What was done, a sentence each.
using Done = std::vector<std::string>;

/// Writes nothing. `ledger.locked` while somebody writes to the ledger, `ledger.not_found`,
/// `recovery.no_log_key`, and the codes of later formats.
DEED_API Result<Diagnosis> diagnose_ledger(const RecoveryParts& parts, Call& call);

/// Makes the repairs that lose nothing: stale_files, torn_tail, info_lost, spare_damage; and throws
/// away the index, which is built anew when the ledger is opened.
DEED_API Result<Done> repair_ledger(const RecoveryParts& parts, Call& call);

/// heads_missing and heads_damaged: records the last head that can be read in the folder, or the
/// largest of `seen` (signed notes) if that is larger. `recovery.seen_foreign`,
/// `recovery.seen_differs`.
DEED_API Result<Done> adopt_heads(const RecoveryParts& parts, const std::vector<std::string>& seen,
                                  Call& call);

/// uncovered_damage: keeps what stands before the damage, all that was signed among it.
DEED_API Result<Done> cut_damage(const RecoveryParts& parts, Call& call);

/// covered_damage, rolled_back, unjudged_damage, succession_lost, other_history: brings back what
/// is missing from another folder of this ledger. What results holds all that is known to be
/// signed, and is checked entry by entry (`recovery.copy_insufficient`, `recovery.other_history`).
DEED_API Result<Done> restore_entries(const RecoveryParts& parts, const std::filesystem::path& copy,
                                      Call& call);

/// covered_damage and rolled_back, without a copy: declares the loss (specs/ledger-entries.md
/// section 10). The next opening signs the head over the declaration. `signer`: of the key in
/// force.
DEED_API Result<Done> accept_loss(const RecoveryParts& parts, crypto::Signer& signer, Call& call);

}  // namespace deed::registry

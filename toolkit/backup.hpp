#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lib/crypto/key_store.hpp"
#include "lib/crypto/secret.hpp"
#include "lib/io/file.hpp"
#include "lib/time/timestamp.hpp"
#include "lib/tlog/merkle.hpp"
#include "toolkit/toolkit.hpp"

namespace deed {

// A home in one sealed file: keys, heads, ledgers and openings (specs/backup.md).

/// A ledger of a backup, as the last head in its journal tells.
struct BackedUpLedger {
    std::string alias;
    std::string network;
    std::string verifier_key;
    std::uint64_t size = 0;
    tlog::Hash root{};
    std::string checkpoint;  ///< the signed head
    friend bool operator==(const BackedUpLedger&, const BackedUpLedger&) = default;
};

/// What a backup says it holds.
struct BackupContents {
    Timestamp created;
    std::uint64_t keys = 0;
    std::uint64_t heads = 0;
    std::uint64_t openings = 0;
    std::vector<BackedUpLedger> ledgers;  ///< sorted by alias
    friend bool operator==(const BackupContents&, const BackupContents&) = default;
};

/// Writes all of a home to `file`, which appears whole or not at all, durably, 0600. Others may
/// write to the ledgers meanwhile. Every ledger is read and checked first, and would open from the
/// backup: its errors are those of registry::read_local_ledger(). `backup.nothing_here` for an
/// empty home; `backup.home_changed` where a file was replaced or cut while it was read; errors of
/// the key store for a key that is damaged.
DEED_API Result<BackupContents> write_backup(const Config& home, const std::filesystem::path& file,
                                             Existing existing,
                                             const crypto::SecretBytes& passphrase,
                                             const Clock& clock, Call& call);

/// Opens a backup, checks every byte, and opens every ledger in it by its head, as restoring it
/// would; for this the files are unpacked to a private folder in `scratch`, which is removed again.
/// Errors: those of crypto::SealedStreamReader, `backup.*`, and those of
/// registry::read_local_ledger().
DEED_API Result<BackupContents> check_backup(const std::filesystem::path& file,
                                             const crypto::SecretBytes& passphrase,
                                             const std::filesystem::path& scratch,
                                             const Clock& clock, Call& call);

enum class Restoring {
    into_empty,  ///< a home that holds nothing but heads, or what an interrupted restore left
    merging      ///< adds what is missing to what is there
};

struct RestoreOutcome {
    BackupContents contents;
    std::vector<std::string> restored;  ///< files, and ledgers as "ledgers/ALIAS"
    std::vector<std::string> present;   ///< what was there already, as in the backup
    std::vector<std::string> kept;      ///< what differs from the backup and was left as it is
    /// Of the restored files: keys that are elsewhere. What is signed by them is sent there.
    std::vector<crypto::KeyInfo> references;
    /// Restored ledgers that do not open here, because this home remembers later heads.
    std::vector<std::string> rolled_back;
};

/// Checks a backup as check_backup() does, and then puts its files in place. No head is ever
/// lowered, nothing is overwritten, and a restore that was interrupted can be run again.
/// `backup.would_overwrite`, `backup.other_key_store`, `backup.head_conflict`, and before anything
/// was changed; `io.locked` while another restore is at work.
DEED_API Result<RestoreOutcome> restore_backup(const std::filesystem::path& file,
                                               const crypto::SecretBytes& passphrase,
                                               const Config& home, Restoring restoring,
                                               const Clock& clock, Call& call);

}  // namespace deed

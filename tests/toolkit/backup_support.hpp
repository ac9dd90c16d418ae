#pragma once

#include <map>
#include <string>

#include "evidence/anchor.hpp"
#include "tests/lib/io/file_helpers.hpp"
#include "tests/toolkit/home.hpp"
#include "toolkit/backup.hpp"

namespace deed::test {

inline crypto::SecretBytes secret(std::string_view text = kPassphrase) {
    return crypto::SecretBytes::copy_of(as_bytes(text));
}

inline const FixedClock& backup_clock() {
    static const FixedClock clock(*Timestamp::parse_rfc3339("2026-02-03T04:05:06Z"));
    return clock;
}

inline Result<BackupContents> back_up(const std::filesystem::path& home,
                                      const std::filesystem::path& file,
                                      std::string_view passphrase = kPassphrase) {
    Call call;
    return write_backup(config_in(home), file, Existing::refuse, secret(passphrase), backup_clock(),
                        call);
}

inline Result<BackupContents> check(const std::filesystem::path& file,
                                    std::string_view passphrase = kPassphrase) {
    Call call;
    const TempDir scratch;
    auto checked = check_backup(file, secret(passphrase), scratch.path(), backup_clock(), call);
    EXPECT_TRUE(std::filesystem::is_empty(scratch.path())) << "checking leaves nothing";
    return checked;
}

inline Result<RestoreOutcome> restore(const std::filesystem::path& file,
                                      const std::filesystem::path& home,
                                      Restoring restoring = Restoring::into_empty,
                                      std::string_view passphrase = kPassphrase) {
    Call call;
    return restore_backup(file, secret(passphrase), config_in(home), restoring, backup_clock(),
                          call);
}

/// The files of a home by name, without those that hold nothing of their own: locks, and what is
/// derived from a journal. Of the openings' index only that it is there: SQLite counts in it how
/// often it was copied.
inline std::map<std::string, std::string> files_of(const std::filesystem::path& home) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(home)) {
        const std::string name = entry.path().filename().string();
        const bool of_ledger = entry.path().generic_string().find("/ledgers/") != std::string::npos;
        if (of_ledger && name != "journal" && name != "ledger.json") continue;
        if (!entry.is_regular_file() || name.ends_with("lock") || name.ends_with("-wal") ||
            name.ends_with("-shm"))
            continue;
        files[entry.path().lexically_relative(home).generic_string()] =
            name.ends_with(".sqlite") ? "" : get(entry.path());
    }
    return files;
}

/// Anchors a document of these bytes for the DID that was created as `name`.
inline void anchor_for(Toolkit& toolkit, const std::string& name, std::string_view document) {
    Call call;
    ASSERT_OK_AND(const did::Did did, toolkit.own_did(name, call));
    ASSERT_OK_AND(const auto signer, toolkit.controller_of(did, call));
    ASSERT_OK_AND(registry::LogLedger * ledger, toolkit.writable_ledger(call));
    const evidence::Opening opening =
        evidence::Opening::for_bytes(did, evidence::digest_of(as_bytes(document)));
    ASSERT_OK(evidence::anchor({&opening, 1},
                               {*ledger, toolkit.openings(), *signer, toolkit.clock()}, call));
}

/// A home with two ledgers, three DIDs and an opening, made once.
struct FullHome {
    FullHome() {
        std::filesystem::copy(SharedHome::get().folder.path(), folder.path(),
                              std::filesystem::copy_options::recursive);
        Call call;
        anchor_for(*Owner(folder.path()), "acme", "a judgment");
        EXPECT_OK(Owner(folder.path(), "second")->create_did("court", call));
    }
    static const FullHome& get() {
        static const FullHome home;
        return home;
    }
    TempDir folder;
};

/// What a reader of the home learns of a ledger: its head.
inline Result<std::string> head_of(const std::filesystem::path& home, const std::string& alias) {
    Call call;
    const Reader reader(home);
    DEED_TRY(registry::LogLedger * ledger, reader->readable_ledger(alias, call));
    return ledger->checkpoint(call);
}

}  // namespace deed::test

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "toolkit/backup_format.hpp"

/// What writing, checking and restoring a backup share. Internal.
namespace deed::backup_format {

/// The plain files and folders of a folder by name, sorted; none if it is absent.
Result<std::vector<std::string>> names_in(const std::filesystem::path& folder);

/// Every key file reads well, and the master key's file is there if any is, and reads well too.
/// No passphrase is needed: nothing is opened.
Result<void> check_keys(const std::filesystem::path& key_folder, const Clock& clock, Call& call);

/// What a head file says; its name must be that of the key in it (`backup.malformed`).
Result<tlog::HeadRecord> read_head(const std::filesystem::path& head_file);

/// A backup whose files stand in the folders of `home`, as they would in a home.
struct Unpacked {
    BackupContents contents;
    std::vector<Place> places;  ///< by ascending name
};

/// Writes every file of a backup to its place in `staged`, whose folders hold none of them. Every
/// digest is checked, and that the files are those that the list of contents counts.
Result<Unpacked> unpack(const std::filesystem::path& file, const crypto::SecretBytes& passphrase,
                        const Config& staged, Call& call);

/// Opens whatever can be opened without the key store's passphrase: key files, heads, and every
/// ledger by its head.
Result<void> check_unpacked(const Unpacked& unpacked, const Config& staged, const Clock& clock,
                            Call& call);

}  // namespace deed::backup_format

#pragma once

#include <filesystem>

#include "registry-contracts/client/local/local_ledger.hpp"

// The files of a ledger's folder.

namespace deed::registry::local {

std::filesystem::path journal_path(const std::filesystem::path& folder);
/// Derived from the journal (attach.hpp).
std::filesystem::path index_path(const std::filesystem::path& folder);
/// `ledger.json`.
std::filesystem::path info_path(const std::filesystem::path& folder);
std::filesystem::path lock_path(const std::filesystem::path& folder);
/// Where a journal is made ready that takes the place of a damaged one.
std::filesystem::path staging_path(const std::filesystem::path& folder);

/// Whether `ledger.json` is there; its presence makes the folder a ledger.
Result<bool> holds_ledger(const std::filesystem::path& folder);

/// Durable on return.
Result<void> write_info(const std::filesystem::path& folder, const tlog::VerifierKey& log);

}  // namespace deed::registry::local

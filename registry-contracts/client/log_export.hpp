#pragma once

#include <filesystem>

#include "registry-contracts/client/log_replay.hpp"

namespace deed::registry {

/// What an export wrote.
struct ExportedLog {
    tlog::Checkpoint head;
    std::uint64_t new_entries = 0;
    std::uint64_t new_data = 0;          ///< files of data beside the log
    std::uint64_t withheld_batches = 0;  ///< whose commitments the ledger does not have itself
    std::optional<Timestamp> stated;     ///< the time of the head that was stated, if any
};

/// Writes the ledger's signed head and all that it covers into `folder` as static files
/// (specs/log-export.md), or extends what is there. With a clock, the log's key also states the
/// head's time, which needs a ledger that writes. Errors of tlog::TileExport.
DEED_API Result<ExportedLog> export_log(LogLedger& ledger, const std::filesystem::path& folder,
                                        bool with_commitments, Call& call,
                                        const Clock* clock = nullptr);

/// Verifies an exported folder by itself: the head is signed by whom the log of `first` says, its
/// root is that of the entries, every tile holds their hashes, and every entry keeps the rules.
DEED_API Result<VerifiedLog> verify_exported_log(const std::filesystem::path& folder,
                                                 const tlog::VerifierKey& first, Call& call);

}  // namespace deed::registry

#pragma once

#include <filesystem>
#include <memory>

#include "lib/error/call.hpp"
#include "registry-contracts/client/local/image.hpp"

// How an image comes to its index. The index in a ledger's folder serves the one who runs the
// ledger: who cannot trust the folder builds one in memory.

namespace deed::registry::local {

/// By an index in memory, from the whole journal.
Result<std::unique_ptr<LogImage>> image_in_memory(const std::filesystem::path& folder,
                                                  const tlog::VerifierKey& log, const Call& call);

/// For the holder of the ledger's lock: by the folder's index, brought up to date, or built anew
/// where it does not fit. Where there can be none (no space, or one of a later version, which is
/// left alone) the image is in memory.
Result<std::unique_ptr<LogImage>> image_to_write(const std::filesystem::path& folder,
                                                 const tlog::VerifierKey& log, const Call& call);

/// As image_to_write(), whatever the index there says: it is thrown away.
Result<std::unique_ptr<LogImage>> image_anew(const std::filesystem::path& folder,
                                             const tlog::VerifierKey& log, const Call& call);

/// By the folder's index as it is; nothing is written. Where there is none that fits, its error.
Result<std::unique_ptr<LogImage>> image_to_read(const std::filesystem::path& folder,
                                                const tlog::VerifierKey& log);

/// Removes a ledger's index; who has it open reads on.
Result<void> remove_index(const std::filesystem::path& folder);

}  // namespace deed::registry::local

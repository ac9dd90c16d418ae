#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "evidence/kept_opening.hpp"
#include "lib/crypto/key_store.hpp"

// The room's own: openings as they were kept before the sealed index, one file each
// (specs/evidence-index.md section 5).

namespace deed::evidence::detail {

/// The commitments of the files in `folder`, sorted; `io.failed`.
Result<std::vector<std::string>> list_opening_files(const std::filesystem::path& folder);

/// `evidence.opening_not_found`, `evidence.opening_damaged`, or what the key store says.
Result<KeptOpening> read_opening_file(const std::filesystem::path& folder,
                                      const std::string& commitment_hex, crypto::KeyStore& keys,
                                      Call& call);

/// Removes these files, durably, as far as the system lets it.
void remove_opening_files(const std::filesystem::path& folder,
                          const std::vector<std::string>& commitments);

}  // namespace deed::evidence::detail

#pragma once

#include <filesystem>
#include <string>

#include "lib/io/file.hpp"

// The room's own: opening what is below a folder, part by part, so that no link that is put there
// meanwhile leads out of it. `name` is the folder's, for the words of an error only.

namespace deed::evidence::detail {

/// "" is the folder itself; `evidence.not_a_plain_file` for a link.
Result<Descriptor> open_folder_below(const Descriptor& root, const std::string& relative,
                                     const std::filesystem::path& name);
Result<Descriptor> open_file_below(const Descriptor& root, const std::string& relative,
                                   const std::filesystem::path& name);

}  // namespace deed::evidence::detail

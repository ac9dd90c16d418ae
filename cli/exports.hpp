#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "toolkit/toolkit.hpp"

namespace deed::cli {

/// For commands that resolve: where the logs of others are.
inline constexpr OptionRow kMirrorOption{"mirror", "NETWORK=URL",
                                         "where this network's log is published (https)", true};

/// Reads DID export files and hands them to the toolkit's resolver; errors name the file.
Result<void> add_exports(Toolkit& toolkit, const std::vector<std::string>& files, const Call& call);

}  // namespace deed::cli

#pragma once

#include <string>
#include <vector>

#include "toolkit/toolkit.hpp"

namespace deed::cli {

/// Reads DID export files and hands them to the toolkit's resolver; errors name the file.
Result<void> add_exports(Toolkit& toolkit, const std::vector<std::string>& files, const Call& call);

}  // namespace deed::cli

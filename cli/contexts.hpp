#pragma once

#include <string>
#include <vector>

#include "credentials/contexts/known_contexts.hpp"

namespace deed::cli {

/// The bundled contexts and those given as --context URL=FILE.
Result<credentials::KnownContexts> load_contexts(const std::vector<std::string>& url_files);

}  // namespace deed::cli

#pragma once

#include "cli/invocation.hpp"
#include "credentials/contexts/known_contexts.hpp"

namespace deed::cli {

/// The bundled contexts, those of the list that is configured, those given as
/// --context URL=FILE[#DIGEST], and those fetched as --allow-context URL[#DIGEST] says. A flag goes
/// before the list.
Result<credentials::KnownContexts> load_contexts(Invocation& invocation);

inline constexpr OptionRow kContextOption{"context", "URL=FILE[#DIGEST]",
                                          "a context that is not bundled", true};
inline constexpr OptionRow kAllowContextOption{"allow-context", "URL[#DIGEST]",
                                               "fetch this context from the web", true};

}  // namespace deed::cli

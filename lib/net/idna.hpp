#pragma once

#include <string>
#include <string_view>

#include "lib/error/result.hpp"

namespace deed::net {

/// The name of a host as the DNS has it: labels of other scripts in their A-label form by IDNA2008
/// with the mapping of UTS 46 (non-transitional), letters in lower case. `net.bad_url` for what is
/// no such name; `net.no_idna` where the system's libidn2, which is loaded only for such labels,
/// is missing. Names in ASCII are only put into lower case.
DEED_API Result<std::string> ascii_host(std::string_view name);

}  // namespace deed::net

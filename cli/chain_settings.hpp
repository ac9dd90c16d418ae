#pragma once

#include "cli/config_file.hpp"

// What the settings of chains take; the rest of the settings is in cli/settings.

namespace deed::cli {

/// What is wrong with a number, or empty; `what` names it: "a number of days".
std::string fault_of_number(std::string_view what, std::string_view value, std::uint64_t least,
                            std::uint64_t most);
/// What is wrong with a value of one of the types that only chains have, or empty.
std::string fault_of_chain_value(SettingType type, std::string_view value);

}  // namespace deed::cli

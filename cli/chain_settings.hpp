#pragma once

#include "cli/command.hpp"
#include "cli/settings.hpp"
#include "toolkit/chain_config.hpp"

// The settings of chains; the rest of the settings is in cli/settings.

namespace deed::cli {

/// What is wrong with a number, or empty; `what` names it: "a number of days".
std::string fault_of_number(std::string_view what, std::string_view value, std::uint64_t least,
                            std::uint64_t most);
/// What is wrong with a value of one of the types that only chains have, or empty.
std::string fault_of_chain_value(SettingType type, std::string_view value);

/// A chain as the settings have it; `usage.bad_value`, `config.bad_value`.
Result<ChainConfig> chain_config(const Settings& settings, const std::string& alias);

/// For commands that work where DIDs and registries are.
inline constexpr OptionRow kNetworkOption{"network", "NETWORK",
                                          "the chain or ledger: its alias, or as DIDs name it"};

}  // namespace deed::cli

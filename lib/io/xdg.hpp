#pragma once

#include <filesystem>

#include "lib/error/result.hpp"

namespace deed {

/// Deed's folders by the XDG Base Directory Specification. Nothing is created.
struct XdgFolders {
    std::filesystem::path config;  ///< $XDG_CONFIG_HOME/deed: keys
    std::filesystem::path data;    ///< $XDG_DATA_HOME/deed: ledgers, openings
    std::filesystem::path state;   ///< $XDG_STATE_HOME/deed: signed heads
};

/// From the environment; relative settings are ignored, as the specification demands.
/// `io.no_home` when neither the variables nor HOME say where.
DEED_API Result<XdgFolders> xdg_folders_from_environment();

}  // namespace deed

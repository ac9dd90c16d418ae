#include "lib/io/xdg.hpp"
#include "toolkit/toolkit.hpp"

namespace deed {

Result<Config> Config::from_environment() {
    DEED_TRY(const XdgFolders folders, xdg_folders_from_environment());
    Config config;
    config.key_folder = folders.config / "keys";
    config.head_folder = folders.state / "heads";
    config.ledger_folder = folders.data / "ledgers";
    config.evidence_folder = folders.data / "openings";
    return config;
}

}  // namespace deed

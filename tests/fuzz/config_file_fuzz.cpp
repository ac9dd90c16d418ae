#include <cstdint>
#include <cstdlib>
#include <string>

#include "cli/config_file.hpp"
#include "cli/settings.hpp"

// A configuration file. What can be read can be read again, and a setting that is changed has the
// value that it was given.

using namespace deed::cli;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = ConfigFile::parse(std::string(data, data + size), "config.toml");
    if (!file) return 0;
    const auto again = ConfigFile::parse(file->text(), "config.toml");
    if (!again || !(*again == *file)) std::abort();
    for (const char* name : {"ledger", "max-did-age"}) {
        const SettingRow& row = *find_setting(name);
        const bool is_number = row.type == SettingType::days || row.type == SettingType::count;
        const std::string value = is_number ? "9" : "nine";
        const auto changed = file->with("a", row, value);
        if (changed && changed->value("a", name) != value) std::abort();
    }
    return 0;
}

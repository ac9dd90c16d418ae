#pragma once

#include <string>

namespace deed::cli {

/// The manual page deed(1), in the macros of man(7), from the tables of commands and settings.
std::string manual_page();

}  // namespace deed::cli

#pragma once

#include "cli/command.hpp"

// The commands that publish logs and evidence on a chain; all others are in commands.hpp.

namespace deed::cli {

extern const CommandRow kLogPublish;
extern const CommandRow kLogPublished;
extern const CommandRow kLogTakeOver;
extern const CommandRow kLogHandOver;
extern const CommandRow kEvidenceStrengthen;

}  // namespace deed::cli

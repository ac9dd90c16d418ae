#pragma once

#include "cli/command.hpp"

// The commands that publish logs and evidence on a chain, and that co-sign there; all others are in commands.hpp.

namespace deed::cli {

extern const CommandRow kLogPublish;
extern const CommandRow kLogPublished;
extern const CommandRow kLogTakeOver;
extern const CommandRow kLogHandOver;
extern const CommandRow kEvidenceStrengthen;
extern const CommandRow kCosignFound;
extern const CommandRow kCosignGroup;
extern const CommandRow kCosignChangeGroup;
extern const CommandRow kCosignNext;
extern const CommandRow kCosignShow;
extern const CommandRow kCosignSign;
extern const CommandRow kCosignCollect;
extern const CommandRow kCosignSubmit;

}  // namespace deed::cli

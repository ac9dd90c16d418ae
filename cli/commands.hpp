#pragma once

#include "cli/command.hpp"

namespace deed::cli {

// One row a command, each defined in the file of its noun in cli/commands/.
extern const CommandRow kKeyGenerate;
extern const CommandRow kKeyList;
extern const CommandRow kKeyShow;
extern const CommandRow kDidCreate;
extern const CommandRow kDidResolve;
extern const CommandRow kDidUpdate;
extern const CommandRow kDidDeactivate;
extern const CommandRow kDidExport;
extern const CommandRow kCredentialIssue;
extern const CommandRow kCredentialVerify;
extern const CommandRow kCredentialInspect;
extern const CommandRow kEvidenceAnchor;
extern const CommandRow kEvidenceList;
extern const CommandRow kEvidenceProve;
extern const CommandRow kEvidenceVerify;
extern const CommandRow kLogCheckpoint;
extern const CommandRow kLogVerify;
extern const CommandRow kLogRotateKey;
extern const CommandRow kLogRecover;
extern const CommandRow kCodecBatch;
extern const CommandRow kVersion;
extern const CommandRow kHelp;

}  // namespace deed::cli

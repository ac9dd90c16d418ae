#pragma once

#include "cli/command.hpp"

namespace deed::cli {

// One row a command, each defined in the file of its noun in cli/commands/.
extern const CommandRow kKeyGenerate;
extern const CommandRow kKeyAdd;
extern const CommandRow kKeyImport;
extern const CommandRow kKeyList;
extern const CommandRow kKeyShow;
extern const CommandRow kKeyExport;
extern const CommandRow kKeyRotate;
extern const CommandRow kKeyPassphrase;
extern const CommandRow kKeyServe;
extern const CommandRow kServe;

extern const CommandRow kDidCreate;
extern const CommandRow kDidResolve;
extern const CommandRow kDidDereference;
extern const CommandRow kDidHistory;
extern const CommandRow kDidList;
extern const CommandRow kDidFind;
extern const CommandRow kDidProve;
extern const CommandRow kDidVerify;
extern const CommandRow kDidUpdate;
extern const CommandRow kDidAddKey;
extern const CommandRow kDidRemoveKey;
extern const CommandRow kDidCompromiseKey;
extern const CommandRow kDidAddService;
extern const CommandRow kDidRemoveService;
extern const CommandRow kDidWitness;
extern const CommandRow kDidRotate;
extern const CommandRow kDidDeactivate;
extern const CommandRow kDidMove;
extern const CommandRow kDidExport;
extern const CommandRow kDidBasis;
extern const CommandRow kDidSubmit;

extern const CommandRow kCredentialIssue;
extern const CommandRow kCredentialDerive;
extern const CommandRow kCredentialSign;
extern const CommandRow kCredentialVerify;
extern const CommandRow kCredentialInspect;

extern const CommandRow kPresentationChallenge;
extern const CommandRow kPresentationCreate;
extern const CommandRow kPresentationVerify;
extern const CommandRow kPresentationInspect;

extern const CommandRow kSchemaRegister;
extern const CommandRow kSchemaUpdate;
extern const CommandRow kSchemaShow;
extern const CommandRow kSchemaHistory;
extern const CommandRow kSchemaAccept;
extern const CommandRow kSchemaHandOver;
extern const CommandRow kSchemaCpt;
extern const CommandRow kSchemaClaimCpt;
extern const CommandRow kSchemaApproveCpt;
extern const CommandRow kSchemaAssignCpt;

extern const CommandRow kStatusCreate;
extern const CommandRow kStatusPublish;
extern const CommandRow kStatusSet;
extern const CommandRow kStatusClear;
extern const CommandRow kStatusShow;
extern const CommandRow kStatusHistory;
extern const CommandRow kStatusAccept;
extern const CommandRow kStatusHandOver;

extern const CommandRow kIssuerFound;
extern const CommandRow kIssuerCommittee;
extern const CommandRow kIssuerChangeCommittee;
extern const CommandRow kIssuerAccredit;
extern const CommandRow kIssuerSuspend;
extern const CommandRow kIssuerRestore;
extern const CommandRow kIssuerRemove;
extern const CommandRow kIssuerBar;
extern const CommandRow kIssuerUnbar;
extern const CommandRow kIssuerName;
extern const CommandRow kIssuerWithdrawName;
extern const CommandRow kIssuerReview;
extern const CommandRow kIssuerSign;
extern const CommandRow kIssuerCollect;
extern const CommandRow kIssuerExecute;
extern const CommandRow kIssuerRenounce;
extern const CommandRow kIssuerList;
extern const CommandRow kIssuerShow;
extern const CommandRow kIssuerHistory;
extern const CommandRow kIssuerFindName;
extern const CommandRow kIssuerVerify;

extern const CommandRow kEvidenceAnchor;
extern const CommandRow kEvidenceList;
extern const CommandRow kEvidenceFind;
extern const CommandRow kEvidenceProve;
extern const CommandRow kEvidenceVerify;

extern const CommandRow kLogList;
extern const CommandRow kLogCheckpoint;
extern const CommandRow kLogEntries;
extern const CommandRow kLogVerify;
extern const CommandRow kLogExport;
extern const CommandRow kLogRotateKey;
extern const CommandRow kLogRecover;
extern const CommandRow kLogSteward;

extern const CommandRow kRegistryDeploy;
extern const CommandRow kRegistryStatus;
extern const CommandRow kRegistryVerify;
extern const CommandRow kRegistryUse;
extern const CommandRow kRegistryList;
extern const CommandRow kRegistryMigrate;
extern const CommandRow kRegistryRelay;
extern const CommandRow kRegistryOutbox;

extern const CommandRow kBackup;
extern const CommandRow kRestore;

extern const CommandRow kConfigList;
extern const CommandRow kConfigGet;
extern const CommandRow kConfigSet;
extern const CommandRow kConfigPath;

extern const CommandRow kCompletion;

extern const CommandRow kCodecBatch;
extern const CommandRow kCodecVcJoseCose;
extern const CommandRow kVersion;
extern const CommandRow kHelp;

}  // namespace deed::cli

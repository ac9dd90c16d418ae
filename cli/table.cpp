#include <array>

#include "cli/commands.hpp"
#include "cli/evidence_commands.hpp"

namespace deed::cli {
namespace {

// One noun per group of lines, in the order of the help.
// clang-format off
constexpr std::array kTable{
    &kKeyGenerate, &kKeyAdd, &kKeyImport, &kKeyList, &kKeyShow, &kKeyExport, &kKeyRotate,
    &kKeyPassphrase, &kKeyServe,
    &kDidCreate, &kDidResolve, &kDidDereference, &kDidHistory, &kDidList, &kDidFind, &kDidUpdate,
    &kDidAddKey, &kDidRemoveKey, &kDidCompromiseKey, &kDidAddService, &kDidRemoveService, &kDidRotate,
    &kDidDeactivate, &kDidMove, &kDidWitness, &kDidExport, &kDidBasis, &kDidSubmit,
    &kDidProve, &kDidVerify,
    &kCredentialIssue, &kCredentialDerive, &kCredentialSign, &kCredentialVerify, &kCredentialInspect,
    &kPresentationChallenge, &kPresentationCreate, &kPresentationVerify, &kPresentationInspect,
    &kSchemaRegister, &kSchemaUpdate, &kSchemaShow, &kSchemaHistory, &kSchemaAccept,
    &kSchemaHandOver, &kSchemaCpt, &kSchemaClaimCpt, &kSchemaApproveCpt, &kSchemaAssignCpt,
    &kStatusCreate, &kStatusPublish, &kStatusSet, &kStatusClear, &kStatusShow, &kStatusHistory,
    &kStatusAccept, &kStatusHandOver,
    &kIssuerFound, &kIssuerCommittee, &kIssuerChangeCommittee, &kIssuerAccredit, &kIssuerSuspend, &kIssuerRestore, &kIssuerRemove,
    &kIssuerBar, &kIssuerUnbar, &kIssuerName, &kIssuerWithdrawName, &kIssuerReview, &kIssuerSign, &kIssuerCollect,
    &kIssuerExecute, &kIssuerRenounce, &kIssuerList, &kIssuerShow, &kIssuerHistory, &kIssuerFindName, &kIssuerVerify,
    &kEvidenceAnchor, &kEvidenceList, &kEvidenceFind, &kEvidenceProve, &kEvidenceStrengthen,
    &kEvidenceVerify,
    &kLogList, &kLogCheckpoint, &kLogEntries, &kLogVerify, &kLogExport, &kLogRotateKey,
    &kLogRecover, &kLogSteward, &kLogPublish, &kLogPublished, &kLogTakeOver, &kLogHandOver,
    &kCosignFound, &kCosignGroup, &kCosignChangeGroup, &kCosignNext, &kCosignShow, &kCosignSign,
    &kCosignCollect, &kCosignSubmit,
    &kRegistryList, &kRegistryUse, &kRegistryStatus, &kRegistryVerify, &kRegistryDeploy,
    &kRegistryMigrate, &kRegistryRelay,
    &kRegistryOutbox,
    &kServe,
    &kBackup, &kRestore,
    &kConfigList, &kConfigGet, &kConfigSet, &kConfigPath, &kCompletion,
    &kCodecBatch, &kCodecVcJoseCose, &kVersion, &kHelp};
// clang-format on

constexpr std::array<OptionRow, 8> kCommon{{
    {"json", "", "print one JSON document instead of text"},
    {"ledger", "ALIAS", "the ledger to work with (default: local, or as configured)"},
    {"profile", "NAME", "the profile of the configuration file that holds"},
    {"passphrase-file", "FILE", "read the key store's passphrase from a private file"},
    {"passphrase-fd", "N", "read it from an open descriptor"},
    {"pin-file", "FILE", "read the PIN of a hardware token from a private file"},
    {"verbose", "", "tell on stderr what is being done"},
    {"help", "", "explain the command"},
}};

}  // namespace

std::span<const CommandRow* const> command_table() { return kTable; }
std::span<const OptionRow> common_options() { return kCommon; }

}  // namespace deed::cli

#include <array>

#include "cli/commands.hpp"

namespace deed::cli {
namespace {

// One noun per group of lines, in the order of the help.
// clang-format off
constexpr std::array kTable{
    &kKeyGenerate, &kKeyAdd, &kKeyList, &kKeyShow,
    &kDidCreate, &kDidResolve, &kDidHistory, &kDidList, &kDidFind, &kDidUpdate, &kDidAddKey,
    &kDidRemoveKey, &kDidCompromiseKey, &kDidAddService, &kDidRemoveService, &kDidRotate,
    &kDidDeactivate, &kDidMove, &kDidExport, &kDidSubmit,
    &kCredentialIssue, &kCredentialSign, &kCredentialVerify, &kCredentialInspect,
    &kPresentationChallenge, &kPresentationCreate, &kPresentationVerify, &kPresentationInspect,
    &kEvidenceAnchor, &kEvidenceList, &kEvidenceFind, &kEvidenceProve, &kEvidenceVerify,
    &kLogList, &kLogCheckpoint, &kLogEntries, &kLogVerify, &kLogExport, &kLogRotateKey,
    &kLogRecover,
    &kBackup, &kRestore,
    &kCodecBatch, &kVersion, &kHelp};
// clang-format on

constexpr std::array<OptionRow, 7> kCommon{{
    {"json", "", "print one JSON document instead of text"},
    {"ledger", "ALIAS", "the ledger to work with (default: local, or $DEED_LEDGER)"},
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

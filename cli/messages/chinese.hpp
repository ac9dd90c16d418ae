#pragma once

#include <span>

#include "cli/messages.hpp"

/// The Chinese catalogue, in parts that can be read.
namespace deed::cli {

extern const std::span<const Translation> kChineseCommands;       ///< what commands do
extern const std::span<const Translation> kChineseOptions;        ///< what they take
extern const std::span<const Translation> kChineseNotes;          ///< narration, reports, help
extern const std::span<const Translation> kChineseIssuers;        ///< of `deed issuer`, all of it
extern const std::span<const Translation> kChineseLibErrors;      ///< codes of most of lib/
extern const std::span<const Translation> kChineseKeyErrors;      ///< of keys, tokens, signers
extern const std::span<const Translation> kChineseLedgerErrors;   ///< of ledgers and DIDs
extern const std::span<const Translation> kChineseChainErrors;    ///< of Ethereum chains
extern const std::span<const Translation> kChineseEvidenceChain;  ///< of evidence on chains
extern const std::span<const Translation> kChineseCosign;         ///< of `deed cosign`, all of it
extern const std::span<const Translation> kChineseDidProof;       ///< of proofs of DIDs, all of it
extern const std::span<const Translation> kChineseCredentialErrors;  ///< of credentials
extern const std::span<const Translation>
    kChinesePresentationErrors;                                ///< and of presentations, JWTs
extern const std::span<const Translation> kChineseToolErrors;  ///< of evidence/ and above

}  // namespace deed::cli

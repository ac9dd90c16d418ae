#pragma once

#include <span>

#include "cli/messages.hpp"

/// The Chinese catalogue, in parts that can be read.
namespace deed::cli {

extern const std::span<const Translation> kChineseCommands;   ///< the command table and help
extern const std::span<const Translation> kChineseNotes;      ///< narration, reports, prompts
extern const std::span<const Translation> kChineseLibErrors;  ///< codes of lib/
extern const std::span<const Translation>
    kChineseLedgerErrors;  ///< of registry-contracts/ and did/
extern const std::span<const Translation> kChineseCredentialErrors;  ///< of credentials/
extern const std::span<const Translation> kChineseToolErrors;  ///< of evidence/, toolkit/ and cli/

}  // namespace deed::cli

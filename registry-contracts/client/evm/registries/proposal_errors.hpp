#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::evm::errors {

inline constexpr ErrorCode kProposalMalformed{
    "proposal.malformed", ErrorKind::malformed, "The text is not a proposal of a decision.",
    "Take the file as it was written, and change nothing but by signing."};
inline constexpr ErrorCode kProposalNewer{"proposal.newer_format", ErrorKind::unsupported,
                                          "The proposal was written by a later version of Deed.",
                                          "Use that version or a later one."};
inline constexpr ErrorCode kProposalInvalid{"proposal.invalid", ErrorKind::usage,
                                            "No registry would carry the proposal out.",
                                            "See the reason, and propose anew."};
inline constexpr ErrorCode kProposalTypedData{
    "proposal.typed_data_mismatch", ErrorKind::mismatch,
    "What wallets would sign is not what the proposal says.",
    "Do not sign: the file was changed, or written by a program that errs."};

inline constexpr const ErrorCode* kProposalRoomCodes[] = {&kProposalMalformed, &kProposalNewer,
                                                          &kProposalInvalid, &kProposalTypedData};

}  // namespace deed::registry::evm::errors

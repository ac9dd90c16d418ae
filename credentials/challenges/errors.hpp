#pragma once

#include "lib/error/error.hpp"

namespace deed::credentials::errors {

inline constexpr ErrorCode kChallengeUnknown{
    "challenge.unknown", ErrorKind::untrusted,
    "This verifier did not make the challenge, or made it so long ago that it was forgotten.",
    "Make a challenge with `deed presentation challenge`, and have the holder answer that one."};
inline constexpr ErrorCode kChallengeExpired{
    "challenge.expired", ErrorKind::expired,
    "The presentation came after the time that the challenge left to answer it.",
    "Make a new challenge; give more time with --valid where holders need it."};
inline constexpr ErrorCode kChallengeReplayed{
    "presentation.replayed", ErrorKind::untrusted,
    "The challenge was answered before: this is a presentation that was shown already, or a second "
    "one to the same challenge.",
    "Do not accept it. Make a new challenge, and have the holder answer that one."};
inline constexpr ErrorCode kChallengeOtherDomain{
    "challenge.other_domain", ErrorKind::mismatch,
    "The challenge was made for another domain than the one that this verifier now answers for.",
    "Verify with the --domain that the challenge was made for."};
inline constexpr ErrorCode kChallengeAhead{
    "challenge.made_later", ErrorKind::undetermined,
    "The challenge was made later than now, by the clock: the clock was set back, so that the age "
    "of the challenge is not known.",
    "Correct the clock of this computer, and make a new challenge."};
inline constexpr ErrorCode kChallengeBadDomain{
    "challenge.bad_domain", ErrorKind::usage,
    "A domain is a text of 1 to 1,024 bytes in UTF-8 without control characters.",
    "Give the verifier's origin or name, such as https://bank.example."};
inline constexpr ErrorCode kChallengeBadValidity{
    "challenge.bad_validity", ErrorKind::usage, "A challenge is valid for 1 second to 24 hours.",
    "Choose a shorter time; a presentation should live for minutes."};

inline constexpr const ErrorCode* kChallengesRoomCodes[] = {
    &kChallengeUnknown, &kChallengeExpired,   &kChallengeReplayed,   &kChallengeOtherDomain,
    &kChallengeAhead,   &kChallengeBadDomain, &kChallengeBadValidity};

}  // namespace deed::credentials::errors

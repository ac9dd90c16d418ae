#pragma once

#include "lib/error/error.hpp"

namespace deed::crypto::errors {

inline constexpr ErrorCode kKeyReferenceMalformed{
    "key_reference.malformed", ErrorKind::usage, "The text cannot say where a key is.",
    "Write NAME, store:NAME, pkcs11:…, remote:… or file:PATH."};
inline constexpr ErrorCode kKeyPlaceUnknown{
    "key_reference.unknown_place", ErrorKind::usage,
    "Keys are not looked for in a place of this name.",
    "Write NAME, store:NAME, pkcs11:…, remote:… or file:PATH."};
inline constexpr ErrorCode kKeyPlaceUnavailable{
    "key_reference.place_unavailable", ErrorKind::unsupported,
    "This program was not given a way to keys in this place.",
    "Use a key in another place, or open the library with a source of such keys."};
inline constexpr ErrorCode kKeyReferenceDamaged{
    "key_reference.damaged", ErrorKind::malformed,
    "A file that says where a key is was changed or is incomplete.",
    "Restore the file from a backup, or delete it and run `deed key add` again."};
inline constexpr ErrorCode kNewerKeyReference{
    "key_reference.newer_format", ErrorKind::unsupported,
    "The file that says where a key is was written by a later version of Deed.",
    "Use that version."};
inline constexpr ErrorCode kKeyNameTwice{
    "key_reference.name_twice", ErrorKind::malformed,
    "A name stands both for a stored key and for one that is elsewhere.",
    "Rename or remove one of the two files."};
inline constexpr ErrorCode kReferencedKeyChanged{
    "key_reference.other_key", ErrorKind::mismatch,
    "There is another key at this place than the one that was added.",
    "Check token, file or signer; `deed key add` under another name takes the new key."};
inline constexpr ErrorCode kKeyElsewhere{
    "key_reference.key_elsewhere", ErrorKind::usage,
    "The private half of this key is not in the key store.",
    "Use the tools of the place where it is, which `deed key show` names."};

inline constexpr ErrorCode kKeyNotPossessed{
    "key_reference.not_possessed", ErrorKind::signature,
    "The place shows a public key and does not sign with it.",
    "Do not trust the place; somebody may have put another public key there."};

inline constexpr const ErrorCode* kKeyReferenceRoomCodes[] = {
    &kKeyReferenceMalformed, &kKeyPlaceUnknown,   &kKeyPlaceUnavailable,
    &kKeyReferenceDamaged,   &kNewerKeyReference, &kKeyNameTwice,
    &kReferencedKeyChanged,  &kKeyElsewhere,      &kKeyNotPossessed};

}  // namespace deed::crypto::errors

#pragma once

#include "lib/error/error.hpp"

namespace deed::crypto::errors {

inline constexpr ErrorCode kKeyNotFound{"key_store.not_found", ErrorKind::not_found,
                                        "The key store has no key of this name.",
                                        "List the keys with `deed key list`."};
inline constexpr ErrorCode kKeyExists{"key_store.exists", ErrorKind::usage,
                                      "The key store has a key of this name already.",
                                      "Choose another name; keys are never overwritten."};
inline constexpr ErrorCode kBadKeyName{
    "key_store.bad_name", ErrorKind::usage, "The name cannot name a key.",
    "Use 1 to 64 of a-z, 0-9, '.', '_', '-', starting with a letter or digit."};
inline constexpr ErrorCode kNoPassphrase{"key_store.no_passphrase", ErrorKind::locked,
                                         "A passphrase is needed and none was given.",
                                         "Run in a terminal, or give --passphrase-file."};
inline constexpr ErrorCode kEmptyPassphrase{"key_store.empty_passphrase", ErrorKind::usage,
                                            "The passphrase is empty.",
                                            "Give a passphrase of some length."};
inline constexpr ErrorCode kWrongPassphrase{
    "key_store.wrong_passphrase", ErrorKind::locked,
    "The passphrase does not open the key store, or its master.json was changed.",
    "Try again with the passphrase that was set when the first key was made."};
inline constexpr ErrorCode kKeyStoreDamaged{"key_store.damaged", ErrorKind::malformed,
                                            "A file of the key store was changed or is incomplete.",
                                            "Restore the file from a backup."};
inline constexpr ErrorCode kNewerKeyStore{"key_store.newer_format", ErrorKind::unsupported,
                                          "The file was written by a later version of Deed.",
                                          "Use that version."};
inline constexpr ErrorCode kNoKeyStore{"key_store.no_store", ErrorKind::locked,
                                       "There is no key store yet.",
                                       "Make a first key with `deed key generate`."};
inline constexpr ErrorCode kCannotOpenSealed{
    "key_store.cannot_open", ErrorKind::mismatch,
    "The sealed data was made for another purpose or by another key store, or was changed.",
    "Use the key store that sealed it, or restore the data from a backup."};
inline constexpr ErrorCode kNoMemoryForKey{"key_store.out_of_memory", ErrorKind::unavailable,
                                           "There is too little memory to derive the key.",
                                           "Free some memory (64 MiB are needed) and try again."};

inline constexpr ErrorCode kPassphraseChangedMeanwhile{
    "key_store.changed_meanwhile", ErrorKind::unavailable,
    "Another process changed the key store's passphrase at the same time.",
    "Try again with the passphrase that it set."};

inline constexpr const ErrorCode* kKeyStoreRoomCodes[] = {
    &kKeyNotFound,     &kKeyExists,        &kBadKeyName,      &kNoPassphrase,
    &kEmptyPassphrase, &kWrongPassphrase,  &kKeyStoreDamaged, &kNewerKeyStore,
    &kNoKeyStore,      &kCannotOpenSealed, &kNoMemoryForKey,  &kPassphraseChangedMeanwhile};

}  // namespace deed::crypto::errors

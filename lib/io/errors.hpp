#pragma once

#include "lib/error/error.hpp"

namespace deed::errors {

inline constexpr ErrorCode kFileNotFound{"io.not_found", ErrorKind::not_found,
                                         "The file or folder does not exist.", "Check the path."};
inline constexpr ErrorCode kNotAFile{
    "io.not_a_file", ErrorKind::io,
    "The path names a folder, pipe, device or symbolic link where a plain file is due.",
    "Name a plain file; where \"-\" is accepted, it reads from a pipe."};
inline constexpr ErrorCode kFileTooLarge{"io.too_large", ErrorKind::malformed,
                                         "The input is larger than anything of its kind may be.",
                                         "Check that this is the right file."};
inline constexpr ErrorCode kIoFailed{"io.failed", ErrorKind::io,
                                     "The system refused to read or write.",
                                     "See the system's reason: space, permissions or hardware."};
inline constexpr ErrorCode kFileExists{"io.exists", ErrorKind::usage,
                                       "The file exists already and is not overwritten.",
                                       "Choose another name, or overwrite it with --force."};
inline constexpr ErrorCode kLoosePermissions{
    "io.loose_permissions", ErrorKind::io,
    "A private file or folder is open to other users, or belongs to one.",
    "Run `chmod 600` on the file (`chmod 700` on a folder), and consider its secrets known."};
inline constexpr ErrorCode kFileLocked{"io.locked", ErrorKind::unavailable,
                                       "Another process has it open.",
                                       "Wait until the other process has ended."};
inline constexpr ErrorCode kNoHome{"io.no_home", ErrorKind::usage,
                                   "The environment does not say where Deed's folders are.",
                                   "Set HOME, or the XDG_*_HOME variables, to absolute paths."};

inline constexpr const ErrorCode* kIoRoomCodes[] = {
    &kFileNotFound, &kNotAFile,         &kFileTooLarge, &kIoFailed,
    &kFileExists,   &kLoosePermissions, &kFileLocked,   &kNoHome};

}  // namespace deed::errors

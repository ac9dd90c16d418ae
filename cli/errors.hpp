#pragma once

#include "lib/error/error.hpp"

namespace deed::cli::errors {

inline constexpr ErrorCode kUnknownCommand{"usage.unknown_command", ErrorKind::usage,
                                           "There is no such command.",
                                           "`deed help` lists the commands."};
inline constexpr ErrorCode kUnknownOption{"usage.unknown_option", ErrorKind::usage,
                                          "The command has no such option.",
                                          "`deed help NOUN VERB` lists its options."};
inline constexpr ErrorCode kMissingArgument{"usage.missing_argument", ErrorKind::usage,
                                            "The command needs a further argument or option.",
                                            "`deed help NOUN VERB` shows what it takes."};
inline constexpr ErrorCode kUnexpectedArgument{"usage.unexpected_argument", ErrorKind::usage,
                                               "The command does not take this argument.",
                                               "`deed help NOUN VERB` shows what it takes."};
inline constexpr ErrorCode kBadValue{"usage.bad_value", ErrorKind::usage,
                                     "An option has a value that it cannot take.",
                                     "`deed help NOUN VERB` says what the option takes."};
inline constexpr ErrorCode kNotUtf8{
    "usage.not_utf8", ErrorKind::usage,
    "An argument or a variable of the environment is not UTF-8 text.",
    "Rename the file, or convert the text to UTF-8."};
inline constexpr ErrorCode kUnknownTopic{
    "usage.unknown_topic", ErrorKind::usage, "There is no command or error code of this name.",
    "`deed help` lists commands, `deed help codes` error codes."};
inline constexpr ErrorCode kSecretToTerminal{"usage.secret_to_terminal", ErrorKind::usage,
                                             "A private key is not shown on a terminal, which "
                                             "others may see and which keeps what it showed.",
                                             "Give --out FILE, or --to-terminal if you mean it."};
inline constexpr ErrorCode kContextListMalformed{
    "context.list_malformed", ErrorKind::malformed,
    "The file that the setting contexts names is not a list of contexts with their digests.",
    "Write the format deed/contexts/v1, and of each context url, file and digest."};
inline constexpr ErrorCode kConfigMalformed{
    "config.malformed", ErrorKind::malformed,
    "The configuration file is no TOML, or has something of another type or shape than it must.",
    "Correct the named place; docs/configuration.md tells what may stand in it."};
inline constexpr ErrorCode kConfigUnknownSetting{
    "config.unknown_setting", ErrorKind::usage, "There is no setting of this name.",
    "`deed config list` shows all settings; remove or rename this one."};
inline constexpr ErrorCode kConfigBadValue{
    "config.bad_value", ErrorKind::usage, "A setting has a value that it cannot take.",
    "`deed config list` shows all settings and their values."};
inline constexpr ErrorCode kConfigNoProfile{
    "config.no_profile", ErrorKind::not_found,
    "The configuration file has no profile of this name.",
    "Name one that it has, or make it with `deed config set NAME VALUE --profile PROFILE`."};
inline constexpr ErrorCode kConfigNotSet{"config.not_set", ErrorKind::not_found,
                                         "The setting has no value, and no default that is one.",
                                         "Set it with `deed config set NAME VALUE`."};
inline constexpr ErrorCode kConfigNotEditable{
    "config.not_editable", ErrorKind::unsupported,
    "The setting is written in a way that cannot be changed without changing the rest of the file.",
    "Change it by hand; `deed config path` says where the file is."};
inline constexpr ErrorCode kOutputFailed{
    "output.failed", ErrorKind::io, "The result could not be written to standard output.",
    "Check the disk or the program that reads it, then run the command again."};

inline constexpr ErrorCode kOutOfMemory{"call.out_of_memory", ErrorKind::unavailable,
                                        "The system gave no more memory.",
                                        "Allow the process more memory, or give it smaller input."};
inline constexpr ErrorCode kCodecBadArgument{
    "codec.bad_argument", ErrorKind::usage,
    "An argument of a codec operation is missing or of another type.",
    "The operation's arguments are listed in specs/cli.md."};
inline constexpr ErrorCode kCodecUnsupported{"codec.unsupported", ErrorKind::unsupported,
                                             "This build does not have the codec operation.",
                                             "`deed version --verbose` says what it has."};

inline constexpr ErrorCode kDeriveFormUnsupported{
    "derive.form_unsupported", ErrorKind::unsupported,
    "The credential is secured in a form that lets its holder withhold nothing.",
    "Ask its issuer for one with claims that can be withheld: `deed help credential issue`."};
inline constexpr ErrorCode kDeriveHolderKeyElsewhere{
    "derive.holder_key_elsewhere", ErrorKind::locked,
    "The key that the credential names as its holder's is none of those here.",
    "Name it with --key, or add it: `deed help key add`."};

inline constexpr ErrorCode kBinaryToTerminal{"output.binary_to_terminal", ErrorKind::usage,
                                             "The result is no text, and would garble a terminal.",
                                             "Give --out FILE, or send it to another program."};

inline constexpr const ErrorCode* kCliRoomCodes[] = {&kUnknownCommand,
                                                     &kUnknownOption,
                                                     &kMissingArgument,
                                                     &kUnexpectedArgument,
                                                     &kBadValue,
                                                     &kNotUtf8,
                                                     &kUnknownTopic,
                                                     &kOutputFailed,
                                                     &kSecretToTerminal,
                                                     &kContextListMalformed,
                                                     &kConfigMalformed,
                                                     &kConfigUnknownSetting,
                                                     &kConfigBadValue,
                                                     &kConfigNoProfile,
                                                     &kConfigNotSet,
                                                     &kConfigNotEditable,
                                                     &kOutOfMemory,
                                                     &kCodecBadArgument,
                                                     &kCodecUnsupported,
                                                     &kDeriveFormUnsupported,
                                                     &kDeriveHolderKeyElsewhere,
                                                     &kBinaryToTerminal};

}  // namespace deed::cli::errors
